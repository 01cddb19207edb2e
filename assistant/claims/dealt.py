"""What was given to, made of or meant for which body part: "hip x-rays", "a cream for the neck", "the thumb was injected".

The kinds stand in ``dealt.yaml``. A part counts only where words link it to the thing. Works on folded text.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

from assistant.claims.body import region_mentions, sides_in
from knowledge.document import Span

_FILE = Path(__file__).with_name("dealt.yaml")
_WORDS_BEFORE = (
    r"(?: (?:spine|joint|space|area|region|tunnel|bursa|plain|steroid|corticosteroid|cortisone|intra-?articular|epidural|diagnostic|"
    r"repeat|standing|weight-?bearing|flexion|extension|home|night|neutral|hinged|arthroscopic|open|endoscopic|"
    r"pain|in-?office|prior|previous|earlier|muscles?|was|were|had been|has been|previously|already|also|once|twice|taken|given|an?)){0,4}[ -]"
)
_BEFORE = re.compile(_WORDS_BEFORE)
_REACH = 95
_STOP = re.compile(
    r"[;:]|\.\s|\b(?:but|while|which|who|because|since|although|with|without|due|after|before|than|versus)\b|"
    r"(?:,? and|,)(?= (?!(?:and )?(?:[\w/-]+ )?\d|(?:for|to) (?:the|his|her|both|left|right)\b))",
    re.I,
)
_PREPOSITION = re.compile(
    r" (?:(?P<for>for)|to treat|to|of|on|onto|into|in|at|over|about|toward|upon) "
    r"(?:(?:the|his|her|both|an?|use on|use at|treatment of|pain (?:in|of)|relief of|affected|painful|injured|involved|"
    r"sore|aching|skin (?:of|over)|muscles of|put on|same|this|that) )*",
    re.I,
)
_MEANT = frozenset(("care", "product"))
_QUALIFIED = re.compile(
    r"(?:(?:left|right|bilateral|both|upper|lower|entire|medial|lateral|posterior|anterior|trigger|middle|index|ring|long|small|little|big|great)\b,? ?(?:and |or )?)*",
    re.I,
)
_MORE = re.compile(r",? (?:and|or|&) (?:the |his |her )?|, (?:the |his |her )?|/")
_SIDE_BEFORE = re.compile(
    r"\b(?P<side>left|right|bilateral|both)(?: (?:and|or) (?:left|right))? (?:[\w-]+ ){0,2}$", re.I
)


@dataclass(frozen=True, eq=False)
class DealtKind:
    """A kind of thing that is given to a part; ``sort``: study, injection, care, product or operation."""

    name: str
    sort: str
    words: re.Pattern[str]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dealt:
    """One mention with the parts and sides that words link to it; no part: none is told."""

    kind: DealtKind
    parts: frozenset[str]
    sides: frozenset[str]
    place: Span
    whole: Span


@cache
def load_kinds() -> tuple[DealtKind, ...]:
    """All kinds in the order of the file."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(
        DealtKind(r["name"], r["sort"], _worded(r["words"]), tuple(r["stems"])) for r in raw["kinds"]
    )


@cache
def _any_kind() -> re.Pattern[str]:
    return re.compile("|".join(kind.words.pattern for kind in load_kinds()), re.I)


@cache
def unnamed_care() -> re.Pattern[str]:
    """Counted care without its name: "six treatments"."""
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return _worded(raw["unnamed"])


@cache
def unnamed_product() -> re.Pattern[str]:
    """A device or cream without its name: "the unit"."""
    return _worded(yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["device"])


def _worded(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.I)


@lru_cache(maxsize=16_384)
def dealt_in(text: str) -> tuple[Dealt, ...]:
    """Every mention of a kind in a sentence, in order of the kinds."""
    low = f"{text.lower()} "
    kinds = [kind for kind in load_kinds() if any(stem in low for stem in kind.stems)]
    return tuple(dealt_at(text, kind, Span(*m.span())) for kind in kinds for m in kind.words.finditer(text))


def dealt_at(text: str, kind: DealtKind, place: Span) -> Dealt:
    """The mention at a place with what is linked to it."""
    regions = region_mentions(text)
    linked = _ahead(text, place, regions)
    behind = _behind(text, place, regions, kind.sort)
    if not linked or {name for name, _ in linked} & {name for name, _ in behind}:
        linked += behind
    if not linked:
        return Dealt(kind, frozenset(), frozenset(), place, place)
    lo = min(place.start, *(span.start for _, span in linked))
    hi = max(place.end, *(span.end for _, span in linked))
    side = _SIDE_BEFORE.search(text[max(0, lo - 30) : lo])
    sides = sides_in(text[lo:hi]) | (sides_in(side["side"]) if side else frozenset())
    return Dealt(kind, frozenset(name for name, _ in linked), sides, place, Span(lo, hi))


def _ahead(text: str, place: Span, regions: tuple[tuple[str, Span], ...]) -> list[tuple[str, Span]]:
    """The part right before the thing: "lumbar spine x-rays", "the right thumb was injected"."""
    near = [
        (name, span)
        for name, span in regions
        if span.end < place.start and _BEFORE.fullmatch(text[span.end : place.start])
    ]
    return _listed_before(text, near[0], regions) if near else []


def _listed_before(
    text: str, last: tuple[str, Span], regions: tuple[tuple[str, Span], ...]
) -> list[tuple[str, Span]]:
    """With the parts that a list joins to it: "neck and back x-rays"."""
    found = [last]
    for name, span in reversed(regions):
        gap = text[span.end : found[-1][1].start]
        joined = _MORE.match(gap)
        if span.end <= found[-1][1].start and joined and _QUALIFIED.fullmatch(gap[joined.end() :]):
            found.append((name, span))
    return found


def _behind(
    text: str, place: Span, regions: tuple[tuple[str, Span], ...], sort: str
) -> list[tuple[str, Span]]:
    """The parts that a preposition joins to it: "injection of the left knee", "cream 180 g to the neck and back"."""
    far = min(len(text), place.end + _REACH)
    stop = _STOP.search(text, place.end, far)
    other = _any_kind().search(text, place.end, stop.start() if stop else far)
    limit = min((m.start() for m in (other, stop) if m), default=far)
    for link in _PREPOSITION.finditer(text, place.end, limit):
        found = _listed_behind(text, link.end(), regions)
        if link["for"] and sort not in _MEANT:
            continue  # an MRI for leg pain is none of the leg
        if found:
            return found
    return []


def _listed_behind(text: str, at: int, regions: tuple[tuple[str, Span], ...]) -> list[tuple[str, Span]]:
    """The part that begins here, with those that a list joins to it."""
    found: list[tuple[str, Span]] = []
    while at >= 0:
        qualified = _QUALIFIED.match(text, at)
        start = qualified.end() if qualified else at
        named = next(((n, s) for n, s in regions if s.start == start), None)
        if named is None:
            return found
        found.append(named)
        more = _MORE.match(text, named[1].end)
        at = more.end() if more else -1
    return found
