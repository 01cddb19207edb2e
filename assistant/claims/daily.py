"""How much of a drug a day, from the dose and how often it is taken. Works on one folded sentence."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.claims.model import Kind, Number
from assistant.claims.numbers import numbers_in, value_of
from knowledge.document import Span
from knowledge.treatments import load_taxonomy

_TIMES: tuple[tuple[int, str], ...] = (
    (1, r"once (?:a day|daily|per day)|(?<!times )(?<!twice )(?<!thrice )daily|nightly|(?:at|every|each|before) (?:night|bedtime|bed|evening|morning)|q\.?(?:d|hs|pm|am)\b|q ?24 ?h|in the (?:morning|evening)"),
    (2, r"twice (?:a day|daily|per day)|two times (?:a|per) day|b\.?i\.?d\b|(?:q|every) ?12 ?(?:h|hours?)\b"),
    (3, r"thrice (?:a day|daily)|t\.?i\.?d\b|(?:q|every) ?(?:6 ?- ?)?8 ?(?:h|hours?)\b"),
    (4, r"q\.?i\.?d\b|(?:q|every) ?(?:4 ?- ?)?6 ?(?:h|hours?)\b"),
    (6, r"(?:q|every) ?4 ?(?:- ?6 ?)?(?:h|hours?)\b"),
)  # fmt: skip
_TAKEN = tuple((n, re.compile(rf"(?<!\w)(?:{p})", re.I)) for n, p in _TIMES)
_SO_OFTEN = re.compile(
    r"\b(?P<n>\d{1,2}|two|three|four|five|six|seven|eight) (?:times?|tablets?|tabs?|pills?|capsules?|caps?)?,? ?(?:a|per|each|every) ?day\b"
    r"|\b(?P<m>\d{1,2}|two|three|four|five|six) ?(?:times|x) (?:daily|a day)\b",
    re.I,
)
_EACH = re.compile(
    r"\b(?P<n>\d|one|two|three|four|one to two|1-2) (?:tablets?|tabs?|pills?|capsules?|caps?)\b", re.I
)
_MONTHLY = re.compile(r"#\s?(?P<n>\d{2,3})\b")
_A_DAY = re.compile(
    r"^(?: of (?:[\w-]+ ){1,3}(?=daily|a day|per))?,? ?(?:total )?(?:daily|a day|per day|each day|every day|/ ?day|in total a day)\b",
    re.I,
)
_STATED = re.compile(r"\b(?:daily|total|day's) (?:dose|total|dosage) (?:of|is|was) (?:about )?$", re.I)
_DAYS = 30
_FAR = 70


@dataclass(frozen=True, slots=True)
class DrugUse:
    """A drug's doses as told once: single doses, and what they make a day (empty where unknown)."""

    drug: str
    doses: frozenset[tuple[str, Decimal]]
    totals: frozenset[tuple[str, Decimal]]
    often: frozenset[Decimal] = frozenset()


@lru_cache(maxsize=8192)
def drug_uses(text: str) -> tuple[DrugUse, ...]:
    """Each drug of a sentence with its doses and what they make a day."""
    drugs = load_taxonomy().drug_mentions(text)
    starts = [m.start for m in drugs] + [len(text)]
    return tuple(
        _use(m.generic, text[m.start : min(stop, m.end + _FAR)])
        for m, stop in zip(drugs, starts[1:], strict=True)
    )


def _use(drug: str, piece: str) -> DrugUse:
    doses = [n for n in numbers_in(piece) if n.kind is Kind.DOSE]
    often = _often(piece)
    each = {Decimal(1)} | {
        value_of(m["n"]) for m in _EACH.finditer(piece) if " to " not in m["n"] and "-" not in m["n"]
    }
    totals = {(n.unit, n.value) for n in doses if a_day(piece, n)}
    totals |= {(n.unit, n.value * times * tablets) for n in doses for times in often for tablets in each}
    return DrugUse(drug, frozenset((n.unit, n.value) for n in doses), frozenset(totals), frozenset(often))


def _often(piece: str) -> set[Decimal]:
    said = {Decimal(times) for times, pattern in _TAKEN if pattern.search(piece)}
    said |= {value_of(m["n"] or m["m"]) for m in _SO_OFTEN.finditer(piece)}
    said |= {Decimal(m["n"]) / _DAYS for m in _MONTHLY.finditer(piece) if int(m["n"]) % _DAYS == 0}
    return said


def told_often(text: str) -> tuple[frozenset[Decimal], Span] | None:
    """How often a tablet, capsule or patch of a drug that the sentence does not name is taken."""
    match = _EACH.search(text)
    if match is None or load_taxonomy().drug_mentions(text):
        return None
    piece = text[match.end() : match.end() + 30]
    often = {Decimal(n) for n, pattern in _TAKEN if pattern.search(piece)}
    often |= {value_of(m["n"] or m["m"]) for m in _SO_OFTEN.finditer(piece)}
    return (frozenset(often), Span(match.start(), min(len(text), match.end() + 20))) if often else None


def a_day(text: str, number: Number) -> bool:
    """The dose is told as that of a whole day."""
    return bool(_A_DAY.match(text[number.span.end :]) or _STATED.search(text[: number.span.start]))


def daily_doses(text: str) -> Iterator[tuple[Number, str | None]]:
    """Doses told as those of a day, each with the drug named last before it, else the one right after."""
    drugs = [(m.generic, Span(m.start, m.end)) for m in load_taxonomy().drug_mentions(text)]
    for number in numbers_in(text):
        if number.kind is Kind.DOSE and a_day(text, number):
            before = [name for name, at in drugs if 0 <= number.span.start - at.end <= _FAR]
            after = [name for name, at in drugs if 0 <= at.start - number.span.end <= 24]
            yield number, before[-1] if before else after[0] if after else None
