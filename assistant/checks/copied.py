"""FAC, retold: a sentence that repeats one of the record with a single fact changed.

A value may stand somewhere in the record and yet be wrong here: the nearest sentence of the record tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.prose import Mode, Statement
from assistant.claims.wording import Token, row_of
from assistant.results import Finding, Severity, Verdict

_FEWEST = 2
_SHORT = 5
_ALIKE = 0.6
_NEARLY = 0.66
_CANDIDATES = 4
_MOST = 30
_INJURY = re.compile(r"\binjur", re.I)
_ON_RECORD = re.compile(
    r"\b(?:record|file)s? (?:does|do|did) not\b|\b(?:criterion|condition) of\b|\bthe request for\b", re.I
)
_NO = "negation:no"
_LOCAL = 4
_TYPED = ("date", "number", "level", "side", "region", "sign", "degree", "speaker", "time", "unit")
_SAID = {
    "date": "date", "number": "number", "level": "level", "side": "side", "region": "body part",
    "sign": "result", "degree": "finding", "speaker": "speaker", "time": "time", "unit": "unit",
    "negation": "negation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed fact; offsets are into the sentence under check, ``keys`` are its tokens there."""

    kind: str
    start: int
    end: int
    keys: frozenset[str] = frozenset()


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


def _retold(context: Context) -> Iterator[Finding]:
    """In a person's text only a warning: it may retell what stands elsewhere in the file."""
    rows = _rows(context.record)
    asked = {token.key for token in row_of(context.item_text) if token.kind == "number"}
    for statement in context.told(Mode.CASE):
        row = row_of(statement.text)
        if len(row) < _FEWEST or '"' in statement.text or _ON_RECORD.search(statement.text):
            continue
        found = _least_different(row, rows, asked | _injured(context, statement))
        if found is not None:
            yield from _findings(context, statement, *found)


def _injured(context: Context, statement: Statement) -> set[str]:
    """The header's date of injury, where the sentence speaks of the injury: the record may have another."""
    return {f"date:{context.case.date_of_injury}"} if _INJURY.search(statement.text) else set()


def _least_different(
    row: Sequence[Token], rows: Rows, asked: set[str]
) -> tuple[list[Difference], RecordSentence] | None:
    """The changed facts against the sentence of which fewest are changed; None where one agrees.

    ``asked``: keys of the request and the header, which are right whatever the record retells.
    """
    best: tuple[list[Difference], RecordSentence] | None = None
    for number in rows.near(row):
        source = rows.sentences[number]
        differences = [
            d
            for d in _differences(row, rows.rows[number])
            if not (d.keys and d.keys <= asked) and not (d.kind == "negation" and source.reports_review)
        ]
        if not differences:
            return None
        if best is None or len(differences) < len(best[0]):
            best = differences, source
    return best


def _findings(
    context: Context, statement: Statement, differences: list[Difference], source: RecordSentence
) -> Iterator[Finding]:
    for difference in differences:
        yield context.finding(
            "FAC20",
            statement.start + difference.start,
            statement.start + difference.end,
            Verdict.CONTRADICTED,
            f"The record tells this with another {_SAID[difference.kind]}.",
            (context.record.quote_sentence(source),),
            "Tell it as the record does.",
            severity=Severity.WARNING if context.human else Severity.ERROR,
        )


def _differences(row: Sequence[Token], source: Sequence[Token]) -> list[Difference]:
    mine, theirs = [t.key for t in row], [t.key for t in source]
    codes = SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes()
    found: list[Difference] = []
    for tag, i1, i2, j1, j2 in codes:
        if tag == "replace" and j2 - j1 <= _LOCAL and i2 - i1 <= _LOCAL + 2:
            found += _replaced(row[j1:j2], source[i1:i2])
    turned = _negated(row, source, codes)
    return found + ([turned] if turned else [])


def _replaced(mine: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Difference]:
    for kind in _TYPED:
        have = [t for t in mine if t.kind == kind]
        want = {t.value for t in theirs if t.kind == kind}
        wrong = [t for t in have if t.value not in want]
        if wrong and want and not want & {t.value for t in have}:
            keys = frozenset(token.key for token in wrong)
            yield Difference(kind, wrong[0].start, wrong[-1].end, keys)


def _negated(
    row: Sequence[Token], source: Sequence[Token], codes: Sequence[tuple[str, int, int, int, int]]
) -> Difference | None:
    """A negation put in or left out beside words that both have."""
    equal = [c for c in codes if c[0] == "equal"]
    if not equal:
        return None
    lo, hi = equal[0][1], equal[-1][2]
    theirs = sum(t.kind == "negation" for t in source[max(0, lo - 1) : hi])
    mine = sum(t.kind == "negation" for t in row)
    if mine == theirs:
        return None
    for number, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag == "equal" or j2 - j1 > _LOCAL or i2 - i1 > _LOCAL:
            continue
        put_in = [t for t in row[j1:j2] if t.kind == "negation"]
        left_out = [t for t in source[i1:i2] if t.kind == "negation"]
        if len(put_in) != len(left_out) and number + 1 < len(codes) and codes[number + 1][0] == "equal":
            after = row[codes[number + 1][3]]
            start = put_in[0].start if put_in else row[max(0, j1 - 1)].start
            return Difference("negation", start, after.end)
    return None


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
