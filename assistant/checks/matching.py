"""Which disputed item a rationale speaks of."""

from __future__ import annotations

import re

from assistant.case import Case, DisputedItem
from assistant.claims.body import regions_in
from assistant.claims.fold import fold
from assistant.claims.prose import Mode, statements
from knowledge.treatments import load_taxonomy

_COMMON = frozenset(
    [
        "the",
        "of",
        "for",
        "and",
        "to",
        "a",
        "an",
        "in",
        "on",
        "is",
        "was",
        "with",
        "request",
        "not",
        "medically",
        "necessary",
        "per",
        "times",
        "week",
        "weeks",
    ]
)


def _tokens(text: str) -> list[str]:
    return [
        t for t in re.findall(r"[a-z0-9#%.]+", fold(text).text.lower()) if t.strip(".") and t not in _COMMON
    ]


def match_item(text: str, case: Case) -> DisputedItem | None:
    """The item whose wording the text repeats most (conclusions count twice); None when nothing fits."""
    if len(case.items) == 1:
        return case.items[0]
    folded = fold(text).text
    decided = " ".join(s.text for s in statements(folded) if s.mode is Mode.DECISION)
    have, concluded = set(_tokens(folded)), set(_tokens(decided))
    plain, ending = " ".join(_tokens(folded)), " ".join(_tokens(decided))
    rarity = _rarity(case)
    families = _families(folded)
    drugs = {m.generic for m in load_taxonomy().drug_mentions(folded)}
    regions = regions_in(folded)

    def score(item: DisputedItem) -> float:
        wanted = _tokens(item.treatment)
        if not wanted:
            return 0.0
        whole = " ".join(wanted)
        exact = 2.0 * (whole in ending) + 1.0 * (whole in plain)
        weight = sum(rarity.get(t, 1.0) for t in wanted)
        shared = sum(rarity.get(t, 1.0) * ((t in have) + 2 * (t in concluded)) for t in wanted)
        return exact + shared / weight + _kin(item, families, drugs, regions)

    best = max(case.items, key=lambda item: (score(item), -item.number), default=None)
    return best if best is not None and score(best) > 0 else None


def _families(text: str) -> dict[str, int]:
    """How often each treatment family or drug class is spoken of."""
    taxonomy = load_taxonomy()
    counts: dict[str, int] = {}
    for _, _, family in taxonomy.treatment_mentions(text):
        counts[family] = counts.get(family, 0) + 1
    for mention in taxonomy.drug_mentions(text):
        for name in {mention.family, mention.class_}:
            counts[name] = counts.get(name, 0) + 1
    for words, family in _CLASSES:
        counts[family] = counts.get(family, 0) + len(re.findall(words, text, re.I))
    return counts


_CLASSES = (
    (r"muscle relaxants?", "muscle_relaxant"),
    (r"opioids?\b", "opioid"),
    (r"NSAIDs?\b|anti-inflammator\w+", "nsaid"),
    (r"proton pump|PPIs?\b|gastrointestinal", "ppi"),
    (r"topical", "topical_compound"),
)


def _kin(item: DisputedItem, families: dict[str, int], drugs: set[str], regions: frozenset[str]) -> float:
    """How much the text speaks of the item's kind of treatment, drug and body part (at most about 2)."""
    taxonomy = load_taxonomy()
    own = taxonomy.classify(item.treatment)
    told = families.get(own.family or "", 0)
    generics = {m.generic for m in taxonomy.drug_mentions(item.treatment)}
    asked = regions_in(item.treatment)
    return (
        min(told, 3) / 3
        + 0.6 * bool(generics & drugs)
        + (0.5 * len(asked & regions) / len(asked) if asked else 0.0)
    )


def _rarity(case: Case) -> dict[str, float]:
    """Words shared by all items tell nothing."""
    counts: dict[str, int] = {}
    for item in case.items:
        for token in set(_tokens(item.treatment)):
            counts[token] = counts.get(token, 0) + 1
    return {token: 1.0 / count for token, count in counts.items()}
