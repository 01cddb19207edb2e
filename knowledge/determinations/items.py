"""The disputed items of the form: heading, two guidelines, rationale, one after the other.

A heading is recognised by where it stands: it is the last paragraph before a "Claims Administrator
guideline:" line and ends in an outcome. Text of guidelines and rationales that merely looks like a heading
is left alone, unless somebody rebuilds a whole item (heading, claims administrator's guideline, MAXIMUS
guideline, rationale) inside a rationale: that cannot be told from a real item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.determinations.heading import (
    Heading,
    cut_rationale,
    is_masked,
    needs_beginning,
    read_heading,
    states_outcome,
)

_HEADING_PARAGRAPHS = 4
_LONGEST_BARE = 600
_WORD = re.compile(r"[a-z]{3,}")


class Part(Enum):
    """The labelled parts of an item."""

    ADMINISTRATOR = auto()
    REVIEWER = auto()
    RATIONALE = auto()


_LABELS = {
    Part.ADMINISTRATOR: re.compile(
        r"(?:the\s+)?claims\s+administrator(?:\s+guidelines?\s*:|\s+based\s+(?:its|their|the)\s+decision\s+on\b)",
        re.IGNORECASE,
    ),
    Part.REVIEWER: re.compile(r"maximus\s+guidelines?\s*:", re.IGNORECASE),
    Part.RATIONALE: re.compile(
        r"(?:the\s+physician\s+reviewer['’]s\s+)?decision\s+rationale\s*:|rationale\s+for\s+the\s+decision\s*:",
        re.IGNORECASE,
    ),
}


@dataclass(frozen=True, slots=True)
class DeterminationItem:
    """One decided item as published."""

    heading: Heading
    claims_administrator_guideline: str
    reviewer_guideline: str
    rationale: str


@dataclass(frozen=True, slots=True)
class _Mark:
    part: Part
    index: int
    label_end: int


def read_items(paragraphs: Sequence[str], summary: str = "") -> tuple[DeterminationItem, ...]:
    """Read the items from the paragraphs that follow "... set forth below:".

    ``summary`` settles which of two candidates is the heading: the one whose words the summary knows.
    """
    marks = _marks(paragraphs)
    starts = _real_starts(marks, paragraphs, frozenset(_WORD.findall(summary.lower())))
    if not starts:
        return _bare_items(paragraphs)
    headings = [_heading_at(paragraphs, marks[start].index, _floor(marks, start)) for start in starts]
    items = []
    for position, start in enumerate(starts):
        last = position + 1 == len(starts)
        stop = len(paragraphs) if last else headings[position + 1][0]
        until = len(marks) if last else starts[position + 1]
        items.append(_item(paragraphs, marks[start:until], stop, headings[position][1]))
    return tuple(items)


def _bare_items(paragraphs: Sequence[str]) -> tuple[DeterminationItem, ...]:
    """Items of a form whose guidelines and rationales were taken out: headings alone."""
    headings = [read_heading(p) for p in paragraphs if len(p) <= _LONGEST_BARE and states_outcome(p)]
    return tuple(DeterminationItem(heading, "", "", "") for heading in headings if heading.treatment)


def _marks(paragraphs: Sequence[str]) -> list[_Mark]:
    marks = []
    for index, paragraph in enumerate(paragraphs):
        for part, label in _LABELS.items():
            found = label.match(paragraph)
            if found and (part is not Part.ADMINISTRATOR or _follows_heading(paragraphs, index)):
                marks.append(_Mark(part, index, found.end()))
    return marks


def _follows_heading(paragraphs: Sequence[str], index: int) -> bool:
    if index == 0:
        return False
    before = paragraphs[index - 1]
    return states_outcome(before) or is_masked(before)


def _real_starts(marks: Sequence[_Mark], paragraphs: Sequence[str], known: frozenset[str]) -> list[int]:
    """Positions in ``marks`` where an item begins.

    An item runs administrator, reviewer, rationale. Of several beginnings in a row one is real and the
    others stand in the text of a rationale or guideline; the form's first item stands first.
    """
    starts: list[int] = []
    run: list[int] = []
    rationale_seen = True
    for position, mark in enumerate(marks):
        if mark.part is Part.ADMINISTRATOR:
            run.append(position)
            continue
        if run and rationale_seen:
            starts.append(_likeliest(run, marks, paragraphs, known) if starts else run[0])
            rationale_seen = False
        run.clear()
        rationale_seen = rationale_seen or mark.part is Part.RATIONALE
    return starts


def _likeliest(
    run: Sequence[int], marks: Sequence[_Mark], paragraphs: Sequence[str], known: frozenset[str]
) -> int:
    """The beginning with an unlabelled heading that shares the most words with the summary, or the last."""
    if len(run) == 1:
        return run[0]

    def share(position: int) -> tuple[bool, float, int]:
        paragraph = paragraphs[marks[position].index - 1]
        words = frozenset(_WORD.findall(read_heading(paragraph).treatment.lower()))
        labelled = any(label.match(paragraph) for label in _LABELS.values())
        return not labelled, len(words & known) / len(words) if words else 0.0, position

    return max(run, key=share)


def _floor(marks: Sequence[_Mark], start: int) -> int:
    """Paragraphs up to this index belong to the item before."""
    return marks[start - 1].index + 1 if start else 0


def _heading_at(paragraphs: Sequence[str], anchor: int, floor: int) -> tuple[int, Heading]:
    """Index of the heading's first paragraph, and the heading."""
    whole = _grown(paragraphs, anchor, floor, lambda text: bool(read_heading(text).treatment))
    begin, text = whole
    if needs_beginning(text):
        begin, text = _grown(paragraphs, anchor, floor, lambda text: not needs_beginning(text))
    return begin, read_heading(cut_rationale(text) if floor else text)


def _grown(
    paragraphs: Sequence[str], anchor: int, floor: int, is_whole: Callable[[str], bool]
) -> tuple[int, str]:
    """Grow the heading upwards until it is whole; one paragraph where it never is."""
    text = ""
    for begin in range(anchor - 1, max(floor, anchor - _HEADING_PARAGRAPHS, 0) - 1, -1):
        text = f"{paragraphs[begin]} {text}".rstrip()
        if is_whole(text):
            return begin, text
    return anchor - 1, paragraphs[anchor - 1]


def _item(
    paragraphs: Sequence[str], marks: Sequence[_Mark], stop: int, heading: Heading
) -> DeterminationItem:
    found: dict[Part, str] = {}
    begins: list[_Mark] = []
    for part in Part:
        after = begins[-1].index if begins else -1
        mark = next((m for m in marks if m.part is part and m.index > after), None)
        if mark:
            begins.append(mark)
    for mark, following in zip(begins, [*(m.index for m in begins[1:]), stop], strict=True):
        body = [paragraphs[mark.index][mark.label_end :], *paragraphs[mark.index + 1 : following]]
        found[mark.part] = "\n".join(body).strip()
    return DeterminationItem(
        heading, *(found.get(part, "") for part in (Part.ADMINISTRATOR, Part.REVIEWER, Part.RATIONALE))
    )
