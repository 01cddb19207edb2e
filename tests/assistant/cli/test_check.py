"""``imr check`` as it is called: text, JSON and SARIF, for text files and DOCX, with findings set aside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import docx
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from typer.testing import CliRunner, Result

from assistant.checks import RULES
from assistant.cli import build
from assistant.errors import SettingsError
from assistant.library import Library
from assistant.samples import sample_path
from assistant.suppression import NO_REASON
from tests.assistant.cli.sarif_schema import LOG

RUN = CliRunner()
CASE = str(sample_path("back-and-knee.txt"))
TEXT = """The worker is a 43 year old
male with low back pain.

He was injured on 11/14/2015. The request for an MRI
of the lumbar spine is not medically necessary.
"""
ASIDE = "FAC01@43 year old=the birth date stands in the form"


@pytest.fixture(autouse=True)
def opened_once(monkeypatch: pytest.MonkeyPatch, library: Library) -> None:
    monkeypatch.setattr("assistant.cli.checking.open_library", lambda _: library)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def check(draft: Path, *options: str, code: int = 1) -> Result:
    done = RUN.invoke(build("check"), ["check", str(draft), "--case", CASE, "--item", "1", *options])
    assert done.exit_code == code, done.output
    return done


def as_json(draft: Path, *options: str, code: int = 1) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(check(draft, "--json", *options, code=code).stdout)
    return told


def as_sarif(draft: Path, *options: str, code: int = 1) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(check(draft, "--sarif", *options, code=code).stdout)
    Draft202012Validator(LOG).validate(log)
    return log


def test_json_holds_to_the_contract_and_to_the_file_as_written(draft: Path) -> None:
    told = as_json(draft)
    assert set(told) == {"status", "findings"}
    assert told["status"] == "failed"
    keys = {"rule", "severity", "start", "end", "quote", "verdict", "message", "evidence", "mend"}
    assert {"FAC01", "FAC03"} <= {f["rule"] for f in told["findings"]}
    for finding in told["findings"]:
        assert set(finding) == keys
        assert TEXT[finding["start"] : finding["end"]] == finding["quote"]


def test_windows_line_ends_give_the_same_places(draft: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert as_json(other) == as_json(draft)


def test_text_names_rule_place_evidence_and_mend(draft: Path) -> None:
    said = " ".join(check(draft).stdout.split())
    assert "FAC01 error at 16-27 “43 year old”" in said
    assert "record p.1: “41 year old”" in said
    assert "mend:" in said


def test_a_clean_text_exits_0(tmp_path: Path) -> None:
    path = tmp_path / "clean.txt"
    path.write_text("The worker is a 41 year old male with low back pain.", encoding="utf-8")
    assert as_json(path, code=0) == {"status": "passed", "findings": []}
    assert as_sarif(path, code=0)["runs"][0]["results"] == []


def test_sarif_has_every_rule_with_help_and_the_places_of_the_json(draft: Path) -> None:
    run = as_sarif(draft)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(rule.id for rule in RULES)
    findings = as_json(draft)["findings"]
    assert [r["ruleId"] for r in run["results"]] == [f["rule"] for f in findings]
    for result, finding in zip(run["results"], findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert (region["charOffset"], region["charLength"]) == (
            finding["start"],
            finding["end"] - finding["start"],
        )
        assert in_lines(TEXT, region) == finding["quote"] == region["snippet"]["text"]


def in_lines(text: str, region: dict[str, Any]) -> str:
    """What a reader finds who goes by lines and columns alone."""
    lines = text.split("\n")[region["startLine"] - 1 : region["endLine"]]
    lines[-1] = lines[-1][: region["endColumn"] - 1]
    lines[0] = lines[0][region["startColumn"] - 1 :]
    return "\n".join(lines)


def test_a_sarif_fix_applied_takes_its_finding_away(draft: Path) -> None:
    results = as_sarif(draft)["runs"][0]["results"]
    fixes = [(r["ruleId"], r["fixes"][0]["artifactChanges"][0]) for r in results if "fixes" in r]
    assert {"FAC01", "FAC03"} <= {rule for rule, _ in fixes}
    for rule, change in fixes:
        (replacement,) = change["replacements"]
        region = replacement["deletedRegion"]
        start, end = region["charOffset"], region["charOffset"] + region["charLength"]
        draft.write_text(TEXT[:start] + replacement["insertedContent"]["text"] + TEXT[end:])
        assert rule not in {f["rule"] for f in as_json(draft)["findings"]}


def test_a_docx_is_checked_in_all_forms(tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    document = docx.Document()
    document.add_paragraph("The worker is a 43 year old male.")
    document.add_paragraph("He was injured on 11/14/2015.")
    document.save(str(path))
    findings = as_json(path)["findings"]
    assert {"43 year old", "11/14/2015"} <= {f["quote"] for f in findings}
    run = as_sarif(path)["runs"][0]
    text = run["artifacts"][0]["contents"]["text"]
    for result in run["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert in_lines(text, region) == region["snippet"]["text"]
        assert "fixes" not in result


def test_sarif_names_no_folder_and_is_the_same_each_time(draft: Path) -> None:
    first, second = check(draft, "--sarif").stdout, check(draft, "--sarif").stdout
    assert first == second
    assert str(draft.parent) not in first


def test_a_text_that_fits_several_items_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("The 43 year old needs imaging first. As such, the MRI is not medically necessary.")
    done = RUN.invoke(build("check"), ["check", str(path), "--case", CASE, "--json"])
    assert done.exit_code == 1
    assert "name the item, one of: 1 MRI of the lumbar spine without contrast; 2 MRI" in done.stderr
    assert "Cyclobenzaprine" not in done.stderr
    assert {"FAC01"} <= {f["rule"] for f in json.loads(done.stdout)["findings"]}


def test_the_item_that_a_text_speaks_of_needs_no_number(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("Muscle relaxants are for short use. The request is not medically necessary.")
    done = RUN.invoke(build("check"), ["check", str(path), "--case", CASE, "--json"])
    assert done.stderr == ""


def test_a_rationale_is_held_to_the_one_of_another_item(tmp_path: Path) -> None:
    path, other = tmp_path / "draft.txt", tmp_path / "other.txt"
    path.write_text("There is no documentation of numbness of the left hand.", encoding="utf-8")
    other.write_text("Exam showed numbness of the left hand.", encoding="utf-8")
    told = as_json(path, "--beside", f"3={other}")
    assert "CON06" in {f["rule"] for f in told["findings"]}


@pytest.mark.parametrize("word", ["3", "9=x.txt", "=x.txt", "3="])
def test_a_wrong_form_of_another_item_is_refused(draft: Path, word: str) -> None:
    done = RUN.invoke(build("check"), ["check", str(draft), "--case", CASE, "--beside", word])
    assert isinstance(done.exception, SettingsError)


def test_one_form_at_a_time(draft: Path) -> None:
    done = RUN.invoke(build("check"), ["check", str(draft), "--case", CASE, "--json", "--sarif"])
    assert isinstance(done.exception, SettingsError)


def test_a_suppressed_error_is_told_in_every_form(draft: Path) -> None:
    options = ("--suppress", ASIDE)
    told = as_json(draft, *options)
    assert "FAC01" not in {f["rule"] for f in told["findings"]}
    assert told["said"] == "failed with 1 suppressed finding"
    (aside,) = told["suppressed"]
    assert (aside["rule"], aside["quote"]) == ("FAC01", "43 year old")
    assert (aside["reason"], aside["by"]) == ("the birth date stands in the form", "command line")
    results = as_sarif(draft, *options)["runs"][0]["results"]
    justified = {r["ruleId"]: [s["justification"] for s in r["suppressions"]] for r in results}
    assert justified["FAC01"] == ["the birth date stands in the form"]
    assert justified["FAC03"] == []
    assert "the birth date stands in the form" in " ".join(check(draft, *options).stdout.split())


def test_errors_set_aside_never_pass_silently(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("The 43 year old has low back pain.", encoding="utf-8")
    told = as_json(path, "--suppress", ASIDE, code=0)
    assert (told["status"], told["said"]) == ("passed", "passed with 1 suppressed finding")
    assert "Passed with 1 suppressed finding." in check(path, "--suppress", ASIDE, code=0).stdout
    properties = as_sarif(path, "--suppress", ASIDE, code=0)["runs"][0]["properties"]
    assert properties["said"] == "passed with 1 suppressed finding"


def test_a_file_of_suppressions_tells_who_and_when(draft: Path, tmp_path: Path) -> None:
    file = tmp_path / "aside.yaml"
    file.write_text(
        "- {rule: FAC01, quote: 43 year  old, reason: a birthday, by: A. Example, at: 2017-02-03}\n"
        "- {rule: FAC03, quote: 11/14/2015, reason: as the employer wrote it}\n",
        encoding="utf-8",
    )
    draft.write_text("The 43 year old was injured on 11/14/2015.", encoding="utf-8")
    told = as_json(draft, "--suppressions", str(file), code=0)
    assert [(s["rule"], s["by"], s["at"]) for s in told["suppressed"]] == [
        ("FAC01", "A. Example", "2017-02-03"),
        ("FAC03", "aside.yaml", None),
    ]
    assert "with 2 suppressed findings" in told["said"]


@pytest.mark.parametrize("reason", ["", "  ", ".", "-", "??", "no"])
def test_a_suppression_without_a_reason_is_refused(draft: Path, tmp_path: Path, reason: str) -> None:
    arguments = ["check", str(draft), "--case", CASE, "--suppress", f"FAC01@43 year old={reason}"]
    assert str(RUN.invoke(build("check"), arguments).exception) == NO_REASON
    file = tmp_path / "aside.yaml"
    file.write_text(json.dumps([{"rule": "FAC01", "quote": "43", "reason": reason}]), encoding="utf-8")
    arguments = ["check", str(draft), "--case", CASE, "--suppressions", str(file)]
    assert NO_REASON in str(RUN.invoke(build("check"), arguments).exception)


@pytest.mark.parametrize(
    "word",
    ["FAC01", "FAC01=reason given", "FAC@x=reason given", "FAC99@x=reason given", "@=", "*@*=all of it"],
)
def test_what_names_no_one_finding_is_refused(draft: Path, word: str) -> None:
    done = RUN.invoke(build("check"), ["check", str(draft), "--case", CASE, "--suppress", word])
    assert isinstance(done.exception, SettingsError)


@pytest.mark.parametrize(
    "yaml",
    ["", "a: b", "- x", "- {rule: FAC01}", "- {rule: FAC01, quote: x, reason: yes it is, all: true}", "["],
)
def test_a_bad_file_of_suppressions_is_refused(draft: Path, tmp_path: Path, yaml: str) -> None:
    file = tmp_path / "aside.yaml"
    file.write_text(yaml, encoding="utf-8")
    done = RUN.invoke(build("check"), ["check", str(draft), "--case", CASE, "--suppressions", str(file)])
    assert isinstance(done.exception, SettingsError)


def test_a_suppression_that_fits_nothing_is_said(draft: Path) -> None:
    done = check(draft, "--suppress", "FAC01@44 year old=another one")
    assert "its suppression is unused" in done.stderr
    assert "FAC01" in done.stdout


def test_a_quote_with_an_equals_sign_stands_in_quotation_marks(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("That is 2 x 3 = 7 visits.", encoding="utf-8")
    word = 'CON04@"2 x 3 = 7"=the seventh is a consultation'
    told = as_json(path, "--suppress", word)
    assert [(s["rule"], s["quote"]) for s in told["suppressed"]] == [("CON04", "2 x 3 = 7")]
