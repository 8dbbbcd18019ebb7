"""nbgrader's settings for this course: solutions/ is its source, exercises/ its release."""

from coursekit.grading.nbgrader.config import configure

configure(get_config())  # type: ignore[name-defined]  # noqa: F821
