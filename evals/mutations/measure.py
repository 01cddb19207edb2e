"""Apply every kind to every clean text, check, count: catch rate, localisation, false flags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from assistant.checks import check_draft
from assistant.results import CheckReport, Finding
from evals.mutations.kinds import KINDS
from evals.mutations.model import Kind, Mutant, Subject
from evals.mutations.rewrites import KINDS as REWRITES


@dataclass(frozen=True)
class Row:
    """One checked change of one text; ``findings`` are the new errors that the change brought."""

    kind: str
    severity: str
    style: str
    subject: str
    group: int
    caught: bool
    localised: bool
    was: str
    now: str
    context: str
    findings: tuple[str, ...]


@dataclass
class Result:
    """All rows; ``clean`` has one entry a clean text with the errors that it has all the same."""

    mutants: list[Row] = field(default_factory=list)
    rewrites: list[Row] = field(default_factory=list)
    clean: list[Row] = field(default_factory=list)


def mutants_of(subject: Subject, kinds: Sequence[Kind], most: int) -> Iterator[Mutant]:
    """At most ``most`` mutants a kind, chosen by a seed that depends on text and kind alone."""
    for kind in kinds:
        random = Random(f"{subject.name}|{kind.name}")  # noqa: S311 - a choice of samples, no secret
        edits = list(dict.fromkeys(kind.make(subject, random)))
        for edit in random.sample(edits, k=min(most, len(edits))):
            mutant = Mutant(kind.name, subject, edit)
            if mutant.text != subject.text:
                yield mutant


def measure(
    subjects: Iterable[Subject],
    most: int = 2,
    kinds: Sequence[Kind] = KINDS,
    rewrites: Sequence[Kind] = REWRITES,
) -> Result:
    """Check each clean text, its mutants and its rewrites; what a clean text is flagged for counts once."""
    result = Result()
    for subject in subjects:
        report = check_draft(subject.draft, subject.case, subject.item, subject.review)
        result.clean.append(_clean_row(subject, report))
        known = frozenset((f.rule, f.quote) for f in report.errors)
        result.mutants += [_row(m, known) for m in mutants_of(subject, kinds, most)]
        result.rewrites += [_row(r, known) for r in mutants_of(subject, rewrites, most)]
    return result


def _row(mutant: Mutant, known: frozenset[tuple[str, str]]) -> Row:
    """``known``: rules and places that the clean text is flagged for already."""
    subject = mutant.subject
    report = check_draft(mutant.draft, subject.case, subject.item, subject.review)
    errors = [f for f in report.errors if (f.rule, f.quote) not in known]
    lo, hi = mutant.edit.place
    start = max(0, lo - 60)
    return Row(
        kind=mutant.kind,
        severity=mutant.edit.severity,
        style=subject.style,
        subject=subject.name,
        group=subject.group,
        caught=bool(errors),
        localised=any(f.start < hi + 1 and lo - 1 < f.end for f in errors),
        was=mutant.was,
        now=mutant.edit.new,
        context=mutant.text[start : hi + 60],
        findings=tuple(_told(f) for f in errors),
    )


def _clean_row(subject: Subject, report: CheckReport) -> Row:
    return Row(
        "clean", "", subject.style, subject.name, subject.group, bool(report.errors), False, "", "", "",
        tuple(_told(f) for f in report.errors),
    )  # fmt: skip


def _told(finding: Finding) -> str:
    return f"{finding.rule} [{finding.quote[:80]}] {finding.message[:160]}"
