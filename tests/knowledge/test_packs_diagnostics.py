"""Packs on imaging, electrodiagnosis, injections, surgery and consultations read invented mini-records.

Every record is invented; each goes through the real taxonomy, evidence engine and evaluator.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from assistant.case import Case, DisputedItem, Request
from assistant.evidence import gather, item_facts
from knowledge.document import Document, Span
from knowledge.evaluate import evaluate
from knowledge.findings import Findings, load_findings
from knowledge.model import Decision, Evaluation, Status
from knowledge.packs import Packs, load_packs
from knowledge.treatments import load_taxonomy

INJURY = date(2016, 10, 3)
MET, NOT_MET, SILENT, OUT = Status.MET, Status.NOT_MET, Status.NOT_DOCUMENTED, Status.NOT_APPLICABLE
UPHELD, OVERTURNED = Decision.UPHELD, Decision.OVERTURNED

LUMBAR, CERVICAL = "MRI of the lumbar spine", "MRI of the cervical spine"
SHOULDER, KNEE = "MRI of the right shoulder", "MRI of the left knee"
NCS, EMG_LEGS = "NCS of the right upper extremity", "EMG of the bilateral lower extremities"

LEG_DEFICIT = "Exam showed decreased sensation in the left L5 dermatome and ankle dorsiflexion of 4/5."
ARM_DEFICIT = (
    "Exam of the right upper extremity showed triceps strength of 4/5 and a diminished triceps reflex."
)
THERAPY = "Treatment to date has included nine visits of physical therapy and naproxen."
NO_BETTER = "The worker reports no improvement with therapy."


@cache
def packs() -> Packs:
    return load_packs()


@cache
def findings() -> Findings:
    return load_findings()


def review(treatment: str, *sentences: str, days: int = 60) -> Evaluation:
    """The evaluation of a treatment asked for ``days`` after the injury on the record in ``sentences``."""
    text = " ".join(("The injured worker has an industrial injury.", *sentences))
    item = DisputedItem(number=1, treatment=treatment, request=Request(), heading=treatment)
    case = Case(
        document=Document.of(text),
        record=Span(0, len(text)),
        items=(item,),
        date_of_injury=INJURY,
        ur_denial_date=INJURY + timedelta(days=days),
    )
    classified = load_taxonomy().classify(treatment, text)
    assert classified.family is not None
    known = item_facts(case, item, classified)
    day = known.dates["request_date"].value
    assert isinstance(day, date)
    pack = packs().governing(classified.family, day, known).pack
    assert pack is not None
    return evaluate(pack, gather(case, item, classified, pack, findings()).facts)


def status(evaluation: Evaluation, criterion: str) -> Status:
    return evaluation.result(criterion).status


@pytest.mark.parametrize(
    ("treatment", "sentences", "criterion", "expected"),
    [
        (LUMBAR, [LEG_DEFICIT], "nerve-compromise", MET),
        (
            LUMBAR,
            ["Motor strength is 5/5 in the lower extremities and sensation is intact."],
            "nerve-compromise",
            NOT_MET,
        ),
        (LUMBAR, ["The low back is tender with spasm."], "nerve-compromise", SILENT),
        (LUMBAR, [ARM_DEFICIT], "nerve-compromise", SILENT),
        (LUMBAR, ["The worker complains of weakness in the left leg."], "nerve-compromise", SILENT),
        (LUMBAR, ["The ankle reflex is absent on the left."], "nerve-compromise", MET),
        (LUMBAR, ["Flexion is limited with tenderness at L4-5."], "nerve-compromise", SILENT),
        (LUMBAR, ["Pain with flexion is rated 4-5/10."], "nerve-compromise", SILENT),
        (LUMBAR, ["There is weakness of the left great toe extension."], "nerve-compromise", MET),
        (
            LUMBAR,
            ["The neurological examination of the lower extremities is normal."],
            "nerve-compromise",
            NOT_MET,
        ),
        (LUMBAR, ["Hypoesthesia is noted over the lateral left foot."], "nerve-compromise", MET),
        (LUMBAR, ["The patient denies bowel or bladder incontinence."], "red-flag", SILENT),
        (LUMBAR, ["The patient has new urinary incontinence and saddle anesthesia."], "red-flag", MET),
        (LUMBAR, ["Films showed a compression fracture of L1."], "red-flag", MET),
        (LUMBAR, ["Films showed no fracture of the lumbar spine."], "red-flag", SILENT),
        (LUMBAR, ["Diagnoses are lumbar strain and right ulna fracture."], "red-flag", SILENT),
        (LUMBAR, [THERAPY], "conservative-care", MET),
        (LUMBAR, ["The treatment plan includes physical therapy."], "conservative-care", SILENT),
        (LUMBAR, ["A request was made for eight visits of physical therapy."], "conservative-care", SILENT),
        (LUMBAR, ["Treatment to date has included ibuprofen and rest."], "conservative-care", SILENT),
        (LUMBAR, ["The patient has completed 6 chiropractic visits."], "conservative-care", MET),
        (LUMBAR, ["The applicant has failed conservative treatment."], "conservative-care", MET),
        (LUMBAR, ["The worker is improving with therapy."], "not-recovering", NOT_MET),
        (LUMBAR, ["There has been no improvement with therapy."], "not-recovering", MET),
        (
            LUMBAR,
            [
                "Pain radiates to the left leg.",
                "Straight leg raise is positive on the left and negative on the right.",
            ],
            "radicular-picture",
            MET,
        ),
        (LUMBAR, ["Straight leg raise is negative bilaterally."], "radicular-picture", NOT_MET),
        (
            LUMBAR,
            ["An MRI of the lumbar spine dated 11/01/2016 showed a disc bulge."],
            "change-since-imaging",
            SILENT,
        ),
        (
            LUMBAR,
            ["An MRI of the right shoulder dated 11/01/2016 showed a tear."],
            "change-since-imaging",
            OUT,
        ),
        (CERVICAL, [ARM_DEFICIT], "neurological-dysfunction", MET),
        (CERVICAL, [LEG_DEFICIT], "neurological-dysfunction", SILENT),
        (CERVICAL, ["Radiographs showed a fracture of the C6 spinous process."], "red-flag", MET),
        (SHOULDER, ["Hawkins and Neer tests were positive."], "lesion-suspected", MET),
        (SHOULDER, ["There was a negative Neer and Hawkins test."], "lesion-suspected", NOT_MET),
        (SHOULDER, ["There is a positive drop arm test."], "lesion-suspected", MET),
        (KNEE, ["McMurray test was positive."], "positive-test", MET),
        (KNEE, ["McMurray test was negative."], "positive-test", NOT_MET),
        (KNEE, ["The knee shows a large effusion."], "effusion", MET),
        (KNEE, ["There is no effusion."], "effusion", NOT_MET),
        (KNEE, ["The worker reports locking and giving way of the knee."], "mechanical-symptoms", MET),
        (KNEE, ["The worker denies locking or giving way."], "mechanical-symptoms", NOT_MET),
        (KNEE, ["He was unable to bear weight after the fall."], "cannot-bear-weight", MET),
        (NCS, ["Tinel and Phalen signs are positive at the right wrist."], "entrapment-signs", MET),
        (NCS, ["Tinel sign is negative at the right wrist."], "entrapment-signs", SILENT),
        (NCS, ["There is numbness of the right thumb and index finger."], "entrapment-signs", MET),
        (EMG_LEGS, [LEG_DEFICIT], "radicular-symptoms", MET),
        (EMG_LEGS, [ARM_DEFICIT], "radicular-symptoms", SILENT),
        (
            "X-rays of the lumbar spine",
            ["X-rays of the lumbar spine on 10/04/2016 were normal."],
            "change-since-imaging",
            SILENT,
        ),
        ("CT scan of the cervical spine", ["Plain films show a fracture at C2."], "bony-red-flag", MET),
        (
            "Orthopedic surgeon consultation",
            ["MRI of the lumbar spine dated 11/02/2016 showed a disc extrusion at L5-S1."],
            "objective-reason",
            MET,
        ),
        (
            "Lumbar facet joint injections",
            ["The low back pain radiates to the left leg with numbness."],
            "no-radicular-pain",
            NOT_MET,
        ),
        (
            "L5 transforaminal epidural steroid injection",
            ["MRI of the lumbar spine showed an L4-5 herniation that compresses the left L5 nerve root."],
            "corroborated",
            MET,
        ),
        (
            "L5 transforaminal epidural steroid injection",
            ["An MRI of the lumbar spine was requested."],
            "corroborated",
            SILENT,
        ),
        (
            "Platelet rich plasma injection to the right knee",
            ["The diagnosis is a knee sprain."],
            "prp-indication",
            SILENT,
        ),
        (
            "Functional capacity evaluation",
            ["The worker is at maximum medical improvement."],
            "timing",
            MET,
        ),
        (
            "Inpatient rehabilitation",
            ["He is unable to transfer independently and is not safe for home."],
            "needs-round-the-clock-care",
            MET,
        ),
        (
            "Inpatient rehabilitation",
            ["She is independent with transfers."],
            "needs-round-the-clock-care",
            SILENT,
        ),
        (
            "Pre-operative chest x-ray",
            ["Past history includes hypertension and diabetes."],
            "risk-for-this-test",
            MET,
        ),
    ],
)
def test_a_criterion_reads_the_record(
    treatment: str, sentences: list[str], criterion: str, expected: Status
) -> None:
    evaluation = review(treatment, *sentences)
    assert status(evaluation, criterion) is expected, evaluation.result(criterion).trace.why


@pytest.mark.parametrize(
    ("treatment", "sentences", "days", "expected"),
    [
        (LUMBAR, [LEG_DEFICIT, THERAPY, NO_BETTER], 60, OVERTURNED),
        (LUMBAR, [LEG_DEFICIT], 60, UPHELD),
        (LUMBAR, [THERAPY, NO_BETTER], 60, UPHELD),
        (LUMBAR, [ARM_DEFICIT, THERAPY, NO_BETTER], 60, UPHELD),
        (CERVICAL, [ARM_DEFICIT, THERAPY, NO_BETTER], 60, OVERTURNED),
        (CERVICAL, [LEG_DEFICIT, THERAPY, NO_BETTER], 60, UPHELD),
        (SHOULDER, ["The O'Brien test was positive.", THERAPY, NO_BETTER], 60, OVERTURNED),
        (SHOULDER, ["The O'Brien test was positive."], 60, UPHELD),
        (KNEE, ["The knee has an effusion.", "He was unable to bear weight."], 6, OVERTURNED),
        (KNEE, ["There is knee pain and stiffness."], 6, UPHELD),
        (NCS, ["There is numbness of the right thumb."], 60, OVERTURNED),
        (NCS, ["There is pain of the right wrist."], 60, UPHELD),
        ("EMG/NCV of the right upper extremity", ["There is numbness of the right thumb."], 60, UPHELD),
        (
            "EMG/NCV of the right upper extremity",
            ["There is numbness of the right thumb.", THERAPY],
            60,
            UPHELD,
        ),
        (
            "EMG/NCV of the right upper extremity",
            ["There is numbness of the right thumb.", "Phalen's test is positive on the right.", THERAPY],
            60,
            OVERTURNED,
        ),
        (
            "NCV of the right upper extremity",
            ["There is numbness of the right thumb.", THERAPY],
            60,
            OVERTURNED,
        ),
        ("NCV of the bilateral lower extremities", [LEG_DEFICIT, THERAPY, NO_BETTER], 60, UPHELD),
        (EMG_LEGS, [LEG_DEFICIT, THERAPY, NO_BETTER], 60, OVERTURNED),
        ("Range of motion testing", [THERAPY], 60, UPHELD),
    ],
)
def test_the_recommendation_follows(
    treatment: str, sentences: list[str], days: int, expected: Decision
) -> None:
    evaluation = review(treatment, *sentences, days=days)
    assert evaluation.recommendation is expected, evaluation.why


@pytest.mark.parametrize(
    ("treatment", "criterion", "weeks"),
    [
        (LUMBAR, "conservative-care", 4),
        (CERVICAL, "conservative-care", 3),
        (SHOULDER, "conservative-care", 4),
    ],
)
def test_the_time_limits_are_met_to_the_day(treatment: str, criterion: str, weeks: int) -> None:
    assert status(review(treatment, THERAPY, days=7 * weeks), criterion) is MET
    assert status(review(treatment, THERAPY, days=7 * weeks - 1), criterion) is NOT_MET


def test_a_firmer_record_carries_more_strength() -> None:
    bare = review(LUMBAR, "The low back is tender.")
    nearly = review(LUMBAR, LEG_DEFICIT)
    assert bare.recommendation is nearly.recommendation is UPHELD
    assert bare.strength > nearly.strength


def test_an_edition_without_loaded_text_leaves_the_decision_to_the_reviewer() -> None:
    evaluation = review(LUMBAR, LEG_DEFICIT, THERAPY, days=500)
    assert evaluation.recommendation is None
    assert not evaluation.pack.text_loaded
    assert "imr ingest" in evaluation.why


def test_preoperative_tests_fall_with_their_operation() -> None:
    facts = ["Past history includes diabetes.", "The right shoulder arthroscopy has been authorized."]
    supported = review("Pre-operative medical clearance", *facts)
    assert supported.recommendation is OVERTURNED


NARRATIVES = {
    "lumbar root with failed therapy": (
        "MRI of the lumbar spine",
        "This case involves a now 44-year-old male with a history of an occupational claim from "
        "10/03/2016. Prior treatments included physical therapy, NSAIDs and muscle relaxants. On "
        "11/28/2016, the patient was seen for persistent low back pain radiating to the right leg. "
        "Physical examination revealed positive straight leg raise on the right, 4/5 strength with "
        "right great toe extension, and decreased sensation over the right L5 dermatome. The "
        "treatment plan included an MRI of the lumbar spine.",
        OVERTURNED,
    ),
    "lumbar pain with a normal examination": (
        "MRI of the lumbar spine",
        "The applicant is a 50-year-old cook who has filed a claim for low back pain. In a "
        "Utilization Review report dated December 1, 2016, the claims administrator failed to approve"
        " lumbar MRI imaging. The applicant exhibited 5/5 lower extremity motor function. Lumbar MRI "
        "imaging was sought.",
        UPHELD,
    ),
    "meniscal signs after therapy": (
        "MRI of the left knee without contrast",
        "The injured worker sustained an industrial injury on 10-3-16. Treatment to date has included"
        " 6 sessions of physical therapy and ibuprofen. On 11-15-16 the injured worker complained of "
        "left knee pain with locking. Objective findings included a positive McMurray's test and mild"
        " swelling.",
        OVERTURNED,
    ),
    "benign knee": (
        "MRI of the left knee without contrast",
        "The injured worker sustained an industrial injury on 10-3-16. Treatment to date has included"
        " ibuprofen. Objective findings included tenderness. There was no effusion and McMurray's and"
        " Lachman's were negative.",
        UPHELD,
    ),
    "meniscal tear for the orthopedist": (
        "Consultation with orthopedic surgeon for the right knee",
        "The injured worker has right knee pain despite physical therapy and a cortisone injection. "
        "An MRI of the right knee dated 11-10-16 revealed a complex tear of the medial meniscus.",
        OVERTURNED,
    ),
    "pain management without findings": (
        "Pain management consultation",
        "The injured worker has low back pain rated 5 out of 10. Exam revealed tenderness and full motion.",
        UPHELD,
    ),
    "fractured fingertip for the hand surgeon": (
        "Hand surgeon referral",
        "The injured worker crushed the left index finger. X-rays revealed a fracture of the distal "
        "phalanx.",
        OVERTURNED,
    ),
    "reducible hernia": (
        "Right inguinal hernia repair",
        "The injured worker has a right groin bulge. Exam revealed a tender, reducible right inguinal"
        " hernia.",
        OVERTURNED,
    ),
    "electrocardiogram before an authorized repair": (
        "Pre-operative EKG",
        "The injured worker is a 61 year old male with hypertension. The right shoulder arthroscopic "
        "rotator cuff repair was authorized on 11-20-16.",
        OVERTURNED,
    ),
    "facet injections with leg pain": (
        "L4-5 and L5-S1 facet injections",
        "The worker has low back pain that radiates to the left leg. Straight leg raise was positive.",
        UPHELD,
    ),
    "films of a strained back": (
        "X-ray of the lumbar spine",
        "The worker strained the low back lifting. Exam shows spasm. There are no red flags.",
        UPHELD,
    ),
    "films of an ankle that bears no weight": (
        "X-rays of the right ankle",
        "The worker twisted the right ankle and was unable to bear weight, with tenderness over the "
        "malleolus.",
        OVERTURNED,
    ),
}


@pytest.mark.parametrize("name", NARRATIVES)
def test_a_narrative_leads_to_the_recommendation(name: str) -> None:
    treatment, text, expected = NARRATIVES[name]
    evaluation = review(treatment, text)
    assert evaluation.recommendation is expected, evaluation.why
