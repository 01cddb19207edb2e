"""CRI and CON, argued: a text that concludes says on what ground, and not against all that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.outcome import Conclusion, conclusions
from assistant.checks.record import squeeze
from assistant.checks.rule import Example, Rule
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.model import NeverTest

_WHOLE_TEXT = 2  # a sentence alone is a note, no determination
_NAMING = re.compile(
    r"\b(?:at issue|in dispute) is\b|\bguideline that governs\b|\bgoverning (?:guideline|section)\b", re.I
)
_BARE = re.compile(
    r"^[^,]{0,40}(?:,? ?)(?:the |this )?(?:current |requested |request\b)[^;]{0,260}?\b(?:is|are|was|were) "
    r"(?:therefore |thus |also |considered |deemed )*(?:not )?(?:deemed )?"
    r"medically (?:necessary|appropriate)(?: (?:and|or) (?:\w+ )?appropriate)?\W*$",
    re.I,
)
_REASON = re.compile(
    r"\b(?:as|given|because|since|due to|based on|without|lack\w*|with (?:no|the|lack)|exceed\w*|per)\b",
    re.I,
)
_GROUND = re.compile(
    r"\b(?:not|cannot|no|nor|without|never|none|neither|lack\w*|insufficien\w*|inadequa\w*|fail\w*|exceed\w*|"
    r"excessive|unclear|unknown|absen\w*|beyond|outside|limited|premature|already|redundan\w*|duplicat\w*|"
    r"contraindicat\w*|contrary|more than|in excess|experimental|meets?|met|support\w*|satisf\w*|"
    r"consistent|warrant\w*|appropriate|reasonable|indicated|justif\w*|fulfil\w*|qualif\w*|within|corroborat\w*|"
    r"substantiat\w*|recommended|document\w*|necessa\w*|needs?|evidence|speaks? (?:against|for)|shown?)\b",
    re.I,
)
_APPLIED = re.compile(
    r"\b(?:request(?:s|ed)?|worker|patient|claimant|applicant|this case|documentation|records?|given)\b",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:not (?:\w+ )?(?:recommended|supported|indicated)|does not recommend|no recommendation)\b", re.I
)


def _groundless(context: Context) -> Iterator[Finding]:
    """A conclusion, and no sentence that argues: only facts of the record, guidelines and the request."""
    if not context.human or len(context.statements) < _WHOLE_TEXT:
        return
    found = conclusions(context)
    if found and not any(_argues(context, statement, found[-1]) for statement in context.statements):
        last = context.statement_at(found[-1].start)
        assert last is not None
        yield context.finding(
            "CRI06",
            last.start,
            last.end,
            Verdict.UNSUPPORTED,
            "No sentence says how the record stands on what the guideline asks.",
            mend="Say which criterion decides and what the record shows of it.",
        )


def _argues(context: Context, statement: Statement, end: Conclusion) -> bool:
    text = statement.text
    if _NAMING.search(text) or context.repeats_record(statement):
        return False
    if _BARE.match(text) and not _REASON.search(_without_request(context, text)):
        return False
    if statement.mode in (Mode.GUIDELINE, Mode.QUOTED):
        if _own_section(context, text):
            return False
        if not _APPLIED.search(text):
            return not end.necessary and _REFUSED.search(text) is not None
    if end.necessary and statement.mode is Mode.CASE and not _BARE.match(text):
        return True  # a fact that fits the guideline, told in one's own words, argues for a request
    return _GROUND.search(text) is not None


def _without_request(context: Context, text: str) -> str:
    """The sentence without the request's own wording, in which "without contrast" is no reason."""
    asked = context.asked.rstrip(". ")
    place = text.lower().find(asked.lower()) if asked else -1
    return text if place < 0 else text[:place] + text[place + len(asked) :]


def _own_section(context: Context, text: str) -> bool:
    """It repeats what the governing section recommends, which decides alone only where it is: never."""
    pack, evaluation = context.review.pack, context.review.evaluation
    if pack is None or evaluation is None:
        return False
    never = (isinstance(evaluation.result(d).criterion.test, NeverTest) for d in evaluation.deciding)
    return squeeze(pack.recommended).rstrip(".") in squeeze(text) and not any(never)


_LAST = 3
_AGAINST = re.compile(
    r"\b(?:(?:a|the|of|is|and) lack of|(?:notes?|records?|reports?|requests?|files?|documents|"
    r"documentation|letter|chart|device|treatment|it) (?:\w+ )?lack(?:s|ed)?|lacking|no (?:\w+ ){0,2}(?:"
    r"documentation|evidence|indication|mention|rationale(?! had)|improvement|purpose|need|reason)|"
    r"nothing (?:to|that) (?:support|justif|suggest)\w*|"
    r"(?:do|does|did|is|are|was|were|has|have|would|could|should|can) ?not (?:\w+ ){0,3}?"
    r"(?:document\w*|support\w*|recommend\w*|meet|met|shown|establish\w*|indicat\w*|warrant\w*|"
    r"provid\w*(?! (?:\w+ ){0,2}(?:relief|benefit|improvement))|justif\w*|substantiat\w*|necessary|"
    r"appropriate|reasonable)|cannot be|fail(?:s|ed) to|exceeds?|insufficient|unclear)\b",
    re.I,
)
_FOR = re.compile(
    r"\b(?:meets?|met|supports?|consistent with|(?:is|are|was|were|would be|appears?) (?:therefore |thus )?"
    r"(?:appropriate|reasonable|warranted|indicated|supported|justified)|recommended|necessary|"
    r"(?<!no )(?<!little )(?<!without )benefit\w*|"
    r"approv\w*|within|fail\w*|persist\w*|despite|satisf\w*|documents|shows|established)\b",
    re.I,
)


_WEIGHED = re.compile(r"(?:against the request, without deciding it|also against it)\b", re.I)
_AGAINST_ALL = re.compile(
    rf"{_AGAINST.pattern}(?:(?!;|\b(?:but|however|though|is met|are met)\b).)*", re.I | re.S
)
"""What a word against governs: "a lack of complaints to support use" supports nothing."""


def _against_its_grounds(context: Context) -> Iterator[Finding]:
    """The last sentences before a conclusion for the request all speak against it."""
    found = conclusions(context)
    if not found or not all(c.necessary for c in found):
        return
    end = context.statement_at(found[-1].start)
    assert end is not None
    before = [s for s in context.statements if s.start < end.start and not _WEIGHED.match(s.text)]
    told = [s.text for s in before[-_LAST:] if s.mode in (Mode.CASE, Mode.DECISION)]
    told.append(end.text[: found[-1].start - end.start])
    if any(_AGAINST.search(t) for t in told) and not any(
        _FOR.search(_AGAINST_ALL.sub(" ", t)) for t in told
    ):
        yield context.finding(
            "CON08",
            found[-1].start,
            found[-1].end,
            Verdict.CONTRADICTED,
            "All that is said last speaks against the request, yet it is concluded to be necessary.",
            mend="Say what carries the conclusion, or change it.",
            severity=Severity.WARNING if context.human else None,
        )


_DOUBTS = re.compile(
    r"\b(?:no|not|nor|none|never|neither|cannot|without|lack\w*|insufficien\w*|inadequa\w*|fail\w*|exceed\w*|excess\w*|"
    r"unclear|unknown|absen\w*|beyond|outside|premature|already|redundan\w*|duplicat\w*|contraindicat\w*|contrary|"
    r"although|instead|rather|only|should|would|must|until|unless|if|low|limited|little|experimental|unproven)\b|n't\b",
    re.I,
)
_SPEAKS_FOR = re.compile(
    r"\b(?:meets?|met|supports?|(?:consistent|compatible|in (?:line|accordance|keeping)) with|"
    r"(?:is|are|was|were|seems|appears) (?:\w+ )?"
    r"(?:appropriate|reasonable|warranted|indicated|supported|justified)|"
    r"will (?:identify|help|allow|improve|explain)|may explain|satisf\w*)\b",
    re.I,
)


def _for_its_grounds(context: Context) -> Iterator[Finding]:
    """Every sentence that tells of the case speaks for the request or of facts, and it is refused."""
    found = conclusions(context)
    if not found or any(c.necessary or c.partial for c in found):
        return
    end = context.statement_at(found[-1].start)
    assert end is not None
    earlier = [s for s in context.statements if s.start < end.start]
    told = [s.text for s in earlier if s.mode in (Mode.CASE, Mode.DECISION)]
    told.append(end.text[: found[-1].start - end.start])
    last = [s.text for s in earlier[-1:]]
    if any(_SPEAKS_FOR.search(t) for t in last) and not any(_DOUBTS.search(t) for t in (*told, *last)):
        yield context.finding(
            "CON11",
            found[-1].start,
            found[-1].end,
            Verdict.CONTRADICTED,
            "What is said last speaks for the request and nothing against it, yet it is refused.",
            mend="Say which criterion fails, or change the conclusion.",
            severity=Severity.WARNING if context.human else None,
        )


RULES = (
    Rule(
        "CRI06",
        "concluded without a ground",
        "A person's text concludes, and no sentence says how the record stands on the guideline.",
        "The reader must learn why; a decision without a ground cannot be answered.",
        Severity.WARNING,
        Example(
            "The worker has back pain after a fall in the yard.",
            "The guideline makes therapy an option. Therefore, the request is not medically necessary.",
            at="Therefore, the request is not medically necessary.",
            setting="human",
        ),
        Example(
            "The worker has back pain after a fall in the yard.",
            "No goal of the therapy is stated. Therefore, the request is not medically necessary.",
            setting="human",
        ),
        _groundless,
        "Say which criterion decides and what the record shows of it.",
    ),
    Rule(
        "CON08",
        "argued against, concluded for",
        "The last sentences speak against the request, and the conclusion is for it.",
        "A 'not' lost in the conclusion turns the decision round.",
        Severity.ERROR,
        Example(
            "The worker has back pain after a fall in the yard.",
            "The notes lack any account of earlier therapy. As such, the request is medically necessary.",
            at="is medically necessary",
        ),
        Example(
            "The worker has back pain after a fall in the yard.",
            "The notes lack any account of earlier therapy. "
            "As such, the request is not medically necessary.",
        ),
        _against_its_grounds,
        "Say what carries the conclusion, or change it.",
    ),
    Rule(
        "CON11",
        "argued for, concluded against",
        "The last sentence speaks for the request, none speaks against it, and it is refused.",
        "A 'not' that slipped into the conclusion turns the decision round.",
        Severity.ERROR,
        Example(
            "The worker has back pain after a fall in the yard.",
            "The request is consistent with the guideline. As such, it is not medically necessary.",
            at="is not medically necessary",
        ),
        Example(
            "The worker has back pain after a fall in the yard.",
            "The request is consistent with the guideline. As such, it is medically necessary.",
        ),
        _for_its_grounds,
        "Say which criterion fails, or change the conclusion.",
    ),
)
