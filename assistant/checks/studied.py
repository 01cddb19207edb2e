"""FAC, which study: what one study showed told of another that no source names (an arthrogram for an ultrasound)."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import close, regions_in
from assistant.claims.denial import denials_in
from assistant.claims.fold import fold
from assistant.claims.prose import Mode
from assistant.claims.terms import term_mentions
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_STUDIES = {
    "x-rays": r"x-? ?rays?|radiographs?|plain films?|films",
    "MRI": r"MRI|magnetic resonance imaging",
    "CT": r"CT(?: scans?| imaging)?|CAT scans?",
    "ultrasound": r"ultrasounds?|sonograms?|ultrasonograph\w*",
    "arthrogram": r"(?:MR |CT )?arthrogra\w+|MRA",
    "bone scan": r"bone scans?|scintigra\w+",
    "nerve study": r"EMG\w*(?:/NC[SV]s?)?|NC[SV]s?|electrodiagnos\w+(?: stud\w+| testing)?|nerve (?:conduction )?stud\w+",
    "myelogram": r"(?:CT )?myelogra\w+",
    "discogram": r"discogra\w+",
}  # fmt: skip
_STUDY = re.compile("|".join(f"(?P<s{n}>\\b(?:{p})\\b)" for n, p in enumerate(_STUDIES.values())), re.I)
_NAMES = tuple(_STUDIES)
_STEMS = (
    "ray",
    "radiogra",
    "film",
    "mri",
    "magnetic",
    "ct",
    "cat ",
    "sonogr",
    "ultraso",
    "arthrogra",
    "mra",
    "bone scan",
    "scinti",
    "emg",
    "nc",
    "nerve",
    "myelo",
    "discogra",
    "electrodiag",
)
_TOLD = re.compile(
    r"\b(?:show\w*|reveal\w*|demonstrat\w*|disclos\w*|confirm\w*|found|noted|read as|(?:was|were|been) (?:\w+ )?(?:normal|negative|unremarkable|obtained|performed|done|taken)|(?:evident|seen|shown|apparent|established|supported|confirmed) (?:by|on|in)|had been (?:obtained|performed|done)|with)\b",
    re.I,
)
_UNSURE = re.compile(
    r"\bguidelines?\b|\bcriteri(?:a|on)\b|\bif\b|\bshould\b|\bwould\b|\b(?-i:may)\b|\bcould\b|\brequest\w*|\bplan(?:ned|s)?\b|\bpropos\w*|\bwhether\b|\bpending\b|\bawait\w*|\bnot\b|\bno\b|\bnever\b|\bwithout\b|\bindicat\w*",
    re.I,
)
_CUT = re.compile(r"[;.:]\s|, (?:and |but )|\b(?:but|while|whereas|although)\b")
_MOST = 3


def _another(context: Context) -> Iterator[Finding]:
    named = _of_record(context.record) | {_name(m) for m in _STUDY.finditer(_asked(context))}
    for statement in context.told(Mode.CASE):
        low = statement.text.lower()
        if not any(stem in low for stem in _STEMS) or context.repeats_record(statement):
            continue
        if all(_name(m) in named for m in _STUDY.finditer(statement.text)):
            continue
        denied = [d.span for d in denials_in(statement.text)]
        for start, end in _clauses(statement.text):
            for match in _STUDY.finditer(statement.text, start, end):
                clause = statement.text[start:end]
                if _name(match) in named or _UNSURE.search(clause) or not _TOLD.search(clause):
                    continue
                place = Span(*match.span())
                if any(d.overlaps(place) for d in denied) or _negated(statement.text, place):
                    continue
                rows = _rows(context, clause)
                if rows:
                    yield context.finding(
                        "FAC49",
                        statement.start + place.start,
                        statement.start + place.end,
                        Verdict.CONTRADICTED,
                        "No source names this study; the record tells this of another.",
                        tuple(context.record.quote_sentence(s) for s in rows)[:_MOST],
                        "Name the study that the record names.",
                    )


@lru_cache(maxsize=64)
def _of_record(record: RecordIndex) -> frozenset[str]:
    return frozenset(_name(m) for m in _STUDY.finditer(record.text))


def _name(match: re.Match[str]) -> str:
    return _NAMES[int((match.lastgroup or "s0")[1:])]


def _asked(context: Context) -> str:
    return fold(
        "\n".join(f"{i.heading}\n{i.treatment}\n{i.original_request or ''}" for i in context.case.items)
    ).text


def _negated(text: str, place: Span) -> bool:
    return standing(text[: place.end], place.start, place.end) is not Standing.AFFIRMED


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for cut in _CUT.finditer(text):
        yield start, cut.start()
        start = cut.end()
    yield start, len(text)


def _rows(context: Context, clause: str) -> list[RecordSentence]:
    """The record's tellings of other studies that share a finding and no other part, or the part alone."""
    parts = close(regions_in(clause) or context.item_regions)
    findings = _findings(clause)
    found = []
    for sentence in context.record.clinical:
        if sentence.plans or not _STUDY.search(sentence.text) or not _TOLD.search(sentence.text):
            continue
        if not parts & close(sentence.regions):
            continue
        if not findings or findings & _findings(sentence.text):
            found.append(sentence)
    return found


def _findings(text: str) -> frozenset[int]:
    return frozenset(m.term.number for m in term_mentions(text) if m.term.kind in ("finding", "diagnosis"))


RULES = (
    Rule(
        "FAC49",
        "another study",
        "A study that no source names is told with what the record tells of another study of that part.",
        "What was imaged, and how, decides whether a further study adds anything.",
        Severity.ERROR,
        Example(
            "An ultrasound of the right shoulder in August revealed a partial tear of the supraspinatus.",
            "An arthrogram in August showed a partial tear of the supraspinatus.",
            "MRI of the right shoulder",
            "arthrogram",
        ),
        Example(
            "An ultrasound of the right shoulder in August revealed a partial tear of the supraspinatus.",
            "A sonogram in August showed a partial tear of the supraspinatus.",
            "MRI of the right shoulder",
        ),
        _another,
        "Name the study that the record names.",
    ),
)
