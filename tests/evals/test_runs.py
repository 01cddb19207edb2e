"""Whole evaluations over invented determinations: no leak, same answers each time, resume, report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.cli import result_json
from evals.compare import load_run
from evals.gate import judge
from evals.records import Run
from evals.report import write_report
from evals.runner import Options, run
from evals.sources import SourceError, load_determinations
from evals.summary import summarize
from tests.evals.made import write_determinations

_ONE = Options(kind="determinations", processes=1)


@pytest.fixture
def determinations(tmp_path: Path) -> Path:
    folder = tmp_path / "determinations"
    write_determinations(folder, ("Upheld", "Overturned"), "The record shows no red flag.")
    return folder


def answers(done: Run) -> list[dict[str, Any]]:
    """What was predicted, without the precedents, whose decisions are shown as they were published."""
    return [item.answer.model_dump(exclude={"precedents"}) for item in done.items]


def test_shuffled_decisions_and_rationales_change_no_prediction(
    determinations: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "determinations"
    write_determinations(
        other, ("Overturned", "Overturned", "Upheld"), "Everything was met and is necessary."
    )
    first, second = (run(load_determinations(folder), _ONE) for folder in (determinations, other))
    assert [i.expected.decision for i in first.items] != [i.expected.decision for i in second.items]
    assert answers(first) == answers(second)


def test_the_same_cases_give_the_same_result_in_one_process_or_two(determinations: Path) -> None:
    source = load_determinations(determinations)
    results = []
    for processes in (1, 2):
        done = run(source, Options(kind="determinations", processes=processes))
        summary = summarize(done)
        result = result_json(done, summary, judge(done, summary), (), ())
        result.pop("measured")
        results.append(json.dumps(result))
    assert results[0] == results[1]


def test_precedents_never_come_from_the_case_itself(determinations: Path) -> None:
    done = run(load_determinations(determinations), _ONE)
    for case in done.cases:
        assert all(p.case != case.name for item in case.items for p in item.answer.precedents)
    assert any(item.answer.precedents for item in done.items)


def test_a_resumed_run_keeps_what_was_done(determinations: Path, tmp_path: Path) -> None:
    source = load_determinations(determinations)
    journal = tmp_path / "journal"
    first = run(source, Options(kind="determinations", processes=1, journal=journal))
    (file,) = journal.iterdir()
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines[:2], lines[2][:40]]))
    seen: list[int] = []
    again = run(
        source,
        Options(kind="determinations", processes=1, journal=journal, resume=True),
        lambda _, done, __: seen.append(done),
    )
    assert seen == [3]
    assert answers(again) == answers(first)


def test_json_lines_take_the_same_way_as_files(determinations: Path, tmp_path: Path) -> None:
    item = dict.fromkeys(("claims_admin_guideline", "maximus_guideline", "rationale"), "R.")
    row = {
        **dict.fromkeys(("date_assigned", "decision_date", "application_received"), "11/09/2016"),
        **dict.fromkeys(("date_of_injury", "ur_denial_date"), "10/03/2016"),
        **dict.fromkeys(("priority", "reviewer_state", "reviewer_specialty"), "Standard"),
        "case_number": "CM16-0000001",
        "case_summary": "The injured worker has low back pain.",
        "items": [{"treatment": "MRI of the lumbar spine", "decision": "Upheld", **item}],
    }
    file = tmp_path / "labels.jsonl"
    file.write_text(json.dumps(row))
    (case,) = load_determinations(file).cases
    assert case.ids == ("CM16-0000001-1",)
    assert case.expected[0].decision == "Upheld"
    assert case.expected[0].rationale == "R."


def test_a_close_reading_beside_the_folder_is_used(determinations: Path) -> None:
    row = {
        "id": "CM16-0000001-1",
        "family": "mri_spine_lumbar",
        "chapter": "ACOEM ch12 Low Back",
        "status": "not_met",
    }
    (determinations.parent / "reasons.jsonl").write_text(json.dumps(row))
    expected = load_determinations(determinations).cases[0].expected
    assert expected[0].family == "mri_spine_lumbar"
    assert expected[1].family is None


def test_a_folder_without_determinations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no published determination"):
        load_determinations(tmp_path)


def test_the_report_is_one_file_and_the_result_can_be_compared(
    determinations: Path, tmp_path: Path
) -> None:
    done = run(load_determinations(determinations), _ONE)
    summary = summarize(done)
    verdict = judge(done, summary)
    page = tmp_path / "out" / "report.html"
    write_report(page, done, summary, verdict)
    text = page.read_text()
    assert "<script" not in text
    assert "http" not in text
    assert "balanced accuracy" in text
    file = tmp_path / "result.json"
    file.write_text(json.dumps(result_json(done, summary, verdict, (), ())))
    assert answers(load_run(file)) == answers(done)


def test_a_file_that_is_no_result_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}")
    with pytest.raises(SourceError, match="no result of"):
        load_run(file)
