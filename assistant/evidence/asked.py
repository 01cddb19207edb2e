"""When the treatment in dispute was asked for, by the record; and what the record tells after that day.

Knows neither limits nor decisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.case import DisputedItem
from assistant.evidence.dates import DateMention
from assistant.evidence.observe import Mention, quote_span
from assistant.evidence.reading import Record, Statement
from assistant.evidence.wording import wording
from knowledge.document import Span
from knowledge.regions import regions_in
from knowledge.treatments import load_taxonomy

_STEM = 5
_WORD = re.compile(r"[a-z]{3,}", re.IGNORECASE)
# kinds of treatment: a request that names one, and no word of the items, is another request
_TREATMENT = re.compile(
    r"\b(?:MRIs?|CT|x-?rays?|EMG|NCS|NCV|electrodiagnostic\w*|therapy|acupuncture|chiropract\w*"
    r"|injections?|surger\w+|arthroscop\w+|brace|TENS|consult\w*|referral|evaluation|massage"
    r"|screens?|rental|purchase|\w{4,}(?:profen|codone|zepam|prazole|caine|gel|cream|patch))\b",
    re.IGNORECASE,
)
_SAME = {"mri": "magne", "magne": "mri", "emg": "elect", "ncs": "elect", "ncv": "elect", "elect": "emg"}
_NO_WORDS = frozenset(
    word
    for line in (
        "the and for with of per week weeks times visits sessions left right bilateral upper lower",
        "request treatment additional therapy two three four six eight twelve",
    )
    for word in line.split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A day on which treatment was asked for, and its place."""

    on: date
    place: Span


def asked_on(record: Record, items: Sequence[DisputedItem]) -> tuple[Asked, ...]:
    """Every dated request of the record that may be the one in dispute, in the order of the text."""
    words = frozenset().union(*(_stems(item.treatment) for item in items)) if items else frozenset()
    return tuple(
        Asked(mention.value, quote_span(record, statement, Span(mention.start, mention.end)))
        for statement in record.statements
        for source in ("request", "ur", "record")
        for mention in _near_request(record, statement, source)
        if mention.value is not None and not _of_another(record, statement, words)
    )


def _near_request(record: Record, statement: Statement, source: str) -> Iterator[DateMention]:
    """Dates bound to a request: beside the word, or opening its sentence ("On 12/8/16 an RFA ...")."""
    start, end = statement.span.start, statement.span.end
    cue = wording("request_form").search(record.text, start, end)
    if cue is None or statement.source_at(cue.start()) != source:
        return
    for mention in statement.dates:
        if mention.precision != "day":
            continue
        gap = record.text[cue.end() : mention.start]
        if 0 <= mention.start - cue.end() <= 60 and not re.search(r"[.;]\s|reported", gap):
            yield mention
            return
        before = record.text[mention.end : cue.start()] if mention.end <= cue.start() else None
        if before is not None and (not before.strip() or _opens_sentence(mention, cue.start(), start)):
            yield mention
            return


def _opens_sentence(mention: DateMention, cue: int, start: int) -> bool:
    return cue <= mention.end + 60 and mention.start - start <= 12


def _of_another(record: Record, statement: Statement, words: frozenset[str]) -> bool:
    """Whether the sentence asks for a treatment that none of the items names."""
    said = record.text[statement.span.start : statement.span.end]
    return bool(words) and _TREATMENT.search(said) is not None and not _stems(said) & words


def _stems(text: str) -> frozenset[str]:
    found = {word[:_STEM] for word in _WORD.findall(text.lower()) if word not in _NO_WORDS}
    return frozenset(found | {_SAME[stem] for stem in found if stem in _SAME})


def kinds_asked(items: Sequence[DisputedItem]) -> frozenset[str]:
    """The kinds of treatment that the items name, as word stems; parts of the body are left out."""
    return frozenset().union(*(kinds_said(item.treatment) for item in items)) if items else frozenset()


def kinds_said(text: str) -> frozenset[str]:
    """The word stems of ``text`` that may name a treatment."""
    return _stems(" ".join(w for w in _WORD.findall(text) if not _NO_KIND.match(w) and not regions_in(w)))


_NO_KIND = re.compile(
    r"(?:physicians?|evaluat\w+|referr?\w*|further|without|with|contrast|unit)$", re.IGNORECASE
)


def beside_the_request(record: Record, seen: Sequence[Mention], item: DisputedItem) -> tuple[Mention, ...]:
    """The mentions without those that are the very request: to be asked for tells nothing of a thing."""
    if not any(m.asked for m in seen):
        return tuple(seen)
    words = _stems(item.treatment) | _drugs(item.treatment)
    return tuple(m for m in seen if not (m.asked and _named(record, m) & words))


def before_the_request(record: Record, seen: Sequence[Mention], asked: date | None) -> tuple[Mention, ...]:
    """The mentions without those dated at the request or later: what was asked for is no earlier study."""
    if asked is None:
        return tuple(seen)
    limit = asked - timedelta(days=_WRITTEN_DOWN)
    return tuple(m for m in seen if (day := _own_day(record, m)) is None or day < limit)


_WRITTEN_DOWN = 2  # days between a study that was done at once and the paper that asks for it
_OWN = 60  # letters between a study and its date


def _own_day(record: Record, mention: Mention) -> date | None:
    """The day that stands nearest to the mention in its sentence."""
    place = mention.span
    near = [
        (max(day.start - place.end, place.start - day.end, 0), day.value)
        for statement in record.statements
        if statement.span.start <= place.start < statement.span.end
        for day in statement.dates
        if day.value is not None and day.precision == "day"
    ]
    gap, value = min(near, key=lambda pair: pair[0], default=(_OWN + 1, None))
    return value if gap <= _OWN else None


def _named(record: Record, mention: Mention) -> frozenset[str]:
    said = record.text[mention.span.start : mention.span.end]
    return _stems(said) | _drugs(said)


def _drugs(text: str) -> frozenset[str]:
    return frozenset(drug.generic for drug in load_taxonomy().drug_mentions(text))


_SEEN = re.compile(
    r"\b(?:presented|seen|evaluated|re-?evaluat\w+|examined|complain\w*|office visit|follow-?up visit"
    r"|progress (?:notes?|reports?)|PR-?2|clinic(?:al)? notes?|(?:subjective|objective)(?: \w+)?)\b",
    re.IGNORECASE,
)


def visits_on(record: Record) -> tuple[date, ...]:
    """The days on which the record says that the worker was seen, each once, in order."""
    days = {mention.value for statement in record.statements for mention in seen_in(record, statement)}
    return tuple(sorted(day for day in days if day is not None))


def seen_in(record: Record, statement: Statement) -> tuple[DateMention, ...]:
    """The days on which the sentence says that the worker was seen."""
    start, end = statement.span.start, statement.span.end
    seen = _SEEN.search(record.text, start, end)
    if (
        seen is None
        or statement.source_at(seen.start()) != "record"
        or wording("imaging").search(record.text, start, end) is not None
        or wording("other_injury").search(record.text, start, end) is not None
    ):
        return ()
    return tuple(
        mention
        for mention in statement.dates
        if mention.value is not None
        and mention.precision == "day"
        and statement.source_at(mention.start) == "record"
    )
