"""What every Jupyter kernel must do, by Jupyter's own test suite for kernels."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import jupyter_kernel_test  # type: ignore[import-untyped]
import pytest

import coursekit
from coursekit.boards.connect import VARIABLE
from coursekit.kernel.install import NAME


@pytest.fixture(scope="module", autouse=True)
def _find_the_kernel(kernelspec: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JUPYTER_PATH", str(kernelspec))
        environment.setenv(VARIABLE, "virtual")
        root = str(Path(coursekit.__file__).parents[1])
        environment.setenv("PYTHONPATH", os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]))
        yield


class TestProtocol(jupyter_kernel_test.KernelTests):  # type: ignore[misc]
    """The suite's own tests, on these examples."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        # The first cell also says which board runs; whichever test comes first expects no more
        # than its own output.
        cls.kc.execute_interactive("pass", timeout=60, output_hook=lambda message: None)

    kernel_name = NAME
    language_name = "micropython"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "%%host\nimport sys\nprint('oops', file=sys.stderr)"
    code_execute_result = [  # noqa: RUF012
        {"code": "6*7", "result": "42"},
        {"code": "[1, 'a']", "result": "[1, 'a']"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6?7"
    completion_samples = [  # noqa: RUF012
        {"text": "whil", "matches": {"while"}},
        {"text": "%lsm", "matches": {"%lsmagic"}},
        {"text": "%%che", "matches": {"%%check"}},
        {"text": "import machine\nmachine.Pin.OPEN_", "matches": {"OPEN_DRAIN"}},
    ]
    code_inspect_sample = "print"
    code_clear_output = "%%host\nfrom IPython.display import clear_output\nclear_output()"
    code_display_data = [  # noqa: RUF012
        {"code": "%board", "mime": "image/svg+xml"},
        {"code": "%%host\nplt.plot([1, 2]);", "mime": "image/png"},
    ]
    code_generate_error = "raise ValueError('no')"
    complete_code_samples = ["print(1)", "%board"]  # noqa: RUF012
    incomplete_code_samples = ["for i in x:", "f("]  # noqa: RUF012
    invalid_code_samples = ["x = = 1"]  # noqa: RUF012


class TestWelcome(jupyter_kernel_test.IopubWelcomeTests):  # type: ignore[misc]
    """The first message that a client gets."""

    kernel_name = NAME
    support_iopub_welcome = True
