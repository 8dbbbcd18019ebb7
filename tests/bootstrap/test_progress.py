"""The progress of an installation, from what pip prints."""

from __future__ import annotations

import io

from coursekit.bootstrap.progress import PipWatcher, Progress

LOCK = """\
# made by a tool
alpha==1.0 \\
    --hash=sha256:00
beta[extra]==2.0 ; python_full_version < '3.11'
    # via alpha
gamma==3.0
"""


class Terminal(io.StringIO):
    """Text that believes to be shown on a screen."""

    def isatty(self) -> bool:
        return True


def test_fraction_follows_pip_from_nothing_to_all() -> None:
    names = {"pip-24.0.dist-info"}
    watcher = PipWatcher(LOCK, lambda: names)
    assert watcher.total == 3
    watcher.line("Ignoring beta: markers 'python_full_version < \"3.11\"' don't match")
    watcher.line("Collecting alpha==1.0 (from -r requirements.lock (line 2))")
    assert watcher.fraction == 0.25
    watcher.line("  Downloading alpha-1.0-py3-none-any.whl (12.5 MB)")
    assert watcher.note == "alpha (12.5 MB)"
    watcher.line("Collecting gamma==3.0")
    watcher.line("Installing collected packages: gamma, alpha")
    assert watcher.fraction == 0.5
    names.add("gamma-3.0.dist-info")
    names.add("gamma")
    watcher.line(None)
    assert watcher.fraction == 0.75
    assert watcher.note == "installing 1 of 2 packages"
    names.add("alpha-1.0.dist-info")
    watcher.line(None)
    assert watcher.fraction == 1.0


def test_empty_lock_is_no_division_by_zero() -> None:
    watcher = PipWatcher("", set)
    watcher.line("Requirement already satisfied: nothing")
    assert watcher.fraction == 0.0


def test_without_a_terminal_a_line_now_and_then() -> None:
    now_s = 0.0
    out = io.StringIO()
    progress = Progress(out, clock=lambda: now_s)
    for percent in range(101):
        now_s = percent / 10
        progress.update(percent / 100, "alpha")
    assert out.getvalue().splitlines() == [
        "   25% after 2 s: alpha",
        "   50% after 5 s: alpha",
        "   75% after 8 s: alpha",
        "  100% after 10 s: alpha",
    ]


def test_without_a_terminal_a_long_download_still_shows_life() -> None:
    times_s = iter([0.0, *(10.0,) * 2, *(19.0,) * 2, *(21.0,) * 3, *(30.0,) * 2, *(42.0,) * 3])
    out = io.StringIO()
    progress = Progress(out, clock=lambda: next(times_s))
    for _ in range(5):
        progress.update(0.1, "alpha (700 MB)")
    assert len(out.getvalue().splitlines()) == 2


def test_on_a_terminal_one_line_that_is_gone_at_the_end() -> None:
    out = Terminal()
    progress = Progress(out, clock=lambda: 0.0)
    progress.update(0.5, "a note " * 100)
    progress.update(1.0, "done")
    progress.close()
    frames = out.getvalue().split("\r")
    assert "\n" not in out.getvalue()
    assert "############............" in frames[1]
    assert len({len(frame) for frame in frames[1:-1]}) == 1
    assert frames[-2].strip() == frames[-1] == ""
