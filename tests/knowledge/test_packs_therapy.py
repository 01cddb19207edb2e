"""Wordings of therapy and equipment findings, and the linter and example runner on packs made to fail."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from assistant.evidence.observe import mentions
from assistant.evidence.reading import read_record
from assistant.intake.readers import text_document
from knowledge.document import Span
from knowledge.evaluate import evaluate
from knowledge.examples import facts_of, run_examples
from knowledge.findings import load_findings
from knowledge.lint import lint
from knowledge.model import Decision, ExampleFacts, Pack
from knowledge.packs import GUIDELINES, Packs, load_packs


def said(sentence: str, finding: str) -> set[bool]:
    """What the sentence counts for: {True} affirms, {False} denies, both, or nothing."""
    document = text_document(sentence, "note")
    record = read_record(document, Span(0, len(document.text)))
    return {m.present for m in mentions(record, finding, load_findings()) if m.counts}


AFFIRMED = [
    ("therapy-completed", "The applicant had attended eight sessions of physical therapy by June."),
    ("therapy-completed", "Relevant treatments have included: physical therapy, heat, and medication."),
    (
        "therapy-completed",
        "Treatment rendered included diagnostic testing, consultation, and physical therapy.",
    ),
    ("therapy-completed", "He has gone to PT and reports soreness after completing 4 PT visits."),
    ("therapy-functional-improvement", "Grip strength has improved since the first visit."),
    ("therapy-functional-improvement", "The worker is able to stand longer at the counter."),
    ("therapy-functional-improvement", "Her work restrictions were reduced on the second visit."),
    ("therapy-benefit", "She states that physical therapy is helping."),
    ("therapy-benefit", "He feels about 30% better."),
    ("chiropractic-completed", "Treatment to date has included six chiropractic visits."),
    ("chiropractic-improvement", "Chiropractic care has improved bending and lifting."),
    ("acupuncture-completed", "The patient completed five acupuncture sessions."),
    ("acupuncture-improvement", "She reports relief of headaches with acupuncture."),
    (
        "pain-medication-reduced-or-not-tolerated",
        "The worker does not tolerate NSAIDs because of stomach upset.",
    ),
    ("functional-deficit", "Shoulder abduction is limited to 80 degrees."),
    ("functional-deficit", "Motor strength of the left wrist was 4/5."),
    ("functional-deficit", "The injured worker has difficulty reaching overhead."),
    ("return-to-work-goal-agreed", "The employer agreed to return the worker to a modified warehouse job."),
    ("job-demand-medium-or-heavier", "The job is of heavy physical demand."),
    ("therapy-plateau", "Progress in physical therapy has plateaued."),
    ("posture-aggravates", "Back pain is aggravated by prolonged sitting."),
    ("knee-instability", "Lachman test is positive on the right knee."),
    ("splint-condition", "Diagnosis: right carpal tunnel syndrome."),
    ("shockwave-supported-condition", "X-ray shows calcific tendinitis of the shoulder."),
]
NOT_AFFIRMED = [
    ("therapy-completed", "The treatment plan included physical therapy twice a week."),
    ("therapy-completed", "The applicant has not yet started physical therapy."),
    ("therapy-completed", "Treatments to date include medication therapy and rest."),
    ("therapy-functional-improvement", "There is no documentation of functional improvement from therapy."),
    ("therapy-functional-improvement", "Six visits of therapy brought no improvement in function."),
    ("therapy-functional-improvement", "Therapy is requested to improve range of motion."),
    ("therapy-benefit", "Pain was better for two days after the injection."),
    ("therapy-benefit", "Physical therapy was not helpful."),
    ("chiropractic-completed", "The treatment plan is for chiropractic care."),
    ("chiropractic-completed", "There was no prior chiropractic care."),
    ("acupuncture-completed", "Six sessions of acupuncture were requested."),
    ("functional-deficit", "Cervical range of motion was full and strength was 5/5."),
    ("return-to-work-goal-agreed", "The employer is unable to accommodate restrictions."),
    ("electrotherapy-trial-helped", "A TENS unit would help to reduce pain."),
]


@pytest.mark.parametrize(("finding", "sentence"), AFFIRMED)
def test_wording_affirms_the_finding(finding: str, sentence: str) -> None:
    assert said(sentence, finding) == {True}


@pytest.mark.parametrize(("finding", "sentence"), NOT_AFFIRMED)
def test_wording_does_not_affirm_the_finding(finding: str, sentence: str) -> None:
    assert True not in said(sentence, finding)


def sample(**changes: Any) -> dict[str, Any]:
    """A sound small pack as YAML data; ``changes`` replace top-level keys."""
    return {
        "id": "sample-therapy",
        "guideline": "Sample guideline",
        "edition": "2016",
        "section": "Therapy",
        "chapter": "none",
        "in_force": {"from": date(2016, 7, 29), "to": date(2017, 11, 30)},
        "families": ["physical_therapy"],
        "recommended": "A sample for the tests of the linter.",
        "confidence": "low",
        "criteria": [
            {
                "id": "ten-visits",
                "says": "No more than ten visits.",
                "short": "ten visits at most",
                "confidence": "low",
                "documentation": "the request",
                "test": {"measure": "visits_requested", "at_most": 10, "unit": "visits"},
            }
        ],
        "examples": [
            {
                "name": "Ten visits are enough.",
                "facts": {
                    "dates": {"request_date": date(2017, 11, 30)},
                    "measures": {"visits_requested": 10},
                },
                "status": {"ten-visits": "met"},
            },
            {
                "name": "Eleven visits are too many.",
                "facts": {"measures": {"visits_requested": 11}},
                "status": {"ten-visits": "not_met"},
            },
            {"name": "No number is no number.", "facts": {}, "status": {"ten-visits": "not_documented"}},
            {
                "name": "The day after the edition ended.",
                "facts": {"dates": {"request_date": date(2017, 12, 1)}},
                "governs": False,
            },
        ],
        **changes,
    }


def packs_of(*raw: dict[str, Any]) -> Packs:
    return Packs(tuple(Pack.model_validate(data) for data in raw), "sha256:none")


def criterion(**changes: Any) -> list[dict[str, Any]]:
    return [{**sample()["criteria"][0], **changes}]


def test_a_sound_pack_has_no_flaws() -> None:
    assert lint(packs_of(sample()), (), ("visits_requested",), ("physical_therapy",)) == ()


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"criteria": criterion(test={"finding": "unheard-of"})}, "unknown finding 'unheard-of'"),
        ({"criteria": criterion(test={"item": "region", "among": ["tail"]})}, "unknown region 'tail'"),
        ({"families": ["alchemy"]}, "unknown family 'alchemy'"),
        ({"criteria": criterion() + criterion()}, "criterion id 'ten-visits' is used 2 times"),
        ({"decide": {"any": ["ten-visits", "no-such"]}}, "decide names the unknown criterion 'no-such'"),
        ({"names_first": ["no-such"]}, "names_first names the unknown criterion 'no-such'"),
        ({"decide": {"any": ["ten-visits", "ten-visits"]}}, "decide names 'ten-visits' 2 times"),
        ({"criteria": criterion(confidence="high")}, "high confidence needs a page or a source"),
        ({"criteria": criterion(documentation="")}, "say in documentation what would show it"),
        ({"examples": []}, "no example where it is not documented"),
        ({"examples": []}, "no boundary pair 10 and 11"),
        ({"examples": []}, "no date-flip pair"),
        ({"text_loaded": False}, "has criteria although its text is not loaded"),
        ({"criteria": []}, "neither criteria nor the reason"),
    ],
)
def test_lint_names_the_flaw(changes: dict[str, Any], flaw: str) -> None:
    flaws = lint(packs_of(sample(**changes)), (), ("visits_requested",), ("physical_therapy",), ("lumbar",))
    assert any(flaw in said.what for said in flaws), flaws


def test_lint_finds_two_packs_for_one_family_on_one_day() -> None:
    rival = sample(id="sample-rival")
    assert any("both govern physical_therapy" in flaw.what for flaw in lint(packs_of(sample(), rival), ()))


def test_lint_accepts_editions_that_follow_each_other() -> None:
    earlier = sample(id="sample-2009", in_force={"from": date(2009, 7, 18), "to": date(2016, 7, 28)})
    assert not any("both govern" in flaw.what for flaw in lint(packs_of(earlier, sample()), ()))


def test_a_wrong_example_says_what_it_found() -> None:
    examples = [{"name": "Wrongly hopeful example.", "facts": {}, "status": {"ten-visits": "met"}}]
    examples[0]["recommendation"] = "Overturned"
    packs = packs_of(sample(examples=examples))
    (result,) = run_examples(packs.packs[0], packs)
    assert not result.passed
    assert "ten-visits is not_documented, expected met" in result.problems[0]
    assert "recommends Upheld, expected Overturned" in result.problems[1]


@pytest.mark.parametrize("day", [date(2017, 12, 1), date(2020, 5, 4)])
@pytest.mark.parametrize("family", ["physical_therapy", "tens", "work_hardening", "brace_support"])
def test_after_november_2017_the_edition_is_known_but_nothing_is_recommended(
    family: str, day: date
) -> None:
    facts = facts_of(ExampleFacts(dates={"request_date": day}))
    pack = load_packs().governing(family, day, facts).pack
    assert pack is not None
    assert not pack.text_loaded
    assert evaluate(pack, facts).recommendation is None


def test_first_case_of_work_hardening_fails_on_two_years_and_goal() -> None:
    pack = load_packs().by_id["mtus-2009-work-conditioning-work-hardening"]
    stated = {"date_of_injury": date(2012, 9, 7), "request_date": date(2015, 1, 15)}
    result = evaluate(pack, facts_of(ExampleFacts(dates=stated)))
    assert result.recommendation is Decision.UPHELD
    assert result.deciding[:2] == ("within-two-years", "return-to-work-goal")


def test_findings_of_therapy_and_equipment_are_used_by_a_pack() -> None:
    folder = GUIDELINES.parent / "findings"
    text = "\n".join(path.read_text() for path in GUIDELINES.rglob("*.yaml"))
    for name in ("therapy", "equipment"):
        ids = [f["id"] for f in yaml.safe_load((folder / f"{name}.yaml").read_text())["findings"]]
        assert [i for i in ids if f"finding: {i}" not in text] == []


@pytest.mark.parametrize(
    ("present", "status"), [((), "not_met"), (("therapy-completed",), "not_applicable")]
)
def test_a_trial_limit_stands_unless_earlier_care_is_documented(
    present: tuple[str, ...], status: str
) -> None:
    limited = criterion(applies_unless={"finding": "therapy-completed"})
    (pack,) = packs_of(sample(criteria=limited))
    stated = ExampleFacts.model_validate({"measures": {"visits_requested": 12}, "present": present})
    assert evaluate(pack, facts_of(stated)).result("ten-visits").status == status
