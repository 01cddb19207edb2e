"""Whether what is told of one part of the body bears on the part that is asked for, by kind of finding.

A deficit of a root shows in the whole limb; tenderness, motion and pictures show the part they are of.
Anatomy only: knows no finding by name and no rule that follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.evidence.observe import Mention
from assistant.evidence.reading import Record
from knowledge.findings import FindingRule
from knowledge.regions import related

ELSEWHERE = frozenset(("elsewhere",))
"""Stands for the parts of what bears on no part that is asked for."""

_SPINE = frozenset(("cervical", "thoracic", "lumbar", "sacroiliac", "spine"))
_WHOLE_LIMBS = frozenset(("upper_extremity", "lower_extremity"))
_JOINTS = frozenset(("shoulder", "elbow", "hip", "knee", "ankle"))
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "cervical": ("spine",),
    "thoracic": ("spine",),
    "lumbar": ("sacroiliac", "spine"),
    "sacroiliac": ("lumbar", "pelvis", "buttock", "spine"),
    "shoulder": ("upper_arm", "upper_extremity"),
    "upper_arm": ("shoulder", "elbow", "upper_extremity"),
    "elbow": ("upper_arm", "forearm", "upper_extremity"),
    "forearm": ("elbow", "wrist", "upper_extremity"),
    "wrist": ("forearm", "hand", "finger", "upper_extremity"),
    "hand": ("wrist", "finger", "upper_extremity"),
    "finger": ("hand", "wrist", "upper_extremity"),
    "hip": ("pelvis", "thigh", "buttock", "lower_extremity"),
    "thigh": ("hip", "knee", "lower_extremity"),
    "knee": ("thigh", "leg", "lower_extremity"),
    "leg": ("knee", "ankle", "lower_extremity"),
    "ankle": ("leg", "foot", "lower_extremity"),
    "foot": ("ankle", "toe", "lower_extremity"),
    "toe": ("foot", "lower_extremity"),
}
# words by which the strength of a joint is told as that of a root, a nerve or the limb
_OF_A_ROOT = re.compile(
    r"\b(?:myotom|dermatom|roots?\b|nerve|radic|[CL]-?[1-8]\b|S-?1\b|T-?1\b|biceps|triceps|grip|grasp"
    r"|intrinsic|interosse|wrist ext|finger ext|thenar|EHL|hallucis|tibialis|dorsiflex|plantar ?flex"
    r"|quadriceps|hamstring|iliopsoas|foot drop|toe|arms?\b|hands?\b|fingers?\b|legs?\b|foot\b|feet\b"
    r"|extremit|limbs?\b|sens|numb|tingl|reflex|jerk|DTR|pin ?prick|light touch)",
    re.IGNORECASE,
)
# words by which a deficit is told as that of a nerve at wrist or elbow, and those of a root beside them
_OF_A_NERVE = re.compile(
    r"\b(?:tinel|phalen|durkan|carpal|median|ulnar nerve|cubital|thenar|two[- ]point|abductor pollicis)",
    re.IGNORECASE,
)
_OF_ONE_ROOT = re.compile(
    r"\b(?:myotom|dermatom|roots?\b|radic|[CT]-?[1-8]\b|biceps|triceps|deltoid|reflex|jerk|DTR|wrist ext"
    r"|(?:spurling|compression)\S{0,3}(?: \w+){0,3} positive|positive (?:\w+ )?spurling|forearm|upper arm)",
    re.IGNORECASE,
)
_OF_THE_NECK = re.compile(r"\btrapezi|\bneck|\bcervic|\bparaspinal", re.IGNORECASE)


def placed(
    record: Record, seen: Sequence[Mention], rule: FindingRule, item: Mapping[str, frozenset[str]]
) -> tuple[Mention, ...]:
    """The mentions, with ``ELSEWHERE`` for the parts of those that tell nothing of the item's."""
    asked = item.get("region", frozenset())
    if not rule.regional or rule.bears == "related" or not asked:
        return tuple(seen)
    near = _NEAR[rule.bears]
    return tuple(
        m if not m.regions or near(record, m, asked) else replace(m, regions=ELSEWHERE) for m in seen
    )


def treated_with(parts: Iterable[str]) -> frozenset[str]:
    """The parts that a course of therapy for ``parts`` treats with them, those included."""
    return frozenset(p for part in parts for p in (part, *_BESIDE.get(part, related((part,)))))


def _near_part(record: Record, mention: Mention, asked: frozenset[str]) -> bool:
    """Whether the mention names a part asked for or one that is examined with it."""
    if asked & _WHOLE_LIMBS and mention.regions & related(asked):
        return True
    if mention.regions & treated_with(asked):
        return True
    neck = "cervical" in asked or "thoracic" in asked
    return neck and "shoulder" in mention.regions and _says(_OF_THE_NECK, record, mention)


def _near_limb(record: Record, mention: Mention, asked: frozenset[str]) -> bool:
    """As ``_near_part``; of a part of the spine also in the limb that it serves."""
    limbs = {part for region in asked & _SPINE for part in related((region,)) - _SPINE}
    return bool(mention.regions & limbs) or _near_part(record, mention, asked)


def _near_root(record: Record, mention: Mention, asked: frozenset[str]) -> bool:
    """Whether the mention is of no joint alone, nor of a nerve at the wrist where a root is asked for."""
    if not asked - _SPINE and _says(_OF_A_NERVE, record, mention):
        return _says(_OF_ONE_ROOT, record, mention)
    if asked - _SPINE - _WHOLE_LIMBS or mention.regions - _JOINTS:
        return True
    return _says(_OF_A_ROOT, record, mention)


def _says(words: re.Pattern[str], record: Record, mention: Mention) -> bool:
    return words.search(record.text, mention.quote.start, mention.quote.end) is not None


_NEAR: Mapping[str, Callable[[Record, Mention, frozenset[str]], bool]] = {
    "part": _near_part,
    "limb": _near_limb,
    "course": _near_limb,
    "root": _near_root,
}
