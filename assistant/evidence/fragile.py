"""A spine that is tender over the bone in a worker whose bone is weak: the risk of a fracture.

The two are told far apart, so no wording holds them. Knows no findings; a place is weighed as any wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.evidence.reading import Record
from assistant.evidence.wording import wording
from knowledge.document import Assertion, Span

_OF_ANOTHER = re.compile(
    r"\b(?:mother|father|sister|brother|parent|aunt|family history|disuse|juxta|periarticular)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:costovertebral|CVA|flank|chest|lungs?|abdom\w+|sinus\w*|tooth)\b", re.IGNORECASE
)


def fragile_spine(record: Record) -> Iterator[Span]:
    """The tender bone of the spine and then the weakness of bone; nothing where either is not told."""
    known = (Assertion.AFFIRMED, Assertion.HISTORICAL)
    weak = _told(record, wording("weak_bone"), known, _OF_ANOTHER)
    weak = weak or _told(record, wording("old_age"), known, _OF_ANOTHER)
    tender = _told(record, wording("tender_spine"), (Assertion.AFFIRMED,), _ELSEWHERE)
    if weak and tender:
        yield tender[0]
        yield weak[0]


def _told(
    record: Record, words: re.Pattern[str], counting: tuple[Assertion, ...], unless: re.Pattern[str]
) -> list[Span]:
    return [
        Span(*match.span())
        for statement in record.statements
        for match in words.finditer(record.text, statement.span.start, statement.span.end)
        if statement.source_at(match.start()) == "record"
        and record.assertions.at(match.start(), match.end()).assertion in counting
        and not unless.search(record.text, statement.span.start, statement.span.end)
    ]
