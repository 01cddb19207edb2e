"""Two tellings of one fact side by side: where words agree, which fact stands in the place of another.

Works on the rows of ``wording``. Knows neither which telling is right nor where the texts come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.claims.terms import term_mentions, terms_of
from assistant.claims.wording import Token
from knowledge.document import Span
from knowledge.treatments import load_taxonomy

_LOCAL = 4
_GENERIC = re.compile(r"therap\w*", re.I)
_HAD_BEEN = re.compile(r"\bhad (?:been|previously)\b", re.I)
_PARTED = re.compile(r"[a-z] $", re.I)  # "massage therapy" is no therapy in general
_TYPED = ("date", "number", "level", "side", "region", "sign", "degree", "speaker", "time", "unit")
SAID = {
    **dict.fromkeys(("care", "study", "operation", "diagnosis", "finding"), "word for it"),
    "date": "date", "number": "number", "level": "level", "side": "side", "region": "body part",
    "sign": "result", "degree": "finding", "speaker": "speaker", "time": "time", "unit": "unit",
    "negation": "negation", "drug": "drug",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed fact; offsets are into the first text, ``keys`` are its tokens there."""

    kind: str
    start: int
    end: int
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Telling:
    """A text with its row of tokens."""

    text: str
    row: Sequence[Token]


class Alignment:
    """``mine`` beside ``theirs``: how much is the same, and what differs."""

    def __init__(self, mine: Telling, theirs: Telling) -> None:
        self.mine, self.theirs = mine, theirs
        keys = [t.key for t in theirs.row], [t.key for t in mine.row]
        self.codes = SequenceMatcher(None, *keys, autojunk=False).get_opcodes()

    @property
    def same(self) -> int:
        """Tokens of ``mine`` that ``theirs`` has in the same order."""
        return sum(j2 - j1 for tag, _, _, j1, j2 in self.codes if tag == "equal")

    def facts(self) -> Iterator[Difference]:
        """Facts of one sort in the place of others of that sort."""
        for tag, i1, i2, j1, j2 in self.codes:
            if tag == "replace" and j2 - j1 <= _LOCAL and i2 - i1 <= _LOCAL + 2:
                yield from _replaced(self.mine.row[j1:j2], self.theirs.row[i1:i2])

    def terms(self) -> Iterator[Difference]:
        """A drug, study, treatment or diagnosis in the place of another that is not named besides."""
        mine = _named(self.mine.text)
        told = {k.what for k in _named(self.theirs.text)} | {
            str(number) for number in terms_of(self.theirs.text)
        }
        for tag, i1, i2, j1, j2 in self.codes:
            if tag != "replace" or j2 - j1 > _LOCAL or i2 - i1 > _LOCAL:
                continue
            here = Span(self.mine.row[j1].start, self.mine.row[j2 - 1].end)
            wrong = [n for n in mine if n.span.overlaps(here) and n.what not in told]
            if wrong:
                yield Difference(wrong[0].kind, wrong[0].span.start, wrong[0].span.end)

    def present(self) -> Iterator[Difference]:
        """What had been is told as now: a word for the present put in."""
        if _HAD_BEEN.search(self.theirs.text) is None or _HAD_BEEN.search(self.mine.text):
            return
        for tag, _, _, j1, j2 in self.codes:
            if tag == "insert":
                put_in = (t for t in self.mine.row[j1:j2] if t.key == "time:now")
                yield from (Difference("time", t.start, t.end) for t in put_in)

    def negation(self) -> Difference | None:
        """A negation put in or left out beside words that both have."""
        equal = [c for c in self.codes if c[0] == "equal"]
        if not equal:
            return None
        row, source = self.mine.row, self.theirs.row
        lo, hi = equal[0][1], equal[-1][2]
        theirs = sum(t.kind == "negation" for t in source[max(0, lo - 1) : hi])
        if theirs == sum(t.kind == "negation" for t in row):
            return None
        for number, (tag, i1, i2, j1, j2) in enumerate(self.codes):
            if tag == "equal" or j2 - j1 > _LOCAL or i2 - i1 > _LOCAL:
                continue
            put_in = [t for t in row[j1:j2] if t.kind == "negation"]
            left_out = [t for t in source[i1:i2] if t.kind == "negation"]
            follows = self.codes[number + 1 : number + 2]
            if len(put_in) != len(left_out) and follows and follows[0][0] == "equal":
                after = row[follows[0][3]]
                start = put_in[0].start if put_in else row[max(0, j1 - 1)].start
                return Difference("negation", start, after.end)
        return None


def _replaced(mine: Sequence[Token], theirs: Sequence[Token]) -> Iterator[Difference]:
    for kind in _TYPED:
        have = [t for t in mine if t.kind == kind]
        want = {t.value for t in theirs if t.kind == kind}
        wrong = [t for t in have if t.value not in want]
        if wrong and want and not want & {t.value for t in have}:
            keys = frozenset(token.key for token in wrong)
            yield Difference(kind, wrong[0].start, wrong[-1].end, keys)


@dataclass(frozen=True, slots=True)
class Named:
    """A drug or a clinical term with its place."""

    kind: str
    what: str
    span: Span


@lru_cache(maxsize=1024)
def _named(text: str) -> tuple[Named, ...]:
    terms = [
        Named(m.term.kind, str(m.term.number), m.span)
        for m in term_mentions(text)
        if not (
            _GENERIC.fullmatch(text[m.span.start : m.span.end]) and _PARTED.search(text[: m.span.start])
        )
    ]
    drugs = load_taxonomy().drug_mentions(text)
    return (*terms, *(Named("drug", m.generic, Span(m.start, m.end)) for m in drugs))
