"""What is given, made, taken or asked for: the false sentence is an error, its true neighbours are none."""
# ruff: noqa: E501 - sentences, one a line

from __future__ import annotations

import pytest

from assistant.checks import check_text
from assistant.checks.context import NOTHING
from assistant.checks.sample import mini_case
from assistant.results import Severity

_FILMS = (
    "Hip x-rays on 9-20-16 were normal. The low back is tender. X-rays of the lumbar spine were requested."
)
_THUMB = "She has had no shoulder injections; the right thumb was injected on 8-18-2016. The left shoulder is stiff."
_CREAM = "The plan was Voltaren gel to the knees and a compounded cream of flurbiprofen 20%, baclofen 5% to the neck."
_TAPER = "Norco has been cut from 4 tablets a day to 2 a day since May. She walks 30 minutes instead of 10."
_KNEE = "He is status post left knee partial medial meniscectomy on 10-14-2016 and has attended therapy."
_STOPPED = "She stopped naproxen in October due to stomach burning and cannot take Flexeril since it makes her drowsy."
_FREE = "Sensation is decreased over the right foot. The left foot was within normal limits."
_BICEPS = "Biceps strength was 5/5, with a left wrist extensor strength of 4/5."
_BEGUN = "The provider started nortriptyline 25 mg at night, continued Norco, and ordered therapy."
_PART = "She had attended two of six approved physical therapy visits. The knee is tender."
_DISCS = "MRI showed a 4 mm protrusion at L4-5 and a mild bulge at L5-S1."
_BOTH = "He has tingling down the left leg at times. The low back is tender."
_LISTHESIS = "X-rays of the lumbar spine showed L4-5 narrowing, no fracture and no listhesis."

_PAIRS = [
    (_FILMS, "X-ray, lumbar spine", "Films of the lumbar spine on 9/20/16 were normal.", "FAC43", True),
    (_FILMS, "X-ray, lumbar spine", "Films of the hip on 9/20/16 were normal.", "FAC43", False),
    (_FILMS, "X-ray, lumbar spine", "Films of the lumbar spine have not been taken.", "FAC43", False),
    (
        _FILMS,
        "X-ray, lumbar spine",
        "The provider wants films of the lumbar spine as well.",
        "FAC43",
        False,
    ),
    (_THUMB, "Left shoulder injection", "The left shoulder was injected on 8-18-2016.", "FAC43", True),
    (_THUMB, "Left shoulder injection", "The right thumb was injected on 8-18-2016.", "FAC43", False),
    (_THUMB, "Left shoulder injection", "The left shoulder was not injected before.", "FAC43", False),
    (_CREAM, "Compounded cream 180 g", "The patient's cream is intended for the knees.", "FAC43", True),
    (_CREAM, "Compounded cream 180 g", "The patient's cream is intended for the neck.", "FAC43", False),
    (_CREAM, "Voltaren gel 100 g", "The patient's gel is intended for the knees.", "FAC43", False),
    (_TAPER, "Norco 5/325 mg #60", "Her dose went from four tablets to three.", "FAC44", True),
    (_TAPER, "Norco 5/325 mg #60", "Her dose went from four tablets to two.", "FAC44", False),
    (_TAPER, "Norco 5/325 mg #60", "Her walking went from 10 minutes to 30 minutes.", "FAC44", False),
    (_KNEE, "CPM machine", "He underwent ACL reconstruction of the left knee.", "FAC45", True),
    (_KNEE, "CPM machine", "He underwent a meniscectomy of the left knee.", "FAC45", False),
    (_KNEE, "CPM machine", "He has not undergone ACL reconstruction.", "FAC45", False),
    (_STOPPED, "Acupuncture", "She could not tolerate naproxen because of drowsiness.", "FAC41", True),
    (_STOPPED, "Acupuncture", "She could not tolerate naproxen because of her stomach.", "FAC41", False),
    (_STOPPED, "Acupuncture", "She could not tolerate Flexeril because of drowsiness.", "FAC41", False),
    (_FREE, "MRI of the lumbar spine", "There is numbness of the left foot.", "FAC47", True),
    (_FREE, "MRI of the lumbar spine", "There is numbness of the right foot.", "FAC47", False),
    (_FREE, "MRI of the lumbar spine", "There is no numbness of the left foot.", "FAC47", False),
    (_BICEPS, "EMG of the left arm", "She has left biceps weakness.", "FAC47", True),
    (_BICEPS, "EMG of the left arm", "She has left wrist extensor weakness.", "FAC47", False),
    (_BEGUN, "Nortriptyline 25 mg #30", "The drug was a renewal on her visit.", "FAC48", True),
    (_BEGUN, "Nortriptyline 25 mg #30", "The drug was newly started on her visit.", "FAC48", False),
    (_BEGUN, "Norco 5/325 mg #60", "The drug was a renewal on her visit.", "FAC48", False),
    (_PART, "MRI of the knee", "She had completed all six of the approved therapy visits.", "FAC42", True),
    (_PART, "MRI of the knee", "She had completed two of the six approved therapy visits.", "FAC42", False),
    (_DISCS, "ESI at L4-5", "Her MRI shows a protrusion at L5-S1.", "FAC25", True),
    (_DISCS, "ESI at L4-5", "Her MRI shows a protrusion at L4-5.", "FAC25", False),
    (_DISCS, "ESI at L4-5", "Her MRI shows a bulge at L5-S1.", "FAC25", False),
    (_BOTH, "EMG of the legs", "He has tingling of both legs.", "FAC27", True),
    (_BOTH, "EMG of the legs", "He has tingling of the left leg.", "FAC27", False),
    (_LISTHESIS, "MRI of the lumbar spine", "Her films showed a grade I listhesis.", "POL03", True),
    (_LISTHESIS, "MRI of the lumbar spine", "Her films showed no listhesis.", "POL03", False),
    ("He had surgery.", "Cold unit, 7 day rental", "The request is for purchase of it.", "SCO11", True),
    ("He had surgery.", "Cold unit, 7 day rental", "The request is for a 7 day rental.", "SCO11", False),
    ("He had surgery.", "Cold unit, 7 day rental", "The request is for a one week rental.", "SCO11", False),
    ("He had surgery.", "Therapy, 8 visits", "The request was for 12 visits.", "SCO11", True),
    ("He had surgery.", "Therapy, 8 visits", "The request was for 8 visits.", "SCO11", False),
]


@pytest.mark.parametrize(("record", "asked", "text", "rule", "wrong"), _PAIRS)
def test_only_the_false_sentence_is_an_error(
    record: str, asked: str, text: str, rule: str, wrong: bool
) -> None:
    case = mini_case(record, asked)
    report = check_text(text, case, case.item(1), NOTHING, human=True)
    errors = [f.rule for f in report.findings if f.severity is Severity.ERROR]
    assert (rule in errors) is wrong
    assert wrong or not errors
