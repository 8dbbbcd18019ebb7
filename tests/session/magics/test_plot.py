"""%plot: pictures of what a program prints, and what else the person sees of it."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import matplotlib.image
import numpy as np
import pytest

from coursekit.session import Display, Error, Stream
from tests.session.conftest import Cells

COUNT = "for n in range(5):\n    print(n, n * n)\nprint('done')"
SUMMARY = (
    "Plot: 2 series, 5 samples.\n"
    "value 1: 5 numbers from 0 to 4, the last 4.\n"
    "value 2: 5 numbers from 0 to 16, the last 16."
)


def displays(cells: Cells) -> list[Display]:
    return [output for output in cells.outputs if isinstance(output, Display)]


def plain(cells: Cells) -> str:
    """The text of the last picture."""
    return str(displays(cells)[-1].data["text/plain"])


def shows(cells: Cells, colour: tuple[int, int, int]) -> bool:
    """Whether this colour is in the last picture."""
    png = base64.b64decode(displays(cells)[-1].data["image/png"])
    pixels = np.round(255 * matplotlib.image.imread(io.BytesIO(png), format="png")[:, :, :3])
    return bool((pixels == colour).all(axis=2).any())


BLUE, VERMILION = (0, 114, 178), (213, 94, 0)


def test_numbers_become_a_picture_and_are_printed(common: Cells) -> None:
    assert common.run("%plot\n" + COUNT).status == "ok"
    assert common.text == "0 0\n1 1\n2 4\n3 9\n4 16\ndone\n"
    first, *updates = displays(common)
    assert not first.update
    assert {display.display_id for display in updates} == {first.display_id}
    assert all(display.update for display in updates)
    assert isinstance(common.outputs[0], Display)  # above the text, from the beginning
    assert plain(common) == SUMMARY
    assert shows(common, BLUE)
    assert shows(common, VERMILION)


def test_the_last_picture_has_an_alternative_text(common: Cells) -> None:
    common.run("%plot\n" + COUNT)
    last = displays(common)[-1]
    words = SUMMARY.replace("\n", " ")
    assert last.metadata == {"image/png": {"alt": words}}
    assert f'<img alt="{words}" src="data:image/png;base64,' in last.data["text/html"]


def test_quiet_prints_only_what_is_not_drawn(common: Cells) -> None:
    common.run("%plot --quiet\n" + COUNT)
    assert common.text == "done\n"
    assert plain(common) == SUMMARY


def test_the_title_is_told(common: Cells) -> None:
    common.run("%plot --title 'In the $kitchen$'\nprint(1)")
    assert plain(common).startswith("Plot 'In the $kitchen$': 1 series, 1 sample.")


def test_a_window_and_a_range(common: Cells) -> None:
    common.run("%plot --window 10 --y-range -1 20\nfor n in range(50): print(n)")
    assert plain(common).startswith("Plot: 1 series, 50 samples, the last 10 seen.")


def test_one_series_as_the_x_axis(common: Cells) -> None:
    common.run("%plot --x t\nfor n in range(3): print('t:', n / 2, 'v:', 7)")
    assert plain(common) == "Plot: 1 series, 3 samples.\nv: 3 numbers, always 7."


def test_only_the_named_series(common: Cells) -> None:
    common.run("%plot b, 2\nprint('a:1 b:2'); print('3 4')")
    assert plain(common).split("\n")[1:] == ["b: one number, 2.", "value 2: one number, 4."]


def test_a_gap_is_no_number(common: Cells) -> None:
    common.run("%plot\nfor n in (1.5, float('nan'), 2, float('inf')): print(n)")
    assert plain(common).endswith("value: 2 numbers from 1.5 to 2, the last 2.")


def test_nothing_but_gaps(common: Cells) -> None:
    assert common.run("%plot\nprint('nan nan')").status == "ok"
    assert plain(common).endswith("value 1: no number.\nvalue 2: no number.")


def test_names_that_mean_something_elsewhere(common: Cells) -> None:
    assert common.run("%plot\nprint('_x:1 a$b^{:2 b<i>:3')").status == "ok"
    assert "<i>" not in str(displays(common)[-1].data["text/html"])
    assert "b<i>: one number, 3." in plain(common)


def test_a_program_without_numbers(common: Cells) -> None:
    assert common.run("%plot\nprint('no numbers')").status == "ok"
    assert common.text == "no numbers\n"
    assert plain(common).startswith("Plot: there were no numbers to draw.")


def test_a_program_that_fails_is_drawn_as_far_as_it_came(common: Cells) -> None:
    result = common.run("%plot\nprint(3)\n1 / 0")
    assert result.error is not None
    assert result.error.name == "ZeroDivisionError"
    kinds = [type(output) for output in common.outputs]
    assert kinds.index(Error) == len(kinds) - 1
    assert plain(common).endswith("value: one number, 3.")


def test_a_stopped_program_is_drawn(cells: Cells) -> None:
    thread = cells.start("%plot\nprint(5)\nprint('go')\nwhile True: pass", "go")
    cells.session.interrupt()
    thread.join(30)
    assert not thread.is_alive()
    assert plain(cells).endswith("value: one number, 5.")


def test_a_program_that_never_runs_is_not_drawn(common: Cells) -> None:
    assert common.run("%plot\n%nosuch\nprint(1)").status == "error"
    assert displays(common) == []


def test_a_list_of_the_board(common: Cells) -> None:
    common.run("from array import array\nsquares = array('I', (n * n for n in range(300)))")
    assert common.run("%plot squares").status == "ok"
    assert common.text == ""
    assert plain(common) == (
        "Plot: 1 series, 300 samples.\nsquares: 300 numbers from 0 to 89401, the last 89401."
    )


def test_two_lists_and_a_list_of_pairs(common: Cells) -> None:
    common.run("a, b, pairs = [1, 2], (4.5, None, 7), [(n, -n) for n in range(3)]")
    common.run("%plot a b")
    assert plain(common).split("\n")[1:] == [
        "a: 2 numbers from 1 to 2, the last 2.",
        "b: one number, 4.5.",
    ]
    common.run("%plot pairs")
    assert plain(common).split("\n")[1:] == [
        "pairs 1: 3 numbers from 0 to 2, the last 2.",
        "pairs 2: 3 numbers from -2 to 0, the last -2.",
    ]
    for cell in ("%plot pairs --x 1", "%plot a b --x 1", "%plot a b --x a"):
        assert common.run(cell).status == "ok"
        assert plain(common).startswith("Plot: 1 series")


def test_what_the_board_has_not_is_said(common: Cells) -> None:
    error = common.error("%plot nosuch")
    assert "nosuch cannot be drawn" in error.message
    assert "NameError" in error.message
    assert displays(common) == []


def test_names_of_the_program_do_not_matter(common: Cells) -> None:
    common.run("print = any = map = None\nvalues = [1, 2]")
    assert common.run("%plot values").status == "ok"
    assert "values: 2 numbers" in plain(common)
    common.run("del print, any, map")


def test_a_file_of_the_numbers(cells: Cells, tmp_path: Path) -> None:
    cells.run(
        "%plot --save data.csv\nprint('a:1')\nprint('a:1.5 b:2')\nprint('text')\nprint('b:nan')"
    )
    assert (tmp_path / "data.csv").read_text() == "a,b\n1,\n1.5,2\n,\n"
    assert cells.text.endswith("3 rows are in data.csv.\n")


def test_the_file_is_where_other_commands_put_theirs(cells: Cells, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    cells.run(r"%plot --save data\monday.csv" "\nprint(1)")
    assert (tmp_path / "data" / "monday.csv").read_text() == "value\n1\n"


def test_a_file_that_cannot_be_written_runs_nothing(cells: Cells) -> None:
    error = cells.error("%plot --save nowhere/data.csv\nprint('ran')")
    assert "nowhere/data.csv cannot be written" in error.message
    assert "ran" not in cells.text


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("%plot", "above a program"),
        ("%plot --window 1\nprint(1)", "2 to 100,000"),
        ("%plot --window x\nprint(1)", "Write it like this"),
        ("%plot --y-range 5 1\nprint(1)", "--y-range 0 100"),
        ("%plot --y-range 5 nan\nprint(1)", "--y-range 0 100"),
        ("%plot --nosuch\nprint(1)", "Write it like this"),
    ],
)
def test_wrong_arguments_say_how_it_is_meant(common: Cells, cell: str, says: str) -> None:
    error = common.error(cell)
    assert error.name == "UsageError"
    assert says in error.message
    assert not any(isinstance(output, Stream) for output in common.outputs)


def test_it_is_not_carried_out_in_answers(common: Cells) -> None:
    result = common.session.run("%plot\nprint(1)", lambda output: None, trusted=False)
    assert result.error is not None
    assert "graded" in result.error.message
