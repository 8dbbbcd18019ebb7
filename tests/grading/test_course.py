"""coursekit course new: a folder that nbgrader and the kit can work in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from traitlets.config import Config

from coursekit.cli import main
from coursekit.grading.course import CONFIG, KIT, CourseError, new_course


def settings(folder: Path) -> Config:
    """What nbgrader reads from the course's configuration."""
    config = Config()
    exec((folder / CONFIG).read_text(encoding="utf-8"), {"get_config": lambda: config})
    return config


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A kit with one assignment."""
    folder = tmp_path / "kit" / "solutions" / "01_one"
    (folder / ".ipynb_checkpoints").mkdir(parents=True)
    (folder / "01_one.ipynb").write_text("{}")
    (folder / "diagram.json").write_text("{}")
    return tmp_path / "kit"


def test_course_has_the_kits_settings_and_the_assignment(tmp_path: Path, kit: Path) -> None:
    made = new_course(tmp_path / "course", ["01_one", "01_one"], kit)
    assert made == [tmp_path / "course" / CONFIG, tmp_path / "course" / "solutions" / "01_one"]
    assert sorted(path.name for path in made[1].iterdir()) == ["01_one.ipynb", "diagram.json"]
    config = settings(tmp_path / "course")
    assert config.CourseDirectory.source_directory == "solutions"
    assert config.Autograde.exporter_class.startswith("coursekit.")


@pytest.mark.parametrize(
    ("collected", "student"),
    [
        ("ada/01_gpio.ipynb", "ada"),
        ("ada/answers/01_gpio.ipynb", "ada"),
        ("ada.l+1/01_gpio (1).ipynb", "ada.l+1"),
        ("ada/01_gpio(12).ipynb", "ada"),
        ("ada lovelace/a/b/01_gpio.ipynb", "ada lovelace"),
    ],
)
@pytest.mark.parametrize("separator", ["/", "\\"])
def test_collected_files_are_found(
    tmp_path: Path, collected: str, student: str, separator: str
) -> None:
    new_course(tmp_path / "course")
    regexp = settings(tmp_path / "course").FileNameCollectorPlugin.named_regexp
    path = f"/gpio/downloaded/01_gpio/extracted/{collected}".replace("/", separator)
    found = re.match(regexp, path)
    assert found is not None
    assert found.groupdict() == {"student_id": student, "file_id": "01_gpio"}


def test_file_of_nobody_is_not_taken_for_a_students(tmp_path: Path) -> None:
    new_course(tmp_path / "course")
    regexp = settings(tmp_path / "course").FileNameCollectorPlugin.named_regexp
    assert re.match(regexp, "/x/downloaded/01_gpio/extracted/01_gpio.ipynb") is None


def test_course_that_is_there_is_left_alone(tmp_path: Path, kit: Path) -> None:
    new_course(tmp_path / "course")
    (tmp_path / "course" / CONFIG).write_text("mine")
    with pytest.raises(CourseError, match=f"{CONFIG} is there already"):
        new_course(tmp_path / "course", ["01_one"], kit)
    assert (tmp_path / "course" / CONFIG).read_text() == "mine"
    assert not (tmp_path / "course" / "solutions" / "01_one").exists()


def test_unknown_assignment_is_named_and_nothing_is_made(tmp_path: Path, kit: Path) -> None:
    with pytest.raises(CourseError, match=r"no assignment 'nope'\. It has: 01_one\."):
        new_course(tmp_path / "course", ["nope"], kit)
    assert not (tmp_path / "course").exists()


def test_folder_that_cannot_be_made_is_named(tmp_path: Path, kit: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CourseError, match="cannot be written"):
        new_course(tmp_path / "file" / "course", [], kit)


def test_command_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["course", "new", str(tmp_path / "course"), "01_gpio"]) == 0
    assert "01_gpio" in capsys.readouterr().out
    made = tmp_path / "course" / "solutions" / "01_gpio"
    there = KIT / "solutions" / "01_gpio"
    assert {p.name for p in made.iterdir()} >= {"01_gpio.ipynb", "diagram.json"}
    assert (made / "01_gpio.ipynb").read_bytes() == (there / "01_gpio.ipynb").read_bytes()
    assert main(["course", "new", str(tmp_path / "course")]) == 1
    assert "there already" in capsys.readouterr().err
