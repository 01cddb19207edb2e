"""Which disputed item a rationale speaks of: by its words, where they stand, and the kind of treatment.

Where several items fit alike nothing is guessed: the candidates are given, for a person to choose.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from assistant.case import Case, DisputedItem
from assistant.checks.classes import class_of, classes_in
from assistant.claims.body import regions_in
from assistant.claims.fold import fold
from assistant.claims.prose import Mode, statements
from assistant.claims.terms import terms_of
from knowledge.treatments import load_taxonomy

_COMMON = frozenset((
    "the", "of", "for", "and", "to", "a", "an", "in", "on", "is", "was", "with", "request", "not",
    "medically", "necessary", "per", "times", "week", "weeks",
))  # fmt: skip
_STEM = 6
_END, _LEAD, _BODY = 1.0, 0.7, 0.35
_WORDS, _EXACT, _TERMS, _KIND, _DRUG, _CLASS, _REGION = 1.0, 2.0, 0.5, 1.0, 1.5, 1.0, 0.7
_CITED = (Mode.GUIDELINE, Mode.QUOTED)
_CLEAR = 0.15
_CLEAR_SERVICE = 1.0  # "the ancillary service" may be any of them
_AT_LEAST = 0.3
_OPERATION = "surgery_"
_SURGERY = re.compile(
    r"\bsurg(?:ery|eries|ical (?:intervention|procedure|treatment|consideration)s?)\b", re.I
)
_ANCILLARY = re.compile(
    r"\b(?:surg\w+|operat\w+)(?: \w+){0,2} (?:is|was|are) not\b[^.]{0,120}"
    r"\b(?:ancillary|associated|perioperative|dependent) (?:service|request|item)",
    re.I,
)
_IMAGING = re.compile(r"\bimaging\b|\bspecial stud(?:y|ies)\b", re.I)
_STUDY = re.compile(
    r"\bMRI|\bCT\b|magnetic resonance|x-?ray|radiograph|myelogram|bone scan|ultrasound", re.I
)


def match_item(text: str, case: Case) -> DisputedItem | None:
    """The item that the text speaks of; None where none or more than one fits."""
    found = candidates(text, case)
    return found[0] if len(found) == 1 else None


def candidates(text: str, case: Case) -> tuple[DisputedItem, ...]:
    """The items that the text may speak of, in order: one where it is clear, none where no word fits."""
    if len(case.items) == 1:
        return case.items
    folded = fold(text).text
    items, clear = case.items, _CLEAR
    if _ANCILLARY.search(folded):
        items = tuple(i for i in items if not _family(i.treatment).startswith(_OPERATION)) or items
        clear = _CLEAR_SERVICE
    zones, rarity = _zones(folded), _rarity(items)
    scores = [_score(_wanted(item.treatment), zones, rarity) for item in items]
    best = max(scores)
    if best < _AT_LEAST and len(items) == len(case.items):
        return ()
    fits = tuple(item for item, score in zip(items, scores, strict=True) if score >= best - clear)
    return _concluded(fits, folded) or fits


def _concluded(items: tuple[DisputedItem, ...], text: str) -> tuple[DisputedItem, ...]:
    """Of items that fit alike, those that the last sentence of the decision names in full."""
    if len(items) == 1:
        return items
    last = [s.text for s in statements(text) if s.mode is Mode.DECISION][-1:]
    said = " ".join(_tokens(last[0])) if last else ""
    return tuple(i for i in items if (plain := _wanted(i.treatment).plain) and plain in said)


def argued(text: str, case: Case, item: DisputedItem) -> DisputedItem | None:
    """Another item, of which the cited guidelines speak, where nothing but the end speaks of this one.

    Not told apart: two drugs, of which a guideline names one while it speaks of the other.
    """
    mine = _wanted(item.treatment)
    if not mine.families or not (mine.drugs or mine.terms):
        return None
    told = [s for s in statements(fold(text).text) if s.mode is not Mode.DECISION]
    cited = _read(" ".join(s.text for s in told if s.mode in _CITED))
    if _speaks(mine, cited):
        return None
    others = ((i, _wanted(i.treatment)) for i in case.items if i.number != item.number)
    found = next((i for i, w in others if _speaks(w, cited) and not (w.drugs and mine.drugs)), None)
    if found is None or any(_speaks(mine, _read(s.text)) for s in told if not _AT_ISSUE.search(s.text)):
        return None
    return found


_AT_ISSUE = re.compile(r"\b(?:at issue|in dispute) is\b", re.I)


def _speaks(wanted: _Words, passage: _Words) -> bool:
    """The passage names the treatment, its kind, or one of its drugs."""
    return bool(
        wanted.families & passage.families
        or wanted.drugs & passage.drugs
        or wanted.classes & passage.classes
        or wanted.terms & passage.terms
    )


@dataclass(frozen=True)
class _Words:
    """What a passage, or the wording of a request, says."""

    plain: str
    stems: frozenset[str]
    terms: frozenset[int]
    families: frozenset[str]
    drugs: frozenset[str]
    classes: frozenset[str]
    regions: frozenset[str]


def _zones(text: str) -> tuple[tuple[float, _Words], ...]:
    """The conclusion, then what is cited and said first, then all; each with its weight."""
    told = statements(text)
    end = " ".join(s.text for s in told if s.mode is Mode.DECISION)
    lead = " ".join(
        s.text for n, s in enumerate(told[:3]) if s.mode in _CITED or (n == 0 and s.mode is Mode.CASE)
    )
    return ((_END, _read(end)), (_LEAD, _read(lead)), (_BODY, _read(text)))


@lru_cache(maxsize=64)
def _read(text: str) -> _Words:
    taxonomy = load_taxonomy()
    drugs = taxonomy.drug_mentions(text)
    families = {family for _, _, family in taxonomy.treatment_mentions(text)} | {m.family for m in drugs}
    families |= {_OPERATION} if _SURGERY.search(text) else set()
    families |= {"imaging"} if _IMAGING.search(text) else set()
    tokens = _tokens(text)
    return _Words(
        plain=" ".join(tokens),
        stems=frozenset(t[:_STEM] for t in tokens),
        terms=terms_of(text),
        families=frozenset(families),
        drugs=frozenset(m.generic for m in drugs),
        classes=classes_in(text),
        regions=regions_in(text),
    )


@lru_cache(maxsize=256)
def _wanted(treatment: str) -> _Words:
    family, drugs = _family(treatment), load_taxonomy().drug_mentions(treatment)
    families = {family} | ({_OPERATION} if family.startswith(_OPERATION) else set())
    families |= {"imaging"} if _STUDY.search(treatment) else set()
    own = _read(treatment)
    return _Words(
        plain=own.plain,
        stems=own.stems,
        terms=own.terms,
        families=frozenset(families - {""}),
        drugs=own.drugs,
        classes=frozenset(filter(None, (class_of(m.class_) for m in drugs))),
        regions=own.regions,
    )


def _family(treatment: str) -> str:
    return load_taxonomy().classify(treatment).family or ""


def _score(wanted: _Words, zones: tuple[tuple[float, _Words], ...], rarity: dict[str, float]) -> float:
    """How much the text speaks of a request; each part counts where it stands in the weightiest zone."""
    if not wanted.stems:
        return 0.0
    whole = sum(rarity[s] for s in wanted.stems)
    words = sum(rarity[s] * _place(zones, s, "stems") for s in wanted.stems) / whole
    exact = next((w for w, zone in zones if wanted.plain and wanted.plain in zone.plain), 0.0)
    return (
        _WORDS * words
        + _EXACT * exact
        + _TERMS * _share(zones, wanted.terms, "terms")
        + _KIND * _most(zones, wanted.families, "families")
        + _DRUG * _most(zones, wanted.drugs, "drugs")
        + _CLASS * _most(zones, wanted.classes, "classes")
        + _REGION * _share(zones, wanted.regions, "regions")
    )


def _place(zones: tuple[tuple[float, _Words], ...], thing: object, kind: str) -> float:
    return next((weight for weight, zone in zones if thing in getattr(zone, kind)), 0.0)


def _most(zones: tuple[tuple[float, _Words], ...], things: Collection[object], kind: str) -> float:
    return max((_place(zones, thing, kind) for thing in things), default=0.0)


def _share(zones: tuple[tuple[float, _Words], ...], things: Collection[object], kind: str) -> float:
    return sum(_place(zones, thing, kind) for thing in things) / len(things) if things else 0.0


def _tokens(text: str) -> list[str]:
    return [
        t for t in re.findall(r"[a-z0-9#%.]+", fold(text).text.lower()) if t.strip(".") and t not in _COMMON
    ]


def _rarity(items: tuple[DisputedItem, ...]) -> dict[str, float]:
    """Words shared by all items tell little."""
    counts: dict[str, int] = {}
    for item in items:
        for stem in _wanted(item.treatment).stems:
            counts[stem] = counts.get(stem, 0) + 1
    return {stem: 1.0 / count**2 for stem, count in counts.items()}
