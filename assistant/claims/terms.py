"""Clinical terms of a text: which study, care, operation, diagnosis or finding it names.

The wording stands in ``terms.yaml``, all names of one thing together. Works on folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from knowledge.document import Span

_FILE = Path(__file__).with_name("terms.yaml")
_SHORTEST = 2


@dataclass(frozen=True, eq=False)
class Term:
    """One thing: ``names`` mention it, ``shown`` also shows it in a source.

    ``stems``: letters one of which a text that holds a name must have.
    """

    number: int
    kind: str
    names: re.Pattern[str]
    shown: re.Pattern[str]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermMention:
    """A term with its place."""

    term: Term
    span: Span


@cache
def load_terms() -> tuple[Term, ...]:
    """All terms in the order of the file."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    entries = [(kind, names) for kind, group in raw.items() for names in group]
    return tuple(
        Term(number, kind, _any([n for n in names if n[0] != "+"]), _any(names), _stems(names))
        for number, (kind, names) in enumerate(entries)
    )


def _any(names: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(name.lstrip('+') for name in names)})\b", re.I)


def _stems(names: list[str]) -> tuple[str, ...]:
    """The letters that each name begins with; empty (no saving) when a name begins with a pattern."""
    stems = {_stem(name.lstrip("+")) for name in names}
    return () if any(len(stem) < _SHORTEST for stem in stems) else tuple(sorted(stems))


def _stem(name: str) -> str:
    letters = re.match(r"[A-Za-z ]*", name)
    stem = letters.group().lower() if letters else ""
    return stem[:-1] if name[len(stem) : len(stem) + 1] in ("?", "*") else stem


def _present(text: str) -> list[Term]:
    """The terms that may be named: without stems, or with one that stands in the text."""
    low = text.lower()
    always, by_head = _heads()
    heads = {low[n : n + _SHORTEST] for n in range(len(low) - 1)}
    found = [t for head in heads & by_head.keys() for stem, t in by_head[head] if stem in low]
    return sorted({*always, *found}, key=lambda t: t.number)


@cache
def _heads() -> tuple[tuple[Term, ...], dict[str, list[tuple[str, Term]]]]:
    """The terms without stems, and the others by the first two letters of each stem."""
    table: dict[str, list[tuple[str, Term]]] = {}
    for term in load_terms():
        for stem in term.stems:
            table.setdefault(stem[:_SHORTEST], []).append((stem, term))
    return tuple(t for t in load_terms() if not t.stems), table


@lru_cache(maxsize=16_384)
def terms_of(text: str) -> frozenset[int]:
    """The numbers of the terms that a text names."""
    return frozenset(term.number for term in _present(text) if term.shown.search(text))


@lru_cache(maxsize=16_384)
def term_mentions(text: str) -> tuple[TermMention, ...]:
    """Every mention of a term, in order; overlapping names of several things are all given."""
    found = [
        TermMention(term, Span(*m.span())) for term in _present(text) for m in term.names.finditer(text)
    ]
    return tuple(sorted(found, key=lambda m: (m.span.start, m.span.end, m.term.number)))
