"""The linter on rationales of human reviewers: slips beyond doubt are flagged, little else is."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from assistant.checks import check_text
from assistant.intake import read_case, read_document

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("IMR_SHARED", ROOT.parent / "shared")) / "determinations"
JUDGED = ROOT / "evals" / "facts" / "human_findings.csv"


def test_the_judged_findings_are_mostly_right() -> None:
    with JUDGED.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["severity"] == "error"]
    right = sum(row["judged"] == "true error" for row in rows)
    assert right >= 0.9 * len(rows) > 0


def test_the_page_of_slips_lists_each_true_error_with_case_place_and_rule() -> None:
    page = (ROOT / "docs" / "slips.md").read_text(encoding="utf-8")
    with JUDGED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            line = f"| {row['case']}-{row['item']} |"
            place = f"| {row['start']}-{row['end']} |"
            listed = any(
                line in told and place in told and f"({row['rule']})" in told for told in page.splitlines()
            )
            assert listed is (row["judged"] == "true error"), row


@pytest.mark.shared
def test_slips_beyond_doubt_are_flagged_as_errors() -> None:
    if not SHARED.is_dir():
        pytest.skip(f"the published determinations are not at {SHARED}; set IMR_SHARED")
    reasons = {}
    for line in (SHARED / "reasons.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        reasons[entry["id"]] = entry
    beyond = {key for key, entry in reasons.items() if entry["error"] and entry["certainty"] == "high"}
    flagged = set()
    for line in (SHARED / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        numbered = {f"{row['case_number']}-{n}": item for n, item in enumerate(row["items"], 1)}
        case = None
        for key, item in numbered.items():
            if key not in beyond:
                continue
            path = next((SHARED / "pdf").glob(f"*{row['case_number']}*"))
            case = case or read_case(read_document(path))
            text = f"{item['maximus_guideline']}\n{item['rationale']}"
            if check_text(text, case, case.item(int(key.rsplit("-", 1)[1])), human=True).errors:
                flagged.add(key)
    assert len(flagged) >= 0.8 * len(beyond), sorted(beyond - flagged)
