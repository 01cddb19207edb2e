"""How far our reading of published determinations agrees with an independent one, field by field.

Run ``python -m evals.parse_agreement FOLDER`` on a folder with ``labels.jsonl`` and ``pdf/``.
White space is left out of the comparison. Exit 1 where a field disagrees.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from assistant.intake import read_document
from knowledge.determinations import Determination, DeterminationItem, parse


class Comparison(NamedTuple):
    """One value read twice."""

    case: str
    field: str
    ours: str
    theirs: str

    @property
    def agrees(self) -> bool:
        return "".join(self.ours.split()) == "".join(self.theirs.split())


_DATES = ("date_of_injury", "date_assigned", "decision_date", "ur_denial_date", "application_received")


def compare(folder: Path) -> Iterator[Comparison]:
    """Every field of every determination in the folder, ours beside the label."""
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        name = label["case_number"]
        found = parse(read_document(folder / "pdf" / f"{name}.pdf"))
        if found is None:
            yield Comparison(name, "form", "not recognised", "determination")
            continue
        for field, ours, theirs in [*_case_fields(found, label), *_item_fields(found, label["items"])]:
            yield Comparison(name, field, ours or "", theirs or "")


def _case_fields(found: Determination, label: Mapping[str, Any]) -> Iterator[tuple[str, str | None, str]]:
    header = found.header
    yield "case_number", header.case_number, label["case_number"]
    yield "priority", header.priority, label["priority"]
    for name in _DATES:
        yield name, _shown(getattr(header, name)), label[name]
    yield "reviewer_state", found.reviewer_state, label["reviewer_state"]
    yield "reviewer_specialty", found.reviewer_specialty, label["reviewer_specialty"]
    yield "case_summary", found.summary_text, label["case_summary"]


def _item_fields(
    found: Determination, labels: list[Mapping[str, str]]
) -> Iterator[tuple[str, str | None, str]]:
    yield "number of items", str(len(found.items)), str(len(labels))
    for item, label in zip(found.items, labels, strict=False):
        yield from _one_item(item, label)


def _one_item(item: DeterminationItem, label: Mapping[str, str]) -> Iterator[tuple[str, str | None, str]]:
    yield "treatment_in_dispute", item.heading.treatment, label["treatment_in_dispute"]
    yield "decision", item.heading.decision, label["decision"]
    yield "claims_admin_guideline", item.claims_administrator_guideline, label["claims_admin_guideline"]
    yield "maximus_guideline", item.reviewer_guideline, label["maximus_guideline"]
    yield "rationale", item.rationale, label["rationale"]


def _shown(value: date | None) -> str:
    return f"{value:%m/%d/%Y}" if value else ""


def main(arguments: list[str]) -> int:
    comparisons = list(compare(Path(arguments[0])))
    for field in dict.fromkeys(c.field for c in comparisons):
        of_field = [c for c in comparisons if c.field == field]
        wrong = [c for c in of_field if not c.agrees]
        share = len(wrong) / len(of_field)
        print(f"{field:24} {len(of_field):5} read  {len(wrong):3} differ  {share:6.2%}")
    differing = [c for c in comparisons if not c.agrees]
    for c in differing:
        print(f"\n{c.case} {c.field}\n  ours   {c.ours[-300:]}\n  label  {c.theirs[-300:]}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
