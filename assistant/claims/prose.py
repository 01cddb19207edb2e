"""Sentences of free prose and what each one is: a statement of the guideline, of the case, or the decision.

A number in a guideline sentence says nothing about the worker; that is why this comes first. Works on
folded text. Knows no medicine.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from knowledge.document import Span


class Mode(StrEnum):
    """Whom a sentence speaks of."""

    GUIDELINE = "guideline"
    QUOTED = "quoted"
    CASE = "case"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence with its place in the folded text."""

    mode: Mode
    start: int
    end: int
    text: str


_BREAK = re.compile(
    r"""[.!?]["')\]]{0,2}\s+(?=["'(\[]{0,2}[A-Z0-9#])|(?<=[a-z0-9])\.(?=[A-Z][a-z]{1,20}\s)|\n+"""
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|vs|no|nos|pgs?|pp?|e\.g|i\.e|st|fig|approx|cf|"
    r"al|ca|u\.s|sec|ch|vol|jr|sr|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\b[A-Z])\.$",
    re.I,
)
_LONGEST = 1500

_DECISION = re.compile(
    r"\bmedical(?:ly)?[- ]{1,2}(?:necess\w{1,4}|reasonable|appropriate)\b"
    r"|\b(?:denial|determination|decision) (?:is|was) (?:upheld|overturned)"
    r"|\brequest(?:ed)?\b.{0,120}\b(?:is|are) (?:not )?(?:certified|approved|"
    r"supported|warranted|appropriate|indicated)\b",
    re.I,
)
_GUIDELINE = re.compile(
    r"\b(?:MTUS|ACOEM|ODG|O\.D\.G|Official Disability|guide-? ?lines?|Cochrane|Table \d|Chapter|"
    r"literature|stud(?:y|ies) (?:show|suggest|found|indicate|"
    r"have(?! (?:not|never|yet|been (?:done|obtained|performed))))|trials? (?:show|found|suggest)|"
    r"FDA|Colorado|evidence[- ]based|meta-analys\w+|criteria (?:for|include|are))\b",
    re.I,
)
_GENERAL = re.compile(
    r"\b(?:(?:is|are|not) (?:generally |usually |only |also |not )?(?:recommended|"
    r"indicated|considered|reserved|necessary|useful|needed|used)"
    r"|(?:should|may|can|must|would) (?:not |also |only |generally )?(?:be|have|include|require|consider)"
    r"|patients (?:with|who|should|may|must)|recommended (?:for|as|if|when|"
    r"with)|under study|indications? (?:for|include))\b"
    r"|^\W{0,3}(?:(?:repeat|further|such|additional|second) )?(?:[a-z-]+ )?[a-z]{4,}s "
    r"(?:need|require|call for|are (?:meant|reserved) for)\b",
    re.I,
)
_CASE = re.compile(
    r"\b(?:the (?:condition|criterion) of|(?:is|are) (?:not )?(?:shown|established)\b|"
    r"(?:criteria|conditions|requirements)\b[^.]{0,40}\b(?:is|are|were|was|have been) (?:not )?(?:been )?"
    r"(?:met|satisfied|fulfilled)\b|"
    r"documentation (?:of|that|on|about)\b[^.]{0,80} (?:was|were|is|are|has been) not\b|"
    r"it (?:is|was|remains) (?:also |again )?(?:unclear|not clear|unknown)|"
    r"medical necessity (?:of|for) (?:the|this) request|utilization review|the claims administrator|"
    r"the criterion (?:is|was)|"
    r"the (?:medical )?(?:record|file)\b|in this (?:case|patient|worker|claimant|"
    r"individual|instance)|in the (?:case|present case)|"
    r"(?:the|this|our) (?:injured worker|patient|claimant|applicant|worker|"
    r"employee|individual|member|IW)\b(?! (?:should|may|must|can|has to|"
    r"needs))|"
    r"the (?:treating|attending|requesting|prescribing|primary treating) "
    r"(?:\w+ ){0,2}(?:provider|physician|doctor)|the provider\b(?! (?:should|may|must|can))|"
    r"(?:injured worker|patient|claimant|applicant|worker|employee)'s|"
    r"(?:medical|submitted|available|provided|clinical|treatment|progress) "
    r"(?:medical |clinical )?(?:records?|documentation|documents?|notes?|"
    r"information)|"
    r"(?:records?|documentation|notes?|reports?) (?:do|does|did|fail|lack|"
    r"indicate|reveal|show|document|note|state|submitted|provided|available)\w*|"
    r"(?:he|she|his|her)\b|there (?:is|was|were|are) (?:also |again )?(?:no|"
    r"not|a lack|lack|insufficient|little)|here,|"
    r"(?:this|the|current) (?:request|report|exam|examination)|(?:physical "
    r")?exam(?:ination)? (?:reveal|show|note|document)\w*|"
    r"(?:was|were) (?:noted|seen|diagnosed|evaluated|prescribed|injured|treated)|"
    r"(?:the|this|our|a) (?:now )?\d{2}[- ]year[- ]old|(?:this|the) (?:man|woman|gentleman|lady)\b|"
    r"complain(?:s|ed) of|the surgeon\b(?! (?:should|may|must|can))|"
    r"IW\b|pt\b|^here\b|(?:10|[0-9])(?: ?/ ?| (?:out )?of )10\b|[0-5][+-]? ?/ ?5\b|on (?:record|file)\b|"
    r"\b\d (?:mm|cm)\b|\bthere (?:is|was|are|were) (?:\w+ ){0,2}(?:tender\w*|swelling|weakness|spasms?|"
    r"numbness|effusions?|crepitus|atrophy|diminished|decreased|restricted)\b(?! (?:in|among) patients)|"
    r"the (?:[\w-]+ ){0,2}(?:MRI|x-?rays?|films?|scan|EMG) (?:demonstrat|show|reveal)(?:e?s|ed)\b|"
    r"CURES\b|UR\b|[CTL]\d{1,2} ?[-/] ?[CTLS]?\d|"
    r"(?:left|right) (?:\w+ )?(?:shoulder|elbow|wrist|hand|thumb|hip|knee|ankle|foot|leg|arm|calf|thigh)\b|"
    r"(?:in|since|from|on|of) (?:early |late |mid-?)?(?:January|February|March|April|June|July|August|"
    r"September|October|November|December)\b)",
    re.I,
)
_LITERATURE = re.compile(
    r"\bthere (?:is|was|are) (?:\w+ )?(?:little|limited|moderate|insufficient|no|some|strong)"
    r" (?:\w+ )?evidence "
    r"(?:to (?:recommend|utilize|support the (?:routine )?use)|that|for the use|from)\b"
    r"|\btime to produce effect|\bmaximum duration\b|\btreatment may continue\b|\bfrequency:",
    re.I,
)
_PAST = re.compile(
    r"\b(?:was|were|had|underwent|completed|helped|failed|found|showed|revealed|demonstrated|confirmed|disclosed)\b"
    r"(?! (?:to be|that)\b)",
    re.I,
)
_OF_TRIALS = re.compile(
    r"\(\w+,? \d{4}|\b(?:patients|subjects|placebo|trials?|reviews?|"
    r"(?<!diagnostic )(?<!conduction )(?<!imaging )(?<!sleep )stud(?:y|ies)|"
    r"evidence|authors?|researchers?|treated|compared|versus|those|"
    r"percent|groups?|et al)\b|[%\"]",
    re.I,
)
_CONDITIONAL = re.compile(
    r"""^["'(\s\d.)*-]{0,8}(?:if|when|unless|once|for (?:patients|those)|patients)\b""", re.I
)
_FULL_DATE = re.compile(r"\b\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?\d{2,4}\b")


def sentence_spans(text: str) -> list[Span]:
    """Ranges of the sentences, white space around them left out; run-ons are cut at 1,500. Linear."""
    spans: list[Span] = []
    start = 0
    for match in _BREAK.finditer(text):
        head = match.group().rstrip()
        end = match.start() + len(head)
        if head and _ABBREVIATION.search(text, max(start, end - 12), end):
            continue
        _add(spans, text, start, end)
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        spans.append(Span(start, cut))
        start = cut
    if end > start:
        spans.append(Span(start, end))


def quotations(text: str) -> list[Span]:
    """Ranges between quotation marks (marks left out), at most 6,000 characters each.

    One within another belongs to the outer one; where a mark is missing, each pair stands for itself.
    """
    whole = _paired(text, nested=True)
    return whole if whole is not None else _paired(text, nested=False) or []


def _paired(text: str, *, nested: bool) -> list[Span] | None:
    """The quotations; None where a nested reading leaves one open."""
    spans: list[Span] = []
    opened: int | None = None
    inner = 0
    for match in re.finditer('"', text):
        at = match.start()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        opens = (before.isspace() or before in "([,-") and not after.isspace()
        if opened is None:
            opened = at + 1 if opens or not after.isspace() else None
        elif opens:
            inner += nested
        elif inner:
            inner -= 1
        else:
            if at - opened <= 6000:
                spans.append(Span(opened, at))
            opened = None
    return None if nested and opened is not None else spans


def statements(text: str) -> list[Statement]:
    """The sentences of ``text`` in order, each with its mode. Never raises."""
    quotes = quotations(text)
    starts = [q.start for q in quotes]
    result: list[Statement] = []
    mode = Mode.CASE
    for span in sentence_spans(text):
        body = text[span.start : span.end]
        mode = _mode(body, _within(span, quotes, starts), mode)
        result.append(Statement(mode, span.start, span.end, body))
    return result


def _within(span: Span, quotes: list[Span], starts: list[int]) -> bool:
    """The sentence begins inside a quotation that began before it."""
    index = bisect_right(starts, span.start) - 1
    return index >= 0 and quotes[index].start < span.start < quotes[index].end


def _mode(body: str, quoted: bool, before: Mode) -> Mode:
    if quoted:
        return Mode.QUOTED
    told = before in (Mode.GUIDELINE, Mode.QUOTED)
    if told and (_CONDITIONAL.match(body) or _LITERATURE.search(body)):
        return Mode.GUIDELINE
    case = _CASE.search(body) or _FULL_DATE.search(body)
    guideline = _GUIDELINE.search(body)
    if _DECISION.search(body) and (case or not guideline):
        return Mode.DECISION
    if guideline and not (case and case.start() < guideline.start()):
        return Mode.GUIDELINE
    past = _PAST.search(body) and not _OF_TRIALS.search(body)  # guidelines speak in the present
    general = not case and ((told and not past) or _GENERAL.search(body))
    return Mode.GUIDELINE if general else Mode.CASE
