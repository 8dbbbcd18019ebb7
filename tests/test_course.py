"""course.py as a person meets it: a small project of its own, real venv, real pip, no network."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# A build backend and a kernel that need nothing installed, in place of the real ones.
BACKEND = """\
import zipfile

METADATA = "Metadata-Version: 2.1\\nName: coursekit\\nVersion: 0\\n"


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "coursekit-0-py3-none-any.whl"
    with zipfile.ZipFile(f"{wheel_directory}/{name}", "w") as wheel:
        info = "coursekit-0.dist-info"
        wheel.writestr(f"{info}/METADATA", METADATA)
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any\\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
"""
PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "coursekit"
version = "0"
"""
STUBS = "micropython-tiny-stubs==1.0 --hash=sha256:{}\n"
KERNEL = "import pathlib, sys\n(pathlib.Path(sys.prefix) / 'kernel').touch()\n"


class Project:
    """A copy of the bootstrap with one small package to install."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.wheels = root / "wheels"
        self.log = root / ".venv" / "install.log"
        self.stamp = root / ".venv" / "coursekit-stamp.json"
        self.wheels.mkdir(parents=True)
        shutil.copy(ROOT / "course.py", root)
        shutil.copytree(ROOT / "coursekit" / "bootstrap", root / "coursekit" / "bootstrap")
        (root / "coursekit" / "__init__.py").touch()
        (root / "coursekit" / "kernel.py").write_text(KERNEL)
        (root / "backend.py").write_text(BACKEND)
        (root / "pyproject.toml").write_text(PYPROJECT)
        self.lock("small==1.0\n")
        self.wheel("small", "small.py")
        stubs = self.wheel("micropython_tiny_stubs", "machine.pyi")
        self.stubs_lock = root / "requirements-stubs.lock"
        self.stubs_lock.write_text(STUBS.format(hashlib.sha256(stubs.read_bytes()).hexdigest()))

    def wheel(self, name: str, module: str) -> Path:
        path = self.wheels / f"{name}-1.0-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr(module, "")
            wheel.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\nVersion: 1.0\n")
            wheel.writestr(f"{name}-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            wheel.writestr(f"{name}-1.0.dist-info/RECORD", "")
        return path

    def lock(self, text: str) -> None:
        for name in ("requirements.lock", "requirements-test.lock"):
            (self.root / name).write_text(text)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        variables = {name: text for name, text in os.environ.items() if name[:4] != "PIP_"}
        return subprocess.run(
            [sys.executable, "course.py", *arguments],
            cwd=self.root,
            env={
                **variables,
                "PIP_CONFIG_FILE": os.devnull,
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(self.wheels),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def module(self) -> Path:
        (path,) = (self.root / ".venv").glob("[lL]ib/**/site-packages/small.py")
        return path


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("project") / "course")


@pytest.fixture
def ready(shared: Project) -> Project:
    """A project that is set up; what an earlier test broke is repaired by course.py itself."""
    done = shared.run("setup")
    assert done.returncode == 0, done.stderr
    return shared


def expect_one_message(done: subprocess.CompletedProcess[str], *texts: str) -> None:
    """Exit status 1, one message with a next step, and no traceback."""
    assert done.returncode == 1
    assert done.stderr.startswith("course.py: ")
    assert done.stderr.count("course.py: ") == 1
    assert "\nNext: " in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    for text in texts:
        assert text in done.stderr


def old_pythons() -> list[str]:
    names = ["python2.7", "python3.6", "python3.7", "python3.8", "python3.9"]
    candidates = [path for name in names if (path := shutil.which(name))]
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    candidates += [str(path) for name in names for path in pyenv.glob(f"versions/*/bin/{name}")]
    return [
        path
        for path in candidates
        if subprocess.run([path, "-V"], capture_output=True).returncode == 0
    ]


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 9, 25)])
def test_old_python_is_told_what_to_do(version: tuple[int, int, int]) -> None:
    pretend = (
        f"import runpy, sys; sys.version_info = {version}; "
        "runpy.run_path('course.py', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False
    )
    expect_one_message(done, f"this is Python {version[0]}.{version[1]}", "3.10 or newer")


@pytest.mark.skipif(not old_pythons(), reason="no Python older than 3.10 on this machine")
def test_old_python_can_read_the_file_as_far_as_the_message() -> None:
    for python in old_pythons():
        done = subprocess.run(
            [python, "course.py", "lab"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        expect_one_message(done, "3.10 or newer")


def test_failed_install_leaves_a_message_and_nothing_that_is_trusted(tmp_path: Path) -> None:
    project = Project(tmp_path / "course")
    project.lock("absent==1.0\n")
    done = project.run("lab", "--no-browser")
    expect_one_message(done, "absent", "course.py lab", str(project.log))
    assert "absent==1.0" in project.log.read_text()
    assert not project.stamp.exists()

    project.lock("small==1.0\n")
    done = project.run("setup")
    assert done.returncode == 0, done.stderr
    assert "an earlier set-up did not finish" in done.stdout
    assert project.module().exists()
    assert (project.root / ".venv" / "kernel").exists()


def test_second_set_up_does_nothing(ready: Project) -> None:
    before = ready.log.stat(), ready.stamp.stat()
    done = ready.run("setup")
    assert done.returncode == 0
    assert done.stdout.splitlines() == ["Ready. To start: python3 course.py lab"]
    assert (ready.log.stat().st_mtime_ns, ready.stamp.stat().st_mtime_ns) == tuple(
        stat.st_mtime_ns for stat in before
    )


def test_lost_package_is_named_and_put_back(ready: Project) -> None:
    ready.module().unlink()
    done = ready.run("setup")
    assert done.returncode == 0, done.stderr
    assert "missing from it: small.py" in done.stdout
    assert ready.module().exists()


def test_failed_update_keeps_what_works(ready: Project) -> None:
    try:
        ready.lock("small==2.0\n")
        expect_one_message(ready.run("setup"), "no small in the locked version")
    finally:
        ready.lock("small==1.0\n")
    done = ready.run("setup")
    assert done.returncode == 0
    assert "Making" not in done.stdout


def test_failed_kernel_registration_is_a_failure(ready: Project) -> None:
    kernel = ready.root / "coursekit" / "kernel.py"
    try:
        kernel.write_text("raise SystemExit('the disk is on holiday')\n")
        ready.lock("small==1.0\n# chosen anew\n")
        expect_one_message(ready.run("setup"), "the Jupyter kernel could not be registered")
        assert not ready.stamp.exists()
    finally:
        ready.lock("small==1.0\n")
        kernel.write_text(KERNEL)


def test_stubs_lie_beside_the_packages_not_among_them(ready: Project) -> None:
    stubs = ready.root / ".venv" / "share" / "coursekit" / "stubs"
    assert (stubs / "tiny" / "machine.pyi").exists()
    assert [path.name for path in stubs.parent.iterdir()] == ["stubs"]
    assert not list((ready.root / ".venv").glob("[lL]ib/**/machine.pyi"))


def test_stubs_that_cannot_be_had_do_not_keep_the_course_from_starting(ready: Project) -> None:
    before = ready.stubs_lock.read_text()
    stubs = ready.root / ".venv" / "share" / "coursekit" / "stubs"
    try:
        ready.stubs_lock.write_text(before.replace("1.0", "2.0"))
        done = ready.run("setup")
        assert done.returncode == 0, done.stderr
        assert "the stubs for completion changed" in done.stdout
        assert "no micropython-tiny-stubs in the locked version" in done.stdout
        assert "coursekit stubs" in done.stdout
        assert (stubs / "tiny" / "machine.pyi").exists(), "the older ones were not kept"
        assert "Installing" not in ready.run("setup").stdout, "it is tried once, not at each start"
    finally:
        ready.stubs_lock.write_text(before)


def test_damaged_stubs_are_not_installed(ready: Project) -> None:
    before = ready.stubs_lock.read_text()
    try:
        ready.stubs_lock.write_text(STUBS.format("0" * 64))
        done = ready.run("setup")
        assert done.returncode == 0, done.stderr
        assert "not the one that was locked" in done.stdout
    finally:
        ready.stubs_lock.write_text(before)


def test_port_in_use_is_said_before_anything_starts(tmp_path: Path) -> None:
    project = Project(tmp_path / "course")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        done = project.run("lab", "--no-browser", "--port", str(port))
    expect_one_message(done, f"port {port} is in use", "lab --port")
    assert not (project.root / ".venv").exists()


def test_incomplete_download_is_told(tmp_path: Path) -> None:
    project = Project(tmp_path / "course")
    (project.root / "requirements.lock").unlink()
    expect_one_message(project.run("setup"), "requirements.lock is missing")


def test_unknown_command_shows_the_usage(tmp_path: Path) -> None:
    done = Project(tmp_path / "course").run("lba")
    assert done.returncode == 2
    assert "course.py lab" in done.stderr
