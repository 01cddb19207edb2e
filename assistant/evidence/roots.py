"""The whole picture of one root on examination: strength, reflex and feeling all impaired together.

Such a picture leaves little for electrodiagnosis to find. Knows neither findings nor packs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.evidence.reading import Record, Statement
from knowledge.document import Span

_LESS = (
    r"(?:absent|diminished|decreased|reduced|impaired|lost|loss of|depressed|blunted|trace"
    r"|hypoactive|altered)"
)
_FEELING = r"(?:sensation|sensory|pin ?prick|pin ?wheel|light touch|sensibility)"
_REFLEX = r"(?:reflex(?:es)?|jerks?|dtrs?)"
_MUSCLE = r"(?:extens|flex|dorsi|ehl|triceps|biceps|deltoid|wrist|toe|foot|hallux|quad)"
_SIGNS = tuple(
    re.compile(wording, re.IGNORECASE)
    for wording in (
        r"(?<![\w./])[0-4][+-]?\s?(?:/|out of|over)\s?5\b"
        rf"|\bweak(?:ness)? (?:of|in|on) (?:the )?(?:\w+ ){{0,3}}{_MUSCLE}",
        rf"\b{_REFLEX}\b[^.;,]{{0,30}}\b{_LESS}|\b{_LESS} (?:[\w-]+ ){{0,4}}{_REFLEX}\b|\bachilles 0",
        rf"\b{_LESS} (?:[\w-]+ ){{0,3}}{_FEELING}\b|\b{_FEELING}\b[^.;,]{{0,50}}\b{_LESS}"
        r"|\bhypo?a?esthe\w+",
    )
)


_DENIED = re.compile(r"\b(?:no|not|without|den(?:y|ies|ied))\b[^,.;]*$", re.IGNORECASE)


def whole_root_picture(record: Record) -> Iterator[Span]:
    """Where one sentence, or two that follow each other, tell all three losses."""
    statements = [s for s in record.statements if s.source_at(s.span.start) == "record"]
    told = {id(s): _signs(record, s) for s in statements}
    for statement in statements:
        if len(told[id(statement)]) == len(_SIGNS):
            yield min(told[id(statement)].values(), key=lambda span: span.start)
    for one, other in pairwise(statements):
        both = told[id(one)] | told[id(other)]
        if len(both) == len(_SIGNS) > max(len(told[id(one)]), len(told[id(other)])):
            yield min(both.values(), key=lambda span: span.start)


def _signs(record: Record, statement: Statement) -> dict[int, Span]:
    found: dict[int, Span] = {}
    for number, sign in enumerate(_SIGNS):
        for match in sign.finditer(record.text, statement.span.start, statement.span.end):
            # "absent" and "lost" are what is sought here, so only a plain denial before it counts
            before = max(statement.span.start, match.start() - 30)
            if not _DENIED.search(record.text, before, match.start()):
                found.setdefault(number, Span(*match.span()))
    return found
