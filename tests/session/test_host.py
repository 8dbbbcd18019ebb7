"""Python on the host: what is at hand, what it shows, how it fails."""

from __future__ import annotations

import cProfile
import re

import pytest

from coursekit.session import Display, Result, Stream
from tests.session.conftest import Cells


def test_names_stay(common: Cells) -> None:
    common.run("%%host\na = 20")
    assert common.value("%%host\na + 22") == "42"
    assert common.value("%%host\n_ + 1") == "43"


def test_board_and_bench_are_at_hand(common: Cells) -> None:
    common.run("x = 6")
    assert common.value("%%host\nboard.eval('x * 7')") == "42"
    assert common.value("%%host\nbench.now_us >= 0") == "True"


def test_what_is_printed_streams(common: Cells) -> None:
    common.run("%%host\nimport sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')")
    assert common.outputs == [
        Stream("stdout", "a\n"),
        Stream("stderr", "b\n"),
        Stream("stdout", "c\n"),
    ]


@pytest.mark.parametrize("last", ["plt.gcf()", "None", "1;"])
def test_a_figure_is_shown_once_and_closed(common: Cells, last: str) -> None:
    result = common.run(f"%%host\nplt.plot([1, 2])\n{last}")
    assert result.status == "ok"
    (shown,) = common.outputs
    assert "image/png" in shown.data  # type: ignore[union-attr]
    assert common.value("%%host\nplt.get_fignums()") == "[]"


@pytest.mark.parametrize(
    ("code", "alt"),
    [
        (
            "plt.title('Charge \"x\"'); plt.xlabel('time (ms)'); plt.ylabel('voltage (V)');",
            "Chart. Charge &quot;x&quot;. x: time (ms), y: voltage (V).",
        ),
        (
            "fig, (a, b) = plt.subplots(2); fig.suptitle('Two'); a.set_title('above')\n"
            "b.plot([1, 2], label='led1'); b.legend();",
            "Chart. Two. above. Shown: led1.",
        ),
        ("plt.title('T'); plt.gcf().set_label('A line\\nthat rises.')", "A line that rises."),
        ("plt.plot([1, 2]);", "Chart without titles or labels."),
        ("fig = bench.trace.figure(['LED'], title='Blink'); fig", "Timing diagram: Blink. LED: "),
    ],
)
def test_a_figure_has_an_alternative_text(common: Cells, code: str, alt: str) -> None:
    assert common.run(f"%%host\n{code}").status == "ok"
    shown = [output for output in common.outputs if isinstance(output, Display | Result)]
    (found,) = {re.sub('" src="data:image/png;base64,.*', "", o.data["text/html"]) for o in shown}
    assert found == f'<img alt="{alt}' or (alt.endswith(": ") and alt in found)
    assert shown[0].metadata["image/png"]["alt"]


def test_rich_values_and_display(common: Cells) -> None:
    cell = (
        "%%host\nclass Rich:\n    def _repr_html_(self): return '<b>x</b>'\ndisplay(Rich())\nRich()"
    )
    result = common.run(cell)
    assert result.result is not None
    assert result.result.data["text/html"] == "<b>x</b>"
    assert isinstance(common.outputs[0], Display)
    assert common.outputs[0].data["text/html"] == "<b>x</b>"


def test_an_error_shows_only_the_cell(common: Cells) -> None:
    error = common.error("%%host\ndef f():\n    return board.eval('1 / 0')\n\nf()")
    text = "\n".join(error.traceback)
    assert error.name == "RemoteError"
    assert "coursekit" not in text
    assert "    return board.eval('1 / 0')" in text
    assert "On the board:" in text
    assert text.count("File") >= 2


def test_a_syntax_error_has_the_line(common: Cells) -> None:
    error = common.error("%%host\n\nx = = 1")
    assert error.name == "SyntaxError"
    assert "line \x1b[0;32m3" in "\n".join(error.traceback)


def test_the_trace_shows_what_a_host_cell_did(common: Cells) -> None:
    common.run("from machine import Pin\nfrom time import sleep_ms\np = Pin(15, Pin.OUT)")
    common.run("%%host\nboard.exec('p.on(); sleep_ms(20); p.off(); sleep_ms(20)')")
    common.run("%trace GP15")
    (shown,) = common.outputs
    assert isinstance(shown, Display)
    assert "1 pulse" in shown.data["text/plain"]


@pytest.mark.parametrize("body", ["while True: pass", "import time\ntime.sleep(1000)"])
def test_interrupt(common: Cells, body: str) -> None:
    thread = common.start(f"%%host\nprint('go')\n{body}", until="go\n")
    common.session.interrupt()
    thread.join(30)
    assert not thread.is_alive()
    assert "KeyboardInterrupt" in str(common.outputs[-1])
    assert common.value("%%host\n1") == "1"


def test_stop_reaches_the_processes_of_the_cell(common: Cells) -> None:
    start = "%%host\nimport subprocess\nchild = subprocess.Popen(['sleep', '60'])\n"
    thread = common.start(start + "print('go')\nchild.wait()", until="go\n")
    common.session.interrupt()
    thread.join(30)
    assert not thread.is_alive()
    assert common.run("%%host\nchild.wait(10)").status == "ok"


def test_cell_leaves_no_exception_on_its_way_to_the_thread(cells: Cells) -> None:
    """After one that was taken back, CPython 3.11 never came back from a profiled call."""
    cells.run("%%host\n1")
    profile = cProfile.Profile()
    assert profile.runcall(lambda: sum(range(3))) == 3


def test_annotations_are_what_they_say(common: Cells) -> None:
    cell = "%%host\ndef f(x: int) -> str: return ''\nf.__annotations__['x'] is int"
    assert common.value(cell) == "True"


def test_all_boards_by_name(cells: Cells) -> None:
    cells.run("x = 'first'")
    cells.run("%connect virtual --as sensor")
    cells.run("%on sensor\nx = 'second'")
    assert cells.value("%%host\n{n: b.eval('x') for n, b in boards.items()}") == (
        "{'board': 'first', 'sensor': 'second'}"
    )
