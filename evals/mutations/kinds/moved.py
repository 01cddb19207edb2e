"""A finding of the record told anew, in other words, of a body part or level that has it not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evals.mutations.guards import has
from evals.mutations.kinds.statements import inserted
from evals.mutations.kinds.words import MEANT, PARTS, kin
from evals.mutations.model import Edit, Kind, Subject

_STEMS = ("weak", "numb")  # of the neck's or the back's nerves, perhaps
_TOLD = (
    ("tender", "There was tenderness of the {}."),
    ("spasm", "The physician found muscle spasm of the {}."),
    ("swelling|swollen", "The {} was swollen on inspection."),
    ("effusion", "An effusion of the {} was present."),
    (_STEMS[0], "The {} was weak on testing."),
    (_STEMS[1], "The worker reports numbness of the {}."),
    ("crepitus", "The examination of the {} revealed crepitus."),
    ("instability", "Instability of the {} was found."),
    (r"\btears?\b|torn", "Imaging showed a tear of the {}."),
    ("fracture", "The worker has a fracture of the {}."),
    ("stenosis", "Imaging of the {} showed stenosis."),
    ("bursitis", "The diagnoses include bursitis of the {}."),
)
_SPINE = {"cervical spine", "thoracic spine", "lumbar spine", "low back", "neck"}
_NOT = re.compile(r"\b(?:no|not|nor|without|denie[sd]|negative)\b", re.I)
_LEVEL = re.compile(r"\b[CL]\d\b")
_FELT = re.compile(
    r"\b(?:decreased|diminished|reduced) (?:\w+ ){0,3}sensation\b|\bsensation\b[^.]{0,40}\bdecreased", re.I
)


def _moved(subject: Subject, random: Random) -> Iterator[Edit]:
    """The part stands in the record, in no sentence with the finding or next to one; no kin either."""
    said = subject.record_sentences
    named = [p for p in PARTS if any(has(s, p) for s in said)]
    for pattern, words in _TOLD:
        homes = [n for n, s in enumerate(said) if re.search(pattern, s, re.I)]
        if not homes or any(_NOT.search(said[n]) for n in homes):
            continue
        near = " ".join(said[m] for n in homes for m in (n - 1, n) if m >= 0)
        there = [p for p in PARTS if re.search(rf"(?:{MEANT[p]})", near, re.I)]
        others = [p for p in named if p not in there and not any(p in kin(t) for t in there)]
        if pattern in _STEMS:
            others = [p for p in others if p not in _SPINE and not set(there) & _SPINE]
        if there and others:
            yield inserted(subject, words.format(random.choice(others)), "swapped")


def _other_level(subject: Subject, _: Random) -> Iterator[Edit]:
    """A level of the other end of the spine that the record names for something else."""
    felt = {level for s in subject.record_sentences if _FELT.search(s) for level in _LEVEL.findall(s)}
    for level in sorted(set(_LEVEL.findall(subject.case.record_text)) - felt):
        if felt and all(level[0] != known[0] for known in felt):
            yield inserted(subject, f"Sensation was decreased in the {level} dermatome.", "swapped")


KINDS = (
    Kind("finding moved", "a finding told of a body part that has it not", _moved),
    Kind("deficit moved", "a sensory loss told of another level", _other_level),
)
