"""Packs on medicines, testing, psychology and services: invented records through the real evidence engine.

Each case is a few invented sentences in one of the styles of reviewers; no real person stands behind it.
"""

from __future__ import annotations

from datetime import date

import pytest

from assistant.case import Case, DisputedItem
from assistant.evidence import gather, item_facts
from assistant.intake import parse_request
from knowledge.document import Document, Span
from knowledge.evaluate import evaluate
from knowledge.findings import load_findings
from knowledge.model import Decision, Evaluation, Facts, Status
from knowledge.packs import load_packs
from knowledge.treatments import load_taxonomy

PACKS = load_packs()
UPHELD, OVERTURNED = Decision.UPHELD, Decision.OVERTURNED
INTRO = "The injured worker is a 41 year old male who sustained an industrial injury on 10-03-2016. "


def decide(treatment: str, record: str, authorized: str | None = None, intro: str = INTRO) -> Evaluation:
    """The evaluation of one request on an invented record, by the whole chain before drafting."""
    text = intro + record
    item = DisputedItem(1, treatment, parse_request(treatment), treatment, authorized=authorized)
    case = Case(
        Document.of(text),
        Span(0, len(text)),
        (item,),
        date_of_injury=date(2016, 10, 3),
        ur_denial_date=date(2016, 12, 2),
    )
    classified = load_taxonomy().classify(treatment, text)
    facts = item_facts(case, item, classified)
    assert classified.family is not None, treatment
    pack = PACKS.governing(classified.family, date(2016, 12, 1), facts).pack
    assert pack is not None, treatment
    return evaluate(pack, gather(case, item, classified, pack, load_findings()).facts)


@pytest.mark.parametrize(
    ("treatment", "pack"),
    [
        ("Norco 10/325mg #60", "mtus-2016-opioids"),
        ("Post-op Percocet 5/325mg #30", "mtus-2016-opioids-postoperative"),
        ("Naproxen 550mg #60", "mtus-2016-nsaids"),
        ("Flexeril 10mg #30", "mtus-2016-cyclobenzaprine"),
        ("Methocarbamol 750mg #40", "mtus-2016-muscle-relaxants"),
        ("Xanax 0.5mg #20", "mtus-2016-benzodiazepines"),
        ("Gabapentin 300mg #90", "mtus-2016-anti-epilepsy-drugs"),
        ("Cymbalta 30mg #30", "mtus-2016-antidepressants"),
        ("Ambien 10mg #30", "odg-2016-insomnia-treatment"),
        ("Omeprazole 20mg #60", "mtus-2016-gi-protection"),
        ("Lidoderm patch 5% #30", "mtus-2016-topical-lidocaine"),
        ("Voltaren 1% gel 100g", "mtus-2016-topical-nsaids"),
        ("Capsaicin cream 60g", "mtus-2016-topical-capsaicin"),
        ("Flurbiprofen 20%, Lidocaine 5% cream 180g", "mtus-2016-compound-topicals"),
        ("Synapryn 10mg/ml oral suspension 500ml", "mtus-2016-compound-drugs"),
        ("Colace 100mg #60", "mtus-other-laxative-with-opioid"),
        ("Ondansetron 4mg #10", "odg-2016-antiemetics"),
        ("Keflex 500mg #28", "odg-2016-antibiotics"),
        ("Medrol dose pack", "odg-2016-oral-corticosteroids"),
        ("Theramine #90", "odg-2016-medical-food-and-vitamins"),
        ("Viagra 50mg #10", "mtus-other-other-drugs"),
        ("Urine drug screen", "mtus-2016-urine-drug-testing"),
        ("Psychological evaluation", "mtus-2016-psychological-evaluations"),
        ("Cognitive behavioral therapy 4 sessions", "mtus-2016-behavioral-interventions"),
        ("Home health aide 4 hours a day", "mtus-2016-home-health"),
        ("Transportation to appointments", "odg-2016-transportation"),
    ],
)
def test_each_request_finds_its_section(treatment: str, pack: str) -> None:
    assert decide(treatment, "He has low back pain.").pack.id == pack


# (treatment, record, recommendation)
PRACTICE = [
    # anti-inflammatory drugs
    (
        "Naproxen 500mg #60",
        "He reported neck pain. No medication was taken so far. This is a first-time request for naproxen.",
        OVERTURNED,
    ),
    (
        "Naproxen 500mg #60",
        "Current medications include naproxen and tramadol. The provider refilled naproxen.",
        UPHELD,
    ),
    (
        "Meloxicam 15mg #30",
        "The applicant is taking meloxicam. With the medication the pain drops from 7/10 to 3/10"
        " and the medication allows him to work.",
        OVERTURNED,
    ),
    ("Ibuprofen 800mg #90 with 3 refills", "The provider started ibuprofen for the new strain.", UPHELD),
    # relaxants
    (
        "Flexeril 10mg #20",
        "Examination showed acute paravertebral muscle spasm with guarding of the lumbar spine.",
        OVERTURNED,
    ),
    ("Flexeril 10mg #20", "Examination showed tenderness without muscle spasm.", UPHELD),
    ("Flexeril 10mg #60", "Examination showed acute muscle spasm of the neck.", UPHELD),
    (
        "Flexeril 10mg #60 three times a day",
        "Examination showed acute muscle spasm of the neck.",
        OVERTURNED,
    ),
    (
        "Flexeril 10mg #90",
        "Examination showed muscle spasm. Medications included cyclobenzaprine since October.",
        UPHELD,
    ),
    ("Soma 350mg #30", "There was palpable muscle spasm of the trapezius.", UPHELD),
    # opioids
    (
        "Norco 5/325mg #30",
        "This case involves a now 41-year-old male with low back pain rated 7/10.",
        UPHELD,
    ),
    (
        "Norco 5/325mg #30",
        "Ibuprofen and acetaminophen failed to control the pain. The CURES report was reviewed and"
        " a risk screening was done before the prescription.",
        OVERTURNED,
    ),
    (
        "Norco 10/325mg #90",
        "Medications include Norco. NSAIDs were ineffective. The urine screen of 11-02-16 was consistent.",
        UPHELD,
    ),
    (
        "Post-op Norco 5/325mg #40",
        "The treatment plan included right knee arthroscopy, which has been authorized.",
        OVERTURNED,
    ),
    ("Norco 10/325mg #30", "He underwent open reduction of the wrist on 11-25-2016.", OVERTURNED),
    ("Norco 10/325mg #30", "He underwent open reduction of the wrist on 10-25-2016.", UPHELD),
    ("Post-op ibuprofen 800mg #60", "Left knee arthroscopy was authorized.", OVERTURNED),
    # stomach protection
    ("Omeprazole 20mg #30", "Medications include naproxen. He reports heartburn with it.", OVERTURNED),
    ("Omeprazole 20mg #30", "Medications include naproxen. He denies heartburn.", UPHELD),
    ("Omeprazole 20mg #30", "He takes naproxen for shoulder pain.", UPHELD),
    # topicals
    (
        "Lidoderm patch 5% #30",
        "He has allodynia after a digital nerve injury. Gabapentin was tried and was not effective.",
        OVERTURNED,
    ),
    ("Lidocaine 5% ointment 50g", "He has allodynia. Gabapentin was tried and was not effective.", UPHELD),
    ("Lidoderm patch 5% #30", "He has a lumbar strain with pain on motion.", UPHELD),
    ("Voltaren 1% gel 100g", "He has an ankle sprain and cannot tolerate oral NSAIDs.", OVERTURNED),
    ("Gabapentin 6%, Baclofen 2% cream 240g", "He has neuropathic pain. Lyrica failed.", UPHELD),
    # others
    ("Gabapentin 300mg #60", "He was diagnosed with neuropathic pain of the right arm.", OVERTURNED),
    ("Gabapentin 300mg #60", "He has a wrist sprain.", UPHELD),
    (
        "Pregabalin 75mg #60",
        "Neck pain radiates to the left arm. Sensation is decreased in the C6 dermatome.",
        OVERTURNED,
    ),
    ("Toradol 60mg injection", "He has severe low back pain rated 9/10 since the fall.", OVERTURNED),
    ("Toradol 60mg injection", "He has mild discomfort. He takes naproxen.", UPHELD),
    ("Norco 5/325mg #20", "This case involves a displaced distal radius fracture.", UPHELD),
    ("Tylenol 500mg #60", "The claimant reports knee pain rated 4/10.", OVERTURNED),
    ("Ambien 10mg #30", "The claimant reports difficulty sleeping due to pain.", UPHELD),
    ("Cymbalta 30mg #30", "The applicant has depression and chronic radiculopathy.", OVERTURNED),
    ("Xanax 0.5mg #60", "The applicant takes Norco and reports anxiety.", UPHELD),
    ("Zofran 4mg #10", "He reports nausea from his medications.", UPHELD),
    ("Tramadol 50mg #60", "NSAIDs did not help. The request for a urine drug screen is pending.", UPHELD),
    ("Colace 100mg #60", "He takes Norco four times a day and is constipated.", OVERTURNED),
    ("Colace 100mg #60", "He has a wrist sprain.", UPHELD),
    ("Keflex 500mg #28", "The laceration shows purulent drainage and cellulitis.", OVERTURNED),
    ("Theramine #90", "He has a lumbar strain.", UPHELD),
    # testing, psychology, services
    ("Urine drug screen", "The patient is not taking any opioids. He takes ibuprofen.", UPHELD),
    ("Urine drug screen", "He is on long-term opioid therapy with oxycodone.", OVERTURNED),
    ("Psychological evaluation", "He reports depression and anxiety since the injury.", OVERTURNED),
    ("Psychological evaluation", "He denies depression. Mood is normal.", UPHELD),
    (
        "Home health aide 4 hours a day for 2 weeks",
        "After the operation he is homebound and non-weight bearing. He needs assistance with bathing"
        " and dressing. The request is for 4 hours a day for 2 weeks.",
        OVERTURNED,
    ),
    ("Home health aide 4 hours a day", "He ambulates independently and works modified duty.", UPHELD),
    (
        "Transportation to appointments",
        "He is unable to drive and has no family member to drive him.",
        OVERTURNED,
    ),
    ("Transportation to appointments", "He continues to drive.", UPHELD),
]


@pytest.mark.parametrize(("treatment", "record", "expected"), PRACTICE)
def test_invented_records_are_decided_as_reviewers_do(
    treatment: str, record: str, expected: Decision
) -> None:
    found = decide(treatment, record)
    assert found.recommendation is expected, (found.why, [(r.id, str(r.status)) for r in found.results])


# (treatment, record, criterion, status)
STATUSES = [
    ("Norco 5/325mg #30", "He has pain.", "non-opioid-first", Status.NOT_DOCUMENTED),
    ("Norco 5/325mg #30", "Naproxen failed to relieve the pain.", "non-opioid-first", Status.MET),
    ("Norco 5/325mg #30", "He has pain.", "benefit-of-use", Status.NOT_APPLICABLE),
    ("Norco 5/325mg #30", "Current medications included Norco.", "benefit-of-use", Status.NOT_DOCUMENTED),
    (
        "Norco 5/325mg #30",
        "A CURES report will be requested.",
        "safeguards-recorded",
        Status.NOT_DOCUMENTED,
    ),
    ("Norco 5/325mg #30", "The pain agreement was signed.", "safeguards-recorded", Status.MET),
    ("Omeprazole 20mg #30", "He denies stomach upset.", "gi-risk-or-dyspepsia", Status.NOT_DOCUMENTED),
    ("Omeprazole 20mg #30", "History of a peptic ulcer in 2009.", "gi-risk-or-dyspepsia", Status.MET),
    ("Flexeril 10mg #42", "Spasm was noted.", "short-course-quantity", Status.MET),
    ("Flexeril 10mg #43", "Spasm was noted.", "short-course-quantity", Status.NOT_MET),
    (
        "Lidoderm patch #30",
        "Rule out peripheral neuropathy.",
        "localized-neuropathic-pain",
        Status.NOT_DOCUMENTED,
    ),
    ("Ambien 10mg #30", "He denies insomnia.", "insomnia-recorded", Status.NOT_MET),
    ("Ambien 10mg #30", "He has difficulty sleeping due to pain.", "insomnia-recorded", Status.MET),
]


@pytest.mark.parametrize(("treatment", "record", "criterion", "status"), STATUSES)
def test_wording_gives_the_status(treatment: str, record: str, criterion: str, status: Status) -> None:
    assert decide(treatment, record).result(criterion).status is status


def test_what_is_left_of_an_authorized_supply_awaits_its_effect() -> None:
    record = "Muscle spasm was found on examination."
    assert decide("Flexeril 10mg #10", record).recommendation is OVERTURNED
    assert decide("Flexeril 10mg #10", record, authorized="Flexeril 10mg #10").recommendation is UPHELD


def test_strength_tells_a_bare_record_from_a_half_documented_one() -> None:
    bare = decide("Omeprazole 20mg #30", "He has a strain.").strength
    half = decide("Omeprazole 20mg #30", "He takes ibuprofen.").strength
    assert bare > half


@pytest.mark.parametrize(
    ("treatment", "family_pack"),
    [("Naproxen 500mg #60", "acoem-2017-medicines-for-pain"), ("Norco 5/325mg #30", "acoem-2017-opioids")],
)
def test_later_editions_leave_the_decision_to_the_reviewer(treatment: str, family_pack: str) -> None:
    pack = PACKS.by_id[family_pack]
    family = load_taxonomy().classify(treatment).family
    assert family in pack.families
    assert not pack.text_loaded
    found = evaluate(pack, Facts())
    assert found.recommendation is None
    assert "imr ingest" in found.why


def test_ages_above_sixty_five_are_a_risk_factor() -> None:
    older = INTRO.replace("41", "66")
    assert decide("Omeprazole 20mg #30", "He takes naproxen.", intro=older).recommendation is OVERTURNED


# (treatment, record, criterion): wording that must never satisfy the criterion
NEVER_MET = [
    ("Flexeril 10mg #20", "There is no muscle spasm.", "acute-spasm"),
    ("Flexeril 10mg #20", "The drug is to be taken as needed for spasms.", "acute-spasm"),
    ("Omeprazole 20mg #30", "There is no history of GERD or peptic ulcer.", "gi-risk-or-dyspepsia"),
    ("Omeprazole 20mg #30", "If heartburn develops, he will return.", "gi-risk-or-dyspepsia"),
    ("Norco 5/325mg #30", "He has not failed any NSAIDs.", "non-opioid-first"),
    ("Norco 5/325mg #30", "There is no CURES report.", "safeguards-recorded"),
    ("Norco 5/325mg #30", "The provider recommended a urine drug screen.", "safeguards-recorded"),
    ("Gabapentin 300mg #30", "There is no evidence of neuropathic pain.", "neuropathic-pain"),
    ("Gabapentin 300mg #30", "An EMG is needed to rule out neuropathy.", "neuropathic-pain"),
    ("Lidoderm patch #30", "He has not tried gabapentin.", "first-line-tried"),
    ("Psychological evaluation", "He denies anxiety and depression.", "psychological-symptoms"),
    ("Psychological evaluation", "A stress test of the heart was normal.", "psychological-symptoms"),
    ("Home health aide 4 hours a day", "He is not homebound.", "homebound"),
    ("Transportation to appointments", "He is able to drive.", "cannot-travel-alone"),
    ("Keflex 500mg #20", "There are no signs of infection.", "infection-or-operation"),
    ("Colace 100mg #20", "He denies constipation.", "opioid-or-constipation"),
    ("Urine drug screen", "He has never taken opioids.", "opioid-use"),
]


@pytest.mark.parametrize(("treatment", "record", "criterion"), NEVER_MET)
def test_denied_planned_and_conditional_mentions_satisfy_nothing(
    treatment: str, record: str, criterion: str
) -> None:
    assert decide(treatment, record).result(criterion).status is not Status.MET
