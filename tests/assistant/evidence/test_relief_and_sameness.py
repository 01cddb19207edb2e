"""Relief told with what is done again, measurements told as unchanged, and visits that were never had."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.evidence.readers import read_by
from assistant.evidence.reading import read_record
from assistant.evidence.schedule import tests_per_year as screens_a_year
from knowledge.document import Document, Span
from tests.assistant.evidence.test_evidence_measures import measure


def _read(name: str, text: str) -> list[str]:
    record = read_record(Document.of(text), Span(0, len(text)))
    return [text[s.start : s.end] for s in read_by(name, record)]


@pytest.mark.parametrize(
    "text",
    [
        "On Mobic pain went from 7/10 to 3/10 and he can walk a mile again.",
        "Since Lyrica was raised, the burning fell from 8/10 to 4/10. She sleeps through the night.",
        "Voltaren gel halves her pain. She again carries her groceries.",
    ],
)
def test_relief_beside_what_is_done_again_is_read(text: str) -> None:
    assert _read("relief-with-function", text)


@pytest.mark.parametrize(
    "text",
    [
        "On Mobic pain went from 7/10 to 6.5/10 and he can walk a mile again.",
        "Since Lyrica was raised, the burning fell from 8/10 to 4/10. She sleeps poorly.",
        "Since Lyrica was raised, the burning fell from 8/10 to 4/10. After acupuncture she drives again.",
        "Therapy brought pain from 8/10 to 4/10, and he drives again. He takes Lyrica.",
        "On Mobic pain went from 7/10 to 3/10. He still cannot walk a mile.",
    ],
)
def test_relief_alone_or_from_other_care_is_not(text: str) -> None:
    assert _read("relief-with-function", text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Lumbar flexion was 45 degrees at the first and at the last visit.", True),
        ("Lumbar flexion was 45 degrees at the first visit and 60 degrees at the last.", False),
        ("Pain was 7/10 then and now.", True),
        ("Pain was 7/10 then and now. Flexion went from 30 to 60 degrees.", False),
        ("At intake sitting tolerance was 25 minutes, and 25 minutes at discharge.", True),
        ("At intake sitting tolerance was 25 minutes, and 45 minutes at discharge.", False),
        ("Flexion was 45 degrees at the first visit.", False),
        ("Pain was 6/10 as it was in May.", True),
        ("Lumbar flexion was 50 degrees at the first and last visit. Oswestry went from 52 to 26.", False),
        ("At the first visit lumbar flexion was 40 degrees. On 10/24/2016 lumbar flexion was 40.", True),
        ("On 10/03/2016 lumbar flexion was 40 degrees. On 10/24/2016 lumbar flexion was 40.", False),
    ],
)
def test_what_stays_the_same_is_told_from_what_changed(text: str, said: bool) -> None:
    assert bool(_read("measured-sameness", text)) is said


@pytest.mark.parametrize(
    ("text", "fell", "stayed"),
    [
        ("The PCL-5 was 58 in June. In November it was 33.", True, False),
        ("The PCL-5 was 58 in June. In November it was 54.", False, True),
        ("The PCL-5 was 58 in June. In November it was 53.", False, False),
        ("The Beck scores were 29 in February and 30 in November.", False, True),
        ("The PCL-5 was 58 in June.", False, False),
    ],
)
def test_scores_of_distress_are_compared(text: str, fell: bool, stayed: bool) -> None:
    assert bool(_read("distress-fall", text)) is fell
    assert bool(_read("distress-unchanged", text)) is stayed


def test_a_fall_of_distress_is_no_gain_of_function() -> None:
    assert _read("measured-gain", "The PHQ-9 went from 20 to 8.") == []


@pytest.mark.parametrize(
    ("treatment", "record", "count"),
    [
        ("Physical therapy", "He had physical therapy. By the ninth session he lifted 20 pounds.", 9),
        ("Physical therapy", "Records from therapy show 12 visits between May and July.", 12),
        ("Physical therapy", "Therapy sheets showed that six visits had been made.", 6),
        ("Physical therapy", "The records show that 12 visits of physical therapy were requested.", None),
        ("Physical therapy", "He had 2 weeks of physical therapy.", None),
        ("Physical therapy", "She has not had any hand therapy since the cast came off.", None),
        ("Physical therapy", "She has not had any hand therapy for the wrist.", 0),
        ("Physical therapy", "She had yet to attend any physical therapy.", 0),
        ("Physical therapy", "Therapy was approved and the first appointment is on 11-29-2016.", 0),
        (
            "Physical therapy",
            "He went to therapy in May. He has not had physical therapy for the elbow.",
            None,
        ),
        ("Chiropractic care", "No prior chiropractic or acupuncture care has been received.", 0),
        ("Psychotherapy", "She began psychotherapy in May. She has completed eight sessions.", 8),
        ("Psychotherapy", "She began physical therapy in May. She has completed eight sessions.", None),
        (
            "Physical therapy",
            "Physical therapy and acupuncture were had. She has completed six visits.",
            None,
        ),
    ],
)
def test_visits_carried_over_and_never_had(treatment: str, record: str, count: int | None) -> None:
    assert measure("visits_completed", record, treatment) == count


@pytest.mark.parametrize(("day", "rate"), [("12/04/2015", 1), ("12/05/2015", None)])
def test_a_last_screen_over_a_year_ago_leaves_the_one_asked_for(day: str, rate: int | None) -> None:
    text = f"The last urine drug screen, dated {day}, was consistent."
    record = read_record(Document.of(text), Span(0, len(text)))
    told = screens_a_year("Urine drug screen", None, record, date(2016, 12, 4))
    assert (told.value if told and told.value == 1 else None) == rate


def test_an_old_screen_that_is_not_called_the_last_leaves_the_rate_open() -> None:
    text = "A urine drug screen dated 12/04/2014 was consistent."
    record = read_record(Document.of(text), Span(0, len(text)))
    assert screens_a_year("Urine drug screen", None, record, date(2016, 12, 4)) is None
