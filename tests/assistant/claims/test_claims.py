"""Claims from free prose: numbers, dates, levels, sides, denials, modes and folding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.claims.assertion import Standing, standing
from assistant.claims.body import reflex_grades, regions_in, related, sided_regions
from assistant.claims.concepts import load_concepts
from assistant.claims.dates import dates_in
from assistant.claims.denial import denials_in
from assistant.claims.fold import fold
from assistant.claims.model import Kind
from assistant.claims.numbers import levels_in, numbers_in
from assistant.claims.prose import Mode, quotations, sentence_spans, statements


@pytest.mark.parametrize(
    "text",
    [
        "9/7/12",
        "9-7-2012",
        "09/07/2012",
        "2012-09-07",
        "September 7, 2012",
        "Sept. 7, 2012",
        "7 September 2012",
    ],
)
def test_dates_of_any_style_are_equal(text: str) -> None:
    assert [d.day for d in dates_in(f"seen on {text}, then")] == [date(2012, 9, 7)]


def test_a_pain_range_is_no_date() -> None:
    assert dates_in("pain of 7-8/10") == ()


def test_an_impossible_date_is_kept() -> None:
    (mention,) = dates_in("on 13/45/2016")
    assert mention.impossible


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("twice a week for four weeks", Kind.VISITS, 8),
        ("2 x 4 weeks", Kind.VISITS, 8),
        ("six (6) sessions", Kind.VISITS, 6),
        ("12 additional physical therapy visits", Kind.VISITS, 12),
        ("#60 tablets", Kind.QUANTITY, 60),
        ("3 refills", Kind.REFILLS, 3),
        ("rated seven out of ten", Kind.PAIN, 7),
        ("strength was 4+/5", Kind.STRENGTH, 4),
        ("reflexes 2+", Kind.REFLEX, 2),
        ("forty-eight year old", Kind.AGE, 48),
        ("flexion to 35 degrees", Kind.DEGREES, 35),
        ("for three months", Kind.DURATION, 3),
        ("10 mg", Kind.DOSE, 10),
        ("6 of 8 visits", Kind.PART, 6),
        ("page 126", Kind.PAGE, 126),
    ],
)
def test_numbers_have_a_kind_and_a_value(text: str, kind: Kind, value: int) -> None:
    assert (kind, Decimal(value)) in {(n.kind, n.value) for n in numbers_in(text)}


@pytest.mark.parametrize("text", ["L5-S1", "L5/S1", "L5 - S1", "L5 to S1"])
def test_levels_in_any_form_are_equal(text: str) -> None:
    assert [v.levels for v in levels_in(text)] == [("L5", "S1")]


def test_a_side_is_carried_along_a_list() -> None:
    found = {(m.region, m.sides) for m in sided_regions("right shoulder, elbow and hand; left knee")}
    right, left = frozenset(("right",)), frozenset(("left",))
    assert found == {("shoulder", right), ("elbow", right), ("hand", right), ("knee", left)}


def test_bilateral_is_left_and_right() -> None:
    assert sided_regions("bilateral knees")[0].sides == sided_regions("left and right knees")[0].sides


@pytest.mark.parametrize(
    "text",
    [
        "Left ankle reflex 1+, right ankle reflex 2+.",
        "Ankle reflexes were +1 on the left and +2 on the right.",
    ],
)
def test_reflex_grades_by_side(text: str) -> None:
    assert {(r.joint, r.side, r.grade) for r in reflex_grades(text)} == {
        ("ankle", "left", "1"),
        ("ankle", "right", "2"),
    }


def test_regions_and_what_bears_on_them() -> None:
    assert regions_in("the low back and the C-spine") == {"lumbar", "cervical"}
    assert "leg" in related(frozenset(("lumbar",)))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("There is no documentation of muscle spasm.", "muscle spasm"),
        ("There was a lack of clear objective evidence of instability.", "instability"),
        ("The records do not document neck complaints.", "neck complaints"),
        ("The provider failed to mention swelling to support imaging.", "swelling"),
        ("A pain score was not provided.", "A pain score"),
        ("It is unclear how many sessions were completed.", "many sessions were completed"),
        ("There are no neck complaints.", "neck complaints"),
        ("The worker has not tried acupuncture.", "acupuncture"),
        ("The note made no mention of locking.", "locking"),
        ("No red flags were found.", "red flags were found"),
    ],
)
def test_denials_and_what_they_deny(text: str, topic: str) -> None:
    (denial,) = denials_in(text)
    assert text[denial.topic.start : denial.topic.end] == topic


@pytest.mark.parametrize("text", ["There is spasm.", "The record documents a goal.", "Spasm was noted."])
def test_an_affirmation_is_no_denial(text: str) -> None:
    assert denials_in(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There was spasm of the back.", Standing.AFFIRMED),
        ("There was no tenderness or spasm.", Standing.NEGATED),
        ("Spasm and tenderness were noted.", Standing.AFFIRMED),
        ("No tenderness but spasm was found.", Standing.AFFIRMED),
        ("Treatment to reduce possible spasm.", Standing.UNCERTAIN),
        ("The provider requested an evaluation of spasm.", Standing.PLANNED),
        ("Spasm was absent.", Standing.NEGATED),
    ],
)
def test_how_a_mention_stands(text: str, expected: Standing) -> None:
    start = text.lower().index("spasm")
    assert standing(text, start, start + 5) is expected


def test_sentences_are_told_apart_by_whom_they_speak_of() -> None:
    text = (
        "The MTUS recommends up to 10 visits. Patients should be assessed after six visits. "
        'In this case, the worker completed 4 visits. ODG states, "An option for pain. Not for long use." '
        "Therefore, the request is not medically necessary."
    )
    assert [s.mode for s in statements(text)] == [
        Mode.GUIDELINE,
        Mode.GUIDELINE,
        Mode.CASE,
        Mode.GUIDELINE,
        Mode.QUOTED,
        Mode.DECISION,
    ]


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "Dr. Q wrote on pg. 12 vs. 13. The end."
    assert [text[s.start : s.end] for s in sentence_spans(text)] == [
        "Dr. Q wrote on pg. 12 vs. 13.",
        "The end.",
    ]


def test_a_quotation_within_a_quotation_belongs_to_it() -> None:
    text = 'The note: "boxes "same" and "tolerated well" are marked"; and "it hurts".'
    inner = 'boxes "same" and "tolerated well" are marked'
    assert [text[q.start : q.end] for q in quotations(text)] == [inner, "it hurts"]


def test_a_missing_mark_hides_no_later_quotation() -> None:
    text = 'He said "no more. The record reads "it hurts" and "it swells".'
    assert "it swells" in [text[q.start : q.end] for q in quotations(text)]


def test_quotations_are_ranges_between_marks() -> None:
    text = fold("He said “it hurts” and “it swells”.").text
    assert [text[q.start : q.end] for q in quotations(text)] == ["it hurts", "it swells"]


@pytest.mark.parametrize(
    "text", ["sp\u200bas\u00adm", "sp<b>as</b>m", "sp\u0430sm", "**spasm**", "ｓｐａｓｍ", "spa\u0301sm"]
)
def test_folding_shows_the_word_and_keeps_its_place(text: str) -> None:
    folded = fold(text)
    start = folded.text.index("spasm")
    place = folded.span(start, start + 5)
    assert folded.text == "spasm"
    assert text[place.start : place.end].strip("*")[0] in "sｓ"


def test_a_multiplication_sign_survives_folding() -> None:
    assert fold("2 * 4 and 2*4").text == "2 * 4 and 2*4"


def test_concepts_are_unique_and_have_evidence() -> None:
    concepts = load_concepts()
    assert len({c.id for c in concepts}) == len(concepts) > 40
    assert all(c.shown or c.request for c in concepts)
