"""Say in English what a pack asks for: its decision as a noun phrase, alternatives told as alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.model import AllIds, AnyIds, AtLeastIds, Basis, Confidence, Criterion, Expression, Status

_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


FROM_MEMORY = "from memory, to be confirmed"
"""What is said wherever a criterion, or a recommendation, of low confidence is shown."""


def with_confidence(text: str, confidence: Confidence) -> str:
    """The text, marked where it is held from memory."""
    return f"{text} ({FROM_MEMORY})" if confidence is Confidence.LOW else text


OF_PRACTICE = "a rule of review practice, not the guideline's own"
"""What is said wherever a criterion is shown that the guideline does not have."""


def remarks(criterion: Criterion) -> list[str]:
    """What a reader must know of a criterion besides its wording."""
    practice = [OF_PRACTICE] if criterion.basis is Basis.PRACTICE else []
    return practice + ([FROM_MEMORY] if criterion.confidence is Confidence.LOW else [])


def as_shown(criterion: Criterion) -> str:
    """A criterion in the project's words, marked where it is held from memory or is one of practice."""
    marks = remarks(criterion)
    return f"{criterion.says} ({'; '.join(marks)})" if marks else criterion.says


def spoken(expression: Expression, shorts: Mapping[str, str]) -> str:
    """``a and b``, ``either a; or b together with c``, ``at least two of a, b, and c``.

    ``shorts`` gives the noun phrase of each criterion to be named; the others are left out. Empty when
    none is left.
    """
    return _phrase(expression, shorts, top=True)


def _phrase(expression: Expression, shorts: Mapping[str, str], *, top: bool) -> str:
    if isinstance(expression, str):
        return shorts.get(expression, "")
    live = [part for part in _parts(expression) if _phrase(part, shorts, top=False)]
    if len(live) == 1:
        return _phrase(live[0], shorts, top=top)
    if isinstance(expression, AllIds):
        # plain conditions first, so that no "either" swallows what follows it
        ordered = sorted(expression.all, key=lambda part: not isinstance(part, str))
        return _all(_phrases(ordered, shorts), top=top)
    if isinstance(expression, AnyIds):
        return _either(_phrases(expression.any, shorts), top=top)
    return _at_least(expression.at_least, _phrases(expression.of, shorts), top=top)


def _at_least(number: int, parts: list[str], *, top: bool) -> str:
    if len(parts) <= number:
        return _all(parts, top=top)
    if number == 1:
        return _either(parts, top=top)
    return f"at least {_NUMBERS.get(number, str(number))} of {_listed(parts, 'and', top=False)}"


def _parts(expression: AllIds | AnyIds | AtLeastIds) -> Sequence[Expression]:
    if isinstance(expression, AllIds):
        return expression.all
    return expression.any if isinstance(expression, AnyIds) else expression.of


def _phrases(parts: Sequence[Expression], shorts: Mapping[str, str]) -> list[str]:
    said = (_phrase(part, shorts, top=False) for part in parts)
    return [phrase for phrase in dict.fromkeys(said) if phrase]


def _all(parts: list[str], *, top: bool) -> str:
    if top or len(parts) < 2:
        return _listed(parts, "and", top=top)
    return f"{_listed(parts[:-1], 'and', top=False)} together with {parts[-1]}"


def _either(parts: list[str], *, top: bool) -> str:
    return f"either {_listed(parts, 'or', top=top)}" if len(parts) > 1 else "".join(parts)


def _listed(parts: list[str], last: str, *, top: bool) -> str:
    """A list. Where a part is itself joined: semicolons at the top, commas below it."""
    if len(parts) < 2:
        return "".join(parts)
    joined = any("," in part or " together with " in part or "either " in part for part in parts)
    mark = ";" if joined and top else ","
    if len(parts) == 2:
        return f"{parts[0]}{mark if joined else ''} {last} {parts[1]}"
    return f"{f'{mark} '.join(parts[:-1])}{mark} {last} {parts[-1]}"


def status_in_words(status: Status) -> str:
    """The status as people read it: ``not documented``."""
    return status.value.replace("_", " ")
