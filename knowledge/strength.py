"""How firmly the criteria carry a recommendation, from statuses alone (0.5: it could go either way).

Each status has a plausibility that the criterion holds; an expression combines them softly, so that one
open criterion among many met ones weighs less than three. Not a probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from knowledge.model import AllIds, AnyIds, CriterionResult, Decision, Expression, Role, Status

# A status leaves room for error in reading the record; silence is closer to "no" than to "yes".
_HOLDS = {Status.MET: 0.92, Status.NOT_MET: 0.06}
_SILENT = {
    Role.REQUIRED: 0.3,
    Role.CONTINUATION: 0.3,
    Role.EXCLUDES: 0.85,
    Role.LIMIT: 0.6,
    Role.SUPPORTING: 0.5,
}


def soft_value(expression: Expression, by_id: Mapping[str, CriterionResult]) -> float:
    """Plausibility (0 to 1) that the expression holds; not_applicable drops out."""
    value = _soft(expression, by_id)
    return 0.5 if value is None else value


def strength_of(recommendation: Decision | None, plausibility: float) -> float:
    """Strength of a recommendation, 0.5 to 1, rounded to 4 places; 0.5 without one."""
    if recommendation is None:
        return 0.5
    carried = plausibility if recommendation is Decision.OVERTURNED else 1 - plausibility
    return round(min(max(carried, 0.5), 0.99), 4)


def _soft(expression: Expression, by_id: Mapping[str, CriterionResult]) -> float | None:
    if isinstance(expression, str):
        return _plausible(by_id[expression])
    if isinstance(expression, AllIds):
        parts = _live(expression.all, by_id)
        return prod(parts) ** (len(parts) ** -0.5) if parts else None
    if isinstance(expression, AnyIds):
        parts = _live(expression.any, by_id)
        return max(parts) if parts else None
    ranked = sorted(_live(expression.of, by_id), reverse=True)[: expression.at_least]
    return prod(ranked) ** (len(ranked) ** -0.5) if ranked else None


def _live(parts: tuple[Expression, ...], by_id: Mapping[str, CriterionResult]) -> list[float]:
    return [value for part in parts if (value := _soft(part, by_id)) is not None]


def _plausible(result: CriterionResult) -> float | None:
    if result.status is Status.NOT_APPLICABLE:
        return None
    if result.status is Status.NOT_DOCUMENTED:
        own = result.criterion.if_silent
        return _SILENT[result.criterion.role] if own is None else own
    return _HOLDS[result.status]
