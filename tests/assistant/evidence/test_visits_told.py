"""Visits as therapists' notes and short lists count them, and care told without a list of treatments."""

from __future__ import annotations

import pytest

from assistant.evidence.readers import read_by
from assistant.evidence.reading import read_record
from knowledge.document import Document, Span
from tests.assistant.evidence.test_evidence_measures import measure


@pytest.mark.parametrize(
    ("treatment", "record", "count"),
    [
        (
            "Physical therapy",
            "Per the therapist's progress note of 11-28-2016, visit 6 of 6, flexion was 55 degrees.",
            6,
        ),
        ("Physical therapy", "PT #12 was on 10-4-16.", 12),
        ("Physical therapy", "Attended PT 6/6.", 6),
        ("Physical therapy", "She was seen by the physical therapist eleven times.", 11),
        (
            "Physical therapy",
            "Postoperative physical therapy began on 07/25/2016, with visit 24 on 11/04/2016.",
            24,
        ),
        ("Physical therapy", "30 postoperative therapy visits brought him to a plateau.", 30),
        ("Physical therapy", "At the 9th therapy visit grip was 30 kg.", 9),
        ("Physical therapy", "The discharge note of the therapist lists 14 visits.", 14),
        ("Physical therapy", "He used 10 of the 12 authorized therapy visits.", 10),
        ("Physical therapy", "Therapy: 8 visits done, 4 left.", 8),
        ("Physical therapy", "He has been to therapy nine times.", 9),
        ("Physical therapy", "On the tenth visit of physical therapy she lifted 20 pounds.", 10),
        (
            "Physical therapy",
            "Treatment to date has included ibuprofen, at least 12 physical therapy sessions and a brace.",
            12,
        ),
        ("Physical therapy", "Physical therapy notes from 9/1 to 10/15 (7 visits) show gains.", 7),
        ("Physical therapy", "Session 5 of hand therapy on 12-1-16 recorded 40 degrees.", 5),
        ("Physical therapy", "Care has consisted of NSAIDs, PT x 9 and an injection.", 9),
        ("Physical therapy", "The therapist has seen her 16 times since surgery.", 16),
        ("Physical therapy", "Ten sessions at Valley Physical Therapy were completed.", 10),
        ("Physical therapy", "He finished 12 PT.", 12),
        (
            "Physical therapy",
            "Occupational therapy times six and medications have been the treatment to date.",
            6,
        ),
        ("Chiropractic", "Chiro x 8 with relief.", 8),
        ("Chiropractic", "She has seen the chiropractor ten times.", 10),
        ("Chiropractic", "He was adjusted six times.", 6),
        ("Acupuncture", "Acupuncture x 5 in November.", 5),
        ("Acupuncture", "Six needling sessions were given.", 6),
        ("Acupuncture", "The acupuncturist has treated him four times.", 4),
        ("Physical therapy", "PT 2 x 6 is requested.", None),
        ("Physical therapy", "Physical therapy, 12 visits, was recommended.", None),
        ("Physical therapy", "He will have 8 visits of therapy.", None),
        ("Physical therapy", "He saw his doctor 6 times.", None),
        ("Physical therapy", "12 visits of physical therapy were authorized.", None),
        ("Physical therapy", "He attended therapy three times a week.", None),
        ("Physical therapy", "Therapy is to go on for 6 weeks.", None),
        (
            "Occupational therapy",
            "By the hand therapist's report dated May 24, 2016 he completed 11 visits of therapy.",
            11,
        ),
        ("Physical therapy", "The therapy note of March 7, 2016 says that he completed the course.", None),
        (
            "Physical therapy",
            'Care included physical therapy for the knee in May, "about seven", and ice.',
            7,
        ),
        ("Physical therapy", 'Care included therapy and ice, which he rates "4 out of 10".', None),
        (
            "Physical therapy, left knee",
            "Physical therapy was directed at the neck (9 visits) and completed.",
            None,
        ),
        ("Physical therapy, left shoulder", "He completed therapy for the neck only (9 visits).", None),
        ("Physical therapy, left shoulder", "He completed 9 visits of therapy for the neck and arm.", 9),
        ("Physical therapy, neck", "He completed therapy for the neck only (9 visits).", 9),
    ],
)
def test_visits_are_counted_in_whatever_shape(treatment: str, record: str, count: int | None) -> None:
    assert measure("visits_completed", record, treatment) == count


def test_care_is_given_where_it_is_counted_dated_or_noted() -> None:
    assert _given("Six chiropractic visits and a home program.") == ["chiropractic"]
    assert _given("Chiropractic notes of 11-07-16 are check-box forms.") == ["Chiropractic"]
    assert _given("Adjustments from September to November.") == ["Adjustments"]


def test_care_is_not_given_where_it_is_asked_for_or_planned() -> None:
    assert _given("He would like to try chiropractic.") == []
    assert _given("Chiropractic was discussed as an option.") == []
    assert _given("The treating chiropractor recommends acupuncture.") == []
    assert _given("Adjustments to the desk were made on 10/3.") == []


def _given(text: str) -> list[str]:
    record = read_record(Document.of(text), Span(0, len(text)))
    return [text[s.start : s.end] for s in read_by("chiropractic-given", record)]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("He can lift 45 pounds and his job calls for 80.", True),
        ("He lifts 40 pounds at most; his trade wants 90.", True),
        ("The restriction is 25 pounds. His regular job calls for 50 pounds.", True),
        ("30 pounds versus 75 pounds required by the job.", True),
        ("He can lift 80 pounds; his job requires 50 pounds.", False),
        ("His job requires 75 pounds. On testing he lifted 75 pounds.", False),
        ("He weighs 240 pounds. His job requires lifting 50 pounds.", False),
        ("He was hit by a 60 pound box. He can lift 10 pounds.", False),
    ],
)
def test_what_can_be_lifted_is_held_against_the_job(text: str, short: bool) -> None:
    record = read_record(Document.of(text), Span(0, len(text)))
    assert bool(read_by("load-short-of-job", record)) is short


def test_therapy_that_is_only_ordered_is_not_given() -> None:
    for text in ("Physical therapy, 6 visits authorized.", "He was referred to PT.", "Continue PT."):
        assert read_by("therapy-given", read_record(Document.of(text), Span(0, len(text)))) == ()
    told = read_record(Document.of("Was in hand therapy from 7/1."), Span(0, 29))
    assert len(read_by("therapy-given", told)) == 1
