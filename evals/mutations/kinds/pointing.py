"""What a citation points to: a page outside its chapter, a chapter or section that there is not."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from evals.mutations.kinds.statements import inserted
from evals.mutations.model import Edit, Kind, Subject

_NOWHERE = (
    "As noted in ACOEM, ch. 12, pg 181, a special study needs red flags.",
    "As noted in ACOEM chapter 9, page 330, care comes first.",
    "ACOEM, ch. 23, speaks of the same.",
    "ACOEM, Chapter 8, Low Back Complaints, speaks of the same.",
    "The MTUS Acupuncture guideline, 9792.24.2, speaks of the same.",
    "The MTUS, section 9792.24.9, speaks of the same.",
)


def _nowhere(subject: Subject, random: Random) -> Iterator[Edit]:
    for sentence in random.sample(_NOWHERE, len(_NOWHERE)):
        yield inserted(subject, sentence, "fresh")


KINDS = (Kind("citation to nowhere", "a chapter, page or section that the guideline has not", _nowhere),)
