"""Sets of facts of which a case has one: kinds of anesthesia, depth of a tear, the dominant hand.

The wording stands in ``alternatives.yaml``. Works on folded text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from knowledge.document import Span

_FILE = Path(__file__).with_name("alternatives.yaml")


@dataclass(frozen=True, eq=False)
class Alternatives:
    """One set; ``values`` by name, ``about``: wording that both sentences must have.

    ``near``: of the same body part only; ``loose``: several may hold in one case.
    """

    name: str
    about: re.Pattern[str]
    values: tuple[tuple[str, re.Pattern[str]], ...]
    near: bool
    loose: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value that a sentence names, with its place."""

    value: str
    span: Span


@cache
def load_alternatives() -> tuple[Alternatives, ...]:
    """All sets in the order of the file."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(
        Alternatives(
            entry["name"],
            re.compile(entry["about"], re.I),
            tuple((name, _any(names)) for name, names in entry["values"].items()),
            entry.get("near", False),
            entry.get("loose", False),
        )
        for entry in raw["sets"]
    )


def _any(names: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(names)})\b", re.I)


@lru_cache(maxsize=16_384)
def chosen_in(alternatives: Alternatives, text: str) -> tuple[Chosen, ...]:
    """The values of a set that a sentence names; none where it does not speak of the thing."""
    if not alternatives.about.search(text):
        return ()
    return tuple(
        Chosen(value, Span(*match.span()))
        for value, pattern in alternatives.values
        for match in pattern.finditer(text)
    )
