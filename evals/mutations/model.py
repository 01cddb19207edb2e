"""Clean texts and what is done to them. Knows nothing of the checker's rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from random import Random

from assistant.case import Case, DisputedItem
from assistant.checks import Reviewed
from assistant.results import Draft, Sentence

Span = tuple[int, int]


class Role(StrEnum):
    """What a sentence of a clean text does."""

    FACT = "fact"
    GUIDELINE = "guideline"
    STATUS = "status"
    REQUEST = "request"
    CONCLUSION = "conclusion"


@dataclass(frozen=True)
class Line:
    """One sentence of a clean text; ``source`` is the record sentence that it repeats, if it does."""

    text: str
    role: Role
    supports: tuple[str, ...] = ("R",)
    source: str = ""


@dataclass(frozen=True)
class Subject:
    """A text on one item without a known error.

    ``style``: ``grounded`` (the project's draft), ``prose`` (the record's own sentences, as one might
    retell them) or ``rationale`` (what the reviewer of a published determination wrote, slips and all).
    ``siblings``: what the checker may know of the other items of the case, by number.
    """

    name: str
    style: str
    group: int
    case: Case
    item: DisputedItem
    review: Reviewed
    lines: tuple[Line, ...]
    siblings: Mapping[int, Reviewed] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @cached_property
    def places(self) -> tuple[tuple[Line, int], ...]:
        """Each line with the offset at which it begins."""
        result, at = [], 0
        for line in self.lines:
            result.append((line, at))
            at += len(line.text) + 1
        return tuple(result)

    def in_roles(self, *roles: Role) -> Iterator[tuple[Line, int]]:
        return ((line, at) for line, at in self.places if line.role in roles)

    @cached_property
    def draft(self) -> Draft:
        return Draft(tuple(Sentence(line.text, line.supports) for line in self.lines), self.style)

    @cached_property
    def record(self) -> str:
        """The whole file, header included."""
        return self.case.document.text

    @cached_property
    def record_sentences(self) -> tuple[str, ...]:
        return tuple(sentences_of(self.case.record_text))

    @cached_property
    def known(self) -> str:
        """Record, requests and guideline: where a value stands that may be right."""
        pack = self.review.pack
        parts = [self.record, *(f"{i.heading}\n{i.treatment}" for i in self.case.items)]
        if pack:
            parts += [pack.citation, pack.recommended, *(f"{c.says} {c.short}" for c in pack.criteria)]
        if self.review.evaluation:
            parts += [r.trace.why for r in self.review.evaluation.results]
        return "\n".join(parts).lower()


@dataclass(frozen=True, slots=True)
class Edit:
    """``text[start:end]`` becomes ``new``; ``at`` is the wrong part of the new text where it is another.

    ``severity``: ``fresh`` (the new value stands nowhere in the file), ``swapped`` (it stands there for
    something else) or ``said`` (no value: a wrong statement).
    """

    start: int
    end: int
    new: str
    severity: str = "said"
    at: Span | None = None

    @property
    def place(self) -> Span:
        return self.at or (self.start, self.start + len(self.new))


@dataclass(frozen=True)
class Mutant:
    """A text with one change; ``place`` is where it is in the new text."""

    kind: str
    subject: Subject
    edit: Edit

    @property
    def was(self) -> str:
        return self.subject.text[self.edit.start : self.edit.end]

    @cached_property
    def text(self) -> str:
        old = self.subject.text
        return old[: self.edit.start] + self.edit.new + old[self.edit.end :]

    @cached_property
    def draft(self) -> Draft:
        """The draft with the change in the sentences that it touches; supports stay."""
        result = []
        for line, at in self.subject.places:
            end = at + len(line.text)
            if at <= self.edit.start <= end:
                lo, hi = self.edit.start - at, max(self.edit.start, min(self.edit.end, end)) - at
                text = line.text[:lo] + self.edit.new + line.text[hi:]
            elif self.edit.start < at < self.edit.end:
                text = line.text[max(0, self.edit.end - at) :]
            else:
                text = line.text
            if text.strip():
                result.append(Sentence(text.strip(), line.supports))
        return Draft(tuple(result), self.subject.style)


Make = Callable[[Subject, Random], Iterator[Edit]]


@dataclass(frozen=True)
class Kind:
    """One kind of injected error (or of harmless rewrite) with how it is made."""

    name: str
    what: str
    make: Make


_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])|\n+")
_SHORT = re.compile(r"\b(?:Dr|Mr|Ms|Mrs|vs|No|approx|St|e\.g|i\.e)\.$")


def sentences_of(text: str) -> Iterator[str]:
    """Plain sentences of a record."""
    held = ""
    for part in _END.split(text):
        held = f"{held} {part}".strip() if held else part.strip()
        if held and not _SHORT.search(held):
            yield held
            held = ""
    if held:
        yield held


_TOKEN = re.compile(r"[a-z0-9]+(?:[./%-][a-z0-9]+)*")


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())
