"""Run the worked examples of a criteria pack: statuses, recommendation, and whether the pack governs.

Knows nothing of records: an example states findings and dates, never sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.evaluate import evaluate
from knowledge.model import Evaluation, Example, ExampleFacts, Facts, Observation, Pack, Value
from knowledge.packs import Packs


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """The outcome of one worked example; ``problems`` is empty when it holds."""

    pack: str
    name: str
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.problems


def facts_of(stated: ExampleFacts) -> Facts:
    """The facts an example states; findings present and absent become affirmed observations E1, E2, ..."""
    told = [(name, True) for name in stated.present] + [(name, False) for name in stated.absent]
    observations: dict[str, tuple[Observation, ...]] = {}
    for number, (name, present) in enumerate(told, start=1):
        observations[name] = (*observations.get(name, ()), Observation(f"E{number}", present))
    return Facts(
        dates={name: Value(day) for name, day in stated.dates.items()},
        measures={n: Value(number, least=stated.least.get(n)) for n, number in stated.measures.items()},
        observations=observations,
        item={name: frozenset(values) for name, values in stated.item.items()},
    )


def run_examples(pack: Pack, packs: Packs) -> tuple[ExampleResult, ...]:
    """Run every example of ``pack``; ``packs`` is the whole set, so that rival packs can claim the case."""
    return tuple(_run(example, pack, packs) for example in pack.examples)


def _run(example: Example, pack: Pack, packs: Packs) -> ExampleResult:
    facts = facts_of(example.facts)
    problems = _governing_problems(example, pack, packs, facts)
    evaluation = evaluate(pack, facts)
    problems += _status_problems(example, evaluation)
    wanted = example.recommendation
    if wanted is not None and evaluation.recommendation is not wanted:
        problems.append(f"recommends {evaluation.recommendation}, expected {wanted}: {evaluation.why}")
    return ExampleResult(pack.id, example.name, tuple(problems))


def _status_problems(example: Example, evaluation: Evaluation) -> list[str]:
    known = {result.id: result for result in evaluation.results}
    problems = []
    for name, wanted in example.status.items():
        if name not in known:
            problems.append(f"no criterion {name!r} in this pack")
        elif known[name].status is not wanted:
            found = known[name]
            problems.append(f"{name} is {found.status}, expected {wanted}: {found.trace.why}")
    return problems


def governing_day(example: Example, pack: Pack) -> date | None:
    """The date of the example that begins the edition; None when it states none.

    Where no service is dated the request stands in for it.
    """
    dates = example.facts.dates
    return dates.get(pack.in_force.by, dates.get("request_date"))


def _governing_problems(example: Example, pack: Pack, packs: Packs, facts: Facts) -> list[str]:
    day = example.facts.dates.get("request_date", governing_day(example, pack))
    if day is None:
        return []
    chosen = packs.governing(example.family or pack.families[0], day, facts).pack
    if (chosen is not None and chosen.id == pack.id) is example.governs:
        return []
    said = "no pack" if chosen is None else chosen.id
    return [f"on {day} {said} governs; expected {'this pack' if example.governs else 'another or none'}"]
