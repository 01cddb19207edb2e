"""The disputed items of the form: heading, two guidelines, rationale, one after the other.

A heading is recognised by where it stands: it is the last paragraph before a "Claims Administrator
guideline:" line and ends in an outcome. Text of guidelines and rationales that merely looks like a heading
is left alone, unless somebody rebuilds a whole item (heading, claims administrator's guideline, MAXIMUS
guideline, rationale) inside a rationale: that cannot be told from a real item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.determinations.heading import (
    Heading,
    is_masked,
    needs_beginning,
    read_heading,
    states_outcome,
)

_HEADING_PARAGRAPHS = 4
_LONG_SENTENCE_END = re.compile(r"(?<=[a-z)][.?!]) (?=[A-Z0-9])")


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


def read_items(paragraphs: Sequence[str]) -> tuple[DeterminationItem, ...]:
    """Read the items from the paragraphs that follow "... set forth below:"."""
    marks = _marks(paragraphs)
    starts = _real_starts(marks)
    headings = [_heading_at(paragraphs, marks[start].index, _floor(marks, start)) for start in starts]
    items = []
    for position, start in enumerate(starts):
        last = position + 1 == len(starts)
        stop = len(paragraphs) if last else headings[position + 1][0]
        until = len(marks) if last else starts[position + 1]
        items.append(_item(paragraphs, marks[start:until], stop, headings[position][1]))
    return tuple(items)


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


def _real_starts(marks: Sequence[_Mark]) -> list[int]:
    """Positions in ``marks`` where an item begins.

    An item runs administrator, reviewer, rationale. Of several beginnings in a row the last counts, as the
    others stand in the rationale before; the form's first item stands first.
    """
    starts: list[int] = []
    for position, mark in enumerate(marks):
        if mark.part is not Part.ADMINISTRATOR:
            continue
        if not starts:
            starts.append(position)
        elif _complete(marks, position) and _rationale_seen(marks, starts[-1], position):
            starts.append(position)
    return starts


def _complete(marks: Sequence[_Mark], position: int) -> bool:
    following = [mark.part for mark in marks[position + 1 : position + 3]]
    return following[:1] == [Part.RATIONALE] or following == [Part.REVIEWER, Part.RATIONALE]


def _rationale_seen(marks: Sequence[_Mark], start: int, position: int) -> bool:
    return any(mark.part is Part.RATIONALE for mark in marks[start:position])


def _floor(marks: Sequence[_Mark], start: int) -> int:
    """Paragraphs up to this index belong to the item before."""
    return marks[start - 1].index + 1 if start else 0


def _heading_at(paragraphs: Sequence[str], anchor: int, floor: int) -> tuple[int, Heading]:
    """Index of the heading's first paragraph, and the heading."""
    begin = anchor - 1
    text = paragraphs[begin]
    while _may_grow(text) and begin > floor and anchor - begin < _HEADING_PARAGRAPHS:
        begin -= 1
        text = f"{paragraphs[begin]} {text}"
    return begin, read_heading(_without_rationale(text) if floor else text)


def _may_grow(text: str) -> bool:
    """Whether the text cannot be a whole heading: the outcome stands alone, or its beginning is missing."""
    return not read_heading(text).treatment or needs_beginning(text)


def _without_rationale(text: str) -> str:
    """Drop sentences of a rationale that line folding has glued to the heading."""
    if needs_beginning(text) or read_heading(text).original_request:
        return text
    return _LONG_SENTENCE_END.split(text)[-1]


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
