"""Visits of one therapy that the record says were attended; each therapy is counted apart.

Never counts what is requested, planned, authorized or decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

import knowledge
from assistant.evidence.numbers import COUNT, count_of
from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record, Statement
from knowledge.document import Assertion, Span

_VISIT = r"(?:visits?|sessions?|treatments?|appointments?|session's|reports?(?=\sdated))"
_OF = rf"(?P<done>{COUNT})\s(?:out\s)?of\s(?:the\s|an?\s)?(?P<all>{COUNT})"
_ATTENDED = re.compile(
    r"\bcomplet|\battend|\bunderw|\bundergone|\breceiv|\bfinish|\bhad\b|\bhas had|\btreated with|\bto date\b|\btreatments? (?:has |have )?(?:rendered |to date )?includ"
    r"|\bprevious|\bprior\b|\bpast\b|\bgone to|\bwent to|\bcourse|\bafter\b|\bfollowing\b|\bwith (?:significant|no|some|minimal|good|mild|temporary|partial)|\bhave helped"
    r"|\bthrough\b|\bhad not\b|\bdid not\b|\brelevant|\bparticipat|\bconsisted of|\btried\b|\bfailed\b|\btreated\b|\bdated\b|\bvisit (?:#|number)",
    re.IGNORECASE,
)
_ONLY_GRANTED = re.compile(
    r"\b(?:authori[sz]|approv|certif|prescrib|request|order|recommend|remaining|schedul|pending|will\b|would\b|initiat)\w{0,8}",
    re.IGNORECASE,
)
_SURE = (Assertion.AFFIRMED, Assertion.HISTORICAL)


@dataclass(frozen=True, slots=True)
class Visits:
    """Completed visits with the quote they rest on."""

    visits: int
    place: Span
    computation: str


@dataclass(frozen=True)
class _Therapy:
    name: str
    words: re.Pattern[str]
    counts: tuple[re.Pattern[str], ...]


@cache
def _therapies() -> tuple[_Therapy, ...]:
    path = Path(knowledge.__file__).with_name("measures.yaml")
    raw: dict[str, str] = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)["therapies"]
    return tuple(_therapy(name, words) for name, words in raw.items())


def _therapy(name: str, words: str) -> _Therapy:
    therapy = rf"(?<!\w)(?:{words})"
    lead = r"(?:at least|approximately|about|only|x|#|a total of)?\s?"
    shapes = (
        # 5 of 6 chiropractic sessions; 6 of 6 visits of physical therapy
        rf"{_OF}\s(?:[\w-]+\s){{0,3}}?(?:{_VISIT}\s(?:of\s|for\s)?(?:[\w-]+\s){{0,2}}?{therapy}|{therapy}(?:\s[\w()-]+){{0,2}}?\s{_VISIT})",
        rf"{_OF}\s{_VISIT}",
        # six sessions of physical therapy; 6 PT (physical therapy) sessions
        rf"{lead}(?P<done>{COUNT})\s(?:\w+\s)?{_VISIT}\s(?:of\s|for\s)?(?:[\w-]+\s){{0,3}}?{therapy}",
        rf"{lead}(?P<done>{COUNT})\s(?:[\w-]+\s){{0,2}}?{therapy}(?:\s?\(?[\w-]+\)?){{0,3}}?\s{_VISIT}",
        # physical therapy x at least 6 sessions; physical therapy (8 sessions); therapy 4 visits
        rf"{therapy}[\s,:(x#-]{{1,4}}(?:\w+\s){{0,2}}?{lead}(?P<done>{COUNT})\)?\s?{_VISIT}?(?!\s?(?:times|x|weeks?|days?|months?|per|/|mg|%))",
        rf"{therapy}[\s,]{{1,3}}(?:[\w-]+\s){{0,3}}?{_VISIT}\s?(?:x|#|number|no\.)\s?(?P<done>{COUNT})",
    )
    return _Therapy(
        name, re.compile(therapy, re.IGNORECASE), tuple(re.compile(s, re.IGNORECASE) for s in shapes)
    )


def visits_completed(record: Record, treatment: str) -> Visits | None:
    """The highest count of attended visits of the therapy that ``treatment`` asks for; None when unstated."""
    therapy = next((t for t in _therapies() if t.words.search(treatment)), None)
    if therapy is None:
        return None
    counted = [found for statement in record.statements for found in _counted(record, statement, therapy)]
    if not counted:
        return None
    visits, place = max(counted, key=lambda pair: (pair[0], -pair[1].start))
    said = f"the record states {visits} completed visit{'' if visits == 1 else 's'} of {therapy.name.replace('_', ' ')}"
    return Visits(visits, place, said)


def _counted(record: Record, statement: Statement, therapy: _Therapy) -> Iterator[tuple[int, Span]]:
    text, start, end = record.text, statement.span.start, statement.span.end
    if therapy.words.search(text, start, end) is None or _ATTENDED.search(text, start, end) is None:
        return
    for shape in therapy.counts:
        for match in shape.finditer(text, start, end):
            number = count_of(match["done"])
            if number is not None and 0 < number <= 100 and _attended(record, statement, match):
                yield number, quote_span(record, statement, Span(*match.span()))


def _attended(record: Record, statement: Statement, match: re.Match[str]) -> bool:
    if statement.source_at(match.start("done")) != "record":
        return False
    around = record.text[
        max(match.start() - 48, statement.span.start) : min(match.end() + 30, statement.span.end)
    ]
    if _ONLY_GRANTED.search(around) and not re.search(
        r"complet|attend|underw|receiv|had\b", around, re.IGNORECASE
    ):
        return False
    return record.assertions.at(match.start("done"), match.end("done")).assertion in _SURE
