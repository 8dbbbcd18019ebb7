"""`coursekit firmware ...`: the path alone on the output, everything else beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coursekit import cli
from coursekit.boards.emulated.firmware import (
    FirmwareMissing,
    FirmwareUnusable,
    build,
    built_path,
    places,
)
from coursekit.boards.emulated.firmware import download as official
from tests.boards.emulated.firmware.images import image

VERSION = "MicroPython 1.26.1 of 2025-09-11 for Raspberry Pi Pico with RP2040\n"
STEP = "a step with a text that is longer than a line of a terminal " * 3 + "is"


@pytest.fixture
def built() -> Path:
    """Firmware that was built."""
    built_path().parent.mkdir(parents=True)
    built_path().write_bytes(image())
    return built_path()


def test_path(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["firmware", "path"]) == 0
    assert capsys.readouterr() == (f"{built}\n", VERSION)


def test_path_without_firmware(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["firmware", "path"]) == 1
    out, said = capsys.readouterr()
    assert out == ""
    assert said.count("\n") == 1
    assert "coursekit firmware download" in said


def test_path_of_a_wrong_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pico2.uf2").write_bytes(image(family=0xE48BFF59))
    monkeypatch.setenv(places.VARIABLE, str(tmp_path / "pico2.uf2"))
    assert cli.main(["firmware", "path"]) == 1
    assert "Pico 2" in capsys.readouterr().err


def test_build_shows_its_steps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fake(recipe: Path, path: Path, on_step: build.OnStep) -> None:
        on_step(0.0, "compiler")
        on_step(0.5, "compile 40 %")
        path.write_bytes(image())

    monkeypatch.setattr(build, "_build", fake)
    assert cli.main(["firmware", "build", "--to", str(tmp_path / "to")]) == 0
    out, said = capsys.readouterr()
    assert out == f"{tmp_path / 'to' / 'firmware.uf2'}\n"
    assert said == f"compiler\ncompile 40 %\n{VERSION}"
    assert (tmp_path / "to" / "firmware.uf2").read_bytes() == image()


def test_build_with_nothing_to_do(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["firmware", "build"]) == 0
    assert capsys.readouterr() == (f"{built}\n", VERSION)


def test_build_that_fails_shows_the_end_of_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fake(recipe: Path, path: Path, on_step: build.OnStep) -> None:
        on_step(0.5, STEP)
        raise build.BuildFailed("The firmware was not built: no network?", "E: [one]\nE: two")

    monkeypatch.setattr(build, "_build", fake)
    assert cli.main(["firmware", "build"]) == 1
    said = capsys.readouterr().err
    assert said == f"{STEP}\nE: [one]\nE: two\nThe firmware was not built: no network?\n"


def test_download(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = places.downloaded_path(official.ADDRESS)
    got: list[str] = []

    def fake(on_progress: official.OnProgress) -> Path:
        got.append("once")
        on_progress(0, 0)
        on_progress(1000, 2000)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(image())
        return path

    monkeypatch.setattr(official, "download", fake)
    monkeypatch.setattr(official, "SHA256", official._hash(image()))
    for _ in range(2):
        assert cli.main(["firmware", "download"]) == 0
        assert capsys.readouterr() == (f"{path}\n", VERSION)
    assert got == ["once"]
    assert cli.main(["firmware", "download", "--again"]) == 0
    path.write_bytes(b"damaged")
    with pytest.raises(FirmwareUnusable):
        official.kept()
    assert cli.main(["firmware", "download"]) == 0
    assert "is damaged" in capsys.readouterr().err
    assert got == ["once"] * 3
    assert official.kept() == path


def test_download_without_a_network(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fake(on_progress: official.OnProgress) -> Path:
        raise FirmwareMissing("It cannot be downloaded: do this.")

    monkeypatch.setattr(official, "download", fake)
    assert cli.main(["firmware", "download"]) == 1
    assert capsys.readouterr() == ("", "It cannot be downloaded: do this.\n")


def test_looking_for_firmware_loads_no_emulator() -> None:
    program = (
        "import sys, coursekit.cli, coursekit.boards.emulated.firmware.commands;"
        "print([name for name in sys.modules if name.startswith('rp2040py')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
