"""Where cases come from: a folder of published determinations, or JSON lines in the form of labels.jsonl.

Gives each case as a document with what is expected of it. The document still holds the decisions: hiding
them is the intake's work, and part of what is evaluated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.intake import read_document
from evals.naming import load_named
from evals.records import Expected
from knowledge.determinations import Determination, DeterminationItem, parse
from knowledge.document import Document

_SUFFIXES = frozenset({".pdf", ".docx", ".txt"})
_FORM = """Case Number: {case_number}
Date Assigned: {date_assigned} Date of Injury: {date_of_injury}
Decision Date: {decision_date} UR Denial Date: {ur_denial_date}
Priority: {priority} Application
Received:
{application_received}
HOW THE IMR FINAL DETERMINATION WAS MADE
The Expert Reviewer has the following credentials:
State(s) of Licensure: {reviewer_state}
Certification(s)/Specialty: {reviewer_specialty}
CLINICAL CASE SUMMARY
The expert reviewer developed the following clinical case summary based on a review of the case file, \
including all medical records:
{case_summary}
IMR ISSUES, DECISIONS AND RATIONALES
The Final Determination was based on decisions for the disputed items/services set forth below:
"""
_ITEM = """{treatment}{joint}{decision}
Claims Administrator guideline: {claims_admin_guideline}
MAXIMUS guideline: {maximus_guideline}
Decision rationale: {rationale}
"""


class SourceError(AssistantError):
    """The source of an evaluation cannot be used; says which and what to give instead."""


@dataclass(frozen=True)
class EvalCase:
    """A document and, item by item, what is right; cases of one ``group`` are never split into folds."""

    name: str
    document: Document
    expected: tuple[Expected, ...]
    group: str
    ids: tuple[str, ...]

    @property
    def determination(self) -> Determination | None:
        return parse(self.document)


@dataclass(frozen=True)
class Source:
    """Cases in a fixed order; ``skipped`` are files that hold no determination, with the reason."""

    name: str
    cases: tuple[EvalCase, ...]
    skipped: tuple[str, ...] = ()


def load_determinations(path: Path) -> Source:
    """Published determinations below a folder, or one JSON-lines file.

    Raises:
        SourceError: nothing there can be evaluated.
    """
    if not path.exists():
        raise SourceError(f"{path} does not exist; give a folder of determinations or a .jsonl file.")
    reasons = _reasons(path)
    documents, skipped = _labelled(path) if path.suffix == ".jsonl" else _files(path)
    cases = []
    for document in documents:
        determination = parse(document)
        if determination is None or not determination.items:
            skipped.append(f"{document.name}: no published determination")
            continue
        cases.append(_case(determination, reasons))
    if not cases:
        raise SourceError(
            f"{path} holds no published determination; give a folder of PDFs or a .jsonl file."
        )
    return Source(path.name, tuple(cases), tuple(skipped))


def _files(path: Path) -> tuple[list[Document], list[str]]:
    files = (
        [path] if path.is_file() else sorted(f for f in path.rglob("*") if f.suffix.lower() in _SUFFIXES)
    )
    documents, skipped = [], []
    for file in files:
        try:
            documents.append(read_document(file))
        except AssistantError as error:
            skipped.append(str(error))
    return documents, skipped


def _labelled(path: Path) -> tuple[list[Document], list[str]]:
    """Each line written out in the published form, so that it takes the same way as a file."""
    try:
        rows = _rows(path)
        return [Document.of(_as_form(row), f"{row['case_number']}.txt") for row in rows], []
    except (json.JSONDecodeError, KeyError) as error:
        raise SourceError(f"{path} is not in the form of labels.jsonl: {error!r}") from error


def _as_form(row: Mapping[str, Any]) -> str:
    items = []
    for item in row["items"]:
        joint = " " if item["treatment"].endswith(" is") else ": "
        flat = {key: " ".join(str(value or "").split()) for key, value in item.items()}
        items.append(_ITEM.format(joint=joint, **flat))
    return _FORM.format(**{k: v or "" for k, v in row.items() if k != "items"}) + "".join(items)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _reasons(path: Path) -> dict[str, dict[str, Any]]:
    """The close reading that stands in or beside the folder, by item; empty where there is none."""
    for folder in (path, path.parent):
        file = folder / "reasons.jsonl"
        if folder.is_dir() and file.is_file():
            return {row["id"]: row for row in _rows(file)}
    return {}


def _case(determination: Determination, reasons: Mapping[str, Mapping[str, Any]]) -> EvalCase:
    number = determination.header.case_number
    name = number or Path(determination.document.name).stem
    items = [item for item in determination.items if item.heading.treatment]
    ids = tuple(f"{name}-{n}" for n in range(1, len(items) + 1))
    named = {told.id: told.criteria for told in load_named()}
    expected = tuple(
        _expected(item, reasons.get(key), named.get(key, ())) for key, item in zip(ids, items, strict=True)
    )
    return EvalCase(name, determination.document, expected, group=name, ids=ids)


def _expected(item: DeterminationItem, read: Mapping[str, Any] | None, named: tuple[str, ...]) -> Expected:
    known = read or {}
    return Expected(
        treatment=item.heading.treatment,
        decision=item.heading.decision.value if item.heading.decision else None,
        family=known.get("family"),
        chapter=known.get("chapter"),
        deciding=named,
        deciding_status=known.get("status"),
        rationale=item.rationale,
        guideline=item.reviewer_guideline,
    )


def determinations_of(cases: Sequence[EvalCase]) -> Iterator[Determination]:
    """The cases that are published determinations, to serve each other as precedents."""
    for case in cases:
        determination = case.determination
        if determination is not None:
            yield determination
