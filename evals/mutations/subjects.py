"""Clean texts of reviewed items: the grounded draft, and prose made of the record's own facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random

from assistant.case import Case
from assistant.checks import Reviewed
from assistant.results import ItemReview, Review, Sentence
from evals.mutations.model import Line, Role, Subject, sentences_of
from knowledge.model import CriterionResult, Decision, Status
from knowledge.packs import Packs

_FACTS = 9
_LONGEST = 420
_AGE = re.compile(r"\b(\d{2})[- ]years?[- ]old (male|female|man|woman)\b", re.I)
_ASIDE = re.compile(r"\b(?:written for|does not exist|sample case|invented|ignore|disregard)\b", re.I)
_RICH = re.compile(
    r"\d|\b(?:left|right|no|not|denie[sd]|positive|negative|MRI|x-?rays?|diagnos\w+)\b", re.I
)
_UR = re.compile(r"\b(?:utilization review|UR)\b", re.I)
_CLASSES = (
    (
        r"ibuprofen|naproxen|meloxicam|diclofenac|etodolac|nabumetone",
        "a nonsteroidal anti-inflammatory drug",
    ),
    (r"cyclobenzaprine|flexeril|tizanidine|methocarbamol|orphenadrine|baclofen", "a muscle relaxant"),
    (r"hydrocodone|norco|oxycodone|percocet|tramadol|ultram|morphine", "an opioid"),
    (r"gabapentin|neurontin|pregabalin|lyrica", "an anticonvulsant"),
    (r"omeprazole|prilosec|pantoprazole|protonix", "a proton pump inhibitor"),
)
_DOSED = re.compile(r"\b(\d) times? (?:a|per) week for (\d{1,2}) weeks?\b", re.I)


def subjects_of(
    review: Review, group: int, packs: Packs, rationales: Mapping[int, str] | None = None
) -> Iterator[Subject]:
    """The texts on every item of a reviewed case: draft, prose and, where given by number, its rationale.

    The review is one without a model: its drafts are taken for the grounded ones.
    """
    case = review.case
    known = {reviewed.item.number: known_to_checker(reviewed, packs) for reviewed in review.items}
    for reviewed in review.items:
        number = reviewed.item.number
        name = f"{case.case_number}/{number}"
        for style, lines in _texts(case, reviewed, (rationales or {}).get(number, "")):
            yield Subject(f"{name}/{style}", style, group, case, reviewed.item, known[number], lines, known)


def _texts(case: Case, reviewed: ItemReview, rationale: str) -> Iterator[tuple[str, tuple[Line, ...]]]:
    draft = reviewed.draft or reviewed.withheld
    if draft is not None:
        yield "grounded", tuple(_grounded(draft.sentences))
    if reviewed.evaluation is not None and reviewed.evaluation.recommendation is not None:
        name = f"{case.case_number}/{reviewed.item.number}"
        yield "prose", tuple(_prose(case, reviewed, Random(name)))  # noqa: S311
    if rationale:
        yield "rationale", tuple(_written(rationale))


_OF_GUIDELINE = re.compile(
    r"\b(?:MTUS|ACOEM|ODG|guidelines?|recommended (?:for|as|when)|patients? (?:with|who)|should)\b", re.I
)
_CONCLUDES = re.compile(r"\bmedical(?:ly)? necess", re.I)


def _written(rationale: str) -> Iterator[Line]:
    """A published rationale sentence by sentence; what is not the guideline or the end is taken as fact."""
    for said in sentences_of(" ".join(rationale.split())):
        if _OF_GUIDELINE.search(said):
            yield Line(said, Role.GUIDELINE, ("G1",))
        elif _CONCLUDES.search(said):
            yield Line(said, Role.CONCLUSION)
        else:
            yield Line(said, Role.FACT)


def known_to_checker(reviewed: ItemReview, packs: Packs) -> Reviewed:
    """What the checker may know of a reviewed item."""
    return Reviewed.of(reviewed, packs, frozenset(e.key for e in reviewed.evidence.evidence))


def _grounded(sentences: Sequence[Sentence]) -> Iterator[Line]:
    for number, sentence in enumerate(sentences, start=1):
        if number == len(sentences):
            role = Role.CONCLUSION
        else:
            role = Role.GUIDELINE if " guideline " in f" {sentence.text} "[:40] else Role.STATUS
        yield Line(sentence.text, role, sentence.supports)


def _prose(case: Case, reviewed: ItemReview, random: Random) -> Iterator[Line]:
    assert reviewed.evaluation is not None
    yield from _who(case)
    for sentence in _chosen(case, random):
        framed = random.random() < 0.25 and sentence[1:2].islower() and not sentence.startswith("I ")
        text = f"According to the record, {sentence[0].lower()}{sentence[1:]}" if framed else sentence
        yield Line(text, Role.FACT, source=sentence)
    yield from _elapsed(case)
    yield from _drug_class(case)
    yield from _asked(reviewed)
    pack = reviewed.evaluation.pack
    says = pack.recommended.rstrip(".")
    yield Line(f"The guideline that governs is the {pack.citation}.", Role.GUIDELINE, ("G1",))
    yield Line(f"That guideline states the following: {says}.", Role.GUIDELINE, ("G1",))
    yield from _statuses(reviewed)
    yield Line(_conclusion(reviewed), Role.CONCLUSION)


def _who(case: Case) -> Iterator[Line]:
    found = _AGE.search(case.record_text)
    if found and case.date_of_injury:
        day = case.date_of_injury
        said = f"This is a {found[1]}-year-old {found[2].lower()} who was injured on {written(day)}."
        yield Line(said, Role.FACT, source=said)


def written(day: date) -> str:
    """March 5, 2016."""
    return f"{day:%B} {day.day}, {day.year}"


def _chosen(case: Case, random: Random) -> list[str]:
    """Facts of the record in its order: those that say most, some at random."""
    said = [
        s
        for s in sentences_of(case.record_text)
        if 30 <= len(s) <= _LONGEST and s.endswith(".") and s[0].isupper() and not _ASIDE.search(s)
    ]
    ranked = sorted(said, key=lambda s: (-min(len(_RICH.findall(s)), 6), random.random()))
    review = [s for s in said if _UR.search(s)][:1]
    keep = {*ranked[:_FACTS], *review}
    return [s for s in dict.fromkeys(said) if s in keep]


def _elapsed(case: Case) -> Iterator[Line]:
    if case.date_of_injury and case.ur_denial_date and case.ur_denial_date > case.date_of_injury:
        days = (case.ur_denial_date - case.date_of_injury).days
        acted = f"Utilization review acted on {written(case.ur_denial_date)}"
        said = f"{acted}, {days} days after the date of injury."
        yield Line(said, Role.FACT, source=said)


def _drug_class(case: Case) -> Iterator[Line]:
    for pattern, name in _CLASSES:
        found = re.search(rf"\b(?:{pattern})\b", case.record_text, re.I)
        if found:
            said = f"The record mentions {found.group().lower()}, {name}."
            yield Line(said, Role.FACT, source=said)
            return


def _asked(reviewed: ItemReview) -> Iterator[Line]:
    treatment = reviewed.item.treatment.rstrip(". ")
    schedule = _DOSED.search(treatment)
    sums = ""
    if schedule and reviewed.item.request.visits == int(schedule[1]) * int(schedule[2]):
        sums = f", that is {schedule[1]} x {schedule[2]} = {reviewed.item.request.visits} visits"
    yield Line(f"At issue is the request for {treatment}{sums}.", Role.REQUEST)


def _statuses(reviewed: ItemReview) -> Iterator[Line]:
    assert reviewed.evaluation is not None
    for name in reviewed.evaluation.deciding:
        result = reviewed.evaluation.result(name)
        yield Line(_status(result), Role.STATUS, ("C1",))


def _status(result: CriterionResult) -> str:
    short = result.criterion.short
    if result.status is Status.MET:
        return f"The criterion of {short} is met."
    if result.status is Status.NOT_DOCUMENTED:
        return f"The record does not document {short}."
    return f"The criterion of {short} is not met."


def _conclusion(reviewed: ItemReview) -> str:
    assert reviewed.evaluation is not None
    verb = "is" if reviewed.evaluation.recommendation is Decision.OVERTURNED else "is not"
    treatment = reviewed.item.treatment.rstrip(". ")
    return f"Therefore, the request for {treatment} {verb} medically necessary."
