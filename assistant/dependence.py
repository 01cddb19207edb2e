"""Items that hang together: associated services follow the main item of the same case, and what is given
before an examination follows the examination.

The main item's outcome reaches a dependent item as the attribute ``main_item`` (``overturned``, ``upheld``
or ``undecided``); where the case has no such item the attribute is absent and the record has to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from assistant.case import DisputedItem
from knowledge.model import Evaluation
from knowledge.treatments import Classified

_SURGERY = ("surgery_",)
_EXAMINATIONS = ("mri_", "ct", "emg_", "bone_scan", "diagnostic_", "epidural_", "facet_", "joint_injection")
_BEFORE = "before_examination"


class Evaluated(Protocol):
    """An item whose criteria are decided."""

    @property
    def evaluation(self) -> Evaluation | None: ...


def in_order_of_dependence(
    items: Iterable[DisputedItem], families: Mapping[int, Classified]
) -> tuple[DisputedItem, ...]:
    """Main items first, each group in its own order."""
    return tuple(sorted(items, key=lambda item: (_depends(families[item.number]), item.number)))


def with_main_item(
    number: int, families: Mapping[int, Classified], done: Mapping[int, Evaluated]
) -> Classified:
    """The classification of an item, with the outcome of the item that it depends on."""
    own = families[number]
    kinds = _SURGERY if own.attributes.get("depends_on") else _EXAMINATIONS
    mains = [n for n, c in families.items() if n != number and (c.family or "").startswith(kinds)]
    if not _depends(own) or not mains:
        return own
    outcome = _outcome([done[n] for n in mains if n in done])
    return replace_attributes(own, {"main_item": frozenset({outcome})})


def replace_attributes(classified: Classified, more: Mapping[str, frozenset[str]]) -> Classified:
    """The classification with further attributes."""
    return replace(classified, attributes={**classified.attributes, **more})


def _depends(classified: Classified) -> bool:
    attributes = classified.attributes
    return bool(attributes.get("depends_on")) or _BEFORE in attributes.get("request_kind", ())


def _outcome(mains: list[Evaluated]) -> str:
    said = {str(m.evaluation.recommendation) for m in mains if m.evaluation and m.evaluation.recommendation}
    if said == {"Overturned"}:
        return "overturned"
    return "upheld" if "Upheld" in said else "undecided"
