"""When the bootstrap trusts a .venv, and when it does not."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from coursekit.bootstrap.environment import Environment, State

PYPROJECT = '[project]\nname = "x"\ndependencies = []\n\n[tool.ruff]\nline-length = 100\n'


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """A finished set-up without test tools, in as few files as it takes."""
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "requirements.lock").write_text("numpy==2.0\n")
    (tmp_path / "requirements-test.lock").write_text("numpy==2.0\npytest==8.0\n")
    (tmp_path / "requirements-stubs.lock").write_text("micropython-rp2-stubs==1.0\n")
    environment = Environment(tmp_path)
    environment.bin.mkdir(parents=True)
    environment.python.touch()
    (environment.site_packages / "numpy").mkdir(parents=True)
    environment.write_stamp(environment.new_stamp(tools=False))
    return environment


def test_finished_set_up_is_ready(environment: Environment) -> None:
    assert environment.inspect(tools=False) == (State.READY, "")


def test_without_stamp_it_is_not_trusted(environment: Environment) -> None:
    environment.stamp_file.unlink()
    assert environment.inspect(tools=False) == (
        State.UNUSABLE,
        "an earlier set-up did not finish",
    )


@pytest.mark.parametrize("text", ["", "{", "[]", '{"venv": "x"}'])
def test_damaged_stamp_is_no_stamp(environment: Environment, text: str) -> None:
    environment.stamp_file.write_text(text)
    assert environment.inspect(tools=False)[0] is State.UNUSABLE


def test_moved_folder_is_noticed(environment: Environment, tmp_path: Path) -> None:
    old = tmp_path / "elsewhere" / ".venv"
    stamp = dataclasses.replace(environment.new_stamp(tools=False), venv=str(old))
    environment.write_stamp(stamp)
    assert environment.inspect(tools=False) == (State.UNUSABLE, "the folder was moved or copied")


def test_other_python_is_noticed(environment: Environment) -> None:
    stamp = dataclasses.replace(environment.new_stamp(tools=False), python="cpython-39-linux")
    environment.write_stamp(stamp)
    state, reason = environment.inspect(tools=False)
    assert state is State.UNUSABLE
    assert "cpython-39-linux" in reason


def test_missing_package_is_named(environment: Environment) -> None:
    (environment.site_packages / "numpy").rmdir()
    assert environment.inspect(tools=False) == (State.UNUSABLE, "missing from it: numpy")


def test_missing_python_is_noticed(environment: Environment) -> None:
    environment.python.unlink()
    assert environment.inspect(tools=False) == (State.UNUSABLE, "missing from it: its Python")


def test_changed_lock_means_installing(environment: Environment) -> None:
    (environment.root / "requirements.lock").write_text("numpy==2.1\n")
    assert environment.inspect(tools=False)[0] is State.OUTDATED


def test_changed_dependency_means_installing_but_a_linter_rule_does_not(
    environment: Environment,
) -> None:
    pyproject = environment.root / "pyproject.toml"
    pyproject.write_text(PYPROJECT.replace("100", "80"))
    assert environment.inspect(tools=False)[0] is State.READY
    pyproject.write_text(PYPROJECT.replace("[]", '["numpy"]'))
    assert environment.inspect(tools=False)[0] is State.OUTDATED


def test_changed_lock_of_the_stubs_means_installing(environment: Environment) -> None:
    (environment.root / "requirements-stubs.lock").write_text("micropython-rp2-stubs==1.1\n")
    assert environment.inspect(tools=False) == (
        State.OUTDATED,
        "the stubs for completion changed",
    )


def test_set_up_from_before_there_were_stubs_is_brought_up_to_date(
    environment: Environment,
) -> None:
    record = json.loads(environment.stamp_file.read_text())
    del record["stubs"]
    environment.stamp_file.write_text(json.dumps(record))
    assert environment.inspect(tools=False)[0] is State.OUTDATED


def test_test_tools_are_asked_for_separately(environment: Environment) -> None:
    assert environment.inspect(tools=True)[0] is State.OUTDATED
    environment.write_stamp(environment.new_stamp(tools=True))
    assert environment.inspect(tools=True)[0] is State.READY
    assert environment.inspect(tools=False)[0] is State.READY


def test_commands_of_the_environment_come_first(environment: Environment) -> None:
    assert environment.variables()["PATH"].startswith(str(environment.bin))
