"""Absence claims of free prose: "no documentation of X", "X was not provided", "unclear whether X".

Only the saying is found here; whether the record holds X is for the rules. Works on folded text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.claims.model import Denial
from knowledge.document import Span

_QUALIFIER = (
    r"(?:clear|clearly|clinical|objective|specific|supporting|submitted|"
    r"additional|documented|adequate|sufficient|significant|"
    r"current|medical|available|further|actual|convincing|compelling|definitive|"
    r"real|any|explicit|subjective|recorded|"
    r"equivocal or unequivocal|unequivocal)"
)
_NOUN = (
    r"(?:documentation|documents?|evidence|indications?|mention|records?|"
    r"reports?|notations?|notes?|discussion|description|"
    r"information|details?|proof|statement|clarification|data|listing)"
)
_LINK = (
    r"(?:that|of|on|about|regarding|concerning|in regards? to|for|to|as "
    r"to|indicating|showing|suggesting|demonstrating|detailing|describing|"
    r"specifying|stating|documenting|supporting|with regards? to)"
)
_VERB = (
    r"(?:document|indicate|show|reveal|demonstrate|mention|describe|include|"
    r"contain|note|specify|provide|report|identify|"
    r"state|detail|list|record|address|establish|outline|suggest|discuss)"
)
_DONE = (
    r"(?:documented|provided|noted|specified|stated|reported|included|submitted|"
    r"described|mentioned|given|available|indicated|"
    r"identified|discussed|addressed|listed|recorded|present|seen|found|"
    r"detailed|outlined|quantified|clear|evident|observed|performed|completed|"
    r"delineated)"
)
_PREFIX = re.compile(
    rf"\b(?:no|not any|(?:a |the |complete |apparent ){{0,2}}(?:lack|absence) "
    rf"of|lack(?:s|ed|ing)?(?: in| of)?|insufficient|inadequate|without|"
    rf"little|neither|absent|not have(?: any)?)"
    rf"(?: {_QUALIFIER}(?: and|,)?){{0,3}} {_NOUN}\b(?: (?:was|were|is|are|"
    rf"has been) (?:provided|noted|submitted|found|available|documented))?"
    rf"(?: (?:in|from|within|by) (?:the|this) (?:[A-Za-z]+ ){{0,3}}?(?:records?|"
    rf"documentation|notes?|file|reports?|examination|exam|provider|physician))?"
    rf"(?: {_LINK}\b)?(?: that\b)?(?: there (?:is|was|were|are|has been)(?: any)?\b)?",
    re.I,
)
_VERBAL = re.compile(
    rf"\b(?:(?:do|does|did|has|have|had) not (?:\w+ly )?(?:been )?{_VERB}(?:ed|"
    rf"d)?|fail(?:s|ed|ing)? to (?:\w+ly )?{_VERB}|ma(?:de|kes?) no (?:\w+ "
    rf")?mention (?:of|on|about)|"
    r"(?:is|are|was|were) silent (?:on|about|regarding|as to))(?: (?:of|on|that|any|about))?\b",
    re.I,
)
_DIRECT = re.compile(
    rf"\b(?:there (?:is|was|are|were|has been|have been|being)(?: also| "
    rf"again| currently| still)? (?:no|not any|a lack of|lack of|an absence "
    rf"of)|"
    rf"(?:reveal|show|demonstrate|note|have|has|had|with|and|with|of|but|"
    rf"was|were|is|are)(?:e?d|s|ing)? (?:no|a lack of|lack of))\b(?! (?:\w+ "
    rf"){{0,3}}?{_NOUN}\b)",
    re.I,
)
_OPENING = re.compile(
    rf"^(?:\W{{0,3}}(?:additionally|also|however|furthermore|moreover),? "
    rf")?no (?!(?:\w+ ){{0,3}}?{_NOUN}\b)",
    re.I,
)
_SUFFIX = re.compile(
    rf"\b(?:is|are|was|were|has|have|had)(?: also| been| still)?(?: not|"
    rf" never|n't)(?: also| been| clearly| well| adequately| specifically|"
    rf" explicitly| formally| currently| readily| otherwise| yet){{0,2}} "
    rf"{_DONE}\b",
    re.I,
)
_UNCLEAR = re.compile(
    r"\b(?:unclear|unknown|not clear|not known|uncertain|not stated|not "
    r"specified)(?: as to)?(?: of)? (?:whether|if|what|how|when|why)\b(?: "
    r"or not)?",
    re.I,
)
_UNTRIED = re.compile(
    r"\b(?:has|have|had|did) (?:not|never|yet to|still to)(?: yet| previously| adequately|"
    r" been)? (?:tr(?:y|ied)|trial(?:l?ed)?|had|received?|undergone?|complet(?:ed?)|"
    r"attempt(?:ed)?|participated? in|engaged? in|used?|taken?)\b",
    re.I,
)
_PASSIVE = re.compile(
    r"\b(?:(?:has|have|had)(?: not| never|n't)(?: yet| previously| adequately)? been|"
    r"(?:was|were|is|are)(?: not| never|n't)(?: yet| previously| adequately)?|"
    r"(?:has|have|had|is|are|was|were) yet to be|(?:has|have|had) still to be) "
    r"(?:tried|trial(?:l)?ed|attempted|undertaken|utilized)\b(?! (?:on|with)\b)",
    re.I,
)
_STOP = re.compile(
    r"[;:]|\.\s|,\s(?:and\s)?(?:while|whereas)\b|,\s\w{4,}ing (?:the|an?|his|her|this|that)\b|"
    r",\s(?:and\s)?(?:has|have|had|is|was|shows?|showed|remains?|continues?)\b|"
    r",\s(?:and\s)?(?:which|so|therefore|thus|hence|making|leaving|rendering)\b|"
    r",\sand (?:[a-z'/-]+ ){1,4}?(?:would|should|could|might|will|must)\b|"
    r",\s(?:and\s)?(?!(?:\w+ ){0,2}(?:or|nor)\b)(?:\w+ ){1,2}(?:is|are|was|were) "
    r"(?:normal|intact|negative|full|preserved|symmetric\w*)\b|"
    r"\b(?:but|however|although|though|except|other than|aside "
    r"from|apart from|which (?:would|could|might)|that (?:would|could|might)|"
    r"to (?:warrant|support|justify|suggest|necessitate|require|establish|"
    r"substantiate|validate|indicate|determine|meet)|warranting|supporting|"
    r"justifying|prior to|in order|in support|"
    r"because|given|since|despite|in excess|beyond|outside of|for which|following|until|unless|so that)\b",
    re.I,
)
_LONGEST = 170


_BOUND = re.compile(
    r"\s?(?:more|less|fewer|greater|longer|later|earlier|sooner|larger|higher|lower) than\b", re.I
)
"""``no more than`` bounds a number and denies nothing."""


@lru_cache(maxsize=16_384)
def denials_in(text: str) -> tuple[Denial, ...]:
    """Absence claims of one sentence, offsets within it; never raises."""
    found: list[Denial] = []
    for pattern, sort in (
        (_PREFIX, "documentation"),
        (_VERBAL, "documentation"),
        (_UNCLEAR, "documentation"),
        (_UNTRIED, "fact"),
        (_DIRECT, "fact"),
        (_OPENING, "fact"),
    ):
        for match in pattern.finditer(text):
            if pattern is _UNTRIED and _PASSIVE.match(text, match.start()):
                continue
            if _BOUND.match(text, match.end()):
                continue
            topic = _after(text, match.end())
            if topic.end > topic.start and not any(d.span.overlaps(Span(*match.span())) for d in found):
                found.append(Denial(sort, topic, Span(match.start(), topic.end)))
    for sort, pattern in (("documentation", _SUFFIX), ("fact", _PASSIVE)):
        for match in pattern.finditer(text):
            topic = _before(text, match.start())
            if topic.end > topic.start and not any(d.span.overlaps(topic) for d in found):
                found.append(Denial(sort, topic, Span(topic.start, match.end())))
    return tuple(sorted(found, key=lambda d: d.span.start))


def _after(text: str, start: int) -> Span:
    limit = min(len(text), start + _LONGEST)
    stop = _STOP.search(text, start, limit)
    end = stop.start() if stop else limit
    return _trim(text, _lead(text, start, end), end)


_LEAD = re.compile(
    rf"(?:the |any |a )?(?:(?:\w+ )?{_NOUN} (?:of|on|about|regarding) |"
    r"there (?:is|was|were|are|has been|have been) (?:any )?)",
    re.I,
)


def _lead(text: str, start: int, end: int) -> int:
    """Where the thing itself begins, behind "documentation of" or "there was"."""
    match = _LEAD.match(text, start + (text[start : start + 1] == " "), end)
    return match.end() if match else start


# "the screen was negative, and this was not addressed": what is not addressed is not the screen
_PRONOUN = re.compile(r"\b(?:and|but|which|,) (?P<it>this|it|that|these|they|which)\W*$", re.I)


def _before(text: str, end: int) -> Span:
    start = max(0, end - _LONGEST)
    for match in re.finditer(r"[,;:]\s|\b(?:and|but|however|although|while|that)\b", text[start:end]):
        start_of = start + match.end()
        if end - start_of > 6:
            start = start_of
    pronoun = _PRONOUN.search(text, start, end)
    trimmed = _trim(text, pronoun.start("it") if pronoun else start, end)
    if pronoun:
        return Span(trimmed.end, trimmed.end)
    return _trim(text, _lead(text, trimmed.start, trimmed.end), end)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end)
