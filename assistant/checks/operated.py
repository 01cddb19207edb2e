"""FAC, which operation was done: one that no source names, where the record names another of that part as done.

The names stand in ``operations.yaml``. Knows nothing of what an operation is for.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

import assistant.claims as claims
from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import close, regions_in
from assistant.claims.denial import denials_in
from assistant.claims.fold import fold
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_FILE = Path(claims.__file__).with_name("operations.yaml")
_HAD = re.compile(
    r"\b(?:underwent|undergone|undergoing|status[- ]post|s/p|has had|had had|had an?|had|received|following|after|since|recover\w+ from|"
    r"(?:weeks?|months?|years?|days?) (?:out )?(?:from|after|following|since|post)|history of|prior|previous|post-?op\w*)"
    r" (?:(?!(?:no|not|for|to|that|if|request\w*|therapy|visits?)\b)[\w/'-]+,? ){0,7}$",
    re.I,
)
_BEHIND = re.compile(
    r"^[^.;]{0,45}\b(?:was|were|had been) (?:done|performed|carried out|completed|undertaken)\b|^,? (?:on|of|in) (?:\d|(?:january|february|march|april|may|june|july|august|september|october|november|december|20\d\d)\b)",
    re.I,
)
_UNSURE = re.compile(
    r"\bguidelines?\b|\bcriteri(?:a|on)\b|\bif\b|\bshould\b|\bwould\b|\b(?-i:may)\b|\bcould\b|\brequest\w*|\bplan(?:ned|s)?\b|\bpropos\w*|\bauthori[sz]\w*|\bscheduled\b|\bsuch as\b|\bpatients with\b",
    re.I,
)
_NO = re.compile(r"\b(?:not|never|no|without|n't|nor)\b[^,;.]{0,60}$", re.I)
_MOST = 3


@dataclass(frozen=True, eq=False)
class _Operation:
    name: str
    part: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Done:
    """An operation told as done, with the parts it may be of."""

    operation: _Operation
    parts: frozenset[str]
    place: Span


@cache
def _operations() -> tuple[_Operation, ...]:
    raw = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return tuple(
        _Operation(r["name"], r["part"], re.compile(rf"\b(?:{r['words']})\b", re.I))
        for r in raw["operations"]
    )


_STEMS = (
    "ectom", "plast", "repair", "reconstr", "graft", "release", "fusion", "decompress", "tomy", "tomies", "tenodes", "orif", "open reduction",
    "fixation", "manipulation", "mua", "lysis", "excision", "resection", "removal", "amputat", "ctr", "tk", "tha", "thr", "acdf", "arthrodes",
    "rhaph", "mumford", "surgery", "transposition", "debridement", "pinning", "intramedull", "brostr", "replace", "trimming",
)  # fmt: skip
"""One of them is in every name of the table."""


@lru_cache(maxsize=8192)
def _done(text: str) -> tuple[_Done, ...]:
    """The operations of a sentence that it tells as done."""
    low = text.lower()
    if not any(stem in low for stem in _STEMS):
        return ()
    found = []
    for operation in _operations():
        for match in operation.words.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            told = (_HAD.search(before) or _BEHIND.match(after)) and not _NO.search(before)
            if told and standing(text, *match.span()) is not Standing.NEGATED:
                parts = regions_in(text[max(0, match.start() - 40) : match.end() + 40])
                found.append(_Done(operation, parts or frozenset((operation.part,)), Span(*match.span())))
    return tuple(found)


def _other(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        done = _done(statement.text)
        if not done or _UNSURE.search(statement.text) or context.repeats_record(statement):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        for said in done:
            if any(span.overlaps(said.place) for span in denied) or _named(context, said.operation):
                continue
            rows = [s for d, s in _known(context.record) if close(d.parts) & close(said.parts)]
            if rows:
                yield _finding(context, statement.start, said, rows)


def _finding(context: Context, start: int, said: _Done, rows: list[RecordSentence]) -> Finding:
    return context.finding(
        "FAC45",
        start + said.place.start,
        start + said.place.end,
        Verdict.CONTRADICTED,
        f"The record tells of another operation, and nowhere of a {said.operation.name}.",
        tuple(context.record.quote_sentence(s) for s in dict.fromkeys(rows))[:_MOST],
        "Name the operation that the record names.",
    )


def _named(context: Context, operation: _Operation) -> bool:
    """The record or a request names it, done or not."""
    requests = (
        fold(f"{i.heading}\n{i.treatment}\n{i.original_request or ''}").text for i in context.case.items
    )
    return any(operation.words.search(text) for text in (context.record.text, *requests))


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> tuple[tuple[_Done, RecordSentence], ...]:
    return tuple((d, s) for s in record.clinical if not s.plans for d in _done(s.text))


RULES = (
    Rule(
        "FAC45",
        "another operation",
        "An operation is told as done that no source names, while the record names another of that part.",
        "Which operation was done decides the therapy and the equipment after it.",
        Severity.ERROR,
        Example(
            "She is status post left knee partial medial meniscectomy on 10-14-2016.",
            "The worker underwent ACL reconstruction of the left knee.",
            "CPM machine for the left knee",
            "ACL reconstruction",
        ),
        Example(
            "She is status post left knee partial medial meniscectomy on 10-14-2016.",
            "The worker underwent meniscectomy of the left knee.",
            "CPM machine for the left knee",
        ),
        _other,
        "Name the operation that the record names.",
    ),
)
