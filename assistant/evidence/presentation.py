"""How the worker presents: the complaint and the examination that the record tells of the requested part.

Chooses whole sentences by their role; decides nothing, and no criterion sees what it chose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.case import Case
from assistant.evidence.reading import Record, Statement, read_record
from assistant.evidence.telling import roles_of
from assistant.results import Evidence, EvidenceSet
from knowledge.document import Assertion
from knowledge.regions import side_in

COMPLAINT, EXAMINATION = "presenting complaint", "presenting examination"
PRESENTATION = (COMPLAINT, EXAMINATION)
_ROLES = {"complaint": COMPLAINT, "exam": EXAMINATION}
_LEAST, _MOST = 25, 240  # letters: less tells nothing, more is a page
_ELSEWHERE = re.compile(
    r"\b(?:utili[sz]ation review|guidelines?|request(?:s|ed|ing)?|recommend\w*|authori[sz]\w*|denied the"
    r"|non-?certif\w+|plan(?:s|ned|ning)?\b|will|consider\w*|injections?|past|previous\w*|prior|history|initial\w*|originally"
    r"|(?:no|not|nor was there|without)(?: \w+){0,2}"
    r" (?:document\w+|indicat\w+|specified|provided|mention\w*)"
    r"|x-?rays?|radiograph\w*|MRI|CT|EMG|NCV|NCS|nerve conduction|ultrasound|scan|arthrogram)\b",
    re.IGNORECASE,
)
"""Sentences on what was asked, done before, seen on films or left out are no presentation of today."""
_COMPLAINED = re.compile(
    r"\b(?:complain\w*|pains?|painful|ach(?:e|es|y|ing)|sore(?:ness)?|discomfort|numb\w*|tingling|paresthesias?"
    r"|weak\w*|stiff\w*|swelling|symptoms?|dizz\w+|vertigo|headaches?|anxi\w+|depress\w+|sleep\w*|insomnia"
    r"|distress|fatigue|burning|spasms?|difficult\w+|disturbances?|nausea|cramp\w*|locking|giving way)\b",
    re.IGNORECASE,
)
_EXAMINED = re.compile(
    r"\b(?:tender(?:ness)?|spasms?|guarding|range of motion|flexion|extension|abduction|rotation|strength"
    r"|motor|reflex(?:es)?|sensation|sensory|swelling|effusion|edema|atrophy|gait|positive|negative|palpation"
    r"|bowel sounds|wound|incision|laxity|instability|crepitus)\b",
    re.IGNORECASE,
)
"""What a worker complains of, and what an examiner finds, named in the sentence itself."""
_CHIEF = re.compile(
    r"\b(?:complain(?:s|ed|ing|ts?)|present(?:s|ed|ing) with|symptoms (?:are|were|include\w*))\b", re.I
)
"""Of a request without a part only what is called the complaint bears on it."""
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|no|not|without|never|better|improv\w*|resolved|relie[fv]\w*|lets|helps?|helped)\b",
    re.IGNORECASE,
)
"""A symptom that is denied or helped is no complaint."""
_OPPOSITE = {"left": "right", "right": "left"}


def with_presentation(evidence: EvidenceSet, case: Case) -> EvidenceSet:
    """The evidence with up to two sentences more, numbered after the others: complaint, examination."""
    chosen = _chosen(read_record(case.document, case.record), evidence.facts.item)
    added = (
        Evidence(f"E{number}", case.document.quote(s.span.start, s.span.end), Assertion.AFFIRMED, kind)
        for number, (kind, s) in enumerate(chosen.items(), len(evidence.evidence) + 1)
    )
    return replace(evidence, evidence=(*evidence.evidence, *added))


def _chosen(record: Record, item: Mapping[str, frozenset[str]]) -> dict[str, Statement]:
    """The latest sentence of each role, of two of one day the last; none older than another of its role."""
    roles = roles_of(record.document, record.span)
    newest = {role: _newest(role, roles, record) for role in _ROLES}
    found: dict[str, Statement] = {}
    for role, statement in zip(roles, record.statements, strict=True):
        text = record.text[statement.span.start : statement.span.end]
        old = _day(statement) < newest.get(role, 0)
        if not old and _of_today(statement, text) and _bears(role, statement, text, item):
            found[_ROLES[role]] = statement
    return {kind: found[kind] for kind in _ROLES.values() if kind in found}


def _newest(role: str, roles: Sequence[str], record: Record) -> int:
    return max((_day(s) for r, s in zip(roles, record.statements, strict=True) if r == role), default=0)


def _bears(role: str, statement: Statement, text: str, item: Mapping[str, frozenset[str]]) -> bool:
    """Of the requested part and side; of a request without a part nobody can tell which finding bears."""
    wanted, sides = item.get("region", frozenset()), item.get("side", frozenset())
    named = frozenset(name for _, _, name in statement.regions)
    if (wanted and not named & wanted) or _OPPOSITE.get(side_in(text) or "") in sides:
        return False
    if role == "exam":
        return bool(wanted) and _EXAMINED.search(text) is not None
    if role != "complaint" or _DENIED.search(text):
        return False
    return (_COMPLAINED if wanted else _CHIEF).search(text) is not None


def _of_today(statement: Statement, text: str) -> bool:
    told = all(part.source == "record" for part in statement.parts)
    whole = text[:1].isupper() and _LEAST <= len(text) <= _MOST and "“" not in text and '"' not in text
    return told and whole and _ELSEWHERE.search(text) is None


def _day(statement: Statement) -> int:
    return statement.dated.toordinal() if statement.dated else 0
