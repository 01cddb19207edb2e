"""Text with places: pages, spans and verbatim quotes.

Offsets are character offsets into ``Document.text``, half open. Knows nothing of files or formats.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256


class Assertion(StrEnum):
    """How the record asserts a statement (ConText's categories)."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    UNCERTAIN = "uncertain"
    HISTORICAL = "historical"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``number`` counts from 1."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim excerpt: ``document.text[start:end] == text``."""

    text: str
    page: int
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """The text of one file as the assistant reads it; line wraps are folded to single spaces."""

    name: str
    text: str
    pages: tuple[Page, ...]
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(page.start for page in self.pages))

    @classmethod
    def of(cls, text: str, name: str = "pasted text") -> Document:
        """A one-page document."""
        return cls(name, text, (Page(1, 0, len(text)),))

    @property
    def digest(self) -> str:
        """SHA-256 of the text, hexadecimal."""
        return sha256(self.text.encode()).hexdigest()

    def page_at(self, offset: int) -> int:
        """Number of the page that holds ``offset``."""
        index = bisect_right(self._starts, offset) - 1
        return self.pages[max(index, 0)].number

    def quote(self, start: int, end: int) -> Quote:
        """The verbatim text between two offsets, outer white space left out."""
        raw = self.text[start:end]
        start += len(raw) - len(raw.lstrip())
        stripped = raw.strip()
        return Quote(stripped, self.page_at(start), start, start + len(stripped))
