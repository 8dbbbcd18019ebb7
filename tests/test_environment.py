"""pyproject.toml, the locks and environment.yml describe one and the same environment."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
SUPPORTED = ["3.10", "3.11", "3.12", "3.13", "3.14"]


@dataclass(frozen=True)
class Files:
    """The text of each file that takes part."""

    pyproject: str
    environment: str
    lock: str
    test_lock: str
    stubs_lock: str


@pytest.fixture
def files() -> Files:
    names = ["pyproject.toml", "environment.yml", "requirements.lock", "requirements-test.lock"]
    names.append("requirements-stubs.lock")
    return Files(*((ROOT / name).read_text(encoding="utf-8") for name in names))


def pins(lock: str) -> list[Requirement]:
    """The pinned packages of a lock, some more than once with markers that exclude each other."""
    lines = re.findall(r"^[A-Za-z0-9].*?(?= \\$|$)", lock, re.MULTILINE)
    return [Requirement(line) for line in lines]


def disagreements(files: Files) -> list[str]:
    """Each way in which the files contradict each other, in words; empty when they agree."""
    described = tomllib.loads(files.pyproject)
    project = described["project"]
    extras = project["optional-dependencies"]
    runtime = [*project["dependencies"], *extras["build"]]
    found = _conda(yaml.safe_load(files.environment), SpecifierSet(project["requires-python"]))
    found += _locked(runtime, pins(files.lock), "requirements.lock")
    found += _locked([*runtime, *extras["test"]], pins(files.test_lock), "requirements-test.lock")
    stubs = described["dependency-groups"]["stubs"]
    found += _locked(stubs, pins(files.stubs_lock), "requirements-stubs.lock")
    found += _installed_with_the_stubs(files)
    strays = {str(pin) for pin in pins(files.lock)} - {str(pin) for pin in pins(files.test_lock)}
    # A marker may differ where a test tool needs the package on more systems; the version may not.
    known = {(pin.name, str(pin.specifier)) for pin in pins(files.test_lock)}
    for pin in (Requirement(stray) for stray in sorted(strays)):
        if (pin.name, str(pin.specifier)) not in known:
            found.append(f"the locks differ in {pin.name}")
    return found


def _installed_with_the_stubs(files: Files) -> list[str]:
    others = {pin.name for lock in (files.lock, files.test_lock) for pin in pins(lock)}
    strays = sorted(others & {pin.name for pin in pins(files.stubs_lock)})
    return [f"{name} would lie in site-packages" for name in strays]


def _conda(environment: dict[str, Any], supported: SpecifierSet) -> list[str]:
    found = []
    dependencies = environment["dependencies"]
    pip = [entry["pip"] for entry in dependencies if isinstance(entry, dict)]
    if pip != [["-r requirements.lock"]]:
        found.append("environment.yml must install requirements.lock by pip, and nothing else")
    names = {
        re.split(r"[=<>]", entry)[0]: entry for entry in dependencies if isinstance(entry, str)
    }
    if set(names) != {"python", "pip"}:
        found.append(f"environment.yml must name python and pip, not {sorted(names)}")
    version = names.get("python", "").partition("=")[2]
    if version not in supported or version not in SUPPORTED:
        found.append(f"environment.yml has Python {version!r}, pyproject.toml {supported}")
    return found


def _locked(wanted: list[str], locked: list[Requirement], name: str) -> list[str]:
    found = []
    for python in SUPPORTED:
        system = {"python_version": python, "python_full_version": f"{python}.9"}
        here: dict[str, Requirement] = {}
        for pin in locked:
            if pin.marker is None or pin.marker.evaluate(system):
                if pin.name in here:
                    found.append(f"{name} has two versions of {pin.name} for Python {python}")
                here[canonicalize_name(pin.name)] = pin
        for requirement in map(Requirement, wanted):
            if requirement.marker and not requirement.marker.evaluate(system):
                continue
            chosen = here.get(canonicalize_name(requirement.name))
            version = str(chosen.specifier).removeprefix("==") if chosen else None
            if version is None or not requirement.specifier.contains(version, prereleases=True):
                found.append(f"{name} has {chosen} for {requirement} on Python {python}")
    return found


def test_files_agree(files: Files) -> None:
    assert disagreements(files) == []


def test_new_dependency_must_be_locked(files: Files) -> None:
    pyproject = files.pyproject.replace('    "pyserial', '    "crcmod",\n    "pyserial', 1)
    assert "crcmod" in " ".join(disagreements(replace(files, pyproject=pyproject)))


def test_raised_bound_must_be_locked(files: Files) -> None:
    pyproject = files.pyproject.replace('"jupyterlab>=4.4,<5"', '"jupyterlab>=99"')
    assert pyproject != files.pyproject
    assert "jupyterlab>=99" in " ".join(disagreements(replace(files, pyproject=pyproject)))


def test_new_test_tool_must_be_locked(files: Files) -> None:
    pyproject = files.pyproject.replace('    "pytest>=8"', '    "crcmod",\n    "pytest>=8"')
    found = disagreements(replace(files, pyproject=pyproject))
    assert found
    assert all("requirements-test.lock" in text for text in found)


def test_raised_python_reaches_conda(files: Files) -> None:
    pyproject = files.pyproject.replace('requires-python = ">=3.10"', 'requires-python = ">=3.13"')
    assert "Python '3.12'" in " ".join(disagreements(replace(files, pyproject=pyproject)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("python=3.12", "python=3.9"),
        ("python=3.12", "python"),
        ("  - pip\n", "  - pip\n  - numpy\n"),
        ("-r requirements.lock", "-r requirements-test.lock"),
        ("      - -r requirements.lock\n", "      - -r requirements.lock\n      - rich\n"),
        ("  - pip:\n      - -r requirements.lock\n", ""),
    ],
)
def test_change_of_environment_alone_is_noticed(files: Files, old: str, new: str) -> None:
    assert old in files.environment
    assert disagreements(replace(files, environment=files.environment.replace(old, new)))


def test_new_stubs_must_be_locked(files: Files) -> None:
    pyproject = files.pyproject.replace('"micropython-esp32-stubs', '"micropython-samd-stubs')
    found = disagreements(replace(files, pyproject=pyproject))
    assert found
    assert all("requirements-stubs.lock has None for micropython-samd" in text for text in found)


def test_stubs_among_the_packages_are_noticed(files: Files) -> None:
    lock = files.test_lock + "micropython-esp32-stubs==1.29.0\n"
    found = disagreements(replace(files, test_lock=lock))
    assert found == ["micropython-esp32-stubs would lie in site-packages"]


def test_package_taken_out_of_a_lock_is_noticed(files: Files) -> None:
    lock = re.sub(r"^nbgrader==.*\n", "", files.lock, flags=re.MULTILINE)
    assert "None for nbgrader" in " ".join(disagreements(replace(files, lock=lock)))


def test_locks_that_drift_apart_are_noticed(files: Files) -> None:
    lock = re.sub(r"^(six==)\S+", r"\g<1>0.1", files.lock, flags=re.MULTILINE)
    assert disagreements(replace(files, lock=lock)) == ["the locks differ in six"]


def test_locks_name_no_index_and_pin_every_file(files: Files) -> None:
    for lock, least in ((files.lock, 50), (files.test_lock, 50), (files.stubs_lock, 3)):
        assert "://" not in lock
        assert "--index" not in lock
        assert "--find-links" not in lock
        blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]
        assert len(blocks) == len(pins(lock)) >= least
        assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_binder_adds_the_course_and_its_kernel() -> None:
    script = ROOT / "postBuild"
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/bash\n")
    assert script.stat().st_mode & 0o100
    assert "--editable ." in text
    assert "coursekit.kernel install --sys-prefix" in text
    assert "coursekit.bootstrap.stubs" in text
