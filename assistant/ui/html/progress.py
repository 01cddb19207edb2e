"""A bar for each file of an upload, with the state in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.records import CaseSummary


@dataclass(frozen=True, slots=True)
class Line:
    """One file: where the work on it stands in words, and the share that is done, from 0 to 1."""

    name: str
    word: str
    share: float
    failed: bool = False


def progress(lines: Sequence[Line]) -> str:
    """All bars; a screen reader hears names, words and percentages."""
    if not lines:
        return ""
    rows = "".join(_row(n, line) for n, line in enumerate(lines))
    over = sum(line.share >= 1 or line.failed for line in lines)
    said = (
        f'<p class="imr-why" role="status">{over} of {len(lines)} files done</p>' if len(lines) > 1 else ""
    )
    return (
        f'<section class="imr-progress" aria-label="Files being read and reviewed">{said}{rows}</section>'
    )


def outcome(lines: Sequence[Line]) -> str:
    """When the work is over: what came to nothing stays in view, the rest stands in the list of cases."""
    failed = [line for line in lines if line.failed]
    if not failed:
        return ""
    said = f"{len(lines) - len(failed)} of {len(lines)} files reviewed; these were not"
    rows = "".join(_row(n, line) for n, line in enumerate(failed))
    return (
        f'<section class="imr-progress" aria-label="Files not reviewed"><p class="imr-why" role="status">'
        f"{said}:</p>{rows}</section>"
    )


def already_there(files: Sequence[tuple[str, CaseSummary]]) -> str:
    """Files that are cases already: which, where, and the choice to make a second case of them."""
    if not files:
        return ""
    rows = "".join(_there(name, case) for name, case in files)
    said = "The same content is a case already; nothing was added twice"
    return (
        f'<section class="imr-there" role="status"><p class="imr-why">{said}:</p><ul>{rows}</ul></section>'
    )


def _there(name: str, case: CaseSummary) -> str:
    title = case.case_number or case.name
    known = f" as {escape(case.name)}" if case.name != name else ""
    return (
        f"<li>{escape(name)} is <strong>{escape(title)}</strong>{known}, added {case.added_at:%m/%d/%Y}."
        f' <button type="button" class="imr-small" data-case="{case.id}">Open it</button>'
        f' <button type="button" class="imr-small" data-again="{case.id}">Make a second case</button></li>'
    )


def _row(number: int, line: Line) -> str:
    kind = " imr-failed" if line.failed else ""
    return (
        f'<div class="imr-file{kind}"><span id="file-{number}">{escape(line.name)}</span>'
        f"<small>{escape(line.word)}</small>"
        f'<progress aria-labelledby="file-{number}" max="100" value="{round(100 * line.share)}">'
        "</progress></div>"
    )
