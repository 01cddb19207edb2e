"""Typed JSON of the values that the records keep, and canonical JSON for the audit."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter, ValidationError

from assistant.case import Case
from assistant.results import CheckReport, ItemReview, Provenance, Sentence


@cache
def _cases() -> TypeAdapter[Case]:
    return TypeAdapter(Case)


@cache
def _reviews() -> TypeAdapter[ItemReview]:
    return TypeAdapter(ItemReview)


@cache
def _reports() -> TypeAdapter[CheckReport]:
    return TypeAdapter(CheckReport)


@cache
def _sentences() -> TypeAdapter[tuple[Sentence, ...]]:
    return TypeAdapter(tuple[Sentence, ...])


@cache
def _accounts() -> TypeAdapter[Provenance]:
    return TypeAdapter(Provenance)


def dump_account(account: Provenance) -> str:
    return _accounts().dump_json(account).decode()


def load_account(text: str) -> Provenance:
    return _accounts().validate_json(text)


def dump_sentences(sentences: tuple[Sentence, ...]) -> str:
    return _sentences().dump_json(sentences).decode()


def load_sentences(text: str) -> tuple[Sentence, ...]:
    return _sentences().validate_json(text)


def dump_case(case: Case) -> str:
    return _cases().dump_json(case).decode()


def load_case(text: str) -> Case:
    return _cases().validate_json(text)


def dump_report(report: CheckReport) -> str:
    return _reports().dump_json(report).decode()


def load_report(text: str) -> CheckReport:
    return _reports().validate_json(text)


def dump_review(review: ItemReview) -> str:
    return _reviews().dump_json(review).decode()


def load_review(text: str | None) -> ItemReview | None:
    """The review, or None where there is none or an older program wrote it: it is then made anew."""
    if text is None:
        return None
    try:
        return _reviews().validate_json(text)
    except ValidationError:
        return None


def canonical(value: object) -> str:
    """JSON of which there is one form only: keys sorted, no white space, plain ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def iso(at: datetime) -> str:
    """A time as it is kept; sorts as text."""
    return at.isoformat(timespec="microseconds")
