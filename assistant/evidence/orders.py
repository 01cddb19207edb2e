"""On which day the treatment in dispute was asked for, where no form of request is dated.

Reads the sentence that asks ("requested an MRI on 11/28/2016"), else the visit whose plan asks for it.
Knows neither limits nor decisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from assistant.case import DisputedItem
from assistant.evidence.asked import Asked, kinds_asked, kinds_said, seen_in
from assistant.evidence.dates import DateMention
from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record, Statement
from knowledge.document import Span

_ASKS = re.compile(
    r"\b(?:requests?|requested|requesting|sought|seeks|seeking|ordered|orders|asked for|asks for|prescribed"
    r"|asked(?= (?:on|in|at)\b)|(?<!home )(?<!care )plan|recommended|recommends)\b",
    re.IGNORECASE,
)
# what stands between the words that ask and their date
_BOUND = re.compile(
    r"(?:^|\s)(?:on|dated|(?:in|on|by|via|per) (?:an?|the|his|her) (?:\w+ ){0,2}(?:forms?|reports?|notes?|"
    r"requests?|letters?|visits?)(?:,? (?:of|dated|on))?)\s(?:or about )?(?:the )?$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^\W{0,2}(?:(?:on|in|per|at) (?:\w+ ){0,5})?$", re.IGNORECASE)
_SOMEONE_ASKS = re.compile(
    r"\b(?:physician|provider|surgeon|doctor|orthopedist|podiatrist|physiatrist|chiropractor|specialist|he|she)"
    r" (?:has |also |then |again )?(?:ordered|orders|asked for|asks for|sought|seeks)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:performed|completed|carried out|done|obtained|showed|revealed|demonstrated|underwent|denied"
    r"|certified|approved|authorized|modified(?! (?:duty|duties|work)))\b",
    re.IGNORECASE,
)
_NO_VISIT = re.compile(
    r"\b(?:MRIs?|x-?rays?|radiograph\w*|CT|EMG|NCS|scan|films?|injur\w+|fell|slipped|lift\w+ a|underwent"
    r"|surgery|operat\w+|injection|block|epidural|procedure|appeal|letter|utilization|hired)\b",
    re.IGNORECASE,
)
# a session of treatment is not the visit at which a physician asks for more: "In therapy on 11-10-16 ..."
_SESSION_BEFORE = re.compile(r"\b(?:therapy|physiotherapy|(?-i:PT|OT)|sessions?)\b", re.IGNORECASE)
_SESSION_AFTER = re.compile(
    r",? (?:in|at|during) (?:(?:an?|the|his|her|physical|occupational|hand|aquatic|acupuncture"
    r"|chiropractic|\w+th) ){0,3}(?:therapy|physiotherapy|session)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.;]\s")
_BARE = re.compile(
    r"\W{0,2}(?:the |this )?requests?,? (?:was |is )?dated\W+[\w/., -]{4,20}$", re.IGNORECASE
)
_FAR = 200  # letters between the words that ask and their date
_RECENT = timedelta(days=60)
"""A request longer than this before its review is another one."""


def ordered_on(record: Record, items: Sequence[DisputedItem], limit: date | None) -> tuple[Asked, ...]:
    """The days that sentences give which ask for a treatment of the items, in the order of the text."""
    words = kinds_asked(items)
    return tuple(
        Asked(mention.value, quote_span(record, statement, Span(mention.start, mention.end)))
        for statement in record.statements
        if statement.dates and _asks_for(_text(record, statement), words)
        for mention in _with_asking(record, statement)
        if mention.value is not None and _may_be(mention.value, limit)
    )


def _asks_for(said: str, words: frozenset[str]) -> bool:
    return _BARE.match(said) is not None or bool(kinds_said(said) & words)


def planned_on(record: Record, items: Sequence[DisputedItem], limit: date | None) -> Asked | None:
    """The last visit told before a plan that names a treatment of the items; None without one."""
    words = kinds_asked(items)
    visit: tuple[date, Span] | None = None
    found: list[Asked] = []
    for statement in record.statements:
        for mention in seen_in(record, statement) or _opening(record, statement):
            if mention.value is not None and (visit is None or mention.value >= visit[0]):
                visit = mention.value, quote_span(record, statement, Span(mention.start, mention.end))
        if visit is not None and _may_be(visit[0], limit) and _plans(record, statement, words):
            found.append(Asked(*visit))
    return max(found, key=lambda asked: asked.on, default=None)


def _opening(record: Record, statement: Statement) -> tuple[DateMention, ...]:
    """The day that opens a sentence of findings ("On 12-06-2016, low back pain was rated ...")."""
    said = _text(record, statement)
    first = statement.dates[:1]
    if not first or first[0].precision != "day" or _NO_VISIT.search(said):
        return ()
    if _in_session(record, statement, first[0]):
        return ()
    told = statement.source_at(first[0].start) == "record"
    return first if told and _OPENS.match(record.text[statement.span.start : first[0].start]) else ()


def _in_session(record: Record, statement: Statement, day: DateMention) -> bool:
    """Whether the sentence opens with a session of therapy on that day."""
    before = _SESSION_BEFORE.search(record.text, statement.span.start, day.start)
    return before is not None or _SESSION_AFTER.match(record.text, day.end, statement.span.end) is not None


def _plans(record: Record, statement: Statement, words: frozenset[str]) -> bool:
    said = _text(record, statement)
    if _SOMEONE_ASKS.search(said) and not _DONE.search(said) and kinds_said(said) & words:
        return statement.source_at(statement.span.start) != "ur"
    return any(
        part.source == "request" and bool(kinds_said(record.text[part.span.start : part.span.end]) & words)
        for part in statement.parts
    )


def _with_asking(record: Record, statement: Statement) -> Iterator[DateMention]:
    text, start = record.text, statement.span.start
    asks = _ASKS.search(text, start, statement.span.end)
    if asks is None or statement.source_at(asks.start()) == "ur" or _DONE.search(_text(record, statement)):
        return
    for mention in statement.dates:
        if mention.precision != "day":
            continue
        between = text[asks.end() : mention.start] if mention.start >= asks.end() else None
        if between is not None and len(between) <= _FAR and not _BREAK.search(between):
            bound = _BOUND.search(between) is not None
        else:
            bound = between is None and _OPENS.match(text[start : mention.start]) is not None
        if bound:
            yield mention
            return


def _may_be(value: date, limit: date | None) -> bool:
    return limit is None or limit - _RECENT <= value <= limit


def _text(record: Record, statement: Statement) -> str:
    return record.text[statement.span.start : statement.span.end]
