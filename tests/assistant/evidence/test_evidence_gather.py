"""Dates, phases, conflicts and keys: all that is gathered for one item."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.case import Case
from assistant.evidence import gather, item_facts
from assistant.results import EvidenceSet
from knowledge.document import Assertion
from knowledge.evaluate import evaluate_criterion
from knowledge.findings import FindingRule, Findings, load_findings
from knowledge.model import Facts, Status
from tests.assistant.evidence.evidence_support import case_of, kind, pack_of, rule
from tests.growth import growth

_NUMBERS = itertools.count()


def collect(case: Case, *rules: FindingRule, treatment: str = "physical therapy") -> EvidenceSet:
    pack = pack_of(*(r.id for r in rules))
    return gather(case, case.items[0], kind(treatment), pack, Findings.of(*rules))


def facts(record: str, treatment: str = "knee brace", **more: object) -> Facts:
    case = case_of(record, treatment, **more)  # type: ignore[arg-type]
    return item_facts(case, case.items[0], kind(treatment))


def status(found: EvidenceSet, finding: str = "thing") -> Status:
    return evaluate_criterion(pack_of(finding).criteria[0], found.facts).status


def test_dates_of_header_and_text_are_both_quoted() -> None:
    case = case_of(
        "A 40 year old worker injured on 5/4/16. On 7/1/16 UR non-certified the request.",
        header="Date of Injury:\t05/04/2016\nUR Denial Date: 07/01/2016\n",
        injured=date(2016, 5, 4),
        denied=date(2016, 7, 1),
    )
    found = collect(case)
    injured = found.facts.dates["date_of_injury"]
    assert injured.value == date(2016, 5, 4)
    assert [e.quote.text for e in found.by_keys(injured.keys)] == [
        "Date of Injury:\t05/04/2016",
        "A 40 year old worker injured on 5/4/16.",
    ]


def test_the_date_of_injury_is_read_from_the_text_when_no_header_states_it() -> None:
    found = facts("The worker sustained an industrial injury on May 4, 2016. Seen on 5/20/16.")
    assert found.dates["date_of_injury"].value == date(2016, 5, 4)


def test_an_injury_date_that_the_record_contradicts_is_told() -> None:
    record = "He sustained an industrial injury on 5/4/15. The injured worker was seen on 6/1/16."
    found = facts(record, injured=date(2016, 5, 4)).dates["date_of_injury"]
    assert found.value == date(2016, 5, 4)
    assert found.computation == "the header says 05/04/2016, the record 05/04/2015"
    agreed = facts(record, injured=date(2015, 5, 4)).dates["date_of_injury"]
    assert agreed.computation == ""


@pytest.mark.parametrize(
    "record",
    [
        "A Request for Authorization was signed on 6/20/2016.",
        "The request for authorization (received on 6-20-16) lists a brace.",
        "On a June 20, 2016 RFA form, a brace was ordered.",
        "On 6-20-2016, the Request for Authorization asked for a brace.",
    ],
)
def test_request_date(record: str) -> None:
    assert facts(record, denied=date(2016, 7, 1)).dates["request_date"].value == date(2016, 6, 20)


def test_a_missing_request_date_is_stood_in_for_openly() -> None:
    by_denial = facts("", denied=date(2016, 7, 1)).dates["request_date"]
    assert by_denial.value == date(2016, 7, 1)
    assert "utilization review" in by_denial.computation
    by_report = facts("A progress report dated 6/1/16 noted pain.").dates["request_date"]
    assert by_report.value == date(2016, 6, 1)
    assert "last report" in by_report.computation


def test_a_request_after_the_decision_is_not_the_one_disputed() -> None:
    found = facts("A Request for Authorization was signed on 8/20/2016.", denied=date(2016, 7, 1))
    assert found.dates["request_date"].value == date(2016, 7, 1)


def test_last_report_and_imaging_dates() -> None:
    found = facts("A progress report dated 6/1/16 noted pain. An MRI of 5/9/16 was normal. Seen on 6/9/16.")
    assert found.dates["last_report_date"].value == date(2016, 6, 9)
    assert found.dates["last_imaging_date"].value == date(2016, 5, 9)


@pytest.mark.parametrize(
    ("asked", "phase"),
    [
        (date(2016, 6, 3), "acute"),
        (date(2016, 6, 4), "subacute"),
        (date(2016, 8, 3), "subacute"),
        (date(2016, 8, 4), "chronic"),
    ],
)
def test_phase_by_time_since_injury(asked: date, phase: str) -> None:
    assert facts("", injured=date(2016, 5, 4), denied=asked).item["phase"] == {phase}


@pytest.mark.parametrize(
    ("record", "stage"),
    [
        ("He underwent left knee arthroscopy on 6-1-2016.", "done"),
        ("Status post meniscectomy of the left knee.", "done"),
        ("There was a closed reduction and pinning of the knee fracture on 6-1-2016.", "done"),
        ("Knee arthroscopy is scheduled on 8-1-2016.", "planned"),
        ("Knee arthroscopy was authorized.", "authorized"),
        ("The treatment plan included knee arthroscopy.", "planned"),
        ("He is scheduled for knee surgery.", "planned"),
        ("He underwent knee surgery in 2009.", "before_injury"),
        ("He underwent shoulder surgery on 6-1-2016.", "none"),
        ("No surgery of the knee is needed.", "none"),
        ("The knee is sore.", "none"),
    ],
)
def test_surgery_of_the_region(record: str, stage: str) -> None:
    found = facts(record, injured=date(2016, 5, 4), denied=date(2016, 7, 1))
    assert found.item["surgery"] == {stage}
    assert ("postsurgical" in found.item["phase"]) == (stage in ("done", "authorized"))


@pytest.mark.parametrize(
    "text",
    [
        "On 6/1/2016 open reduction and internal fixation of the left ankle with plate and screws was"
        " carried out. At the first post-operative visit on 6/4/2016 the pain was 8/10.",
        "He underwent arthroscopy of the left ankle on 6/1/2016. He was seen postoperatively on 6/9/2016.",
    ],
)
def test_the_day_of_a_visit_is_not_that_of_the_operation(text: str) -> None:
    found = facts(text, "MRI of the left ankle", injured=date(2016, 5, 4))
    assert found.dates["surgery_date"].value == date(2016, 6, 1)


def test_surgery_date() -> None:
    found = facts("He underwent left knee arthroscopy on 6-1-2016.", injured=date(2016, 5, 4))
    assert found.dates["surgery_date"].value == date(2016, 6, 1)


CONFLICT = "On 5/1/16 he reported numbness. On 6/1/16 he denies numbness."


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("unclear", Status.NOT_DOCUMENTED),
        ("present", Status.MET),
        ("absent", Status.NOT_MET),
        ("latest", Status.NOT_MET),
    ],
)
def test_conflict_policies(policy: str, expected: Status) -> None:
    assert status(collect(case_of(CONFLICT), rule(conflict=policy))) is expected


def test_the_latest_is_by_date_not_by_place() -> None:
    record = "On 6/1/16 he reported numbness. On 5/1/16 he denied numbness."
    assert status(collect(case_of(record), rule(conflict="latest"))) is Status.MET


def test_what_a_newer_examination_denies_is_not_shown_where_a_newer_finding_stays() -> None:
    record = (
        "On 5/1/16 he had numbness of the hand. On 6/1/16 he denied numbness but had numbness at night."
    )
    older = "On 5/1/16 he had numbness of the hand. On 6/1/16 he denied numbness."
    quoted = [
        e.quote.text for e in collect(case_of(record), rule(conflict="present")).evidence if e.present
    ]
    assert quoted
    assert not any("5/1/16" in text for text in quoted)
    assert status(collect(case_of(older), rule(conflict="present"))) is Status.MET


def test_planned_is_not_done() -> None:
    evaluation = rule(present=("functional capacity evaluation",), counts=("affirmed", "historical"))
    found = collect(
        case_of("Treatment plan included pending a functional capacity evaluation."), evaluation
    )
    assert status(found) is Status.NOT_DOCUMENTED
    assert [e.assertion for e in found.evidence] == [Assertion.HYPOTHETICAL]


def test_an_unknown_finding_is_silence() -> None:
    case = case_of("Numbness.")
    found = gather(case, case.items[0], kind("brace"), pack_of("not-in-the-lexicon"), Findings.of(rule()))
    assert found.facts.observations == {}


def test_at_most_four_quotes_and_both_sides_of_a_conflict() -> None:
    record = (
        " ".join(f"Visit {n}: numbness of the foot." for n in "abcdefgh") + " Later he denied numbness."
    )
    found = collect(case_of(record), rule())
    sides = [o.present for o in found.facts.observations["thing"]]
    assert len(sides) == 4
    assert set(sides) == {True, False}


def test_keys_follow_the_record_and_are_unique() -> None:
    record = "A 40 year old cook. He reports numbness. Pain is 5/10. He denies fever."
    found = collect(case_of(record), rule(), rule("fever", ("fever",)))
    assert [e.key for e in found.evidence] == [f"E{n}" for n in range(1, len(found.evidence) + 1)]
    assert [e.quote.start for e in found.evidence] == sorted(e.quote.start for e in found.evidence)
    assert len({(e.quote.start, e.quote.end, e.finding, e.present) for e in found.evidence}) == len(
        found.evidence
    )


def test_the_same_case_gathers_the_same() -> None:
    case = case_of(CONFLICT)
    assert collect(case, rule()) == collect(case_of(CONFLICT), rule())


_SPELT = (
    "numbness no denies if 5/10 (six) visits of physical therapy completed on 5/6/16 UR denied"
    " ; . , \n ( ) surgery knee 2016 é"
)
_WORDS = st.sampled_from(_SPELT.split(" "))


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(_WORDS, max_size=80).map(" ".join)))
def test_every_quote_is_verbatim_and_nothing_raises(text: str) -> None:
    case = case_of(text, header="Header. ")
    lexicon = load_findings()
    pack = pack_of("radicular-symptoms", "therapy-completed", "surgery-planned")
    found = gather(case, case.items[0], kind("physical therapy knee"), pack, lexicon)
    for evidence in found.evidence:
        assert case.document.text[evidence.quote.start : evidence.quote.end] == evidence.quote.text
        assert evidence.quote.text


@pytest.mark.parametrize(
    "unit",
    ["He denies numbness; no pain on 5/6/16. ", "no numbness; ", "(no, ", "6 of 6 physical therapy "],
)
def test_time_is_linear_in_the_record(unit: str) -> None:
    def read(copies: int) -> None:
        fresh = f"{unit * copies} {next(_NUMBERS)}"  # records are cached by their text
        collect(case_of(fresh), rule())

    assert growth(read, 400, 4000) < 30  # ten times the text; quadratic work would take a hundred times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Dr. Able noted on 5/9/16 swelling. The report by Dr. Baker of 5/9/16 finds no swelling.",
            Status.NOT_DOCUMENTED,
        ),
        (
            "Dr. Able noted on 5/9/16 swelling. The report by Dr. Baker of 6/9/16 finds no swelling.",
            Status.MET,
        ),
        ("On 5/9/16 there was swelling of the thumb. There was no swelling of the palm.", Status.MET),
    ],
)
def test_notes_of_one_day_that_differ_leave_open_what_else_one_finding_would_settle(
    text: str, expected: Status
) -> None:
    found = collect(case_of(text), rule(present=("swelling",), conflict="present"))
    assert status(found) is expected


@pytest.mark.parametrize(
    ("told", "after"), [("06/02/2016", True), ("06/01/2016", False), ("2015", False), ("2016", True)]
)
def test_half_a_year_after_an_operation_its_time_is_over(told: str, after: bool) -> None:
    record = f"The worker underwent a left knee arthroscopy in {told}. Hurt on 3/1/2015."
    found = facts(record, injured=date(2015, 3, 1), denied=date(2016, 12, 1))
    assert ("postsurgical" in found.item["phase"]) is after


@pytest.mark.parametrize(
    ("record", "day"),
    [
        (
            "A urine drug screen of 02/03/2016 was consistent. The UDS dated 5/9/16 was too.",
            date(2016, 5, 9),
        ),
        ("A urine drug screen was requested on 5/9/16.", None),
    ],
)
def test_the_latest_test_of_the_urine_is_dated(record: str, day: date | None) -> None:
    case = case_of(record, "urine drug screen", injured=date(2015, 3, 1), denied=date(2016, 12, 1))
    found = item_facts(case, case.items[0], kind("urine drug screen", "urine_drug_test"))
    told = found.dates.get("last_urine_test_date")
    assert (told.value if told else None) == day
