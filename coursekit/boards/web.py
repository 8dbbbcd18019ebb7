"""Gets the files of packages from the web, and keeps them for when there is no web."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

from coursekit.boards.mip import NotThere, PackageError
from coursekit.whole_files import write_whole

_TIMEOUT_S = 15.0
_MOST_BYTES = 8 << 20
_LOOK_S = 0.05


class Web:
    """A `Fetch` with a cache.

    What has a hash is fetched once; all else each time, and taken from the cache when the web
    cannot be reached. check: called all the time while something is fetched; what it raises ends
    the waiting. cached: addresses that came from the cache because of that.
    """

    def __init__(
        self,
        cache: Path | None = None,
        check: Callable[[], None] = lambda: None,
        timeout_s: float = _TIMEOUT_S,
    ) -> None:
        self._cache = cache or user_cache_path("coursekit", appauthor=False) / "packages"
        self._check = check
        self._timeout_s = timeout_s
        self.cached: list[str] = []

    def __call__(self, url: str, short_hash: str = "") -> bytes:
        """See `Fetch`."""
        key = short_hash or hashlib.sha256(url.encode()).hexdigest()
        kept = self._cache / key[:2] / key
        known = _read(kept)
        if known is not None and short_hash and _matches(known, short_hash):
            return known
        try:
            data = self._patiently(url)
        except NotThere:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            if known is not None and not short_hash:
                self.cached.append(url)
                return known
            raise PackageError(
                f"{url} cannot be reached ({reason_of(error)}). Connect this computer to the "
                "Internet and try again; the board needs no network."
            ) from None
        if not short_hash or _matches(data, short_hash):
            with contextlib.suppress(OSError):  # without a cache it works as well
                write_whole(kept, data, make_folder=True)
        return data

    def _patiently(self, url: str) -> bytes:
        """Fetch in another thread, for this one has to see when it is to stop."""
        got: list[bytes | BaseException] = []

        def fetch() -> None:
            try:
                got.append(_fetch(url, self._timeout_s))
            except BaseException as error:
                got.append(error)

        thread = threading.Thread(target=fetch, name="fetch", daemon=True)
        thread.start()
        while thread.is_alive():
            self._check()
            thread.join(_LOOK_S)
        if isinstance(got[0], BaseException):
            raise got[0]
        return got[0]


def _fetch(url: str, timeout_s: float) -> bytes:
    if not url.startswith(("http://", "https://")):
        raise PackageError(f"{url} is not an address on the web.")
    request = urllib.request.Request(url, headers={"User-Agent": "coursekit"})
    try:
        with urllib.request.urlopen(request, timeout=timeout_s) as answer:
            data: bytes = answer.read(_MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        if error.code in (404, 410):
            raise NotThere(f"There is nothing at {url}. Check the name and the version.") from None
        raise OSError(f"the server answered {error.code}") from None
    if len(data) > _MOST_BYTES:
        raise PackageError(f"{url} is larger than {_MOST_BYTES >> 20} MB: not for a board.")
    return data


def _matches(data: bytes, short_hash: str) -> bool:
    return hashlib.sha256(data).hexdigest().startswith(short_hash)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def reason_of(error: Exception | None) -> str:
    """Why an address could not be reached, in the words of the network."""
    reason = getattr(error, "reason", None) or error
    return str(getattr(reason, "strerror", None) or reason or type(error).__name__)
