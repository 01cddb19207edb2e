"""The retrieval chain: retrieve, draft, check. One LangChain Runnable; its parts are plain functions.

A draft that the checker refuses goes back to its drafter with the findings, a bounded number of times. A
model draft that still fails is replaced by the grounded one; a grounded draft that still fails is withheld.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.drafting.prepared import Drafter, Prepared
from assistant.errors import ModelError
from assistant.results import CheckReport, Draft, Passage, Precedent

Retrieve = Callable[[Prepared], tuple[tuple[Passage, ...], tuple[Precedent, ...]]]
Check = Callable[[Prepared, Draft], CheckReport]


@dataclass(frozen=True)
class Drafted:
    """A draft that passed, or none; ``withheld`` is the last refused one, ``note`` says why."""

    prepared: Prepared
    draft: Draft | None
    checks: CheckReport
    withheld: Draft | None = None
    note: str = ""
    revisions: int = 0


def retrieval_chain(
    retrieve: Retrieve, drafter: Drafter, fallback: Drafter, check: Check, rounds: int
) -> Runnable[Prepared, Drafted]:
    """Retrieve passages and precedents, draft, check; ``fallback`` steps in where ``drafter`` fails."""

    def with_sources(prepared: Prepared) -> Prepared:
        passages, precedents = retrieve(prepared)
        return replace(prepared, passages=passages, precedents=precedents)

    def checked(prepared: Prepared) -> Drafted:
        if drafter is fallback:
            return until_passed(prepared, fallback, check, rounds)
        try:
            first = until_passed(prepared, drafter, check, rounds)
        except ModelError as error:
            return replace(until_passed(prepared, fallback, check, rounds), note=str(error))
        if first.draft is not None:
            return first
        note = f"The draft of {drafter.name} was withheld: {first.checks.errors[0].message}"
        second = until_passed(prepared, fallback, check, rounds)
        return replace(second, note=note, withheld=first.withheld)

    return RunnableLambda(with_sources) | RunnableLambda(checked)


def until_passed(prepared: Prepared, drafter: Drafter, check: Check, rounds: int) -> Drafted:
    """Draft and check; send findings back at most ``rounds`` times."""
    draft = drafter.draft(prepared)
    report = check(prepared, draft)
    for done in range(rounds + 1):
        if report.passed:
            return Drafted(prepared, draft, report, revisions=done)
        revised = drafter.revise(prepared, draft, report) if done < rounds else None
        if revised is None:
            break
        draft, report = revised, check(prepared, revised)
    return Drafted(prepared, None, report, withheld=draft)
