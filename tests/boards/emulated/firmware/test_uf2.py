"""Files that are firmware for an RP2040, and files that only look like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursekit.boards.emulated.firmware import FirmwareMissing, FirmwareUnusable, uf2
from tests.boards.emulated.firmware.images import TEXT, block, image


def written(folder: Path, data: bytes) -> Path:
    path = folder / "firmware.uf2"
    path.write_bytes(data)
    return path


def test_says_what_micropython_says_of_itself(tmp_path: Path) -> None:
    found = uf2.read(written(tmp_path, image()))
    assert (found.version, found.built) == ("1.26.1", "2025-09-11")
    assert found.board == "Raspberry Pi Pico with RP2040"
    assert str(found) == "MicroPython 1.26.1 of 2025-09-11 for Raspberry Pi Pico with RP2040"
    assert (found.start, found.size, found.pieces) == (uf2.FLASH_START, 1000, 1)


def test_finds_the_version_across_two_blocks(tmp_path: Path) -> None:
    found = uf2.read(written(tmp_path, image(b"\0" * 245 + TEXT)))
    assert found.version == "1.26.1"


def test_a_version_between_releases(tmp_path: Path) -> None:
    text = TEXT.replace(b"v1.26.1", b"v1.27.0-preview.12.g0123abc")
    assert uf2.read(written(tmp_path, image(text))).version == "1.27.0-preview.12.g0123abc"


def test_other_programs_are_taken_and_named_so(tmp_path: Path) -> None:
    found = uf2.read(written(tmp_path, image(b"blink")))
    assert (found.version, str(found)) == ("", "no MicroPython, 1000 bytes")


def test_a_file_system_behind_a_gap_is_a_second_piece(tmp_path: Path) -> None:
    whole = image(size=1024)
    moved = image(size=1024, start=uf2.FLASH_START + 4096)
    found = uf2.read(
        written(tmp_path, block(whole, 0) + b"".join(block(moved, n) for n in (1, 2, 3)))
    )
    assert found.pieces == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\x7fELF" + bytes(600), "an ELF file"),
        (b"\xe9\x03" + bytes(600), "an image for an ESP32"),
        (b"<!DOCTYPE html>", "a web page"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\0\0\x04\x20" + bytes(600), "no UF2 file"),
        (image(family=0xE48BFF59), "a Raspberry Pi Pico 2 (RP2350), not for an RP2040"),
        (image(family=0x1C5F21B0), "an ESP32, not for an RP2040"),
        (image(family=0x12345678), "another chip (family 0x12345678), not for an RP2040"),
        (image(flags=0), "does not say for which chip"),
        (image()[:-100], "damaged (it ends in the middle of a block)"),
        (image()[:-512], "damaged (it has 3 blocks, and block 0 says 0 of 4)"),
        (block(image(), 0) * 4, "damaged (it has 4 blocks, and block 1 says 0 of 4)"),
        (image()[:512] + bytes(512) + image()[1024:], "block 1 of 4 is no UF2 block"),
        (image()[:508] + bytes(4) + image()[512:], "block 0 of 4 is no UF2 block"),
    ],
)
def test_says_what_a_wrong_file_is(tmp_path: Path, data: bytes, said: str) -> None:
    path = written(tmp_path, data)
    with pytest.raises(FirmwareUnusable) as caught:
        uf2.read(path)
    text = str(caught.value)
    assert said in text
    assert text.startswith(str(path))
    assert "RPI_PICO" in text or "again" in text
    assert "\n" not in text


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FirmwareMissing, match=r"There is no file .*none\.uf2"):
        uf2.read(tmp_path / "none.uf2")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FirmwareUnusable, match="is a folder"):
        uf2.read(tmp_path)
