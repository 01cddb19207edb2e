"""Statements turned: absence and presence claimed, negation, time, and who said it."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evals.mutations.guards import has
from evals.mutations.model import Edit, Kind, Line, Role, Subject, tokens

_NOT = re.compile(r"\b(?:no|not|without|denie[sd]|never|negative|pending|awaiting|absent|lack\w*)\b", re.I)
_PLAN = re.compile(
    r"\b(?:plan|request\w*|recommend\w*|authoriz\w+|will|suspected|utilization|scheduled|order(?:ed|ing)|propos\w+)\b",
    re.I,
)

# what is said to be absent, and how the record shows it
_THINGS = (
    ("a pain score", r"(?<![\d/])\d{1,2}(?:/| out of )10\b(?!/)"),
    ("muscle spasm", r"\bspasms?\b"),
    ("tenderness on examination", r"\btender(?:ness)?\b"),
    ("range of motion", r"\b(?:flexion|extension|abduction)\b[^.]{0,40}\b\d{1,3} degrees"),
    ("prior physical therapy", r"\b(?:completed|sessions of|visits of|attended|received)\b[^.]{0,40}physical therapy"),
    ("X-rays", r"\bx-rays?\b[^.]{0,60}\b(?:showed|revealed|were)\b"),
    ("an MRI", r"\bMRI\b[^.]{0,60}\b(?:showed|revealed|demonstrated)\b"),
    ("a medication trial", r"\b(?:given|took|takes|taking|treated with|has included|trial of)\b[^.]{0,60}(?:ibuprofen|naproxen|meloxicam|gabapentin)"),
    ("motor strength testing", r"\bstrength\b[^.]{0,40}\b[0-5][+-]?/5"),
    ("decreased sensation", r"\b(?:decreased|diminished|reduced) sensation\b"),
    ("radiating pain", r"\bpain\b[^.]{0,40}\bradiat\w+"),
    ("a straight leg raise test", r"\bstraight leg rais\w+\b[^.]{0,40}\bpositive"),
    ("swelling", r"\b(?:swelling|swollen)\b"),
    ("numbness", r"\bnumbness\b"),
    ("the mechanism of injury", r"\b(?:injured|injury|hurt|strained)\b[^.]{0,60}\b(?:while|when (?:he|she|a|the))\b"),
    ("the current diagnosis", r"\bdiagnos(?:is|es|ed)\b"),
    ("any modified duty", r"\bmodified duty\b"),
    ("functional improvement", r"\bcan now\b|\bnow (?:sits?|walks?|lifts?|stands?)\b|\bcould now\b"),
)  # fmt: skip
_ABSENT = (
    "There is no documentation of {}.",
    "The records do not document {}.",
    "The submitted records contain no evidence of {}.",
    "Documentation of {} was not provided.",
    "It is unclear whether there was {}.",
)


def _after_facts(subject: Subject) -> int:
    """Where a statement is put: after the last fact, before what follows."""
    facts = [(line, at) for line, at in subject.in_roles(Role.FACT, Role.STATUS)]
    line, at = facts[-1] if facts else subject.places[0]
    return at + len(line.text)


def inserted(subject: Subject, sentence: str, severity: str = "said") -> Edit:
    """A sentence put in after the facts."""
    at = _after_facts(subject)
    return Edit(at, at, f" {sentence}", severity, at=(at + 1, at + 1 + len(sentence)))


def _affirmed(subject: Subject, pattern: str) -> bool:
    """The record shows it in a sentence without a denial or a plan, and denies it nowhere."""
    found = [s for s in subject.record_sentences if re.search(pattern, s, re.I)]
    return bool(found) and not any(_NOT.search(s) or _PLAN.search(s) for s in found)


def _absence(subject: Subject, random: Random) -> Iterator[Edit]:
    for name, pattern in _THINGS:
        if _affirmed(subject, pattern):
            yield inserted(subject, random.choice(_ABSENT).format(name))


# what is said to have been, and the word without which the record cannot have it
_NEVER = (
    ("The worker completed a course of acupuncture without relief.", "acupunctur"),
    ("Electrodiagnostic studies confirmed a radiculopathy.", "electrodiagnos|EMG|NCV|NCS|nerve conduction"),
    ("An MRI showed a disc extrusion.", r"\bMRI|magnetic"),
    ("The worker has had prior surgery.", "surg|operat|arthroscop|repair"),
    ("A functional capacity evaluation was completed.", "functional capacity"),
    ("The worker failed a course of chiropractic care.", "chiropract"),
    ("A psychological evaluation cleared the worker for treatment.", "psycholog|psychiatr"),
    ("The worker received two epidural steroid injections.", "epidural|inject"),
    ("The worker reports severe insomnia.", "insomnia|sleep"),
    ("The worker has a history of diabetes.", "diabet"),
    ("A urine drug screen was consistent.", "urine|drug screen|toxicolog"),
    ("The worker completed 12 sessions of physical therapy.", r"physical therap|physiotherap|\bPT\b|therapy"),
    ("The worker tried and failed gabapentin.", "gabapentin|neurontin"),
    ("Examination showed muscle atrophy.", "atroph"),
)  # fmt: skip


def _presence(subject: Subject, _: Random) -> Iterator[Edit]:
    for sentence, needed in _NEVER:
        if not re.search(needed, subject.known, re.I):
            yield inserted(subject, sentence, "fresh")


_DENIED = re.compile(
    r"\b(?:no|denie[sd]|without) (?P<what>(?:muscle |motor |sensory )?(?:numbness|weakness|swelling|spasm|tenderness|effusion|"
    r"instability|atrophy|fracture|radiation|bruising|deformity|tingling|crepitus))\b",
    re.I,
)


def _presence_of_denied(subject: Subject, _: Random) -> Iterator[Edit]:
    """Something that the record only denies is said of the worker."""
    for sentence in subject.record_sentences:
        for match in _DENIED.finditer(sentence):
            word = match["what"].split()[-1]
            others = [s for s in subject.record_sentences if has(s, word) and s != sentence]
            if not others and len(re.findall(rf"\b{word}", sentence, re.I)) == 1:
                yield inserted(subject, f"The examination showed {match['what'].lower()}.", "fresh")


_DROPPED = (
    (re.compile(r"\bno (?=(?:[a-z]+ ){0,2}[a-z]+)(?!longer|more|improve|relief|change|other)", re.I), ""),
    (re.compile(r"\bwithout (?!relief|improve|benefit|contrast|change)", re.I), "with "),
    (re.compile(r"\bdenied (?!the |by |a request)", re.I), "reported "),
    (re.compile(r"\bdenies ", re.I), "reports "),
    (re.compile(r"\b(was|were|is) negative\b", re.I), r"\1 positive"),
    (re.compile(r"\b(was|were|has|had|did|does) not ", re.I), r"\1 "),
)
_ADDED = (
    (re.compile(r"\b(was|were|is) positive\b", re.I), r"\1 negative"),
    (re.compile(r"\b(showed|revealed|noted|demonstrated) (a |an |mild |moderate )?(?=[a-z]+ )(?!no |that|normal|the |to )", re.I), r"\1 no "),
    (re.compile(r"\b(there (?:was|were|is)) (?!no |not )", re.I), r"\1 no "),
    (re.compile(r"\bcomplain(?:ed|s) of ", re.I), "denied "),
    (re.compile(r"\bdecreased (?=sensation|range|motion|grip)", re.I), "normal "),
    (re.compile(r"\b(has|had) (completed|attended|received|tried) ", re.I), r"\1 not \2 "),
    (re.compile(r"\bwas (tender|limited|swollen|unable) ", re.I), r"was not \1 "),
)  # fmt: skip


def _turned(table: tuple[tuple[re.Pattern[str], str], ...], name: str, what: str) -> Kind:
    """Polarity turned within a fact; the place is the turned clause."""

    def make(subject: Subject, _: Random) -> Iterator[Edit]:
        for line, at in subject.in_roles(Role.FACT):
            if not line.source or re.search(
                r"\butilization review\b|\bUR\b|\b(?:was|were|and) denied\b", line.text, re.I
            ):
                continue
            for pattern, replacement in table:
                for match in pattern.finditer(line.text):
                    new = match.expand(replacement)
                    if match.start() == 0 and not new:
                        continue  # the sentence would begin in lower case
                    sentence = line.text[: match.start()] + new + line.text[match.end() :]
                    if not _stated(subject, sentence, line):
                        yield _at_clause(line, at, match, new)

    return Kind(name, what, make)


def _at_clause(line: Line, at: int, match: re.Match[str], new: str) -> Edit:
    lo = at + match.start()
    rest = re.match(r"[^.;,]{0,60}", line.text[match.end() :])
    hi = lo + len(new) + (len(rest.group()) if rest else 0)
    before = line.text[max(0, match.start() - 40) : match.start()]
    return Edit(lo, at + match.end(), new, "said", at=(lo - len(before), hi))


def _stated(subject: Subject, sentence: str, line: Line) -> bool:
    """Another record sentence says it nearly so."""
    mine = set(tokens(sentence))
    return any(
        len(mine & set(tokens(s))) >= 0.8 * len(mine) for s in subject.record_sentences if s != line.source
    )


def _planned(subject: Subject, _: Random) -> Iterator[Edit]:
    """What was only planned or asked for is told as done."""
    for line, at in subject.in_roles(Role.FACT):
        for pattern, new in _PLANS:
            match = re.search(pattern, line.text, re.I)
            if match:
                rest = line.text[match.end() :]
                yield Edit(
                    at + match.start(),
                    at + match.end(),
                    new,
                    "said",
                    at=(at + match.start(), at + match.start() + len(new) + min(40, len(rest))),
                )
                break


_PLANS = (
    (r"\bthe treatment plan (?:included|includes|was for)\b", "The treatment that was completed included"),
    (r"\b(?:requested|is requesting|recommended) (?=(?:a|an|the|more|further|additional|\d|authorization)\b)", "completed "),
    (r"\bis pending\b", "was completed"),
    (r"\b(?:is|was) scheduled for\b", "underwent"),
    (r"\bwill (?:begin|start|undergo)\b", "completed"),
)  # fmt: skip
_PAST = (
    (r"\bhistory of\b", "current"),
    (r"\bpreviously\b", "currently"),
    (r"\b(?:was|were) taking\b", "is taking now"),
    (r"\b(?:initially|at first)\b", "currently"),
    (r"\bhad been\b", "is now"),
    (r"\bprior (?=(?:surgery|injury|use|episode))", "current "),
    (r"\bin the past\b", "at present"),
    (r"\b(?:has )?resolved\b", "persists"),
)  # fmt: skip


def _history(subject: Subject, _: Random) -> Iterator[Edit]:
    for line, at in subject.in_roles(Role.FACT):
        for pattern, new in _PAST:
            match = re.search(pattern, line.text, re.I)
            if match and not has(subject.case.record_text, new.strip()):
                hi = at + match.start() + len(new) + 40
                yield Edit(at + match.start(), at + match.end(), new, "said", at=(at + match.start(), hi))


_WORKER = r"\b(?P<who>the (?:injured )?(?:worker|patient|claimant)|he|she) (?=(?:reported|reports|complained|complains|stated|denied|denies)\b)"
_PHYSICIAN = r"\b(?P<who>the (?:treating |requesting |primary treating )?(?:physician|provider|doctor|surgeon)) (?=(?:noted|reported|documented|stated|found|diagnosed|suspected|recommended|requested)\b)"


def _said_by(subject: Subject, _: Random) -> Iterator[Edit]:
    """The worker's words given to the physician, the physician's to the claims administrator or the worker."""
    for line, at in subject.in_roles(Role.FACT):
        for pattern, new in ((_WORKER, "the treating physician"), (_PHYSICIAN, "the claims administrator")):
            for match in re.finditer(pattern, line.text, re.I):
                who = new[0].upper() + new[1:] if match["who"][0].isupper() else new
                lo = at + match.start("who")
                yield Edit(lo, at + match.end("who"), who, "said", at=(lo, lo + len(who) + 20))


KINDS = (
    Kind("absence claimed", "no documentation of what the record documents", _absence),
    Kind("presence claimed", "something that the record does not know", _presence),
    Kind("denied as present", "something that the record denies", _presence_of_denied),
    _turned(_DROPPED, "negation dropped", "a negation left out"),
    _turned(_ADDED, "negation added", "a negation put in"),
    Kind("planned as done", "what was only planned is told as done", _planned),
    Kind("history as current", "what is past is told as current", _history),
    Kind("who said it", "words given to another speaker", _said_by),
)
