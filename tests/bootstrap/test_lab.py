"""How JupyterLab is started, and what is said of a port that cannot be had."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursekit.bootstrap.errors import SetupFailed
from coursekit.bootstrap.lab import FIRST_LESSON, expect_free_port, option, server_arguments


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


@pytest.mark.parametrize("form", ["--port {}", "--port={}", "--ServerApp.port={}"])
def test_taken_port_is_refused_with_a_free_one(taken_port: int, form: str) -> None:
    with pytest.raises(SetupFailed, match=f"port {taken_port} is in use") as caught:
        expect_free_port(["--no-browser", *form.format(taken_port).split()])
    assert "lab --port" in caught.value.next_step


def test_port_is_free_again_when_its_owner_ended(taken_port: int) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    expect_free_port(["--port", str(port)])
    with pytest.raises(SetupFailed):
        expect_free_port(["--port", str(taken_port)])


@pytest.mark.parametrize("text", ["http", "-1", "65536", "", "٣"])
def test_what_is_no_port_number_is_refused(text: str) -> None:
    with pytest.raises(SetupFailed, match="is no port number"):
        expect_free_port([f"--port={text}"])


def test_port_option_without_a_value_is_refused() -> None:
    with pytest.raises(SetupFailed, match="is no port number"):
        expect_free_port(["--port"])


def test_last_value_of_an_option_counts() -> None:
    assert option(["--port", "1", "--no-browser", "--port=2"], "--port") == "2"
    assert option(["--no-browser"], "--port") is None


def test_first_lesson_opens_when_there_is_one(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    assert not [a for a in server_arguments(root, []) if "default_url" in a]
    lesson = root / FIRST_LESSON
    lesson.parent.mkdir(parents=True)
    lesson.touch()
    assert f"--LabApp.default_url=/lab/tree/{FIRST_LESSON}" in server_arguments(root, [])


def test_named_notebook_opens_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path.resolve()
    (root / "lessons").mkdir()
    (root / "lessons" / "mine.ipynb").touch()
    monkeypatch.chdir(root / "lessons")
    made = server_arguments(root, ["mine.ipynb", "--no-browser"])
    assert "--LabApp.default_url=/lab/tree/lessons/mine.ipynb" in made
    assert made[-1] == "--no-browser"
    assert "mine.ipynb" not in made


def test_other_options_pass_through_last_so_that_they_win(tmp_path: Path) -> None:
    made = server_arguments(tmp_path, ["--no-browser", "--port", "9000"])
    assert made[-3:] == ["--no-browser", "--port", "9000"]
    assert "--ServerApp.port_retries=0" in made


@pytest.mark.parametrize("asked", [["--debug"], ["--log-level=INFO"], ["--log-level", "10"]])
def test_only_the_address_is_shown_unless_more_is_asked_for(
    tmp_path: Path, asked: list[str]
) -> None:
    assert "--log-level=ERROR" in server_arguments(tmp_path, [])
    assert "--log-level=ERROR" not in server_arguments(tmp_path, asked)
