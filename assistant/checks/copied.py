"""FAC, retold: a sentence that repeats one of the record with a single fact changed.

A value may stand somewhere in the record and yet be wrong here: the nearest sentence of the record tells.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.alignment import SAID, Alignment, Difference, Telling
from assistant.claims.body import close
from assistant.claims.model import Kind
from assistant.claims.numbers import numbers_in
from assistant.claims.prose import Mode, Statement
from assistant.claims.wording import Token, row_of
from assistant.results import Finding, Severity, Verdict

_FEWEST = 2
_SHORT = 5
_ALIKE = 0.6
_NEARLY = 0.66
_CANDIDATES = 4
_MOST = 30
_VERBATIM = 0.75
_SURE = 6
_SHORTEST = 3
_SCHEDULE = 10
_INJURY = re.compile(r"\binjur", re.I)
_ON_RECORD = re.compile(
    r"\b(?:record|file)s? (?:does|do|did) not\b|\b(?:criterion|condition) of\b|\b(?:the request for)\b",
    re.I,
)
_AT_ISSUE = re.compile(r"\b(?:at issue|in dispute) is\b", re.I)  # how the request is named has its own rule
_VALUES = frozenset(("date", "number", "level", "side", "region"))
_NO = "negation:no"
_DENIES = re.compile(
    r"\b(?:no|not|without|never|nor|neither|denie[sd]|denying|negative for|free of)\b", re.I
)


class Rows:
    """The record's sentences as rows, found by the tokens that they hold."""

    def __init__(self, record: RecordIndex) -> None:
        self.sentences = record.sentences
        self.rows = [row_of(s.text) for s in self.sentences]
        self.homes: dict[str, list[int]] = {}
        for number, row in enumerate(self.rows):
            for key in {token.key for token in row}:
                self.homes.setdefault(key, []).append(number)

    def near(self, row: Sequence[Token]) -> list[int]:
        """The sentences that hold most of a row, best first; none when no one is near."""
        counts: Counter[int] = Counter()
        keys = {token.key for token in row}
        for key in keys:
            homes = self.homes.get(key, ())
            if len(homes) * 3 <= len(self.rows) + 60:
                counts.update(homes)
        facts = keys - {_NO}
        short = len(facts) < _SHORT
        best = sorted(counts, key=lambda n: (-counts[n], n))[: _MOST if short else _CANDIDATES]
        return [n for n in best if counts[n] >= (_NEARLY if short else _ALIKE) * len(facts)]


@lru_cache(maxsize=64)
def _rows(record: RecordIndex) -> Rows:
    return Rows(record)


_BY_OTHER_WORDS = frozenset(("finding", "drug"))


def _retold(context: Context) -> Iterator[Finding]:
    """In a person's text an error only where the sentence is nearly the record's own, else a warning."""
    rows = _rows(context.record)
    asked = {token.key for token in row_of(context.item_text) if token.kind == "number"}
    for statement in context.told(Mode.CASE, Mode.GUIDELINE, *((Mode.DECISION,) if context.human else ())):
        row = row_of(statement.text)
        if len(row) < _FEWEST or _AT_ISSUE.search(statement.text):
            continue
        match = _least_different(Telling(statement.text, row), rows, asked | _injured(context, statement))
        if match is not None and (match.verbatim or not _apart(statement)):
            yield from _findings(context, statement, match)


def _apart(statement: Statement) -> bool:
    """It speaks of the criteria or of the request, in words that the record may have for something else."""
    apart = statement.mode is not Mode.CASE or '"' in statement.text
    return apart or _ON_RECORD.search(statement.text) is not None


def _injured(context: Context, statement: Statement) -> set[str]:
    """The header's date of injury, where the sentence speaks of the injury: the record may have another."""
    return {f"date:{context.case.date_of_injury}"} if _INJURY.search(statement.text) else set()


def _sure(context: Context, statement: Statement, match: Match, difference: Difference) -> bool:
    """Of a person's text: nearly the record's own words, and not one denial told for several."""
    if not context.human:
        return True
    if difference.kind in _BY_OTHER_WORDS and not match.whole:
        return False  # whoever writes himself takes other words, and names what stands in another sentence
    denies = _denies(statement.text), _denies(match.source.text)
    retold = difference.kind == "negation" and (all(denies) or not match.whole)
    both = difference.kind == "side" and {"left", "right"} <= match.source.sides
    return match.verbatim and not retold and not both


def _denies(text: str) -> bool:
    return _DENIES.search(text) is not None


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence of the record beside the one under check; ``same``: how many tokens they share in order.

    ``verbatim``: nearly all of them. ``whole``: all of both sentences but a word.
    """

    differences: tuple[Difference, ...]
    source: RecordSentence
    row: Sequence[Token]
    same: int
    verbatim: bool

    @property
    def whole(self) -> bool:
        return self.same >= len(self.row) - 1


def _least_different(telling: Telling, rows: Rows, asked: set[str]) -> Match | None:
    """The match of which fewest facts are changed; None where one agrees.

    ``asked``: keys of the request and the header, which are right whatever the record retells.
    """
    matches = [_match(telling, rows, number, asked) for number in rows.near(telling.row)]
    close = [m for m in matches if m.verbatim and m.differences]
    if close:
        best = min(close, key=lambda m: (-m.same, len(m.differences)))
        return None if any(_vindicates(m, best) for m in matches if not m.differences) else best
    if not matches or any(not m.differences for m in matches):
        return None
    return min(matches, key=lambda m: len(m.differences))


def _vindicates(agreeing: Match, best: Match) -> bool:
    """A sentence that agrees is as near as the one that does not, or holds the very facts in question."""
    keys = {key for d in best.differences for key in d.keys}
    values = all(d.kind in _VALUES for d in best.differences)
    return agreeing.same >= best.same or (values and bool(keys) and keys <= {t.key for t in agreeing.row})


@lru_cache(maxsize=1024)
def _courses(text: str) -> frozenset[str]:
    """The visits that the schedules of a sentence amount to."""
    courses = (
        n for n in numbers_in(text) if n.kind is Kind.VISITS and n.span.end - n.span.start > _SCHEDULE
    )
    return frozenset(f"number:{n.value.normalize()}" for n in courses)


def _nearly(same: int, mine: int, theirs: int) -> bool:
    """Most of a long sentence is the same, or all but a word or two of a whole short one."""
    if mine >= _SURE and (same >= _VERBATIM * mine or same >= max(mine, theirs) - 2):
        return True
    return mine >= _SHORTEST and same >= max(mine, theirs) - 1


_DENIED_OTHERWISE = re.compile(r"\b(?:absent|absence|free of|nothing|na[iï]ve)\b|n't\b", re.I)


def _one_part(difference: Difference, source: RecordSentence) -> bool:
    """Two words for one part: the leg for the lower extremity."""
    named = {key.partition(":")[2] for key in difference.keys if difference.kind == "region"}
    return bool(close(frozenset(named)) & source.own_regions)


def _match(telling: Telling, rows: Rows, number: int, asked: set[str]) -> Match:
    source, row = rows.sentences[number], rows.rows[number]
    beside = Alignment(telling, Telling(source.text, row))
    same = beside.same
    verbatim = _nearly(same, len(telling.row), len(row))
    right = asked | _courses(source.text)
    found = [d for d in beside.facts() if not (d.keys and d.keys <= right) and not _one_part(d, source)]
    turned = None if _DENIED_OTHERWISE.search(telling.text) else beside.negation()
    if turned and (not source.reports_review or same >= len(telling.row) - 1 >= _SHORTEST):
        found.append(turned)
    if verbatim:
        found += [*beside.terms(), *beside.present()]
    return Match(tuple(found), source, row, same, verbatim)


_GAIN = re.compile(
    r"\b(?:by|of|gain\w*|rose|fell|another|lacks?|remaining|total|in all|altogether|come to|comes to|(?:short|loss|increase|decrease|gain|drop) of) $",
    re.I,
)
_REST = re.compile(
    r"\b(?:remain\w*|unused|outstanding|(?:are|is|were) left|left over|difference|short of|altogether|in all|in total)\b|"
    r"^ (?:(?:day|week|month|year)s? )?(?:after|since|later|earlier|more|less|fewer|higher|lower)\b",
    re.I,
)


def _reckoned(text: str, difference: Difference) -> bool:
    """A person's own sum or difference: what is left, what was gained, how long after."""
    return bool(_GAIN.search(text[: difference.start]) or _REST.search(text[difference.end :]))


def _findings(context: Context, statement: Statement, match: Match) -> Iterator[Finding]:
    for difference in match.differences:
        if context.human and difference.kind == "number" and _reckoned(statement.text, difference):
            continue
        yield context.finding(
            "FAC20",
            statement.start + difference.start,
            statement.start + difference.end,
            Verdict.CONTRADICTED,
            f"The record tells this with another {SAID[difference.kind]}.",
            (context.record.quote_sentence(match.source),),
            "Tell it as the record does.",
            severity=Severity.ERROR if _sure(context, statement, match, difference) else Severity.WARNING,
        )


RULES = (
    Rule(
        "FAC20",
        "retold with a fact changed",
        "A sentence repeats one of the record with another date, number, side, body part or negation.",
        "A value that stands elsewhere in the record is still wrong where it does not belong.",
        Severity.ERROR,
        Example(
            "On 3/5/2016 the worker reported severe pain of the left knee. He was seen on 3/9/2016.",
            "On 3/9/2016 the worker reported severe pain of the left knee.",
            at="3/9/2016",
        ),
        Example(
            "On 3/5/2016 the worker reported severe pain of the left knee. He was seen on 3/9/2016.",
            "On March 5, 2016 the patient complained of severe pain of the left knee.",
        ),
        _retold,
        "Tell it as the record does.",
    ),
)
