"""Which criteria decide: the blocks on the nearest path to support, failures before gaps.

Where one of several alternatives would do, the alternative that came closest speaks first: a reviewer asks
what kept the best case for the treatment from succeeding. A pack may list the criteria that the practice
of its guideline names before the others, whatever their status.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.model import AllIds, AnyIds, AtLeastIds, CriterionResult, Expression, Status
from knowledge.strength import soft_value

_RANK = {Status.NOT_MET: 0, Status.NOT_DOCUMENTED: 1, Status.MET: 2}


def kleene_all(statuses: Sequence[Status]) -> Status:
    """The weakest status; not_applicable drops out."""
    live = [s for s in statuses if s is not Status.NOT_APPLICABLE]
    return min(live, key=_RANK.__getitem__, default=Status.NOT_APPLICABLE)


def kleene_at_least(count: int, statuses: Sequence[Status]) -> Status:
    """Met when ``count`` are met, not met when that has become impossible; not_applicable drops out."""
    live = [s for s in statuses if s is not Status.NOT_APPLICABLE]
    if not live:
        return Status.NOT_APPLICABLE
    if live.count(Status.MET) >= count:
        return Status.MET
    possible = live.count(Status.MET) + live.count(Status.NOT_DOCUMENTED)
    return Status.NOT_DOCUMENTED if possible >= count else Status.NOT_MET


def outcome_of(expression: Expression, by_id: Mapping[str, CriterionResult]) -> Status:
    """Status of a pack's expression over its criteria."""
    if isinstance(expression, str):
        return gate(by_id[expression])
    if isinstance(expression, AllIds):
        return kleene_all([outcome_of(part, by_id) for part in expression.all])
    statuses = [outcome_of(part, by_id) for part in parts_of(expression)]
    return kleene_at_least(expression.at_least if isinstance(expression, AtLeastIds) else 1, statuses)


def gate(result: CriterionResult) -> Status:
    """The status as the decision sees it: silence on an exclusion or a limit does not block."""
    silent = result.status is Status.NOT_DOCUMENTED
    if silent and not result.criterion.role.blocks_when_silent:
        return Status.NOT_APPLICABLE
    return result.status


def deciding(
    expression: Expression, by_id: Mapping[str, CriterionResult], names_first: Sequence[str] = ()
) -> tuple[str, ...]:
    """Ids of the criteria that carry the outcome, the firmest or nearest first, each once.

    Of those that block, the ones in ``names_first`` lead, in its order.
    """
    if outcome_of(expression, by_id) is Status.MET:
        return tuple(dict.fromkeys(_carrying(expression, by_id)))
    found = dict.fromkeys(_blocking(expression, by_id))
    return tuple(
        [name for name in names_first if name in found] + [n for n in found if n not in names_first]
    )


def parts_of(expression: AllIds | AnyIds | AtLeastIds) -> tuple[Expression, ...]:
    """The operands of a combined expression."""
    if isinstance(expression, AllIds):
        return expression.all
    return expression.any if isinstance(expression, AnyIds) else expression.of


def _carrying(expression: Expression, by_id: Mapping[str, CriterionResult]) -> list[str]:
    if isinstance(expression, str):
        return [expression] if by_id[expression].status is Status.MET else []
    met = [part for part in parts_of(expression) if outcome_of(part, by_id) is Status.MET]
    return [name for part in met for name in _carrying(part, by_id)]


def _blocking(expression: Expression, by_id: Mapping[str, CriterionResult]) -> list[str]:
    status = outcome_of(expression, by_id)
    if status not in (Status.NOT_MET, Status.NOT_DOCUMENTED):
        return []
    if isinstance(expression, str):
        return [expression]
    parts = parts_of(expression)
    if isinstance(expression, AllIds):
        ranked = sorted(parts, key=lambda part: _RANK.get(outcome_of(part, by_id), 2))
    else:
        ranked = sorted(parts, key=lambda part: -soft_value(part, by_id))
    return [name for part in ranked for name in _blocking(part, by_id)]
