"""Changes that leave the meaning as it is: none of them may be complained of."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from evals.mutations.kinds.dates import DATE, day_of
from evals.mutations.model import Edit, Kind, Make, Role, Subject
from evals.mutations.subjects import written
from knowledge.number_words import NUMBER_WORDS

_ROLES = (Role.FACT, Role.REQUEST, Role.STATUS)


def _outside_quotes(text: str) -> str:
    return re.sub(r"“[^”]*”", lambda m: "\x00" * len(m.group()), text)


def _replaced(
    *pairs: tuple[str, str | Callable[[re.Match[str]], str]], roles: tuple[Role, ...] = _ROLES
) -> Make:
    compiled = [(re.compile(pattern), new) for pattern, new in pairs]

    def make(subject: Subject, _: Random) -> Iterator[Edit]:
        for line, at in subject.in_roles(*roles):
            text = _outside_quotes(line.text)
            for pattern, new in compiled:
                for match in pattern.finditer(text):
                    said = new(match) if callable(new) else match.expand(new)
                    if said and said != match.group():
                        yield Edit(at + match.start(), at + match.end(), said)

    return make


_STYLES: tuple[Callable[[date], str], ...] = (
    written,
    lambda d: f"{d:%m/%d/%Y}",
    lambda d: f"{d.month}-{d.day}-{d.year % 100:02}",
    lambda d: f"{d:%m/%d/%y}",
    lambda d: f"{d:%b}{'' if d.month == 5 else '.'} {d.day}, {d.year}",
    lambda d: f"{d.day} {d:%B} {d.year}",
)


def _dates(subject: Subject, random: Random) -> Iterator[Edit]:
    for line, at in subject.in_roles(*_ROLES):
        for match in DATE.finditer(_outside_quotes(line.text)):
            day = day_of(match)
            if day:
                yield Edit(at + match.start(), at + match.end(), random.choice(_STYLES)(day))


def _in_words(match: re.Match[str]) -> str:
    value = int(match["n"])
    return NUMBER_WORDS[value] if value < len(NUMBER_WORDS) else ""


def _in_digits(match: re.Match[str]) -> str:
    return str(NUMBER_WORDS.index(match["n"].lower()))


def _case(match: re.Match[str], new: str) -> str:
    return new[0].upper() + new[1:] if match.group()[0].isupper() else new


def _both_ways(*pairs: tuple[str, str]) -> Make:
    """Words for each other, either way, keeping the first letter's case."""
    table = []
    for a, b in pairs:
        table.append((rf"(?i)\b{a}\b", lambda m, new=b: _case(m, new)))
        table.append((rf"(?i)\b{b}\b", lambda m, new=a: _case(m, new)))
    return _replaced(*table)


def _moved_date(subject: Subject, _: Random) -> Iterator[Edit]:
    """ "On DATE, the worker ..." becomes "The worker ... on DATE"."""
    for line, at in subject.in_roles(Role.FACT):
        match = re.match(r"On (\d{1,2}[/-]\d{1,2}[/-]\d{2,4}),? (?P<rest>[^.;]{10,200})\.$", line.text)
        if match:
            rest = match["rest"]
            yield Edit(at, at + len(line.text), f"{rest[0].upper()}{rest[1:]}, as of {match[1]}.")


def _sides(subject: Subject, _: Random) -> Iterator[Edit]:
    yield from _replaced((r"(?i)\bbilateral (?=[a-z]+s\b)", "left and right "))(subject, _)


def _times(match: re.Match[str]) -> str:
    return f"{int(match[1]) * int(match[2])} visits"


KINDS = (
    Kind("date format", "another way to write a date", _dates),
    Kind("number as a word", "twelve for 12", _replaced((r"\b(?P<n>\d{1,2})(?= (?:visits|sessions|weeks|months|pounds|treatments))", _in_words))),
    Kind("number as digits", "12 for twelve", _replaced((rf"(?i)\b(?P<n>{'|'.join(NUMBER_WORDS[2:])})(?= (?:\w+ )?(?:visits|sessions|weeks|months))", _in_digits))),
    Kind("score in words", "7 out of 10", _replaced((r"(?<![\d/])(\d{1,2})/10\b(?!/)", r"\1 out of 10"), (r"\b(\d{1,2}) out of 10\b", r"\1/10"))),
    Kind("age wording", "year-old", _replaced((r"\b(\d{2}) year old\b", r"\1-year-old"), (r"\b(\d{2})-year-old\b", r"\1 year old"))),
    Kind("who", "patient for worker", _replaced((r"\b([Tt]he) (?:injured )?worker\b", r"\1 patient"), (r"\b([Tt]he) treating physician\b", r"\1 treating provider"))),
    Kind("reporting verb", "documented for noted", _both_ways(("noted", "documented"), ("showed", "revealed"), ("complained of", "reported"))),
    Kind("therapy", "PT for physical therapy", _replaced((r"\bphysical therapy\b", "PT"), (r"\b[Pp]hysical therapy\b", "physiotherapy"))),
    Kind("body part wording", "lumbar spine for low back", _both_ways(("low back", "lower back"), ("cervical spine", "neck"))),
    Kind("imaging wording", "radiographs for X-rays", _replaced((r"\bX-rays\b", "Radiographs"), (r"\bx-rays\b", "radiographs"), (r"\bMRI\b", "magnetic resonance imaging"))),
    Kind("level wording", "L4-L5 for L4-5", _replaced((r"\b([CTL])(\d)-(\d)\b", r"\1\2-\g<1>\3"), (r"\b([CTL]\d)-([CTLS]\d)\b", r"\1/\2"))),
    Kind("brand and generic", "Motrin for ibuprofen", _both_ways(
        ("ibuprofen", "Motrin"), ("naproxen", "Naprosyn"), ("cyclobenzaprine", "Flexeril"), ("gabapentin", "Neurontin"),
        ("tramadol", "Ultram"), ("omeprazole", "Prilosec"), ("meloxicam", "Mobic"), ("tizanidine", "Zanaflex"),
    )),
    Kind("both sides", "left and right for bilateral", _sides),
    Kind("course", "visits for x times a week", _replaced((r"(?<![\d/-])(\d) times? (?:a|per) week for (\d) weeks\b", _times), roles=(Role.FACT, Role.REQUEST))),
    Kind("order", "the date behind the clause", _moved_date),
    Kind("voice", "active and passive", _replaced(
        (r"^([A-Z][\w ]{3,60}) showed (no [\w ]{3,60}|[\w ]{3,60})\.$", lambda m: f"{m[2][0].upper()}{m[2][1:]} was shown by {m[1][0].lower() if m[1][1].islower() else m[1][0]}{m[1][1:]}."),
        (r"\b[Uu]tilization [Rr]eview non-certified the requests?\b", "the request was non-certified by utilization review"),
        (r"\bThe treating physician (?:noted|documented) that\b", "It was noted by the treating physician that"),
    )),
    Kind("synonym", "a word of the same meaning", _replaced(
        (r"\btenderness\b", "soreness to touch"), (r"\bmedication\b", "medicine"), (r"\bsustained\b", "suffered"),
        (r"\bdecreased\b", "diminished"), (r"\bsessions\b", "visits"), (r"\bpersistent\b", "ongoing"),
        (r"\bis not medically necessary\b", "is not deemed medically necessary"),
        (r"\b[Tt]herefore\b", "Accordingly"),
        roles=(*_ROLES, Role.CONCLUSION),
    )),
    Kind("status wording", "the same status in other words", _replaced(
        (r"\bThe record does not document\b", "The file contains no documentation of"),
        (r"\bThe record documents\b", "The file shows"),
    )),
)  # fmt: skip
