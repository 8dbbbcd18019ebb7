"""The interpreter, the packages and the disk: each as it should be, and not."""

from __future__ import annotations

from importlib import metadata

import pytest

from coursekit.doctor import BROKEN, LACKING, OK, Finding
from coursekit.doctor.environment import ROOT, disk, interpreter, packages

NUMPY = metadata.version("numpy")
LOCK = f"""
# comment
numpy=={NUMPY} \\
    --hash=sha256:00
    # via coursekit
absent==1.0 ; python_version < '3' \\
    --hash=sha256:00
"""


def one(needed: list[str], lock: str = "") -> Finding:
    [finding] = packages(needed, lock)
    return finding


def test_python() -> None:
    assert interpreter((3, 12)).state == OK
    old = interpreter((3, 9))
    assert old.state == BROKEN
    assert "Python 3.10 or newer" in old.fix


def test_packages_as_locked() -> None:
    assert one(["numpy>=1", 'absent; extra == "test"'], LOCK).state == OK
    assert one(["numpy>=1"]).detail == "all that the course kit needs"


@pytest.mark.parametrize(
    ("needed", "lock", "said"),
    [
        (["absent>=1"], "", "absent is missing"),
        ([], "absent==1.0 \\\n", "absent is missing"),
        (["numpy>=999"], "", f"numpy is {NUMPY}, not >=999"),
    ],
)
def test_packages_that_lack_or_are_too_old(needed: list[str], lock: str, said: str) -> None:
    finding = one(needed, lock)
    assert finding.state == BROKEN
    assert finding.detail == said
    assert finding.fix == "python3 course.py setup"


def test_another_version_than_the_tested_one() -> None:
    finding = one(["numpy>=1"], "numpy==0.1 \\\n")
    assert finding.state == LACKING
    assert finding.detail == f"not the tested versions: numpy {NUMPY} instead of 0.1"


def test_many_packages_are_not_all_named() -> None:
    finding = one([f"absent{number}" for number in range(9)])
    assert finding.detail.endswith("absent5 is missing and 3 more")


def test_the_lock_of_this_course_is_read() -> None:
    assert (ROOT / "requirements.lock").is_file()
    [finding] = packages([], (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert finding.detail != "all that the course kit needs"


def test_disk() -> None:
    assert disk(5_000_000_000) == Finding(OK, "disk", "5.0 GB free in your home folder")
    assert disk(500_000_000).state == LACKING
    assert disk(50_000_000).state == BROKEN
