"""Any position in any cell: an answer, never an exception, and nothing outside of the cell."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursekit.session.completion.inspection import inspect
from coursekit.session.completion.parts import tidy
from tests.session.completion.conftest import Typist

LESSONS = Path(__file__).resolve().parents[3] / "lessons"
CELLS = [
    "".join(cell["source"])
    for path in sorted(LESSONS.glob("*/*.ipynb"))
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code"
]
ANY_TEXT = st.text(
    st.sampled_from("led.(),:='\"#%\\{}[] \n\r\tf\u2028🤖é0") | st.characters(codec="utf-8"),
    max_size=60,
)
QUIETLY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def expect_an_answer(typist: Typist, code: str, cursor: int) -> None:
    # Past the nets that catch what should not happen.
    code = tidy(code)
    found = typist.completer._complete(code, cursor, False)
    assert 0 <= found.start <= cursor <= found.end <= len(code)
    assert len(found.matches) == len(found.types) == len(found.signatures)
    finding = inspect(code, cursor, 1, typist.completer._asking(False))
    if finding is not None:
        assert all(finding.bundle().values())


def test_there_are_cells() -> None:
    assert len(CELLS) > 5


@QUIETLY
@given(data=st.data())
def test_positions_in_the_lessons_cells(typist: Typist, data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(CELLS))
    cursor = data.draw(st.integers(0, len(code)))
    # What stands after the cursor is there or, while it is being typed, is not.
    if data.draw(st.booleans()):
        code = code[:cursor]
    expect_an_answer(typist, code, cursor)


@QUIETLY
@given(code=ANY_TEXT, data=st.data())
def test_positions_in_any_text(typist: Typist, code: str, data: st.DataObject) -> None:
    cursor = data.draw(st.integers(0, len(code)))
    expect_an_answer(typist, code, cursor)
