"""What people are told who may not open a port, or whose board shows none."""

from __future__ import annotations

import grp
import os
import sys
from pathlib import Path

import pytest

from coursekit.boards import advice
from tests.boards.plugged import Sockets, cp210x


class TestPermission:
    @pytest.fixture
    def port(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        monkeypatch.setattr(advice, "in_container", lambda: False)
        monkeypatch.setattr(advice, "_user", lambda: "ada")
        path = tmp_path / "ttyACM0"
        path.touch(0o660)
        return str(path)

    def belongs(self, monkeypatch: pytest.MonkeyPatch, group: str, *members: str) -> None:
        entry = grp.struct_group((group, "x", 4711, list(members)))
        monkeypatch.setattr(grp, "getgrgid", lambda gid: entry)
        monkeypatch.setattr(os, "getgroups", lambda: [])

    def test_names_the_group_of_the_port(self, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.belongs(monkeypatch, "uucp")
        text = advice.forbidden(port)
        assert "sudo usermod -aG uucp ada" in text
        assert "start JupyterLab anew" in text
        assert 'TAG+="uaccess"' in text

    def test_a_member_since_today(self, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.belongs(monkeypatch, "dialout", "ada")
        text = advice.forbidden(port)
        assert "log out and in again" in text
        assert "usermod" not in text

    def test_roots_own(self, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.belongs(monkeypatch, "root")
        assert "70-micropython.rules" in advice.forbidden(port)

    def test_a_container(self, port: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.belongs(monkeypatch, "dialout")
        monkeypatch.setattr(advice, "in_container", lambda: True)
        assert f"--device={port}" in advice.forbidden(port)

    def test_the_rule_names_the_vendor(self, sockets: Sockets) -> None:
        sockets.append(cp210x())
        assert 'ATTRS{idVendor}=="10c4"' in advice.rule("/dev/ttyUSB0")


class TestNoPort:
    @pytest.fixture
    def usb(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sockets: Sockets) -> Path:
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(advice, "SYS_USB", tmp_path)
        monkeypatch.setattr(advice, "_running", lambda name: name == "brltty")
        (tmp_path / "usb1").mkdir()
        return tmp_path

    def plug(self, usb: Path, vid: str, pid: str) -> Path:
        device = usb / "1-2"
        (device / "1-2:1.0").mkdir(parents=True)
        (device / "idVendor").write_text(f"{vid}\n")
        (device / "idProduct").write_text(f"{pid}\n")
        return device / "1-2:1.0"

    def test_nothing_at_all(self, usb: Path) -> None:
        assert "cable" in advice.there_is_no("/dev/ttyACM0")

    @pytest.mark.parametrize(("pid", "drive"), [("0003", "RPI-RP2"), ("000f", "RP2350")])
    def test_a_pico_in_its_loader(self, usb: Path, pid: str, drive: str) -> None:
        self.plug(usb, "2e8a", pid)
        assert f"onto the drive {drive}" in advice.no_port()[0]

    def test_it_is_said_beside_other_ports_too(self, usb: Path, sockets: Sockets) -> None:
        sockets.append(cp210x())
        assert "drive" not in advice.there_is_no("/dev/ttyACM0")
        self.plug(usb, "2e8a", "0003")
        text = advice.there_is_no("/dev/ttyACM0")
        assert "/dev/ttyUSB0" in text
        assert "RPI-RP2" in text

    def test_a_bridge_that_brltty_took(self, usb: Path) -> None:
        interface = self.plug(usb, "1a86", "7523")
        assert "brltty" in advice.no_port()[0]
        (interface / "ttyUSB0").mkdir()
        assert "cable" in advice.no_port()[0]

    @pytest.mark.parametrize(("platform", "word"), [("win32", "driver"), ("darwin", "drivers")])
    def test_other_systems(
        self, usb: Path, monkeypatch: pytest.MonkeyPatch, platform: str, word: str
    ) -> None:
        monkeypatch.setattr(sys, "platform", platform)
        assert word in advice.no_port()[0]
