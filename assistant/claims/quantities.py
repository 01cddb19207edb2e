"""Named quantities of a sentence: the dose of a drug, the visits of a kind of care, the score of a scale.

A number alone says little; with what it measures, two tellings can be held together. ``of`` is the thing (a
drug, a care, a scale), ``side`` the side where one is named. Works on folded text; knows no limits.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.claims.body import sides_in
from assistant.claims.model import Kind, Number
from assistant.claims.numbers import numbers_in, value_of
from assistant.claims.terms import term_mentions
from knowledge.document import Span
from knowledge.treatments import load_taxonomy

_N = r"(?:\d{1,3}(?:\.\d{1,2})?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|sixteen|eighteen|twenty)"
_SCALES = {
    "Beck depression": r"beck depression(?: inventory)?|BDI(?:-II)?",
    "Beck anxiety": r"beck anxiety(?: inventory)?|BAI",
    "PHQ": r"PHQ(?:-?\s?9)?|patient health questionnaire(?:-9)?",
    "GAD": r"GAD(?:-?\s?7)?",
    "Oswestry": r"oswestry(?: disability index)?|ODI",
    "DASH": r"(?:quick)?DASH",
    "neck disability": r"neck disability index|NDI",
    "LEFS": r"LEFS|lower extremity functional scale",
    "Epworth": r"epworth(?: sleepiness(?: scale)?)?|ESS",
    "Roland": r"roland(?:[- ]morris)?",
    "GAF": r"GAF",
    "body mass": r"BMI|body mass index",
    "MED": r"MED|MME|morphine equivalent(?: daily)? dose|morphine equivalents?",
    "A1c": r"(?:hemoglobin )?a1c",
    "opioid risk": r"opioid risk tool|SOAPP(?:-R)?",
    "two-point discrimination": r"two[- ]point(?: discrimination)?",
}
_SCALE = re.compile(
    "|".join(
        rf"(?P<s{n}>\b(?:{p})(?: score)?s?(?: (?:was|is|of|at|equal(?:s|ed) to|rated|recorded|stands at|measured|"
        rf"score[ds]?|the|index|now|had|scale|level|result|a))*[ :=]{{1,2}}(?P<v{n}>{_N})(?![\d/]|-?\d))"
        rf"|(?P<t{n}>\b(?P<w{n}>{_N}) (?:on|for) (?:the |a |his |her )?(?:{p})\b)"
        for n, p in enumerate(_SCALES.values())
    ),
    re.I,
)
_SCALE_NAMES = tuple(_SCALES)
_ANY_SCALE = re.compile("|".join(rf"\b(?:{p})\b" for p in _SCALES.values()), re.I)
_INJECTED = re.compile(
    rf"(?<![-/.\dLCTS])\b(?P<n>{_N}) (?!more\b|additional\b|further\b|to\b|or\b|of\b)(?:[\w-]+ ){{0,4}}?(?:injections?|epidurals?|ESIs?|blocks?)\b",
    re.I,
)
_MOTIONS = (
    "plantar ?flexion|dorsi ?flexion|flexion|extension|abduction|adduction|internal rotation|external rotation|rotation|"
    "lateral bending|inversion|eversion|supination|pronation|straight leg raising|straight leg raise"
)
_MOTION = re.compile(rf"\b(?:{_MOTIONS}|DF|PF|ER|IR)\b", re.I)
_MUSCLE = re.compile(
    r"\b(?:supraspinatus|infraspinatus|subscapularis|deltoids?|biceps|triceps|quadriceps|hamstrings?|iliopsoas|tibialis|"
    r"extensor hallucis|EHL|gastrocnemius|wrist extens\w+|wrist flex\w+|interossei|hip flex\w+|peroneals?|abductor pollicis|rotator cuff|cuff)\b",
    re.I,
)
_TIMES = re.compile(
    rf"\b(?P<n>once|twice|thrice|(?:{_N}) times) (?:a|per|each|every) day\b|\b(?P<m>once|twice|thrice|{_N} times|{_N} x) daily\b",
    re.I,
)
_LATIN = ((2, r"b\.?i\.?d\b"), (3, r"t\.?i\.?d\b"), (4, r"q\.?i\.?d\b"))
_REFILLED = re.compile(
    rf"\b(?P<n>{_N}|once|twice|thrice) refills?\b|\brefill\w* (?:\w+ ){{0,2}}?(?P<m>{_N}(?= times)|once|twice|thrice)\b",
    re.I,
)
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
_ORDINAL = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<n>\d{{1,2}})(?:st|nd|rd|th)) (?:and last |and final )?(?:[a-z]+ ){{0,2}}?(?:treatment|visit|session)\b",
    re.I,
)
_LIFTS = re.compile(r"\b(?:lift\w*|carry\w*|carried|push\w*|pull\w*|pounds?|lbs?)\b", re.I)
_ALL = re.compile(
    rf"\ball (?:of )?(?:the |his |her )?(?P<n>\d{{1,2}}|{_N}) (?:[\w-]+ ){{0,3}}?(?:visits|sessions|treatments)\b",
    re.I,
)
_TOLERANCE = re.compile(
    r"\b(?P<sleep>sleep\w*)\b|\b(?P<sit>sit(?:s|ting)?)\b|\b(?P<stand>stand(?:s|ing)?)\b|\b(?P<walk>walk(?:s|ing)?)\b|\b(?P<drive>driv(?:e|es|ing))\b",
    re.I,
)
_RELIEF = re.compile(
    r"\b(?:relie\w+|help\w*|better|eas(?:e|ed)|took away|improv\w+|benefit\w*|reduc\w+|less)\b", re.I
)
_CUT = re.compile(r"[;.]|, |\b(?:and|but|while|whereas|versus|against|compared|with)\b")
_NEAR = 45
_SHORT = 16  # a schedule ("2 times a week for 6 weeks") is longer
_INJECTION = re.compile(r"inject|block|epidural|cortisone|steroid|\bshots?\b", re.I)
_DAYS_A_MONTH = re.compile(
    rf"\b(?P<n>{_N}) (?:headache |migraine )?days (?:per|a|each|every|in a|of the) month\b", re.I
)
_HEADACHES = re.compile(rf"\b(?P<n>{_N}) days (?:a|per|each|every|out of the) week\b", re.I)
_PILLS = re.compile(rf"\b(?P<n>{_N}) (?:(?!mg\b|times\b|x\b)[\w/.-]+ ){{1,3}}?(?:a|per|each) day\b", re.I)
_PACKS = re.compile(
    r"\b(?P<n>half(?: of)? a|a half|a quarter|one and a half|one|two|three|four|an?|\d(?:\.\d|/\d)?)(?: a)? packs? (?:a|per|each|of cigarettes a|of cigarettes per) day\b",
    re.I,
)
_A_PACK = {
    "half": "0.5",
    "a half": "0.5",
    "1/2": "0.5",
    "a quarter": "0.25",
    "1/4": "0.25",
    "one and a half": "1.5",
    "a": "1",
    "an": "1",
}
_A_WEEK = re.compile(rf"\b(?P<n>{_N})(?!-)(?: [\w#]+){{0,3}}? (?:a|per|each) week\b", re.I)
_BOUND = re.compile(
    rf"\b(?P<motion>{_MOTIONS}|DF|PF|ER|IR)(?: (?:of|was|is|at|to|only|limited|reached|now|measured|up))*[ :,]{{1,2}}(?P<n>\d{{1,3}})"
    r"(?![\d/%.+]|-\d| ?(?:°|º|deg|degrees?\b|visits|weeks|months|out of|of \d|pounds|lbs?|kg|minutes))",
    re.I,
)
_SHORT_MOTION = {
    "df": "dorsiflexion",
    "pf": "plantarflexion",
    "er": "externalrotation",
    "ir": "internalrotation",
}
_WORN = re.compile(
    r"\b(?:(?P<cast>casts?|casted)|(?P<boot>boots?|cam walker)|(?P<sling>slings?)|(?P<brace>braces?|bracing)|(?P<splint>splint\w*|spica)|(?P<crutches>crutch(?:es)?)|"
    r"(?P<insert>inserts?|orthotics?|arch supports?|insoles?)|(?P<immobilizer>immobili[sz]er)|(?P<tens>TENS)|(?P<collar>collar)|(?P<unloaded>non-?\s?weight-?\s?bearing|NWB)|(?P<antibiotic>antibiotics?|cephalexin|doxycycline|amoxicillin))\b",
    re.I,
)
_IN_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


@dataclass(frozen=True, slots=True)
class Quantity:
    """``measure`` is what is measured ("dose mg"), ``of`` of what ("drug gabapentin"); ``value`` in its unit."""

    measure: str
    of: str
    value: Decimal
    side: str
    span: Span


@lru_cache(maxsize=16_384)
def quantities_in(text: str) -> tuple[Quantity, ...]:
    """Every named quantity of a sentence, in order; never raises."""
    found = [*_scales(text), *_patterns(text)]
    drugs = load_taxonomy().drug_mentions(text)
    spots = [(f"drug {m.generic}", Span(m.start, m.end)) for m in drugs]
    found += _drug_rates(text, spots)
    for number in numbers_in(text):
        found += _of_number(text, number, spots)
    return tuple(sorted(found, key=lambda q: (q.span.start, q.measure, q.of)))


def _scales(text: str) -> Iterator[Quantity]:
    if not _ANY_SCALE.search(text):
        return
    for match in _SCALE.finditer(text):
        number = int((match.lastgroup or "s0")[1:])
        said = match[f"v{number}"] or match[f"w{number}"]
        yield Quantity("score", _SCALE_NAMES[number], value_of(said), "", Span(*match.span()))


def _patterns(text: str) -> Iterator[Quantity]:
    for match in _INJECTED.finditer(text):
        yield Quantity("injections", "", value_of(match["n"]), "", Span(*match.span()))
    for match in _ORDINAL.finditer(text):
        count = Decimal(match["n"] or _ORDINALS.index(match["word"].lower()) + 1)
        yield from (
            Quantity("visits", care, count, "", Span(*match.span()))
            for care in _care(text, Span(*match.span()))
        )
    for match in _HEADACHES.finditer(text) if re.search("headache|migraine", text, re.I) else ():
        yield Quantity("headache days a week", "", value_of(match["n"]), "", Span(*match.span()))
    for match in _PACKS.finditer(text):
        said = match["n"].lower().replace(" of", "").removesuffix(" a") or "a"
        if "/" not in said or said in _A_PACK:
            yield Quantity("packs a day", "", value_of(_A_PACK.get(said, said)), "", Span(*match.span()))
    for match in _DAYS_A_MONTH.finditer(text):
        yield Quantity("days a month", "", value_of(match["n"]), "", Span(*match.span()))
    for match in _BOUND.finditer(text):
        place = Span(*match.span("n"))
        yield Quantity("degrees", _motion(match["motion"]), value_of(match["n"]), _side(text, place), place)
    for match in _ALL.finditer(text):
        whole = value_of(match["n"])
        yield Quantity(f"part of {whole}", "", whole, "", Span(*match.span()))


def _motion(said: str) -> str:
    name = re.sub(r"[ -]", "", said.lower())
    return _SHORT_MOTION.get(name, name)


def _drug_rates(text: str, drugs: list[tuple[str, Span]]) -> Iterator[Quantity]:
    if not drugs:
        return
    for match in _TIMES.finditer(text):
        word = (match["n"] or match["m"]).removesuffix(" times").removesuffix(" x")
        yield from _of_drug("times a day", value_of(word), Span(*match.span()), text, drugs)
    for match in _PILLS.finditer(text):
        inside = [name for name, at in drugs if match.start() < at.start and at.end <= match.end()]
        yield from (
            Quantity("times a day", name, value_of(match["n"]), "", Span(*match.span())) for name in inside
        )
    for match in _A_WEEK.finditer(text):
        yield from _of_drug("times a week", value_of(match["n"]), Span(*match.span()), text, drugs)
    for times, latin in _LATIN:
        for match in re.finditer(rf"\b{latin}", text, re.I):
            yield from _of_drug("times a day", Decimal(times), Span(*match.span()), text, drugs)
    for match in _REFILLED.finditer(text):
        yield from _of_drug("refills", value_of(match["n"] or match["m"]), Span(*match.span()), text, drugs)


def _of_drug(
    measure: str, value: Decimal, place: Span, text: str, drugs: list[tuple[str, Span]]
) -> Iterator[Quantity]:
    """The drug named last before the number; where none is, the one just after ("600 mg of gabapentin")."""
    before = [(name, at) for name, at in drugs if 0 <= place.start - at.end <= _NEAR]
    after = [(name, at) for name, at in drugs if 0 <= at.start - place.end <= 12]
    near = before[-1:] or after[:1]
    if after and (not before or re.search(r"[,;]|\band\b", text[before[-1][1].end : place.start])):
        near = after[:1]
    for name, at in near:
        if not re.search(r"[;.] ", text[min(at.end, place.end) : max(at.start, place.start)]):
            yield Quantity(measure, name, value, "", place)


def _of_number(text: str, number: Number, drugs: list[tuple[str, Span]]) -> Iterator[Quantity]:
    """The quantities that a typed number is, by its kind."""
    place, value = number.span, number.value
    if number.kind in (Kind.DOSE, Kind.PERCENT):
        yield from _dose(text, number, drugs)
    elif number.kind is Kind.DURATION:
        yield from _time(text, number)
    elif number.kind is Kind.WEIGHT:
        yield from _weight(text, number)
    elif number.kind is Kind.PAIN:
        yield Quantity("pain", "", value, "", place)
    elif number.kind is Kind.PART and number.unit not in ("/10", "/5"):
        yield Quantity(f"part of {number.unit.lstrip('/')}", "", value, "", place)
    elif number.kind is Kind.VISITS and place.end - place.start < _SHORT:
        yield from (Quantity("visits", care, value, "", place) for care in _care(text, place) or [""])
    else:
        yield from _grade(text, number)


def _dose(text: str, number: Number, drugs: list[tuple[str, Span]]) -> Iterator[Quantity]:
    if number.kind is Kind.PERCENT and _RELIEF.search(_piece(text, number.span)):
        yield Quantity("percent relief", "", number.value, "", number.span)
    else:
        yield from _of_drug(f"{number.kind} {number.unit}", number.value, number.span, text, drugs)


def _time(text: str, number: Number) -> Iterator[Quantity]:
    piece = _piece(text, number.span)
    tolerated = _TOLERANCE.search(piece)
    if number.unit == "hour" and tolerated:
        yield Quantity("hours", tolerated.lastgroup or "", number.value, "", number.span)
    elif number.unit in _IN_DAYS and (worn := {m.lastgroup for m in _WORN.finditer(piece)}):
        for device in sorted(filter(None, worn)):
            yield Quantity("time with", device, number.value * _IN_DAYS[number.unit], "", number.span)
    elif number.unit in _IN_DAYS and _RELIEF.search(piece) and _INJECTION.search(text):
        yield Quantity("relief", "", number.value * _IN_DAYS[number.unit], "", number.span)


def _weight(text: str, number: Number) -> Iterator[Quantity]:
    if number.unit == "kg" and "grip" in text.lower():
        yield Quantity("grip", "", number.value, _side(text, number.span), number.span)
    elif number.unit == "pound" and _LIFTS.search(text):
        yield Quantity("pounds", "", number.value, "", number.span)


def _grade(text: str, number: Number) -> Iterator[Quantity]:
    place, value = number.span, number.value
    if number.kind is Kind.STRENGTH and (muscle := _before(_MUSCLE, text, place)):
        yield Quantity("strength", muscle.lower()[:6], value, _side(text, place), place)
    elif number.kind is Kind.DEGREES and (motion := _after(text, place) or _before(_MOTION, text, place)):
        yield Quantity("degrees", _motion(motion), value, _side(text, place), place)


def _after(text: str, place: Span) -> str:
    """The motion right after the number ("110 degrees in abduction")."""
    match = re.compile(rf" (?:in|of) (?:\w+ )?(?P<motion>{_MOTIONS})\b", re.I).match(text, place.end)
    return match["motion"] if match else ""


def _before(pattern: re.Pattern[str], text: str, place: Span) -> str:
    found = list(pattern.finditer(text, max(0, place.start - 56), place.start))
    return found[-1].group() if found else ""


def _lead(text: str, place: Span) -> str:
    """The words of the clause before a number."""
    start = max((m.end() for m in _CUT.finditer(text, 0, place.start)), default=0)
    return text[start : place.start]


def _piece(text: str, place: Span) -> str:
    start = max((m.end() for m in _CUT.finditer(text, 0, place.start)), default=0)
    stop = _CUT.search(text, place.end)
    return text[start : stop.start() if stop else len(text)]


def _side(text: str, place: Span) -> str:
    """The side of the clause, or the one right after the number ("18 kg right")."""
    after = re.match(r" (?:on the |in the |at the )?(right|left)\b", text[place.end : place.end + 20], re.I)
    if after:
        return after[1].lower()
    start = place.start - len(_lead(text, place))
    before = list(re.finditer(r"\b(?:right|left)\b", text[start : place.start], re.I))
    if before:
        return before[-1].group().lower()
    sides = sides_in(_piece(text, place))
    return next(iter(sides)) if len(sides) == 1 else ""


def _care(text: str, place: Span) -> list[str]:
    near = [
        (max(m.span.start - place.end, place.start - m.span.end), f"care {m.term.number}")
        for m in term_mentions(text)
        if m.term.kind == "care"
    ]
    close = [(gap, name) for gap, name in near if gap <= _NEAR]
    return [min(close)[1]] if close else []
