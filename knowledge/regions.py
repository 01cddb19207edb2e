"""Body regions and sides: which ones a text names, and which regions bear on each other.

Anatomy only: knows nothing of treatments, cases or guidelines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.lexicon import Lexicon

REGIONS = Path(__file__).with_name("regions.yaml")

_LETTER_SIDE = re.compile(r"\((?P<alone>[RL])\)|(?<!\w)(?P<side>[RL])\.?\s(?!spine)")


@dataclass(frozen=True)
class Anatomy:
    """The regions of ``regions.yaml``: labels, wordings, and what bears on what."""

    labels: dict[str, str]
    bears: dict[str, frozenset[str]]
    words: Lexicon
    sides: Lexicon


@cache
def load_anatomy(path: Path = REGIONS) -> Anatomy:
    """The anatomy of a YAML file (cached)."""
    raw: dict[str, Any] = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    regions = raw["regions"]
    return Anatomy(
        labels={key: entry["label"] for key, entry in regions.items()},
        bears={key: frozenset(entry["bears"]) | {key} for key, entry in regions.items()},
        words=Lexicon({**{key: entry["words"] for key, entry in regions.items()}, "": raw["not_a_region"]}),
        sides=Lexicon({**raw["sides"], "": raw["not_a_side"]}),
    )


def region_spans(text: str) -> tuple[tuple[int, int, str], ...]:
    """Every naming of a region as (start, end, region), in order; spans do not overlap."""
    return tuple((hit.start, hit.end, hit.key) for hit in load_anatomy().words.hits(text))


def regions_in(text: str) -> frozenset[str]:
    """The regions a text names. The bare word "spine" counts only when no part of the spine is named."""
    return frozenset(ordered_regions(text))


def ordered_regions(text: str) -> tuple[str, ...]:
    """The regions a text names, each once, in the order of first naming."""
    named = dict.fromkeys(region for _, _, region in region_spans(text))
    if "spine" in named and load_anatomy().bears["spine"] & named.keys() > {"spine"}:
        del named["spine"]
    return tuple(named)


def related(regions: Iterable[str]) -> frozenset[str]:
    """The regions whose findings bear on any of ``regions``, those included; unknown names stay."""
    bears = load_anatomy().bears
    return frozenset().union(*(bears.get(region, frozenset((region,))) for region in regions))


def side_in(text: str) -> str | None:
    """``left``, ``right`` or ``bilateral`` (also when both are named), or None when no side is named."""
    named = {hit.key for hit in load_anatomy().sides.hits(text)}
    begins = {start for start, _, _ in region_spans(text)} if _LETTER_SIDE.search(text) else set()
    for match in _LETTER_SIDE.finditer(text):
        if match["alone"] or match.end() in begins:
            named.add("right" if (match["alone"] or match["side"]) == "R" else "left")
    return _one_side(named)


def body_side_in(text: str) -> str | None:
    """As ``side_in``, for prose: a side counts beside a part of the body or after "on the"."""
    hits = list(load_anatomy().sides.hits(text))
    if not any(hit.key for hit in hits):
        return None
    compared = [match.span() for match in _COMPARED.finditer(text)]
    hits = [hit for hit in hits if not any(start <= hit.start < end for start, end in compared)]
    begins = [start for start, _, _ in region_spans(text)]
    return _one_side({hit.key for hit in hits if hit.key and _of_a_body(text, hit.start, hit.end, begins)})


def _of_a_body(text: str, start: int, end: int, begins: Iterable[int]) -> bool:
    beside = any(0 < begin - end <= _BESIDE and _APART.search(text, end, begin) is None for begin in begins)
    return beside or _ON_THE.search(text, max(start - 12, 0), start) is not None


_BESIDE = 24  # letters between a side and its part: "left distal radius", "right anterior thigh"
# "5 degrees (15 on the left)", "weaker than the right": named to compare, not spoken of
_COMPARED = re.compile(
    r"\([^()]{0,60}\)|\b(?:compared|comparison|versus|vs|than|against|relative|contralateral)\b[^,;.]{0,40}",
    re.IGNORECASE,
)
_APART = re.compile(r"[.,;:\d]")
_ON_THE = re.compile(r"\b(?:on|at|to) (?:the |his |her )?$", re.IGNORECASE)


def _one_side(named: set[str]) -> str | None:
    if "bilateral" in named or {"left", "right"} <= named:
        return "bilateral"
    return min(named, default=None)
