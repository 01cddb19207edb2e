"""Apply every kind to every clean text, check, count: catch rate, localisation, false flags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

from assistant.checks import check_draft, check_text, match_item
from assistant.results import CheckReport, Finding, Severity
from evals.mutations.evaluable import evaluable
from evals.mutations.kinds import KINDS
from evals.mutations.model import Kind, Mutant, Subject
from evals.mutations.rewrites import KINDS as REWRITES


class Mode(StrEnum):
    """How a text is checked: as the project's own draft, or as `imr check` takes anyone's text."""

    DRAFT = "draft"
    HUMAN = "human"


@dataclass(frozen=True)
class Row:
    """One checked change of one text; ``findings`` are the new findings that the change brought.

    In a draft only errors count; in a person's text a warning is a finding too, and ``as_error`` tells
    whether one of them is an error. ``evaluable``: the clean claim was supported, so that the change is
    an error.
    """

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
    as_error: bool = True
    evaluable: bool = True


@dataclass
class Result:
    """All rows; ``clean`` has one entry a clean text with what it is flagged for all the same."""

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
    mode: Mode = Mode.DRAFT,
) -> Result:
    """Check each clean text, its mutants and its rewrites; what a clean text is flagged for counts once."""
    result = Result()
    for subject in subjects:
        found = _findings(subject, None, mode)
        if subject.style != "rationale":
            result.clean.append(_clean_row(subject, found))
        result.mutants += [_row(m, found, mode) for m in mutants_of(subject, kinds, most)]
        result.rewrites += [_row(r, found, mode) for r in mutants_of(subject, rewrites, most)]
    return result


def _findings(subject: Subject, mutant: Mutant | None, mode: Mode) -> tuple[Finding, ...]:
    """What is found in the clean text, or in a mutant of it, where only errors count in a draft."""
    if mode is Mode.DRAFT:
        draft = mutant.draft if mutant else subject.draft
        return check_draft(draft, subject.case, subject.item, subject.review).errors
    return _of_a_person(subject, mutant.text if mutant else subject.text).findings


def _of_a_person(subject: Subject, text: str) -> CheckReport:
    """As `imr check` does without ``--item``: a text that speaks of another item is held to that one."""
    item = match_item(text, subject.case)
    if item is None:
        return check_text(text, subject.case, None, human=True)
    known = subject.review if item.number == subject.item.number else subject.siblings[item.number]
    return check_text(text, subject.case, item, replace(known, passages=(), precedents=()), human=True)


def _row(mutant: Mutant, known: Sequence[Finding], mode: Mode) -> Row:
    """``known``: what the clean text is flagged for already."""
    subject = mutant.subject
    fresh = _new(mutant, known, _findings(subject, mutant, mode))
    lo, hi = mutant.edit.place
    start = max(0, lo - 60)
    return Row(
        kind=mutant.kind,
        severity=mutant.edit.severity,
        style=subject.style,
        subject=subject.name,
        group=subject.group,
        caught=bool(fresh),
        localised=any(f.start < hi + 1 and lo - 1 < f.end for f in fresh),
        was=mutant.was,
        now=mutant.edit.new,
        context=mutant.text[start : hi + 60],
        findings=tuple(_told(f) for f in fresh),
        as_error=any(f.severity is Severity.ERROR for f in fresh),
        evaluable=evaluable(mutant, item_known=mode is Mode.DRAFT),
    )


def _new(mutant: Mutant, known: Sequence[Finding], found: Sequence[Finding]) -> list[Finding]:
    """Without what the clean text is flagged for: the same words, or the same place with a word changed."""
    edit = mutant.edit
    grown = len(edit.new) - (edit.end - edit.start)
    said = {(f.rule, f.quote) for f in known}
    places = {
        (f.rule, f.start + grown * (f.start >= edit.end), f.end + grown * (f.end >= edit.end))
        for f in known
    }
    return [f for f in found if (f.rule, f.quote) not in said and (f.rule, f.start, f.end) not in places]


def _clean_row(subject: Subject, found: Sequence[Finding]) -> Row:
    return Row(
        "clean", "", subject.style, subject.name, subject.group, bool(found), False, "", "", "",
        tuple(_told(f) for f in found), any(f.severity is Severity.ERROR for f in found),
    )  # fmt: skip


def _told(finding: Finding) -> str:
    return f"{finding.rule} {finding.severity.value} [{finding.quote[:80]}] {finding.message[:160]}"
