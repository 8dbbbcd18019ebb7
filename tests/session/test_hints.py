"""The line under a traceback that says what to do next."""

from __future__ import annotations

import pytest

from coursekit.boards.errors import RemoteError
from coursekit.session.hints import what_now
from tests.session.conftest import Cells


def test_an_unknown_name_points_to_the_cells_above(common: Cells) -> None:
    error = common.error("led.on()")
    assert error.name == "NameError"
    assert error.traceback[-1] == (
        "Run the cells above first: after a restart or a reset all names are gone."
    )


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("import numpy as np", "numpy"),
        ("import matplotlib.pyplot as plt", "matplotlib"),
        ("from pandas import DataFrame", "pandas"),
        ("from scipy.signal import welch", "scipy"),
        ("import sklearn", "sklearn"),
    ],
)
def test_a_package_of_the_computer_points_to_host_cells(
    common: Cells, cell: str, name: str
) -> None:
    error = common.error(cell)
    assert error.name == "ImportError"
    assert error.traceback[-1] == (
        f"{name} runs on your computer, not on a board: begin the cell with %%host."
    )


@pytest.mark.parametrize(
    "cell",
    ["import nowhere", "import numpyish", "def f():\n    x += 1\nf()", "raise NameError('mine')"],
)
def test_nothing_is_said_where_it_would_mislead(common: Cells, cell: str) -> None:
    error = common.error(cell)
    assert error.traceback[-1].endswith(error.message)


def test_the_other_spelling_of_a_missing_module() -> None:
    error = RemoteError("ModuleNotFoundError", "No module named 'numpy'", "", [])
    assert what_now(error).startswith("numpy runs on your computer")
