"""The report of a verdict: plain, HTML, pictures; the same bytes every time."""

from __future__ import annotations

from coursekit.checks import Finding, Verdict, report
from coursekit.session.pictures import figure_bundle
from tests.checks.conftest import Judge

CHECK = """%%check blink
board.call("blink", 3, 200)
expect(bench.led1).pulses(3, on_ms=200, off_ms=200)
expect(bench.led1).level(0)
### BEGIN HIDDEN TESTS
board.call("blink", 5, 20)
expect(bench.led1).pulses(5)
### END HIDDEN TESTS
"""
BLINK = """
def blink(times, ms):
    for _ in range(times):
        led.on()
        time.sleep_ms(ms // 100)
        led.off()
        time.sleep_ms(ms // 100)
"""
MESSAGE = (
    "led1: expected 3 pulses of 200 ms with gaps of 200 ms, saw 3 pulses of 2 ms with gaps of "
    "2 ms (first rise at 1 µs). Is the delay in seconds? sleep() counts seconds, sleep_ms() "
    "milliseconds."
)


def test_a_report_says_what_was_seen_and_shows_it(judge: Judge) -> None:
    shown = report(judge(BLINK, CHECK, "blink"))
    assert shown.plain == (
        "blink: 2 of 3 expectations met\n"
        f"  ✗ blink(3, 200): {MESSAGE}\n"
        "  ✓ blink(3, 200): led1: off at the end.\n"
        "Hidden checks\n"
        "  ✓ blink(5, 20): led1: 5 pulses."
    )
    ((figure, alt),) = shown.pictures
    assert alt == "Timing diagram of blink(3, 200). led1: 3 pulses, high 2 ms, low 2 ms, from 1 µs."
    assert figure.axes


def test_a_report_is_the_same_every_time(judge: Judge) -> None:
    first, second = (report(judge(BLINK, CHECK, "blink")) for _ in range(2))
    assert first.html == second.html
    assert first.plain == second.plain
    (one, _), (two, _) = first.pictures[0], second.pictures[0]
    assert figure_bundle(one) == figure_bundle(two)


def test_what_a_program_says_cannot_become_markup(judge: Judge) -> None:
    program = "def f(): raise ValueError('<img src=x onerror=alert(1)>\\n\\x1b[31m')"
    shown = report(judge(program, "expect(board.call('f')).equals(1)"))
    assert "<img" not in shown.html
    assert "&lt;img" in shown.html
    assert "\x1b" not in shown.plain
    assert len(shown.plain.splitlines()) == 2


def test_a_flood_of_edges_is_drawn_by_its_beginning(judge: Judge) -> None:
    program = "def f():\n    for _ in range(60000):\n        led.toggle()\n"
    shown = report(judge(program, "board.call('f')\nexpect(bench.led1).stays(0)"))
    ((figure, _),) = shown.pictures
    left, right = figure.axes[0].get_xlim()
    assert right - left < 30


def test_one_picture_is_enough() -> None:
    def draw() -> tuple[object, str]:
        return object(), "A picture."

    findings = tuple(Finding(False, "no.", figure=draw) for _ in range(3))  # type: ignore[arg-type]
    assert len(report(Verdict("blink", findings)).pictures) == 1


def test_a_check_that_broke_says_so_first() -> None:
    shown = report(Verdict("blink", (Finding(True, "yes."),), "The check itself failed."))
    assert shown.plain == "blink: The check itself failed.\n  ✓ yes."


def test_diagram_shows_nothing_of_later_calls(judge: Judge) -> None:
    program = "def on(): led.on(); time.sleep_ms(9)\ndef off(): led.off(); time.sleep_ms(9)"
    check = "board.call('on')\nexpect(bench.led1).stays(0)\n"
    drawn = [
        figure_bundle(report(judge(program, check + more)).pictures[0][0])[0]["image/png"]
        for more in ("", "board.call('off')\nboard.call('on')")
    ]
    assert drawn[0] == drawn[1]


def test_one_cause_is_told_in_full_only_once(judge: Judge) -> None:
    check = """
call = board.call("blink", 3, 200)
expect(call).equals(None)
expect(bench.led1).pulses(3)
expect(call).raises("ValueError")
expect(board.call("blink", 5, 20)).lasts(200)
expect(1).equals(1)
expect(board.call("f")).equals(1)
expect(call.error).equals(None)
### BEGIN HIDDEN TESTS
expect(board.call("f")).equals(2)
### END HIDDEN TESTS
"""
    verdict = judge("def blink(times, ms): led.on(); pause(ms)\ndef f(): return g()", check)
    missing = (
        "raised NameError: name '{0}' isn't defined (line {1}). "
        "Is {0} spelled right, and has the cell that defines it been run?"
    )
    pause = missing.format("pause", "6, in blink")
    lines = report(verdict).plain.splitlines()[1:]
    assert [line[4:] for line in lines[:6]] == [
        f"blink(3, 200) {pause} Expected None.",
        "led1: expected 3 pulses, but blink(3, 200) failed as above.",
        "blink(3, 200) failed as above. Expected ValueError.",
        "blink(5, 20) failed as above. Expected it to last 200 ms.",
        "Found 1.",
        f"f() {missing.format('g', '7, in f')} Expected 1.",
    ]
    assert lines[-1][4:] == f"f() {missing.format('g', '7, in f')} Expected 2."
    assert report(verdict).html.count("failed as above.") == 3
    assert [pause in finding.message for finding in verdict.findings[:4]] == 4 * [True]


def test_a_cause_is_told_anew_after_another(judge: Judge) -> None:
    check = """
for name in ("f", "g", "f"):
    expect(board.call(name)).equals(1)
"""
    program = "def f(): raise ValueError('one')\ndef g(): raise ValueError('two')"
    shown = report(judge(program, check)).plain
    assert shown.count("f() raised ValueError: one") == 2
    assert "as above" not in shown


def test_dollar_signs_are_no_formula() -> None:
    verdict = Verdict("t", (Finding(False, r"raised $\href{https://example.org}{x}$"),))
    assert report(verdict).html.startswith('<div class="coursekit-check tex2jax_ignore mathjax_ig')
