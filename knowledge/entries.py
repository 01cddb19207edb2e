"""What the index holds: guideline passages and items of past determinations, as flat values.

An entry knows the text it is found by (``search_text``) and its metadata; it knows nothing of Chroma.
Days are integers such as 20161231, so that a store can compare them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self

from knowledge.model import Pack

ANY_FAMILY = "*"
FIRST_DAY = 0
LAST_DAY = 99991231
OPENING = 600
_NOT_WORD = re.compile(r"[^a-z0-9]+")

Metadata = dict[str, str | int | list[str]]


def folded(text: str) -> str:
    """Lower case, words and numbers only, single spaces: what near-copies are compared by."""
    return _NOT_WORD.sub(" ", text.lower()).strip()


def as_int(day: date) -> int:
    """20161231 for the last day of 2016."""
    return day.year * 10000 + day.month * 100 + day.day


class Kind(StrEnum):
    """The two collections of entries."""

    GUIDELINES = "guidelines"
    DETERMINATIONS = "determinations"


class _Entry:
    """Flat metadata of a frozen dataclass and its digest."""

    __slots__ = ()

    id: str

    @property
    def metadata(self) -> Metadata:
        """All fields but the id, as Chroma stores them, with the digest of them all."""
        values: Metadata = {
            f.name: list(value) if isinstance(value := getattr(self, f.name), tuple) else value
            for f in fields(self)  # type: ignore[arg-type]
            if f.name != "id"
        }
        digest = sha256(repr((self.id, sorted(values.items()))).encode()).hexdigest()[:32]
        return values | {"digest": digest}

    @classmethod
    def of(cls, entry_id: str, metadata: Mapping[str, Any]) -> Self:
        """The entry whose ``metadata`` this is; unknown keys left out, defaults for absent ones."""
        names = [f.name for f in fields(cls) if f.name != "id" and f.name in metadata]  # type: ignore[arg-type]
        values = {name: metadata[name] for name in names}
        flat = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
        return cls(id=entry_id, **flat)  # type: ignore[call-arg]


@dataclass(frozen=True, slots=True)
class GuidelinePassage(_Entry):
    """One passage of a guideline. ``pack`` is empty for text a user loaded.

    ``families`` holds ``ANY_FAMILY`` where the passage is not bound to a treatment family; ``start`` and
    ``end`` are the first and last day in force. Of a loaded text besides: its ``title``, the ``guideline``
    that it is (an id of ``works.yaml``), whether that was declared (``scope``), and the ``page``.
    """

    id: str
    text: str
    pack: str
    citation: str
    families: tuple[str, ...]
    chapter: str
    edition: str
    section: str
    start: int = FIRST_DAY
    end: int = LAST_DAY
    source: str = "pack"
    title: str = ""
    guideline: str = ""
    scope: str = ""
    page: int = 0
    confidence: str = ""

    @property
    def search_text(self) -> str:
        families = ", ".join(f.replace("_", " ") for f in self.families if f != ANY_FAMILY)
        return "\n".join(part for part in (self.section, families, self.chapter, self.text) if part)


@dataclass(frozen=True, slots=True)
class DeterminationEntry(_Entry):
    """One disputed item of a past determination; ``id`` is the case number, a hyphen and the item number.

    ``decided`` is a day as an integer, 0 when unknown. ``opening`` is the folded beginning of the clinical
    summary: it recognises the case under review when that comes without a case number.
    """

    id: str
    case_number: str
    item_number: int
    treatment: str
    family: str
    decision: str
    guideline: str
    rationale: str
    decided: int = 0
    opening: str = ""

    @property
    def search_text(self) -> str:
        return f"{self.treatment}\n{self.guideline}" if self.guideline else self.treatment


Entry = GuidelinePassage | DeterminationEntry


def passages_of(pack: Pack) -> tuple[GuidelinePassage, ...]:
    """The recommendation of a pack and each of its criteria, in the pack's own words."""
    texts = [("recommended", pack.recommended, pack.confidence)]
    texts += [(c.id, c.says, c.confidence) for c in pack.criteria]
    if pack.no_criteria:
        texts.append(("no-criteria", pack.no_criteria, pack.confidence))
    end = as_int(pack.in_force.end) if pack.in_force.end else LAST_DAY
    return tuple(
        GuidelinePassage(
            id=f"{pack.id}#{name}",
            text=text,
            pack=pack.id,
            citation=pack.citation,
            families=pack.families,
            chapter=pack.chapter,
            edition=pack.edition,
            section=pack.section,
            start=as_int(pack.in_force.start),
            end=end,
            confidence=str(confidence),
        )
        for name, text, confidence in texts
    )
