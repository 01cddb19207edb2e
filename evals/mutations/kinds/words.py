"""Words swapped: sex, side, body part, diagnosis, procedure, drug, class, imaging."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from evals.mutations.guards import has, repeated
from evals.mutations.model import Edit, Kind, Make, Role, Subject, tokens

_SEX = {
    "male": "female", "female": "male", "man": "woman", "woman": "man",
    "he": "she", "she": "he", "his": "her", "him": "her", "her": "his",
}  # fmt: skip


def _cased(was: str, new: str) -> str:
    return new[0].upper() + new[1:] if was[0].isupper() else new


def _sex(subject: Subject, _: Random) -> Iterator[Edit]:
    stated = {
        m.lower() for m in re.findall(r"years?[- ]old (male|female|man|woman)\b", subject.record, re.I)
    }
    if len(stated) != 1:
        return
    for line, at in subject.in_roles(Role.FACT):
        if re.search(
            r"\b(?:physician|doctor|provider|surgeon|wife|husband|son|daughter|therapist)\b", line.text
        ):
            continue
        for match in re.finditer(rf"\b(?:{'|'.join(_SEX)})\b", line.text, re.I):
            new = _cased(match.group(), _SEX[match.group().lower()])
            yield Edit(at + match.start(), at + match.end(), new, "fresh")


PARTS = (
    "cervical spine", "thoracic spine", "lumbar spine", "low back", "neck", "shoulder", "elbow", "wrist", "hand",
    "hip", "knee", "ankle", "foot", "thumb", "leg", "arm",
)  # fmt: skip
_KIN = (
    {"cervical spine", "neck"},
    {"lumbar spine", "low back", "thoracic spine"},
    {"shoulder", "arm", "elbow", "wrist", "hand", "thumb"},
    {"hip", "knee", "leg", "ankle", "foot"},
)
# the words that name a part, its own and those of what belongs to it
MEANT = {
    "cervical spine": "cervic|neck|trapez|C[1-8]",
    "neck": "cervic|neck|trapez|C[1-8]",
    "thoracic spine": "thorac|mid[- ]?back|upper back|spine|spinal",
    "lumbar spine": "lumb|back|spine|spinal|sacr|L[1-5]",
    "low back": "lumb|back|spine|spinal|sacr|L[1-5]",
    "shoulder": "shoulder|rotator|acromi|biceps|deltoid|trapez|supraspin",
    "elbow": "elbow|epicondyl|forearm",
    "wrist": "wrist|carpal|radial|ulnar|forearm",
    "hand": "hand|finger|thumb|palm|metacarp",
    "thumb": "thumb|hand|finger",
    "arm": "arm|biceps|triceps|upper ext|humer",
    "hip": "hip|groin|trochant|pelvi|buttock",
    "knee": "knee|patell|menisc",
    "leg": "leg|calf|calves|tibia|fibul|thigh|lower ext",
    "ankle": "ankle|malleol|achilles",
    "foot": "foot|feet|toe|metatars|heel|plantar",
}
_PART = re.compile(rf"\b(?:{'|'.join(PARTS)})(?:s\b|\b)", re.I)


def _side(subject: Subject, _: Random) -> Iterator[Edit]:
    for line, at in subject.in_roles(Role.FACT, Role.REQUEST, Role.CONCLUSION):
        for match in re.finditer(r"\b(left|right)\b(?P<rest>(?:[- ]\w+){1,4})", line.text, re.I):
            part = _PART.search(match["rest"])
            if part is None:
                continue
            new = "right" if match[1].lower() == "left" else "left"
            word = part.group().rstrip("s")
            both = rf"\b(?:{new}|bilateral|both)\b[^.;]{{0,60}}\b{word}|\b{word}\w*[^.;]{{0,40}}\b(?:{new}|bilateral|both)"
            if not re.search(both, subject.known, re.I):
                yield Edit(at + match.start(1), at + match.end(1), _cased(match[1], new), "fresh")


def kin(part: str) -> set[str]:
    return set().union(*(group for group in _KIN if part in group))


def _body_part(subject: Subject, random: Random) -> Iterator[Edit]:
    """A body part that the file does not have at all, by whatever name."""
    for line, at in subject.in_roles(Role.FACT, Role.REQUEST, Role.CONCLUSION):
        for match in _PART.finditer(line.text):
            was = match.group().lower().rstrip("s")
            absent = [p for p in PARTS if p not in kin(was) and not names(subject.known, p)]
            if absent:
                yield Edit(at + match.start(), at + match.end(), random.choice(absent), "fresh")


FINDING = re.compile(
    r"\b(?:tender\w*|spasm|effusion|swelling|strength|sensation|reflex\w*|flexion|extension|test|positive|"
    r"negative|weakness|crepitus|instability|range of motion|numbness|pain)\b",
    re.I,
)
_STEM = 6


def _other_part(subject: Subject, random: Random) -> Iterator[Edit]:
    """A finding of one body part given to another that the record has too."""
    for line, at in subject.in_roles(Role.FACT):
        found = list(_PART.finditer(line.text))
        if (
            len(found) != 1
            or re.search(r"straight leg|drop arm", line.text, re.I)
            or not FINDING.search(line.text)
        ):
            continue
        match = found[0]
        was = match.group().lower().rstrip("s")
        others = [p for p in PARTS if p not in kin(was) and has(subject.case.record_text, p)]
        for part in random.sample(others, k=min(1, len(others))):
            new = line.text[: match.start()] + part + line.text[match.end() :]
            if not _shared(subject, new, part) and not found_there(subject, line.text, part):
                yield Edit(at + match.start(), at + match.end(), part, "swapped")


def names(text: str, part: str) -> bool:
    """The text names the part, in whatever word."""
    return re.search(rf"\b(?:{MEANT[part]})", text, re.I) is not None


def findings_in(text: str) -> frozenset[str]:
    return frozenset(m.lower()[:_STEM] for m in FINDING.findall(text))


def found_there(subject: Subject, claim: str, part: str) -> bool:
    """The record has every finding of the claim for that part, too: to give it to the part makes nothing false."""
    there = [findings_in(s) for s in subject.record_sentences if names(s, part)]
    return findings_in(claim) <= frozenset().union(*there)


def _shared(subject: Subject, sentence: str, part: str) -> bool:
    """A record sentence with that part says something much like it."""
    mine = {t for t in tokens(sentence) if len(t) > 3} - set(tokens(part))
    for other in subject.record_sentences:
        words = set(tokens(other))
        if has(other, part) and len(mine & words) >= 0.4 * len(mine):
            return True
    return False


def _swap(table: Mapping[str, Sequence[str]], *roles: Role) -> Make:
    """A word of the table becomes one of its rivals that the file does not have."""
    compiled = re.compile(
        rf"\b(?:{'|'.join(sorted(map(re.escape, table), key=len, reverse=True))})\b", re.I
    )

    def make(subject: Subject, random: Random) -> Iterator[Edit]:
        for line, at in subject.in_roles(*(roles or (Role.FACT,))):
            for match in compiled.finditer(line.text):
                rivals = [
                    r for r in table[match.group().lower()] if not has(subject.known, r.split()[0][:7])
                ]
                denied = re.search(
                    r"\b(?:no|not|without|negative|denie[sd])\b[^.;]*$", line.text[: match.start()]
                )
                if rivals and not denied:
                    new = _cased(match.group(), random.choice(rivals))
                    sentence = line.text[: match.start()] + new + line.text[match.end() :]
                    if not repeated(subject, sentence, new):
                        yield Edit(at + match.start(), at + match.end(), new, "fresh")

    return make


_DIAGNOSES = {
    "strain": ("fracture", "dislocation"), "sprain": ("fracture", "rupture"),
    "radiculopathy": ("myelopathy", "neuropathy"), "contusion": ("fracture", "laceration"),
    "impingement": ("adhesive capsulitis",), "carpal tunnel syndrome": ("trigger finger",),
    "tendinitis": ("rheumatoid arthritis",), "tendonitis": ("rheumatoid arthritis",),
    "epicondylitis": ("radial tunnel syndrome",), "osteoarthritis": ("gout",), "stenosis": ("scoliosis",),
    "plantar fasciitis": ("tarsal tunnel syndrome",), "laceration": ("burn",), "fracture": ("dislocation",),
    "meniscus tear": ("patellar dislocation",), "spondylosis": ("ankylosing spondylitis",),
    "spondylolisthesis": ("scoliosis",), "depression": ("schizophrenia",), "insomnia": ("narcolepsy",),
}  # fmt: skip
_PROCEDURES = {
    "physical therapy": ("acupuncture", "massage therapy", "aquatic therapy"),
    "acupuncture": ("hypnosis", "ultrasound therapy"), "chiropractic": ("acupuncture",),
    "epidural steroid injection": ("facet joint injection", "trigger point injection"),
    "arthroscopy": ("arthroplasty", "osteotomy"), "discectomy": ("laminectomy", "corpectomy"),
    "fusion": ("arthroplasty",), "repair": ("amputation", "resection"),
    "medial branch block": ("discography",), "cortisone injection": ("hyaluronic injection",),
    "home exercise": ("electrical stimulation",), "surgery": ("radiation",),
    "work hardening": ("biofeedback",), "functional capacity evaluation": ("sleep study",),
}  # fmt: skip
_DRUGS = {
    "ibuprofen": ("celecoxib", "indomethacin"), "naproxen": ("celecoxib", "indomethacin"),
    "meloxicam": ("celecoxib", "ketorolac"), "diclofenac": ("celecoxib", "ketorolac"),
    "cyclobenzaprine": ("carisoprodol", "diazepam"), "flexeril": ("carisoprodol", "diazepam"),
    "tizanidine": ("carisoprodol", "baclofen"), "methocarbamol": ("carisoprodol",),
    "norco": ("fentanyl", "oxycontin"), "hydrocodone": ("fentanyl", "methadone"),
    "tramadol": ("fentanyl", "methadone"), "oxycodone": ("fentanyl", "methadone"),
    "gabapentin": ("topiramate", "lamotrigine"), "pregabalin": ("topiramate",),
    "omeprazole": ("famotidine", "ranitidine"), "acetaminophen": ("aspirin", "celecoxib"),
    "lidocaine": ("capsaicin",), "prednisone": ("colchicine",), "amitriptyline": ("fluoxetine",),
    "tylenol": ("celecoxib",), "motrin": ("celecoxib",), "ultram": ("methadone",), "lyrica": ("topiramate",),
}  # fmt: skip
_CLASS = {
    "a nonsteroidal anti-inflammatory drug": ("an opioid", "an antidepressant"),
    "a muscle relaxant": ("an anticonvulsant", "a proton pump inhibitor"),
    "an opioid": ("a nonsteroidal anti-inflammatory drug", "a muscle relaxant"),
    "an anticonvulsant": ("an opioid", "a muscle relaxant"),
    "a proton pump inhibitor": ("an opioid", "an antidepressant"),
}  # fmt: skip
_IMAGING = {
    "mri": ("CT scan", "ultrasound", "bone scan"), "x-ray": ("MRI", "CT scan"), "x-rays": ("MRIs", "CT scans"),
    "radiographs": ("MRIs", "CT scans"), "emg": ("MRI",), "ct scan": ("MRI", "bone scan"),
}  # fmt: skip
_FINDINGS = {
    "bulge": ("extrusion", "sequestration"), "protrusion": ("sequestration", "extrusion"),
    "tear": ("cyst", "tumor"), "degenerative": ("neoplastic",), "effusion": ("hematoma",),
    "fracture": ("dislocation", "tumor"), "tendinosis": ("calcification",), "spurring": ("necrosis",),
    "tenderness": ("erythema", "crepitus"), "spasm": ("atrophy", "crepitus"), "swelling": ("atrophy", "erythema"),
    "edema": ("atrophy",), "guarding": ("crepitus",), "stiffness": ("hemorrhage",), "weakness": ("tremor",),
}  # fmt: skip


def _class(subject: Subject, random: Random) -> Iterator[Edit]:
    for line, at in subject.in_roles(Role.FACT):
        for was, rivals in _CLASS.items():
            place = line.text.find(was)
            if place >= 0 and line.text.startswith("The record mentions"):
                new = random.choice(rivals)
                yield Edit(at + place, at + place + len(was), new, "said", at=(at, at + len(line.text)))


KINDS = (
    Kind("sex", "a word of the other sex", _sex),
    Kind("side", "the other side", _side),
    Kind("body part", "a body part that the file does not have", _body_part),
    Kind("other part's finding", "a finding given to another body part of the record", _other_part),
    Kind("diagnosis", "another diagnosis", _swap(_DIAGNOSES)),
    Kind(
        "procedure",
        "another treatment or procedure",
        _swap(_PROCEDURES, Role.FACT, Role.REQUEST, Role.CONCLUSION),
    ),
    Kind("drug", "another drug", _swap(_DRUGS, Role.FACT, Role.REQUEST, Role.CONCLUSION)),
    Kind("drug class", "a drug called of another class", _class),
    Kind(
        "imaging kind", "another kind of study", _swap(_IMAGING, Role.FACT, Role.REQUEST, Role.CONCLUSION)
    ),
    Kind("finding", "another finding of a study or an examination", _swap(_FINDINGS)),
)
