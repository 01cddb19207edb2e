"""Items of one case that ask for the same: one treatment twice, one drug twice, two drugs of a class.

It only tells; no status and no recommendation follows from it. Knows no page and reads no record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from knowledge.treatments import Classified, load_taxonomy

_CARE = ("physical_therapy", "postsurgical_therapy", "aquatic_therapy", "chiropractic", "acupuncture")
_ONCE = ("massage", "xray", "ct", "mri_", "emg_ncs_", "epidural_", "facet_", "medial_", "radiofrequency_")
_OFTEN_ASKED_APART = (*_CARE, *_ONCE, "trigger_point_", "joint_injection", "brace_support", "tens")
"""Families of which a second request for the same part is a second request for the same thing."""
_TELLING = ("region", "side", "modality")
_LEVEL = re.compile(r"\b[CTLS]\d{1,2}\b", re.I)


@dataclass(frozen=True, slots=True)
class Alike:
    """Two items, by their numbers, and what both ask for, in words."""

    one: int
    two: int
    what: str

    @property
    def said(self) -> str:
        return (
            f"Items {self.one} and {self.two} both ask for {self.what}; see that the two decisions fit"
            " together."
        )


def alike(items: Iterable[tuple[int, str]], item: int | None = None) -> tuple[Alike, ...]:
    """Each pair of items, given as number and request, that ask for the same; with ``item`` its own."""
    pairs = combinations(items, 2)
    return tuple(
        Alike(one, two, same)
        for (one, first), (two, second) in pairs
        if item in (None, one, two) and (same := same_thing(first, second))
    )


@lru_cache(maxsize=4096)
def same_thing(first: str, second: str) -> str:
    """What both requests ask for, in words; empty where they ask for different things."""
    taxonomy = load_taxonomy()
    one, two = taxonomy.classify(first), taxonomy.classify(second)
    if one.family is None or one.family != two.family:
        return ""
    label = taxonomy.families[one.family].label
    if one.attributes.get("drug") and two.attributes.get("drug"):
        return _drug(one, two, label)
    if " ".join(first.lower().split()) == " ".join(second.lower().split()):
        return f"the same ({label})"
    return _place(first, second, one, two, label)


def _drug(one: Classified, two: Classified, label: str) -> str:
    """The same drug by the same route, or two of one class."""
    if one.attributes.get("route") != two.attributes.get("route"):
        return ""
    if shared := one.attributes["drug"] & two.attributes["drug"]:
        return f"the same drug ({', '.join(sorted(shared))})"
    classes = one.attributes.get("drug_class", frozenset()) & two.attributes.get("drug_class", frozenset())
    both = ", ".join(sorted(one.attributes["drug"] | two.attributes["drug"]))
    return f"a drug of one class ({label}: {both})" if classes else ""


def _place(first: str, second: str, one: Classified, two: Classified, label: str) -> str:
    """The same care or test for the same part, side and level."""
    if not (one.family or "").startswith(_OFTEN_ASKED_APART) or not one.attributes.get("region"):
        return ""
    if any(one.attributes.get(name) != two.attributes.get(name) for name in _TELLING):
        return ""
    if _levels(first) != _levels(second) or _both_say_otherwise(one, two, "contrast"):
        return ""
    part = ", ".join(sorted(one.attributes["region"])).replace("_", " ")
    return f"the same ({label}, {part})"


def _both_say_otherwise(one: Classified, two: Classified, name: str) -> bool:
    first, second = one.attributes.get(name), two.attributes.get(name)
    return bool(first and second and first != second)


def _levels(treatment: str) -> frozenset[str]:
    return frozenset(level.upper() for level in _LEVEL.findall(treatment))
