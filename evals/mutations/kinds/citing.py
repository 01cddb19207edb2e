"""What is cited and quoted: edition, guideline, chapter, section, page, quotations, precedents."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evals.mutations.guards import has
from evals.mutations.kinds.statements import inserted
from evals.mutations.model import Edit, Kind, Line, Role, Subject


def _cited(subject: Subject) -> Iterator[tuple[Line, int]]:
    pack = subject.review.pack
    if pack:
        yield from (
            (line, at) for line, at in subject.in_roles(Role.GUIDELINE) if pack.guideline in line.text
        )


def _edition(subject: Subject, random: Random) -> Iterator[Edit]:
    for line, at in _cited(subject):
        for match in re.finditer(r"\b(?:19|20)\d\d\b", line.text):
            new = str(int(match.group()) + random.choice((-7, -3, 1, 3)))
            if not has(subject.known, new):
                yield Edit(at + match.start(), at + match.end(), new, "fresh")


_GUIDELINES = (
    ("MTUS Chronic Pain Medical Treatment Guidelines", "Official Disability Guidelines (ODG)"),
    ("MTUS Chronic Pain Medical Treatment Guidelines", "Colorado Medical Treatment Guidelines"),
    ("ACOEM Occupational Medicine Practice Guidelines", "Official Disability Guidelines (ODG)"),
    ("Official Disability Guidelines", "MTUS Chronic Pain Medical Treatment Guidelines"),
    ("MTUS Acupuncture Medical Treatment Guidelines", "MTUS Postsurgical Treatment Guidelines"),
    ("MTUS Postsurgical Treatment Guidelines", "MTUS Acupuncture Medical Treatment Guidelines"),
)


def _guideline(subject: Subject, _: Random) -> Iterator[Edit]:
    for line, at in _cited(subject):
        for was, new in _GUIDELINES:
            place = line.text.find(was)
            if place >= 0 and not has(subject.known, new[:20]):
                yield Edit(at + place, at + place + len(was), new, "fresh", at=(at, at + len(line.text)))


_CHAPTERS = ("Low Back Complaints", "Neck and Upper Back Complaints", "Shoulder Complaints", "Elbow Complaints",
             "Forearm, Wrist and Hand Complaints", "Knee Complaints", "Ankle and Foot Complaints")  # fmt: skip
_SECTIONS = (
    "Gym memberships",
    "Spinal cord stimulators",
    "Functional restoration programs",
    "Hyperbaric oxygen",
)


def _chapter(subject: Subject, random: Random) -> Iterator[Edit]:
    pack = subject.review.pack
    for line, at in _cited(subject):
        for was in _CHAPTERS:
            place = line.text.find(was)
            if place >= 0:
                new = random.choice([c for c in _CHAPTERS if not has(subject.known, c)])
                yield Edit(at + place, at + place + len(was), new, "fresh")
        place = line.text.find(pack.section) if pack else -1
        if pack and place >= 0 and not any(c in pack.section for c in _CHAPTERS):
            new = random.choice([s for s in _SECTIONS if not has(subject.known, s)])
            yield Edit(
                at + place, at + place + len(pack.section), new, "fresh", at=(at, at + len(line.text))
            )


def _page(subject: Subject, random: Random) -> Iterator[Edit]:
    for line, at in _cited(subject):
        for match in re.finditer(r"\bpages? (\d{1,3})(?:-(\d{1,3}))?", line.text):
            new = f"pages {int(match[1]) + random.choice((17, 41))}-{int(match[1]) + 44}"
            yield Edit(at + match.start(), at + match.end(), new, "fresh")


_QUOTED = re.compile(r"“([^”]{12,600})”")
_WORDS = (
    ("and", "or"), ("with", "without"), ("left", "right"), ("right", "left"), ("lumbar", "cervical"),
    ("decreased", "increased"), ("mild", "severe"), ("pain", "comfort"), ("noted", "excluded"),
    ("included", "excluded"), ("was", "was not"), ("has", "has not"), ("reported", "denied"),
)  # fmt: skip


def _quote_word(subject: Subject, random: Random) -> Iterator[Edit]:
    for line, at in subject.places:
        for quote in _QUOTED.finditer(line.text):
            found = [
                (m, new) for was, new in _WORDS for m in re.finditer(rf"\b{was}\b", quote.group(), re.I)
            ]
            for match, new in random.sample(found, k=min(1, len(found))):
                lo = at + quote.start() + match.start()
                changed = quote[1].replace(match.group(), new)
                if changed.lower() not in subject.known:
                    yield Edit(lo, lo + len(match.group()), new, "fresh")


def _quote_digit(subject: Subject, random: Random) -> Iterator[Edit]:
    for line, at in subject.places:
        for quote in _QUOTED.finditer(line.text):
            digits = list(re.finditer(r"\d", quote.group()))
            for match in random.sample(digits, k=min(1, len(digits))):
                lo = at + quote.start() + match.start()
                yield Edit(lo, lo + 1, str((int(match.group()) + random.randint(1, 8)) % 10), "fresh")


_INVENTED = (
    "The record states: “the worker asked for every treatment to be stopped for the time being”.",
    "The report adds: “further care would be of great benefit in my opinion”.",
    "The guideline states: “all such requests shall be approved without delay”.",
)


def _quote_invented(subject: Subject, random: Random) -> Iterator[Edit]:
    yield inserted(subject, random.choice(_INVENTED), "fresh")


def _authority(subject: Subject, random: Random) -> Iterator[Edit]:
    sentences = (
        "In accordance with prior IMR decisions, this item is decided as before.",
        "Similar IMR decisions require the same result here.",
        "Because of earlier determinations on the same treatment, the outcome here follows.",
    )
    yield inserted(subject, random.choice(sentences))


def _precedent(subject: Subject, random: Random) -> Iterator[Edit]:
    number = f"CM15-{random.randint(100000, 199999):07}"
    yield inserted(subject, f"In {number} the same treatment was upheld.", "fresh")


def _misstated(subject: Subject, _: Random) -> Iterator[Edit]:
    for precedent in subject.review.precedents[:1]:
        wrong = "overturned" if precedent.decision == "Upheld" else "upheld"
        yield inserted(subject, f"In {precedent.case_number} a similar request was {wrong}.")


KINDS = (
    Kind("edition", "another edition", _edition),
    Kind("guideline", "another guideline", _guideline),
    Kind("chapter or section", "another chapter or section", _chapter),
    Kind("page", "other pages", _page),
    Kind("quote: a word", "a quotation changed by a word", _quote_word),
    Kind("quote: a digit", "a quotation changed by a digit", _quote_digit),
    Kind("quote: invented", "a quotation that no source has", _quote_invented),
    Kind("precedent as authority", "past determinations made to decide", _authority),
    Kind("precedent invented", "a determination that nobody retrieved", _precedent),
    Kind("precedent misstated", "a retrieved determination with the other outcome", _misstated),
)
