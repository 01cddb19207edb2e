"""FAC, who said it: an opinion, finding or wish given to another person than the one whom the record names.

The record's sentence is the one that shares most content words with the text's; roles are read from the subject
of each. A general word (the provider) may stand for any physician.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_ROLES = {
    "therapist": r"(?:physical |occupational )?therapists?",
    "chiropractor": r"chiropractors?",
    "acupuncturist": r"acupuncturists?",
    "psychologist": r"psychologists?",
    "psychiatrist": r"psychiatrists?",
    "neurologist": r"neurologists?",
    "neurosurgeon": r"neurosurgeons?",
    "physiatrist": r"physiatrists?",
    "podiatrist": r"podiatrists?",
    "radiologist": r"radiologists?",
    "pain specialist": r"pain (?:management )?(?:physician|specialist|doctor)s?",
    "surgeon": r"(?:orthopa?edic |hand |spine |shoulder |foot )?surgeons?|orthopa?edists?|orthopod",
    "nurse": r"nurse(?: practitioner| case manager)?s?|case managers?",
    "medical examiner": r"(?:agreed |qualified |independent )?medical (?:examiner|evaluator)s?|AME|QME|IME",
    "claims administrator": r"utilization review(?:er)?s?(?: physicians?)?|reviewing (?:physicians?|doctors?)|claims administrators?|UR|insurer|carrier|adjuster",
    "employer": r"employers?|supervisors?|foreman",
    "relative": r"wife|husband|spouse|daughter|son|mother|father|brother|sister|partner",
    "physician": r"(?:primary |treating |attending |requesting |prescribing |urgent care |emergency )*(?:providers?|physicians?|doctors?|PTP)",
    "worker": r"(?:injured |the )?(?:worker|patient|applicant|claimant|employee)|s?he",
}  # fmt: skip
_VERB = (
    r"(?:advis\w+|recommend\w*|note[sd]?|not(?:es|ed)|stat\w+|report\w*|found|finds|thought|thinks|considered|considers|believ\w+|opin\w+|felt|feels|"
    r"want\w*|wish\w*|request\w*|order\w*|propos\w*|ask\w*|point\w*|suggest\w*|declin\w*|refus\w*|document\w*|observ\w*|record\w*|explain\w*|"
    r"said|says|conclud\w*|diagnos\w*|attribut\w*|agreed|disagreed|denied|non-?certified|cited|wrote|described|measured|prescribed|favou?r\w*|urged|held|declared|deemed|rated|assigned|released|placed|cleared)"
)
_ROLE = "|".join(f"(?P<r{n}>{p})" for n, p in enumerate(_ROLES.values()))
_SUBJECT = re.compile(
    rf"\b(?:(?:the |his |her |an? |this )*(?:{_ROLE})(?: (?:in|on) (?:early |late |mid-?)?(?:[A-Z][a-z]{{2,8}}|\d)[^,.;]{{0,16}}?)?(?:,? who| has| had| also| did not| does not| then| herself| himself|,? (?:an? |the )?[\w-]+ ?(?:[\w-]+ )?,)* {_VERB}\b"
    rf"|(?:according to|in the (?:opinion|view|words) of|as (?:noted|stated|reported|recommended|advised) by|it was|on the advice of|by) (?:the |his |her |an? )*(?:{_ROLE.replace('?P<r', '?P<q')})\b)",
    re.I,
)
_NAMES = tuple(_ROLES)
_PHYSICIANS = frozenset(
    (
        "physician",
        "surgeon",
        "neurologist",
        "neurosurgeon",
        "physiatrist",
        "podiatrist",
        "psychiatrist",
        "pain specialist",
        "medical examiner",
    )
)
_WORD = re.compile(r"[a-z]{4,}|\b(?:six|two|ten)\b", re.I)
_EMPTY = frozenset(
    [
        "that",
        "this",
        "with",
        "from",
        "have",
        "been",
        "were",
        "there",
        "their",
        "which",
        "while",
        "where",
        "after",
        "before",
        "since",
        "during",
        "would",
        "could",
        "should",
        "will",
        "about",
        "into",
        "than",
        "then",
        "also",
        "only",
        "more",
        "most",
        "such",
        "some",
        "very",
        "when",
        "what",
        "patient",
        "worker",
        "injured",
        "applicant",
        "claimant",
        "provider",
        "physician",
        "doctor",
        "treating",
        "attending",
        "request",
        "requested",
        "requesting",
        "record",
        "report",
        "reported",
        "note",
        "noted",
        "noting",
        "stated",
        "stating",
        "recommended",
        "considered",
        "thought",
        "found",
        "medical",
        "right",
        "left",
        "pain",
        "does",
        "study",
        "physical",
    ]
)
_NEXT = re.compile(r";|, (?:and|but|while|whereas) (?:s?he|the|there|it)\b")
_STEM = 5
_FEWEST = 2
_SHARE = 0.4
_SURELY = 2
_MOSTLY = 0.9
_HALF = 2
_UNSURE = re.compile(
    r"\bguidelines?|\bcriteri(?:a|on)|\bif\b|\bshould\b|\b(?-i:may)\b|\bnot medically\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Said:
    role: str
    place: Span
    words: frozenset[str]


@lru_cache(maxsize=8192)
def _said(text: str) -> _Said | None:
    """The role to whom a sentence gives what it tells, with its content words."""
    match = _SUBJECT.search(text)
    if match is None:
        return None
    role = _NAMES[int(next(k for k, v in match.groupdict().items() if v)[1:])]
    stop = _NEXT.search(text, match.end())
    told = text[: stop.start()] if stop else text
    words = frozenset(w.lower()[:_STEM] for w in _WORD.findall(told) if w.lower() not in _EMPTY)
    own = frozenset(w.lower()[:_STEM] for w in _WORD.findall(match.group()))
    return _Said(role, Span(*match.span()), words - own)


_DECIDED = re.compile(
    r"\b(?:authori[sz]ed|approved|certified|allowed|modified|denied|refused|granted|reduced|cut)(?: (?:on|in) [^,.;]{4,20})? $",
    re.I,
)


def _decides(text: str, said: _Said) -> bool:
    """What the claims administrator decided, which no physician of the record says."""
    return said.role == "claims administrator" and _DECIDED.search(text[: said.place.start]) is not None


def _misattributed(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        said = _said(statement.text)
        if said is None or said.role == "worker" or _UNSURE.search(statement.text):
            continue
        if _decides(statement.text, said):
            continue
        nearest = _source(context, said)
        if nearest is None or context.repeats_record(statement):
            continue
        source, sure = nearest
        if _named(source.text, said.role):
            continue
        other = _said(source.text)
        if other is None or other.role == "worker" or not _rivals(said.role, _special(source.text, other)):
            continue
        sure = sure and not _another_named(statement.text, said.role)
        yield _finding(context, statement, said, other, source, sure)


def _finding(
    context: Context, statement: Statement, said: _Said, other: _Said, source: RecordSentence, sure: bool
) -> Finding:
    return context.finding(
        "FAC36",
        statement.start + said.place.start,
        statement.start + said.place.end,
        Verdict.CONTRADICTED,
        f"The record has this from the {other.role}, not the {said.role}.",
        (context.record.quote_sentence(source),),
        "Name the person whom the record names.",
        severity=Severity.WARNING if context.human and not sure else None,
    )


def _another_named(text: str, role: str) -> bool:
    """The sentence names a second person, so that what it tells may be that one's."""
    return any(
        _named(text, other) for other in _ROLES if other not in (role, "worker") and _rivals(role, other)
    )


def _special(text: str, other: _Said) -> str:
    """The specialty that the source names beside the general word ("the provider, a physiatrist")."""
    if other.role != "physician":
        return other.role
    named = [role for role in _ROLES if role in _PHYSICIANS and role != "physician" and _named(text, role)]
    return named[0] if len(named) == 1 else other.role


def _rivals(mine: str, theirs: str) -> bool:
    """A physician may be any specialist; nobody else may be two."""
    if mine == theirs:
        return False
    return not ("physician" in (mine, theirs) and {mine, theirs} <= _PHYSICIANS)


def _named(text: str, role: str) -> bool:
    return re.search(rf"\b(?:{_ROLES[role]})\b", text, re.I) is not None


@lru_cache(maxsize=64)
def _sentences(record: RecordIndex) -> tuple[tuple[RecordSentence, frozenset[str]], ...]:
    return tuple(
        (s, frozenset(w.lower()[:_STEM] for w in _WORD.findall(s.text) if w.lower() not in _EMPTY))
        for s in record.sentences
    )


def _source(context: Context, said: _Said) -> tuple[RecordSentence, bool] | None:
    """The record's sentence that shares most of its words, and whether it surely is the one.

    None where two do, or too few are shared. Sure is what shares most words, and of which no sentence of the
    person named tells anything alike.
    """
    rows = _sentences(context.record)
    homes = Counter(word for _, words in rows for word in words)
    best: list[tuple[int, RecordSentence]] = sorted(
        ((sum(2 if homes[w] == 1 else 1 for w in words & said.words), s) for s, words in rows),
        key=lambda row: (-row[0], row[1].start),
    )
    if not best or best[0][0] < max(_FEWEST, _SHARE * len(said.words)):
        return None
    if len(best) > 1 and best[1][0] == best[0][0]:
        return None
    top, source = best[0]
    near = any(score * _HALF >= top and _named(s.text, said.role) for score, s in best[1:])
    return source, top >= max(_SURELY, _MOSTLY * len(said.words)) and not near


RULES = (
    Rule(
        "FAC36",
        "said by another",
        "An opinion, finding or wish is given to another person than the one whom the record names.",
        "A reviewer weighs who examined the worker and who merely asked.",
        Severity.ERROR,
        Example(
            "The therapist recommended six more visits to progress lifting. He has back pain.",
            "The chiropractor recommended six more visits to progress lifting.",
            at="chiropractor recommended",
        ),
        Example(
            "The therapist recommended six more visits to progress lifting. He has back pain.",
            "The physical therapist recommended six more visits to progress lifting.",
        ),
        _misattributed,
        "Name the person whom the record names.",
    ),
)
