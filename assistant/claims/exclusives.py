"""Words of which a thing has one and no other ("the posterior horn"): found in text and record alike.

The table stands in ``exclusives.yaml``. Knows nothing of the case; places are offsets within the sentence.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from assistant.claims.assertion import Standing, standing
from knowledge.document import Span

_FILE = Path(__file__).with_name("exclusives.yaml")
_CUT = re.compile(
    r"[;.]\s|, (?:and |but |with )?(?=(?:an? |the |no |mild |moderate |severe )?\w)|\b(?:but|while|whereas|although|though|versus)\b"
)


@dataclass(frozen=True, slots=True)
class Exclusive:
    """A thing and the words of which it has one; ``reach`` in characters, ``side`` where the word stands."""

    name: str
    head: re.Pattern[str]
    values: tuple[tuple[str, re.Pattern[str]], ...]
    both: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    reach: int
    side: str
    plain: bool
    whole: bool
    text_only: bool
    many: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Valued:
    """One thing with its word; ``name`` is the thing's."""

    name: str
    value: str
    place: Span


@cache
def load_exclusives() -> tuple[Exclusive, ...]:
    """All entries in the order of the file."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(_entry(row) for row in raw["exclusives"])


def _entry(row: dict[str, object]) -> Exclusive:
    values = row["values"]
    assert isinstance(values, dict)
    return Exclusive(
        str(row["name"]),
        _worded(row["head"]),
        tuple((str(name), _worded(said)) for name, said in values.items()),
        _worded(row["both"]) if "both" in row else None,
        _worded(row["needs"]) if "needs" in row else None,
        int(str(row["reach"])),
        str(row.get("side", "around")),
        bool(row.get("plain")),
        bool(row.get("sentence")),
        bool(row.get("text_only")),
        bool(row.get("many")),
        bool(row.get("done")),
    )


def _worded(pattern: object) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/])(?:{pattern})(?!\w)", re.I)


@lru_cache(maxsize=16_384)
def valued_in(text: str, *, record: bool = False) -> tuple[Valued, ...]:
    """The things of a sentence with their words; of a ``record`` also those whose need is not said."""
    return tuple(v for row in load_exclusives() if row.head.search(text) for v in _of(row, text, record))


def _of(row: Exclusive, text: str, record: bool) -> Iterator[Valued]:
    if row.needs and row.whole and not row.needs.search(text):
        return
    if record and row.both and row.both.search(text):
        yield Valued(row.name, "both", Span(0, len(text)))
    for head in row.head.finditer(text):
        lo, hi = (0, len(text)) if record else _clause(text, head)
        clause = text[lo:hi]
        if not record and row.both and row.both.search(clause):
            continue
        if row.needs and not row.whole and not (record and row.text_only) and not row.needs.search(clause):
            continue
        yield from _beside(row, text, head, Span(lo, hi), row.reach * (2 if record else 1))


def _beside(row: Exclusive, text: str, head: re.Match[str], clause: Span, reach: int) -> Iterator[Valued]:
    start = head.end() if row.side == "after" else max(clause.start, head.start() - reach)
    end = head.start() if row.side == "before" else min(clause.end, head.end() + reach)
    for name, said in row.values:
        for match in said.finditer(text, start, end):
            place = Span(min(head.start(), match.start()), max(head.end(), match.end()))
            if row.plain or not (_denied(text, place) or _denied(text, Span(*match.span()))):
                yield Valued(row.name, name, place)


def _denied(text: str, place: Span) -> bool:
    return standing(text, place.start, place.end) is Standing.NEGATED


def _clause(text: str, head: re.Match[str]) -> tuple[int, int]:
    lo = max((m.end() for m in _CUT.finditer(text, 0, head.start())), default=0)
    stop = _CUT.search(text, head.end())
    return lo, stop.start() if stop else len(text)
