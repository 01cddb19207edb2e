"""Whether a mention within a sentence is affirmed: a small ConText for the checker, linear, model-free.

Knows the wording of negation, planning, history and doubt; nothing of medicine.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Standing(StrEnum):
    """How a mention stands in its sentence."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    PLANNED = "planned"
    UNCERTAIN = "uncertain"


_NEGATION = re.compile(
    r"\b(?:no|not|n't|speaks? against|denie[sd]|deny|denying|without|negative for|absence "
    r"of|free of|lack of|lack(?:s|ed)|never|none|neither|nobody|nowhere|nor|failed to "
    r"(?:reveal|show)|"
    r"rather than|resolved|unremarkable for|ruled out)\b|n't\b",
    re.I,
)
_END = re.compile(
    r"\b(?:but|however|although|though|except|yet|while|which|and (?:has|"
    r"had|is|was|there|positive|also|reports?|complain\w*)|with (?:positive|"
    r"tender\w*)|positive)\b|"
    r"(?:,| and) (?:an? )?(?:mild|moderate|severe|marked|slight|some|diffuse|focal)(?:ly)?\b|"
    r"[;:]|(?<=\S)\"(?=[\s.,;:)]|$)",
    re.I,
)
_NOT_NEGATION = re.compile(
    r"\b(?:no (?:improvement|relief|benefit|change|longer|significant (?:improvement|"
    r"change|relief))|not (?:only|improv\w+|help\w*|relie\w+|been (?:help|"
    r"benefi)\w*|(?:proven|particularly|very)))\b",
    re.I,
)
_POST = re.compile(
    r"^[^.;,]{0,40}?\b(?:(?:is|was|were|are|has been|have been) (?:negative|"
    r"absent|not\b|denied|unremarkable|normal|within normal|ruled out|never)|"
    r": ?(?:no|none|negative)|(?<!with )(?<!with a )(?<!and )negative\b)",
    re.I,
)
_PLAN = re.compile(
    r"\b(?:request(?:ed|ing|s)?|recommend(?:ed|s|ation|ing)?|plan(?:ned|"
    r"s)?(?: \w+){0,3}|order(?:ed|ing)?|will|to (?:begin|start|undergo)|"
    r"(?<!noted )(?<!found )(?<!reported )(?<!shown )(?<!felt )to have(?! had)|"
    r"schedul\w+|authoriz\w+|propos\w+|consider\w*|"
    r"pending|await\w*|referr\w+|suggest\w*|would|"
    r"should(?! (?:also |further )?be (?:noted|mentioned|pointed out|remembered|added))|"
    r"(?<!in )(?<!since )(?<!until )(?<!by )may(?! (?:of )?\d)|possibl[ey]|if)\b[^.;]{0,90}$",
    re.I,
)
_DOUBT = re.compile(
    r"\b(?:rule out|establish\w*|r/o|ruling out|possib\w+|suspect\w*|question of|to "
    r"evaluate for|concern for|versus|risk of|history of)\b[^.;]{0,60}$",
    re.I,
)


def standing(sentence: str, start: int, end: int) -> Standing:
    """How ``sentence[start:end]`` stands in the sentence around it."""
    before = sentence[max(0, start - 110) : start]
    if (_denied(before) and not _goes_on(before, sentence[end : end + 24])) or _POST.match(
        sentence[end : end + 60]
    ):
        return Standing.NEGATED
    if _DOUBT.search(sentence[max(0, start - 70) : start]):
        return Standing.UNCERTAIN
    if _PLAN.search(sentence[max(0, start - 110) : start]):
        return Standing.PLANNED
    return Standing.AFFIRMED


_REMAINS = re.compile(r"^ (?:\w+ )?(?:remain(?:s|ed)|persist(?:s|ed))\b", re.I)


def _goes_on(before: str, after: str) -> bool:
    """A clause of its own after a comma: "no numbness, tenderness remained"."""
    return before.endswith(", ") and _REMAINS.match(after) is not None


def _denied(before: str) -> bool:
    cleared = _NOT_NEGATION.sub(" ", before)
    last = None
    for match in _NEGATION.finditer(cleared):
        last = match
    if last is None:
        return False
    between = cleared[last.end() :]
    return len(between) <= 75 and not _END.search(between)
