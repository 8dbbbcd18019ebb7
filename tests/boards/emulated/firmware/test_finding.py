"""The order in which firmware is looked for, and what is said when there is none."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from coursekit.boards.emulated.firmware import (
    FirmwareMissing,
    FirmwareUnusable,
    built_path,
    find_firmware,
    places,
)
from coursekit.boards.emulated.firmware import download as official
from tests.boards.emulated.firmware.images import image


@pytest.fixture
def four(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Firmware in each of the four places; the download's hash is that of the file there."""
    found = {
        "named": tmp_path / "named.uf2",
        "variable": tmp_path / "variable.uf2",
        "built": built_path(),
        "downloaded": places.downloaded_path(official.ADDRESS),
    }
    for path in found.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(image())
    monkeypatch.setenv(places.VARIABLE, str(found["variable"]))
    monkeypatch.setattr(official, "SHA256", hashlib.sha256(image()).hexdigest())
    return found


def test_the_first_of_the_four(four: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_firmware(four["named"]) == four["named"]
    assert find_firmware(str(four["named"])) == four["named"]
    assert find_firmware() == four["variable"]
    monkeypatch.delenv(places.VARIABLE)
    assert find_firmware() == four["built"]
    four["built"].unlink()
    assert find_firmware() == four["downloaded"]
    four["downloaded"].unlink()
    with pytest.raises(FirmwareMissing):
        find_firmware()


def test_an_empty_variable_names_nothing(
    four: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(places.VARIABLE, "")
    assert find_firmware() == four["built"]


def test_a_home_folder_is_understood(
    four: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(four["named"].parent))
    monkeypatch.setenv("USERPROFILE", str(four["named"].parent))
    assert find_firmware("~/named.uf2") == four["named"]


@pytest.mark.parametrize("how", ["named", "variable"])
def test_a_named_file_is_never_passed_over(four: dict[str, Path], how: str) -> None:
    path = four["named"] if how == "named" else None
    four[how].unlink()
    with pytest.raises(FirmwareMissing, match=f"There is no file .*{how}"):
        find_firmware(path)
    four[how].write_bytes(image(family=0xE48BFF59))
    with pytest.raises(FirmwareUnusable, match="Pico 2"):
        find_firmware(path)


def test_one_line_says_how_to_get_some() -> None:
    with pytest.raises(FirmwareMissing) as caught:
        find_firmware()
    text = str(caught.value)
    assert "\n" not in text
    for way in ("coursekit firmware download", "coursekit firmware build", places.VARIABLE):
        assert way in text


def test_a_download_that_has_changed_is_refused(
    four: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(places.VARIABLE)
    four["built"].unlink()
    data = bytearray(image())
    data[200] ^= 1
    four["downloaded"].write_bytes(data)
    with pytest.raises(FirmwareUnusable, match="run `coursekit firmware download`"):
        find_firmware()


def test_downloads_only_when_there_is_none_and_it_may(
    four: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def download(on_progress: object) -> Path:
        asked.append(on_progress)
        return four["named"]

    monkeypatch.setattr(official, "download", download)
    monkeypatch.delenv(places.VARIABLE)
    assert find_firmware(download=True) == four["built"]
    four["built"].unlink()
    assert find_firmware(download=True) == four["downloaded"]
    assert asked == []
    four["downloaded"].write_bytes(b"damaged")
    assert find_firmware(download=True) == four["named"]
    four["downloaded"].unlink()
    assert find_firmware(download=True, on_progress=official.silent) == four["named"]
    assert asked == [official.silent, official.silent]


def test_another_recipe_has_another_place(tmp_path: Path) -> None:
    recipe = tmp_path / "build.sh"
    recipe.write_bytes(places.RECIPE.read_bytes())
    assert built_path(recipe) == built_path()
    recipe.write_bytes(places.RECIPE.read_bytes() + b"\n")
    assert built_path(recipe) != built_path()
    assert built_path(recipe).parent.parent == built_path().parent.parent


def test_what_is_frozen_counts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = built_path()
    other = tmp_path / "neopixel.py"
    other.write_text("class NeoPixel: pass\n")
    monkeypatch.setattr(places, "FROZEN", other)
    assert built_path() != before
