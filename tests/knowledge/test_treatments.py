"""Requests in invented wordings: family, attributes, drugs and treatments named in text."""

import json
import os
from pathlib import Path

import pytest
import yaml

from evals.families import compare
from knowledge.lexicon import split
from knowledge.treatments import TREATMENTS, load_taxonomy

TAXONOMY = load_taxonomy()

WORDINGS = [
    ("PT 2x6 for the right ankle", "physical_therapy"),
    ("Continued occupational therapy for both wrists, eight visits", "physical_therapy"),
    ("Physical therapy evaluation and treatment, 12 visits, neck", "physical_therapy"),
    ("Post-operative PT 2x4, left knee", "postsurgical_therapy"),
    ("Post op occupational therapy 2 x 6 right thumb", "postsurgical_therapy"),
    ("Aquatic therapy twice a week for four weeks", "aquatic_therapy"),
    ("Chiropractor, eight visits, thoracic", "chiropractic"),
    ("Osteopathic manipulative treatment x 4", "chiropractic"),
    ("Acupuncture with infrared, six visits", "acupuncture"),
    ("Massage therapy 1x6 to the trapezius", "massage"),
    ("Home cervical traction unit", "traction"),
    ("Inversion table", "traction"),
    ("TENS unit rental for 30 days", "tens"),
    ("Home electrical muscle stimulator with supplies", "tens"),
    ("Interferential unit, 60 day rental", "interferential"),
    ("H-Wave device purchase", "h_wave"),
    ("Percutaneous electrical nerve stimulation x 4", "neurostimulation"),
    ("Ultrasound therapy to the left elbow", "therapeutic_ultrasound"),
    ("Paraffin bath for home use", "heat_therapy"),
    ("Moist heating pad", "heat_therapy"),
    ("Hot/cold unit with pads, purchase", "cold_therapy"),
    ("Vascutherm rental for 14 days", "cold_therapy"),
    ("ESWT to the right heel, 3 sessions", "shockwave_therapy"),
    ("Biofeedback, six sessions", "biofeedback"),
    ("Six month health club membership", "gym_or_weight_loss"),
    ("Weight loss program", "gym_or_weight_loss"),
    ("10 sessions of work hardening program", "work_hardening"),
    ("Work conditioning 3x4", "work_conditioning"),
    ("Functional restoration program, 80 hours", "functional_restoration_program"),
    ("Interdisciplinary pain program, two weeks", "functional_restoration_program"),
    ("Cognitive behavioral therapy, 6 visits", "cognitive_behavioral_therapy"),
    ("Individual psychotherapy weekly for ten weeks", "cognitive_behavioral_therapy"),
    ("Psychological evaluation", "psychological_evaluation"),
    ("Neuropsychological testing", "psychological_evaluation"),
    ("Referral to an orthopedic surgeon for the left hip", "consultation"),
    ("Pain management consultation", "consultation"),
    ("Consultation for lumbar epidural steroid injection", "consultation"),
    ("Neurologist evaluation for headaches", "consultation"),
    ("ENT referral", "consultation"),
    ("Follow-up visit in six weeks", "follow_up_visit"),
    ("Re-evaluation with hand specialist", "follow_up_visit"),
    ("Office visit, level 3 (99213)", "follow_up_visit"),
    ("FCE", "functional_capacity_evaluation"),
    ("Physical performance test", "functional_capacity_evaluation"),
    ("Right knee x-rays, 4 views", "xray"),
    ("Radiographs of the pelvis", "xray"),
    ("CT of the left ankle", "ct"),
    ("CT arthrogram of the shoulder", "ct"),
    ("Three phase bone scan", "bone_scan"),
    ("Diagnostic ultrasound of the left shoulder", "diagnostic_ultrasound"),
    ("Scrotal ultrasound", "diagnostic_ultrasound"),
    ("Sleep study", "diagnostic_other"),
    ("Audiogram", "diagnostic_other"),
    ("CBC and CMP", "lab_test"),
    ("Pharmacogenetic testing", "genetic_testing"),
    ("UDS, 10 panel", "urine_drug_test"),
    ("Quantitative urine toxicology", "urine_drug_test"),
    ("Pre-operative medical clearance with internist", "preoperative_testing"),
    ("Pre-op EKG", "preoperative_testing"),
    ("Bilateral L5-S1 TFESI", "epidural_injection"),
    ("C6-7 interlaminar epidural", "epidural_injection"),
    ("Left L4-5 facet block", "facet_injection"),
    ("Medial branch block L3-L5 bilaterally", "medial_branch_block"),
    ("Radiofrequency ablation at L4-S1", "radiofrequency_ablation"),
    ("Right SI joint injection", "sacroiliac_injection"),
    ("Trigger point injections x 4, trapezius", "trigger_point_injection"),
    ("Greater occipital nerve block", "nerve_block"),
    ("Botox 155 units for migraine", "botulinum"),
    ("Right shoulder subacromial cortisone injection", "joint_injection"),
    ("Synvisc-One to the left knee", "joint_injection"),
    ("PRP right elbow", "joint_injection"),
    ("Carpal tunnel injection, left", "joint_injection"),
    ("Spinal cord stimulator trial", "spinal_cord_stimulator"),
    ("Assistant surgeon", "assistant_surgeon"),
    ("Surgical assistant", "assistant_surgeon"),
    ("Inpatient stay, 2 days", "inpatient_or_facility"),
    ("Outpatient surgery center", "inpatient_or_facility"),
    ("Monitored anesthesia care", "anesthesia"),
    ("Lumbar brace (LSO)", "brace_support"),
    ("Custom orthotics", "brace_support"),
    ("Cam walker boot, right", "brace_support"),
    ("Thumb spica splint", "brace_support"),
    ("Post-op sling", "postoperative_equipment"),
    ("CPM machine rental", "postoperative_equipment"),
    ("Crutches", "dme_other"),
    ("Ergonomic chair", "dme_other"),
    ("Hospital bed rental", "dme_other"),
    ("Home health aide 4 hours a day", "home_health"),
    ("Transportation to all appointments", "transportation"),
    ("Spanish interpreter", "interpreter"),
    ("Weaning program for opioids", "weaning"),
    ("Nurse case manager", "case_management"),
    ("Dental implants for two teeth", "dental"),
    ("MRI of the neck w/o contrast", "mri_spine_cervical"),
    ("Thoracic MRI", "mri_spine_thoracic"),
    ("Lumbar spine MRI with and without gadolinium", "mri_spine_lumbar"),
    ("MR arthrogram left shoulder", "mri_shoulder"),
    ("MRI left thumb", "mri_upper_extremity"),
    ("Right elbow MRI", "mri_upper_extremity"),
    ("MRI pelvis", "mri_hip"),
    ("Magnetic resonance imaging of the left knee", "mri_knee"),
    ("MRI right ankle", "mri_ankle_foot"),
    ("MRI of the brain", "mri_other"),
    ("EMG/NCV BUE", "emg_ncs_upper"),
    ("Electrodiagnostic studies of both legs", "emg_ncs_lower"),
    ("Nerve conduction velocity of the right wrist", "emg_ncs_upper"),
    ("Left shoulder arthroscopy with subacromial decompression", "surgery_shoulder"),
    ("Right knee partial meniscectomy", "surgery_knee"),
    ("L4-5 microdiscectomy", "surgery_spine"),
    ("ACDF C5-7", "surgery_spine"),
    ("Right carpal tunnel release", "surgery_wrist_hand"),
    ("Trigger finger release, left ring finger", "surgery_wrist_hand"),
    ("Cubital tunnel release", "surgery_elbow"),
    ("Left total hip arthroplasty", "surgery_hip"),
    ("ORIF right ankle", "surgery_ankle_foot"),
    ("Inguinal hernia repair", "surgery_other"),
    ("Percocet 10/325 #90", "opioid"),
    ("Tylenol #3 one tablet every six hours", "opioid"),
    ("Butrans patch 10 mcg", "opioid"),
    ("Anaprox DS 550mg #60", "nsaid"),
    ("Toradol 60 mg IM injection", "nsaid"),
    ("Robaxin 750 mg #40", "muscle_relaxant"),
    ("Xanax 0.5mg", "benzodiazepine"),
    ("Neurontin 300 mg #90", "anticonvulsant"),
    ("Cymbalta 30mg", "antidepressant"),
    ("Lunesta 2 mg", "sleep_aid"),
    ("Omeprazole DR 20mg", "ppi"),
    ("Medrol Dosepak", "other_drug"),
    ("Zofran ODT 4mg", "other_drug"),
    ("Lidocaine patch 5%", "topical_analgesic"),
    ("Menthoderm gel 120 gm", "topical_analgesic"),
    ("Diclofenac sodium 1% gel", "topical_analgesic"),
    ("Flurbiprofen 20% / Tramadol 20% cream", "compound_topical"),
    ("Compounded ketoprofen cream", "compound_topical"),
    ("Speech therapy, six visits", "speech_therapy"),
    ("Physical therapy with modalities, massage and exercises", "physical_therapy"),
    ("L5-S1 fusion with three day inpatient stay", "surgery_spine"),
    ("EMG/NCS of the upper and lower extremities", "emg_ncs_upper"),
    ("DME: TENS unit", "tens"),
    ("Topical compound cream", "compound_topical"),
    ("Hyperbaric oxygen", "other"),
    ("Occupational therapy after surgery of the left hand", "postsurgical_therapy"),
    ("Electrodiagnostic consultation, right arm", "emg_ncs_upper"),
    ("Repair of flexor tendon, left thumb", "surgery_wrist_hand"),
    ("Massage chair", "dme_other"),
    ("Ultrasound left shoulder", "diagnostic_ultrasound"),
]


@pytest.mark.parametrize(("treatment", "family"), WORDINGS)
def test_a_request_is_named_by_its_wording(treatment: str, family: str) -> None:
    assert TAXONOMY.classify(treatment).family == family


def test_every_family_has_an_invented_wording() -> None:
    named = {family for _, family in WORDINGS}
    assert set(TAXONOMY.families) == named


THERAPIES = [
    ("Postoperative physical therapy status post carpal tunnel release", "postsurgical_therapy"),
    ("Post-op therapy after trigger finger release, 5 visits", "postsurgical_therapy"),
    ("Follow-up visit after left knee arthroscopy", "follow_up_visit"),
    ("Revision surgery after failed ACL reconstruction", "surgery_knee"),
    ("The following: left knee arthroscopy", "surgery_knee"),
    ("Vision therapy, ten sessions", "other"),
    ("Oculomotor vision therapy twice a week", "other"),
    ("Respiratory therapy at home", "other"),
    ("Magnetic field therapy, one unit", "other"),
    ("Recreational therapy programme", "other"),
    ("IV therapy with vitamins", "other"),
    ("TMS therapy, 36 sessions", "other"),
    ("Cardiac rehabilitation, 12 weeks", "other"),
    ("Negative pressure wound therapy", "other"),
    ("Hyperbaric oxygen therapy, 20 dives", "other"),
    ("Oxygen therapy at night", "dme_other"),
    ("Compression therapy for the left leg", "dme_other"),
    ("Hormone replacement therapy", "other_drug"),
    ("Antibiotic therapy for ten days", "other_drug"),
    ("Opioid therapy", "opioid"),
    ("Voice therapy, six visits", "speech_therapy"),
    ("Swallowing therapy", "speech_therapy"),
    ("Marital therapy, eight sessions", "cognitive_behavioral_therapy"),
    ("Cognitive behavioral therapy, group", "cognitive_behavioral_therapy"),
    ("Craniosacral therapy", "chiropractic"),
    ("Trigger point therapy by a masseur", "massage"),
    ("Infrared therapy to the low back", "heat_therapy"),
    ("Aquatic therapy 2x6", "aquatic_therapy"),
    ("Massage therapy once a week", "massage"),
    ("Vestibular therapy, eight visits", "physical_therapy"),
    ("Lymphedema therapy, right arm", "physical_therapy"),
    ("Pelvic floor therapy", "physical_therapy"),
    ("Mirror therapy for the left hand", "physical_therapy"),
    ("Additional therapy x 12 visits", "physical_therapy"),
    ("Left shoulder therapy 2x4", "physical_therapy"),
    ("Six visits of therapy", "physical_therapy"),
    ("Continued outpatient therapy, neck", "physical_therapy"),
    ("Therapy", "physical_therapy"),
]


@pytest.mark.parametrize(("treatment", "family"), THERAPIES)
def test_only_a_therapy_without_a_name_of_its_own_is_physical_therapy(treatment: str, family: str) -> None:
    assert TAXONOMY.classify(treatment).family == family


def test_a_text_that_names_no_treatment_is_not_guessed() -> None:
    assert TAXONOMY.classify("Zorblax quux").family is None


@pytest.mark.parametrize(
    ("name", "generic", "class_"),
    [
        ("Ultram", "tramadol", "opioid"),
        ("NORCO", "hydrocodone-acetaminophen", "opioid"),
        ("hydrocodone/APAP", "hydrocodone-acetaminophen", "opioid"),
        ("Flexeril", "cyclobenzaprine", "muscle_relaxant"),
        ("Cyclobenzeprine", "cyclobenzaprine", "muscle_relaxant"),
        ("Cyclobenzaprene", "cyclobenzaprine", "muscle_relaxant"),
        ("Gabapentine", "gabapentin", "anticonvulsant"),
        ("Prilosec", "omeprazole", "proton_pump_inhibitor"),
        ("Pantoprozole", "pantoprazole", "proton_pump_inhibitor"),
        ("Amitryptiline", "amitriptyline", "antidepressant"),
    ],
)
def test_brand_and_misspelling_lead_to_the_generic(name: str, generic: str, class_: str) -> None:
    (mention,) = TAXONOMY.drug_mentions(f"takes {name} daily")
    assert (mention.generic, mention.class_) == (generic, class_)
    assert TAXONOMY.drug(name) is not None


def test_ordinary_words_are_no_drugs() -> None:
    text = (
        "Medication, meditation and medial pain; a mobile worker, relaxing, was celebrated at his station."
    )
    assert TAXONOMY.drug_mentions(text) == ()


def test_brand_and_generic_of_a_text_are_one_drug() -> None:
    brand, generic = TAXONOMY.drug_mentions("Was given Naprosyn; later naproxen 500 mg was refilled.")
    assert brand.generic == generic.generic
    assert (brand.start, brand.end) == (10, 18)


def test_components_of_a_compound_are_listed() -> None:
    found = TAXONOMY.classify("Gabapentin 10%, Amitriptyline 10%, Bupivacaine 5% cream 180 grams")
    assert found.family == "compound_topical"
    assert found.attributes["component"] == {"gabapentin", "amitriptyline", "bupivacaine"}
    assert found.attributes["route"] == {"topical"}


def test_a_combination_tablet_is_no_compound() -> None:
    assert TAXONOMY.classify("Diclofenac/misoprostol 75/0.2 mg #60").family == "nsaid"


def test_attributes_state_region_side_and_kind_of_request() -> None:
    found = TAXONOMY.classify("Retrospective rental of a TENS unit, left knee").attributes
    assert found["region"] == {"knee"}
    assert found["side"] == {"left"}
    assert found["request_kind"] == {"retrospective", "rental"}
    assert "leg" in found["region_related"]


def test_a_requested_procedure_implies_its_region() -> None:
    assert TAXONOMY.classify("Carpal tunnel release").attributes["region"] == {"wrist"}


def test_contrast_is_read() -> None:
    assert TAXONOMY.classify("MRI right hip without contrast").attributes["contrast"] == {"without"}
    assert TAXONOMY.classify("Lumbar MRI with gadolinium").attributes["contrast"] == {"with"}


def test_only_the_requested_part_is_read_where_another_was_authorized() -> None:
    text = (
        "Eight visits of aquatic therapy for the hip was the original request. The Claims Administrator"
        " authorized two visits of physical therapy, leaving the original request eligible."
    )
    assert TAXONOMY.classify(text).family == "aquatic_therapy"


def test_an_mri_without_region_takes_the_one_the_record_speaks_of() -> None:
    record = "Left knee pain since the fall. The knee is swollen. Mild neck stiffness."
    assert TAXONOMY.classify("MRI without contrast", record).family == "mri_knee"


SURGERY = ["Left knee arthroscopy"]


@pytest.mark.parametrize(
    ("treatment", "siblings", "family"),
    [
        ("EKG", SURGERY, "preoperative_testing"),
        ("EKG", [], "diagnostic_other"),
        ("Labs: CBC", SURGERY, "preoperative_testing"),
        ("Chest x-ray", SURGERY, "preoperative_testing"),
        ("Chest x-ray", [], "xray"),
        ("Knee brace", SURGERY, "postoperative_equipment"),
        ("Wrist brace", SURGERY, "brace_support"),
        ("Physical therapy, 12 visits", SURGERY, "postsurgical_therapy"),
        ("Physical therapy for the neck", SURGERY, "physical_therapy"),
        ("Post-op Norco 5/325 #30", SURGERY, "opioid"),
        ("Associated surgical service: cold therapy unit", SURGERY, "cold_therapy"),
    ],
)
def test_a_surgery_among_the_items_changes_what_belongs_to_it(
    treatment: str, siblings: list[str], family: str
) -> None:
    assert TAXONOMY.classify(treatment, siblings=siblings).family == family


@pytest.mark.parametrize(
    ("record", "family"),
    [
        ("He is status post open reduction of the right wrist.", "postsurgical_therapy"),
        ("She underwent right carpal tunnel release on 11-02-2016.", "postsurgical_therapy"),
        ("He is a candidate for wrist surgery.", "physical_therapy"),
        ("Surgical history: status post appendectomy.", "physical_therapy"),
        ("Seen 11-02-2016. Status post left knee arthroscopy.", "physical_therapy"),
        ("Seen 11-02-2016. He underwent wrist surgery in 2009.", "physical_therapy"),
        ("", "physical_therapy"),
    ],
)
def test_therapy_is_postsurgical_only_after_a_surgery_there(record: str, family: str) -> None:
    assert TAXONOMY.classify("Physical therapy 2x4 for the right wrist", record).family == family


def test_associated_services_depend_on_the_surgery() -> None:
    assert TAXONOMY.classify("Post-op knee brace").attributes["depends_on"] == {"surgery"}
    assert "depends_on" not in TAXONOMY.classify("Knee brace").attributes


def test_treatments_named_in_a_record_carry_place_and_family() -> None:
    text = "Past: 6 visits of physical therapy, an MRI of the left knee, and acupuncture. An RFA was sent."
    found = [(text[start:end].lower(), family) for start, end, family in TAXONOMY.treatment_mentions(text)]
    assert found == [
        ("physical therapy", "physical_therapy"),
        ("mri", "mri_knee"),
        ("acupuncture", "acupuncture"),
    ]


def test_wordings_and_names_stand_for_one_thing_only() -> None:
    raw = yaml.safe_load(TREATMENTS.read_text(encoding="utf-8"))
    entries = raw["families"] | raw["regional"]
    seen: dict[str, str] = {}
    for key, entry in entries.items():
        for pattern in split(f"{entry.get('words', '')}; {entry.get('weak', '')}"):
            assert seen.setdefault(pattern, key) == key, f"{pattern!r} names {seen[pattern]} and {key}"
    for entry in raw["families"].values():
        assert entry.get("broader", "other") in TAXONOMY.families


def test_every_drug_has_a_known_family() -> None:
    raw = yaml.safe_load(TREATMENTS.read_text(encoding="utf-8"))
    for group in raw["drugs"]:
        assert group["family"] in TAXONOMY.families
    assert sum(len(group["names"]) for group in raw["drugs"]) >= 200


@pytest.mark.shared
def test_the_taxonomy_agrees_with_a_close_reading_of_published_items() -> None:
    folder = Path(os.environ.get("IMR_SHARED", "../shared")) / "determinations"
    if not (folder / "reasons.jsonl").is_file():
        pytest.skip(f"{folder} is not here; set IMR_SHARED to the shared folder")
    items = list(compare(folder))
    differing = json.dumps([(i.id, i.read, i.named) for i in items if not i.same])
    assert sum(item.same for item in items) / len(items) >= 0.97, differing
