"""From the lines of a page to running text: wrapped lines are joined, paragraphs keep their own line.

Knows lines and widths, nothing of meaning. How a text is set (single or double spaced, wrapped at which
width) is read from its beginning up to the decision part of the form, so that nothing behind it can change
how the beginning is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.determinations.form import DECISIONS_TITLE, PART_LABEL, TITLE
from knowledge.determinations.heading import states_outcome
from knowledge.document import Document, Page

_NARROW = frozenset("iljtfrI.,:;'|!()[]/- ")
_WIDE = frozenset("mwMW@%ABCDEGHKNOQRUVXYZ&")
_SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")
_PROSE = 60  # characters; shorter lines say nothing about the width of a text
_LONGEST_WRAP = 160  # characters; wider lines are paragraphs of their own
_FULL = 0.9  # of the widest line: bold type is wider than the plain type that the estimate assumes
_ROOMY = 0.72  # the same where paragraphs are set apart by blank lines anyway
_ENDS_SENTENCE = re.compile(r"[.?!][\"')\]]?$")
_BEGINS_SENTENCE = re.compile(r"[\"'(\[]?[A-Z0-9]")
_BULLET = re.compile(r"(?:[-*•·▪]|\(?\d{1,2}[.)])\s")
_WORD = re.compile(r"[a-z]{3,}")
_SOME = 0.25
_FORM_WORDS = frozenset(
    (
        "original",
        "request",
        "claims",
        "administrator",
        "authorized",
        "remaining",
        "imr",
        "eligible",
        "portion",
    )
)
_LABEL = re.compile(r"[A-Z][A-Za-z()/' -]{2,48}:")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as extracted. ``gap`` counts the blank lines above it."""

    text: str
    page: int = 1
    gap: int = 0
    first_of_page: bool = False


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a text is set.

    ``width`` of the widest wrapped line (None: not wrapped), ``spacing`` in blank lines between wrapped
    lines, ``parted`` by blank lines into paragraphs, index of the line where the ``decisions`` begin, words
    ``known`` from the lines before.
    """

    width: float | None
    spacing: int
    parted: bool
    decisions: int
    known: frozenset[str] = frozenset()


def fold(lines: Iterable[Line], name: str) -> Document:
    """Fold lines into a document with one paragraph a line."""
    kept = [line for line in lines if line.text]
    setting = _setting(kept)
    parts: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    for index, line in enumerate(kept):
        glue = _glue(kept[index - 1], line, setting, index > setting.decisions) if index else ""
        length += len(glue)
        starts.setdefault(line.page, length)
        parts += (glue, line.text)
        length += len(line.text)
    return Document(name, "".join(parts), _pages(starts, length))


def lines_of(text: str, page: int = 1) -> list[Line]:
    """Split a page's text into lines; a form feed begins a new page."""
    lines: list[Line] = []
    for number, sheet in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\f"), start=page):
        gap = 0
        first = True
        for raw in sheet.split("\n"):
            clean = _SPACES.sub(" ", raw).strip()
            if not clean:
                gap += 1
                continue
            lines.append(
                Line(clean, number, 0 if first and number > page else gap, first and number > page)
            )
            gap, first = 0, False
    return lines


def _pages(starts: dict[int, int], length: int) -> tuple[Page, ...]:
    if not starts:
        return (Page(1, 0, length),)
    numbers = sorted(starts)
    ends = [*(starts[number] for number in numbers[1:]), length]
    return tuple(
        Page(n, starts[n] if i else 0, end) for i, (n, end) in enumerate(zip(numbers, ends, strict=True))
    )


def _setting(lines: Sequence[Line]) -> _Setting:
    end = next((i for i, line in enumerate(lines) if DECISIONS_TITLE.match(line.text)), len(lines))
    sample = lines[: end or len(lines)]
    prose = [line for line in sample if len(line.text) >= _PROSE]
    if len(prose) < 2 or median(len(line.text) for line in prose) > _LONGEST_WRAP:
        return _Setting(None, 0, parted=True, decisions=end)
    width = _wrap_width(prose)
    gaps = [line.gap for before, line in pairwise(sample) if _is_full(before, line, width, _FULL)]
    spacing = int(median(gaps)) if gaps and width else 0
    titles = [line for line in lines[1 : end + 1] if TITLE.match(line.text) and not line.first_of_page]
    parted = [line.gap > spacing for line in titles or sample[1:]]
    known = frozenset(word for line in sample for word in _WORD.findall(line.text.lower()))
    return _Setting(width, spacing, all(parted) if titles else any(parted), end, known | _FORM_WORDS)


def _wrap_width(prose: Sequence[Line]) -> float | None:
    widths = sorted(_width(line.text) for line in prose if len(line.text) <= _LONGEST_WRAP)
    if len(widths) < 2:
        return None
    widest = widths[-1]
    alike = sum(1 for width in widths if width >= 0.85 * widest)
    return widest if alike >= 3 and alike >= len(widths) / 3 else None


def _width(text: str) -> float:
    """Width in the unit of an average letter of a proportional type."""
    return sum(0.62 if c in _NARROW else 1.5 if c in _WIDE else 1.0 for c in text)


def _is_full(line: Line, following: Line, width: float | None, share: float) -> bool:
    """Whether the next line's first word would not have fitted on the line."""
    if width is None or len(line.text) > _LONGEST_WRAP:
        return False
    word = following.text.split(" ", 1)[0][:40]
    return _width(line.text) + _width(word) >= share * width


def _glue(before: Line, line: Line, setting: _Setting, decided: bool) -> str:
    joined = " "
    if before.text.endswith("-") and before.text[-2:-1].isalnum() and line.text[0].isalnum():
        joined = ""
    return joined if _continues(before, line, setting, decided) else "\n"


def _continues(before: Line, line: Line, setting: _Setting, decided: bool) -> bool:
    if (
        _begins_paragraph(line.text)
        or TITLE.match(before.text)
        or (decided and states_outcome(before.text))
    ):
        return False
    if not decided and _broken_off(before.text, line.text):
        return True
    if not line.first_of_page and line.gap > setting.spacing:
        return False
    return _is_wrapped(before, line, setting, decided)


def _is_wrapped(before: Line, line: Line, setting: _Setting, decided: bool) -> bool:
    """By their lengths, and where their sentences end, the two lines are of one paragraph."""
    if setting.parted and not line.first_of_page:
        share = _FULL if _LABEL.match(line.text) else _ROOMY
        return _is_full(before, line, setting.width, share)
    if _ENDS_SENTENCE.search(before.text) and _BEGINS_SENTENCE.match(line.text):
        return False
    starts_anew = decided and not line.text[0].islower()
    if starts_anew and _share_known(before.text, setting.known) < _SOME:
        return False  # nothing but the width would join the end of a rationale to the heading below it
    return _is_full(before, line, setting.width, _FULL)


def _broken_off(text: str, following: str) -> bool:
    """A line of prose that ends within a sentence, however the lines are set apart."""
    goes_on = following[0].islower() or (following[0].isdigit() and text[-1].islower())
    return len(text) >= _PROSE and goes_on and (text[-1].isalnum() or text[-1] in ",;)")


def _share_known(text: str, known: frozenset[str]) -> float:
    words = _WORD.findall(text.lower())
    return sum(word in known for word in words) / len(words) if words else 1.0


def _begins_paragraph(text: str) -> bool:
    return bool(
        _BULLET.match(text) or TITLE.match(text) or DECISIONS_TITLE.match(text) or PART_LABEL.match(text)
    )
