"""Load the lexicon of things that absence and presence claims speak of.

The wording stands in ``concepts.yaml``; nothing here reads a record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("concepts.yaml")


@dataclass(frozen=True)
class Concept:
    """One thing that can be documented or absent; patterns ignore case."""

    id: str
    name: str
    named: re.Pattern[str]
    shown: re.Pattern[str] | None
    denied: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    unlike: re.Pattern[str] | None
    near: str
    counts: frozenset[str]
    sure: bool
    request: str
    therapy: bool


@cache
def load_concepts() -> tuple[Concept, ...]:
    """All concepts in the order of the file."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(_concept(entry) for entry in raw["concepts"])


def _concept(entry: dict[str, Any]) -> Concept:
    return Concept(
        id=entry["id"],
        name=entry["name"],
        named=_any(entry["named"]),
        shown=_any(entry["shown"]) if "shown" in entry else None,
        denied=_any(entry["denied"]) if "denied" in entry else None,
        unless=_any(entry["unless"]) if "unless" in entry else None,
        unlike=_any([entry["unlike"]]) if "unlike" in entry else None,
        near=entry.get("near", ""),
        counts=frozenset(entry.get("counts", ["affirmed"])),
        sure=entry.get("sure", True),
        request=entry.get("request", ""),
        therapy="therapy" in entry,
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_whole(pattern)})" for pattern in patterns), re.IGNORECASE)


def _whole(pattern: str) -> str:
    """Begin at a word, so that \"depression\" is not found in \"antidepressant\"."""
    return pattern if pattern.startswith("^") else rf"\b(?:{pattern})"
