"""The retrieval chain: retrieve, draft, check. One LangChain Runnable; its parts are plain functions.

A draft that the checker refuses goes back to its drafter with the findings, a bounded number of times. A
model's draft is traced word by word as well; one that still fails is replaced by the grounded one, and so
is one that never came. A grounded draft that still fails is withheld.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.drafting.prepared import DistantModel, Drafter, ModelWriter, Prepared
from assistant.drafting.tracing import traced
from assistant.errors import ModelError
from assistant.results import CheckReport, Draft, Passage, Precedent, Provenance

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

Retrieve = Callable[[Prepared], tuple[tuple[Passage, ...], tuple[Precedent, ...]]]
Check = Callable[[Prepared, Draft], CheckReport]

_INSTEAD = "The grounded drafter wrote this draft instead."


@dataclass(frozen=True)
class Drafted:
    """A draft that passed, or none; ``withheld`` is the last refused one, ``note`` says why."""

    prepared: Prepared
    draft: Draft | None
    checks: CheckReport
    withheld: Draft | None = None
    note: str = ""
    revisions: int = 0
    provenance: Provenance | None = None


def retrieval_chain(
    retrieve: Retrieve, model: DistantModel | None, grounded: Drafter, check: Check, rounds: int
) -> Runnable[Prepared, Drafted]:
    """Retrieve passages and precedents, draft, check; ``grounded`` writes where the model does not."""

    def with_sources(prepared: Prepared) -> Prepared:
        passages, precedents = retrieve(prepared)
        return replace(prepared, passages=passages, precedents=precedents)

    def checked(prepared: Prepared) -> Drafted:
        if model is None or prepared.recommendation is None:
            return until_passed(prepared, grounded, check, rounds)
        first = by_model(prepared, model.writer(), check, rounds)
        if first.draft is not None:
            return first
        second = until_passed(prepared, grounded, check, rounds)
        return replace(second, note=first.note, withheld=first.withheld, provenance=first.provenance)

    from langchain_core.runnables import RunnableLambda  # noqa: PLC0415 - a third of a second to import

    return RunnableLambda(with_sources) | RunnableLambda(checked)


def by_model(prepared: Prepared, writer: ModelWriter, check: Check, rounds: int) -> Drafted:
    """A model's draft that passed the checker and the tracing, or none with a note on why."""
    complaints: list[str] = []

    def check_and_trace(given: Prepared, draft: Draft) -> CheckReport:
        report = traced(given, draft, check(given, draft))
        complaints.extend(f"{f.rule}: {f.message}" for f in report.errors)
        return report

    try:
        done = until_passed(prepared, writer, check_and_trace, rounds)
    except ModelError as error:
        account = writer.account(0, tuple(complaints), "failed")
        return Drafted(prepared, None, CheckReport(()), note=f"{error} {_INSTEAD}", provenance=account)
    account = writer.account(done.revisions, tuple(complaints), "shown" if done.draft else "withheld")
    if done.draft is not None:
        return replace(done, provenance=account)
    reason = done.checks.errors[0].message
    note = f"The draft of {writer.name} was withheld: {reason} {_INSTEAD}"
    return replace(done, note=note, provenance=account)


def until_passed(prepared: Prepared, drafter: Drafter, check: Check, rounds: int) -> Drafted:
    """Draft and check; send findings back at most ``rounds`` times."""
    draft = drafter.draft(prepared)
    report = check(prepared, draft)
    revisions = 0
    while not report.passed:
        revised = drafter.revise(prepared, draft, report) if revisions < rounds else None
        if revised is None:
            return Drafted(prepared, None, report, withheld=draft, revisions=revisions)
        revisions += 1
        draft, report = revised, check(prepared, revised)
    return Drafted(prepared, draft, report, revisions=revisions)
