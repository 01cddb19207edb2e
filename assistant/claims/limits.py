"""Published limits in the words in which they are usually cited: the numbers there, and the right ones.

The wordings and numbers stand in ``limits.yaml``. Knows nothing of the case or of what governs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from assistant.claims.numbers import value_of
from knowledge.document import Span
from knowledge.number_words import NUMBER_WORDS

_FILE = Path(__file__).with_name("limits.yaml")
_N = rf"(\d{{1,3}}|{'|'.join(sorted(NUMBER_WORDS[:20], key=len, reverse=True))})"

Row = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit; ``said`` has a group for each number of a row of ``right``."""

    name: str
    said: re.Pattern[str]
    right: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Misquoted:
    """A wording with a number that no row has: the whole, the number, and the nearest row."""

    limit: Limit
    whole: Span
    number: Span
    nearest: Row


@cache
def load_limits() -> tuple[Limit, ...]:
    """All limits in the order of the file."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(
        Limit(
            entry["name"],
            re.compile(rf"(?<!\w){entry['said'].replace('{n}', _N)}", re.I),
            tuple(tuple(Decimal(n) for n in row) for row in entry["right"]),
        )
        for entry in raw["limits"]
    )


def misquoted(text: str) -> Iterator[Misquoted]:
    """The wordings of one sentence that no row agrees with; offsets within it."""
    for limit in load_limits():
        for match in limit.said.finditer(text):
            said = tuple(value_of(n) for n in match.groups())
            if said in limit.right:
                continue
            nearest = min(limit.right, key=lambda row: sum(a != b for a, b in zip(row, said, strict=True)))
            wrong = next(n for n, (a, b) in enumerate(zip(nearest, said, strict=True), 1) if a != b)
            yield Misquoted(limit, Span(*match.span()), Span(*match.span(wrong)), nearest)
