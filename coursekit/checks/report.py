"""A verdict as a student reads it: a line for each expectation, and one timing diagram."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, replace

from coursekit.checks.verdict import Finding, Picture, Verdict

MAX_PICTURES = 1
_NO_MATH = "tex2jax_ignore mathjax_ignore"
"""Classes of MathJax 2 and 3: dollar signs of a program's message are no formula, nor its links."""
_MARKS = {True: ("\u2713", "met", "#00704f"), False: ("\u2717", "not met", "#b3400a")}
HIDDEN_TITLE = "Hidden checks"


@dataclass(frozen=True)
class Report:
    """What to show of a verdict. pictures: matplotlib figures, each with an alternative text."""

    plain: str
    html: str
    pictures: tuple[Picture, ...] = ()


def report(verdict: Verdict) -> Report:
    """The report of a verdict; the same verdict always gives the same."""
    return Report(_plain(verdict), _html(verdict), _pictures(verdict.findings))


def summary(verdict: Verdict) -> str:
    """One line: `blink: 2 of 3 expectations met`."""
    if verdict.problem:
        return f"{verdict.task}: {verdict.problem}"
    noun = "expectation" if verdict.total == 1 else "expectations"
    return f"{verdict.task}: {verdict.met} of {verdict.total} {noun} met"


def line(finding: Finding) -> str:
    """One finding as plain text, with the call that it is about."""
    about = _about(finding)
    return f"{about}: {finding.message}" if about else finding.message


def _groups(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    everything = list(findings)
    shown = [finding for finding in everything if not finding.hidden]
    hidden = [finding for finding in everything if finding.hidden]
    groups = (("", shown), (HIDDEN_TITLE, hidden))
    return [(title, _without_repeats(group)) for title, group in groups if group]


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """The findings, each with the reason why its call failed only if that is new."""
    found: list[Finding] = []
    latest = ""
    for finding in findings:
        cause = finding.cause.removeprefix(finding.call)
        if cause and cause == latest and finding.cause in finding.message:
            short = f"{finding.call} failed as above."
            finding = replace(finding, message=finding.message.replace(finding.cause, short, 1))
        latest = cause or latest
        found.append(finding)
    return found


def _about(finding: Finding) -> str:
    """The call, where the message does not name it."""
    return "" if finding.call in finding.message else finding.call


def _plain(verdict: Verdict) -> str:
    lines = [summary(verdict)]
    for title, findings in _groups(verdict.findings):
        if title:
            lines.append(title)
        for finding in findings:
            lines.append(f"  {_MARKS[finding.met][0]} {line(finding)}")
    return "\n".join(lines)


def _html(verdict: Verdict) -> str:
    parts = [f"<p><strong>{html.escape(summary(verdict))}</strong></p>"]
    for title, findings in _groups(verdict.findings):
        if title:
            parts.append(f"<p>{title}</p>")
        items = "".join(map(_item, findings))
        parts.append(f'<ul style="list-style:none;padding-left:0.5em">{items}</ul>')
    return f'<div class="coursekit-check {_NO_MATH}">{"".join(parts)}</div>'


def _item(finding: Finding) -> str:
    mark, word, colour = _MARKS[finding.met]
    about = _about(finding)
    lead = f"<code>{html.escape(about)}</code>: " if about else ""
    return (
        f'<li><span role="img" aria-label="{word}" style="color:{colour};font-weight:bold">{mark}'
        f"</span> {lead}{html.escape(finding.message)}</li>"
    )


def _pictures(findings: Iterable[Finding]) -> tuple[Picture, ...]:
    found: list[Picture] = []
    for finding in findings:
        if not finding.met and finding.figure is not None and len(found) < MAX_PICTURES:
            found.append(finding.figure())
    return tuple(found)
