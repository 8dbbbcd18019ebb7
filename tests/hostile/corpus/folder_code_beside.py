"""Python files named as modules that a grader imports, and as its configuration, beside the
notebook. Each of them would leave a mark if it ever ran.
"""

from __future__ import annotations

from pathlib import Path

from tests.hostile.making import ALL, Release, answered

EXPECTED: dict[str, float] = ALL


def make(release: Release) -> bytes:
    return answered(release)


def place(folder: Path, notebook: bytes) -> None:
    (folder / "small.ipynb").write_bytes(notebook)

    mark = folder.parents[2] / "owned"
    names = "json machine time nbformat coursekit conftest encodings sitecustomize usercustomize"
    for name in [*names.split(), "nbgrader_config", "jupyter_config", "ipython_config", "_bench"]:
        (folder / f"{name}.py").write_text(f"open({str(mark)!r}, 'a').write({name!r})\n")
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = '--version'\n")
