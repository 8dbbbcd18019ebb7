"""The programs that a board runs when the computer wants something of its files.

Each has a namespace of its own, so that nothing is left behind in that of the program, and whatever
that gave another meaning does no harm. They do without what small or old firmware does not have.
Their messages are lines that begin with `\\x06`.
"""

from __future__ import annotations

import re

MESSAGE = re.compile(r"\x06([^\x06\n]*)\n")

_INDENT = re.compile(r"(?m)^(?: {4})+")

_BASIS = """\
import gc, os, sys
try:
    import hashlib
    hash = hashlib.sha256()
except (ImportError, AttributeError):
    hash = None
write = sys.stdout.write
def hexed(data):
    return "".join("%02x" % byte for byte in data)
def room(most):
    gc.collect()
    try:
        most = min(most, gc.mem_free() // 16)
    except AttributeError:
        most = min(most, 384)
    return max(most, 48) // 3 * 3
"""

_CODEC = """\
try:
    from binascii import a2b_base64, b2a_base64
except ImportError:
    a2b_base64 = None
"""

PUT = (
    _BASIS
    + _CODEC
    + """\
def decode(text):
    if a2b_base64:
        return a2b_base64(text)
    return bytes(int(text[i : i + 2], 16) for i in range(0, len(text), 2))
def main(path, part, left, most, wanted):
    read = sys.stdin.read
    if not hasattr(os, "rename"):
        part = path
    file = None
    try:
        file = open(part, "wb")
        n = room(most)
        write("\\x06%d %d\\n" % (n, bool(a2b_base64)))
        while left:
            n = min(n, left)
            data = decode(read((n + 2) // 3 * 4 if a2b_base64 else 2 * n))
            if len(data) != n:
                raise ValueError("damaged")
            if hash:
                hash.update(data)
            if file.write(data) != n:
                raise OSError(28)
            left -= n
            write("\\x06.\\n")
        file.close()
        if hash and hexed(hash.digest()) != wanted:
            raise ValueError("damaged")
        if part != path:
            os.rename(part, path)
    except BaseException:
        write("\\x06!\\n")
        if file:
            try:
                file.close()
            except OSError:
                pass
            try:
                os.remove(part)
            except OSError:
                pass
        while read(1) != "!":
            pass
        raise
"""
)
"""main(path, part, size, most, sha256): says how many bytes of the file it takes at once, and 1 if
they are to come in base64, 0 in hexadecimal digits; then `.` after each piece. When something fails
it says `!`, reads up to a `!`, and raises. What is damaged is a ValueError."""

GET = (
    _BASIS
    + _CODEC
    + """\
def main(path, most):
    file = open(path, "rb")
    try:
        n = room(most)
        size = 0
        write("\\x06:%d\\n" % bool(a2b_base64))
        while True:
            data = file.read(n)
            if not data:
                break
            size += len(data)
            if hash:
                hash.update(data)
            if a2b_base64:
                write(b"\\x06" + b2a_base64(data))
            else:
                write("\\x06" + hexed(data) + "\\n")
        write("\\x06=%d %s\\n" % (size, hash and hexed(hash.digest()) or ""))
    finally:
        file.close()
"""
)
"""main(path, most): says whether it sends base64 (`:1`) or hexadecimal digits, then the content in
lines, at last `=`, the size and the sha256, which may be missing."""


WALK = """\
import os, sys
def entries(folder):
    if hasattr(os, "ilistdir"):
        for entry in os.ilistdir(folder):
            if entry[0] not in (".", ".."):
                yield entry[0], entry[1] & 0x4000, entry[3] if len(entry) > 3 else -1
    else:
        for name in os.listdir(folder):
            yield name, os.stat(folder + "/" + name)[0] & 0x4000, -1
def main(top):
    folders = [top]
    while folders:
        folder = folders.pop()
        for name, is_dir, size in entries(folder or "/"):
            path = folder + "/" + name
            if is_dir:
                folders.append(path)
            elif size < 0:
                size = os.stat(path)[6]
            sys.stdout.write("\\x06%r\\n" % ((path, bool(is_dir), 0 if is_dir else size),))
"""
"""main(folder): says (path, whether it is a folder, size) for all that is in `folder`, which is
given without a slash at its end."""

LOOK = """\
import gc, os, sys
try:
    import hashlib
    hashlib.sha256
except (ImportError, AttributeError):
    hashlib = None
def digest(path, data):
    hash = hashlib.sha256()
    file = open(path, "rb")
    try:
        while True:
            n = file.readinto(data)
            if not n:
                break
            hash.update(data[:n])
    finally:
        file.close()
    return "".join("%02x" % byte for byte in hash.digest())
def look(path, size, data):
    try:
        about = os.stat(path)
    except OSError:
        return "-"
    if about[0] & 0x4000:
        return "/"
    if size is not None and about[6] != size:
        return "!"
    return digest(path, data) if hashlib else "?"
def main(wanted):
    gc.collect()
    data = memoryview(bytearray(512))
    for path, size in wanted:
        sys.stdout.write("\\x06" + look(path, size, data) + "\\n")
"""
"""main([(path, size)]): says of each path `-` where there is nothing, `/` for a folder, `!` for a
file of another size (None: any), `?` where no hash can be computed, or the file's sha256."""


def call(program: str, *arguments: object) -> str:
    """What to run on the board so that `program` does its work for these arguments."""
    short = _INDENT.sub(lambda spaces: " " * (len(spaces[0]) // 4), program)
    source = f"{short}main{arguments!r}\n"
    return f"__import__('builtins').exec({source!r}, {{}})"
