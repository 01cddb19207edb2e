"""What a treatment's wording asks for: visits, frequency, quantity, dose, refills, body part, side.

Numbers are taken as worded; a product is computed only where the wording states both factors, and the
computation is said. Nothing is guessed: what the wording leaves out stays None.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from assistant.case import Request
from knowledge.number_words import NUMBER_WORDS
from knowledge.regions import ordered_regions, side_in

_LARGE = {"twenty-four": 24, "thirty": 30, "thirty-six": 36}
_WORDS = (
    {word: number for number, word in enumerate(NUMBER_WORDS) if number} | _LARGE | {"once": 1, "twice": 2}
)
_N = r"(?:\d{1,4}(?:\.\d)?|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_RANGE = rf"(?P<%s>{_N})(?:\s*(?:-|–|to|or)\s*(?P<%s_to>{_N}))?"
_VISIT = r"(?:visits?|sessions?|treatments?|appointments?|consultations?|units?\s+of\s+therapy)"
_I = re.IGNORECASE

_TIMES = r"(?:times?|x|×|visits?|sessions?|treatments?|days?)"
_FREQUENCY = re.compile(
    rf"\b(?:(?P<adverb>once|twice)\s*(?:/|per\b|a\b|every\b|each\b)?"
    rf"|{_RANGE % ('per', 'per')}\s*(?:{_TIMES}?\s*(?:/|per\b|a\b|every\b|each\b)|{_TIMES}))"
    r"\s*(?:weekly|week|wk)\b\.?"
    rf"(?:[\s,]*(?:[x×]|for|times|over)?\s*(?:the\s+(?:next\s+)?)?{_RANGE % ('span', 'span')}"
    r"\s*(?P<unit>weeks?|wks?|months?))?",
    _I,
)
_GRID = re.compile(
    rf"(?<![\d./])(?P<per>{_N})\s*(?:[x×]|\btimes\b)\s*(?P<span>{_N})(?![\d./]|\s*(?:mg|cm|mm|inch|\"))", _I
)
_SPAN = re.compile(
    rf"\b(?:for|x|×|times|over)\s*{_RANGE % ('span', 'span')}\s*(?P<unit>weeks?|wks?|months?)\b",
    _I,
)
_LASTING = re.compile(
    rf"\b(?:(?:for|x|×|over|(?:rental|rent|trial|use)(?:,| of)?)\s*{_RANGE % ('span', 'span')}[\s-]*"
    r"(?P<unit>days?|weeks?|wks?|months?)\b"
    rf"|(?P<whole>{_N})[\s-]*(?P<rented>days?|weeks?|months?)[\s-]+(?:rental|trial|use)\b)",
    _I,
)
_DEVICE = r"(?:units?|devices?|machines?|systems?|pumps?|stimulators?|immobilizers?|wheelchairs?|scooters?)"
_FOR_DEVICE = re.compile(
    rf"\b{_DEVICE}\b[^.;]{{0,20}}[,(]\s*(?P<after>{_N})[\s-]*(?P<unit>days?|weeks?|wks?|months?)\)?\s*$"
    rf"|^(?P<before>{_N})[\s-]*(?P<rented>days?|weeks?|wks?|months?)\b[^.;,]{{0,40}}\b{_DEVICE}\b",
    _I,
)
_WEEKS = {"d": Decimal(1) / 7, "w": Decimal(1), "m": Decimal(4)}
_LOW_END = re.compile(rf"(?<![\d./])(?P<low>{_N})\s*(?:-|–|to|or)\s*$", _I)
_ALONE = r"(?!\s*(?:per|a|every|times|x|/|-|to)\b)"
_COUNTS = (
    re.compile(rf"\b(?P<n>{_N})\s*(?:\(\s*\d+\s*\)\s*)?(?:[a-z/'-]+\s+){{0,5}}?{_VISIT}\b", _I),
    re.compile(rf"\b{_VISIT}\s*(?:[x×,:#]|times|qty\.?|quantity)?\s*[#:]?\s*\(?(?P<n>{_N})\b{_ALONE}", _I),
    re.compile(rf"\(\s*#?(?P<n>\d{{1,3}})(?:\s*(?:{_VISIT}|total))?\s*\)", _I),
    re.compile(
        rf"(?:(?<=\s)|^)(?:[x×]\s*|times\s+|qty\.?\s*:?\s*|quantity\s*:?\s*|#\s*)(?P<n>{_N})\b"
        r"(?!\s*(?:weeks?|wks?|months?|days?|refills?|mg|x|times))",
        _I,
    ),
)
_QUANTITIES = (
    re.compile(
        r"#\s*(?P<n>\d{1,4}(?:\.\d+)?)(?![\d.]*\s*(?:mg|refills?))(?:\s*(?P<unit>boxe?s?|tubes?|bottles?|patche?s?|grams?|gm?|ml))?\b",
        _I,
    ),
    re.compile(
        r"\b(?:qty|quantity|count|disp(?:ense)?)\s*[.:#]*\s*(?P<n>\d{1,4}(?:\.\d+)?)(?:\s*(?P<unit>tab(?:let)?s?|cap(?:sule)?s?|grams?|gm?|ml))?\b",
        _I,
    ),
    re.compile(
        r"(?<![\d./])(?P<n>\d{1,4}(?:\.\d+)?)\s*(?P<unit>tab(?:let)?s?|cap(?:sule)?s?|pills?|patch(?:es)?|boxe?s?|tubes?|bottles?|vials?)\b",
        _I,
    ),
    re.compile(
        r"(?<![\d./])(?P<n>\d{1,4}(?:\.\d+)?)\s*-?\s*(?P<unit>grams?|gms?|g|ml|mls|cc)\b(?!\s*/)", _I
    ),
)
_UNITS = {
    "tab": "tablets", "cap": "capsules", "pil": "pills", "pat": "patches", "box": "boxes", "tub": "tubes",
    "bot": "bottles", "via": "vials", "g": "grams", "gm": "grams", "gms": "grams", "gra": "grams",
    "ml": "ml", "mls": "ml", "cc": "ml",
}  # fmt: skip
_DOSE = re.compile(
    r"(?<![\d.])(?P<n>\d+(?:\.\d+)?(?:\s*[/-]\s*\d+(?:\.\d+)?){0,3})\s*(?P<unit>mg|mcg|µg|%|meq|units?|iu)(?![a-z])",
    _I,
)
_REFILLS = (
    re.compile(rf"\b(?:with|[x×])?\s*(?P<n>{_N}|no|zero)\s+refills?\b", _I),
    re.compile(r"\brefills?\s*[x×:#]?\s*(?P<n>\d{1,2})\b", _I),
)
_DRUG_FORM = re.compile(
    r"\b(?:tab(?:let)?s?|cap(?:sule)?s?|cream|gel|ointment|patch(?:es)?|refills?|solution|syrup)\b", _I
)
_THERAPY = re.compile(
    rf"\b(?:{_VISIT}|therap\w*|physio\w*|acupuncture|chiro\w*|manipulation|massage|rehab\w*|exam\w*"
    r"|counsel\w*|hardening|conditioning|ultrasound|stimulation|traction|packs?|PT|OT|electro\w*|office|follow[\s-]?up|psych\w*"
    r"|injections?)\b",
    _I,
)


class _Frequency(NamedTuple):
    per: Decimal | None
    weeks: Decimal | None
    visits: int | None
    computation: str
    spelled: str
    least: int | None = None


def parse_request(treatment: str) -> Request:
    """Read the requested quantities from a treatment's wording; never raises."""
    text = " ".join(treatment.split())[:2000]
    dose = _DOSE.search(text)
    drug = bool(dose or _DRUG_FORM.search(text))
    frequency = _frequency(text) if not drug or _THERAPY.search(text) else None
    visits, computation, least = _visits(text, frequency, drug)
    quantity, unit = _quantity(text) if drug or visits is None else (None, None)
    return Request(
        visits=visits,
        visits_least=least,
        times_per_week=frequency.per if frequency else None,
        weeks=frequency.weeks if frequency and frequency.weeks else None if drug else _lasting(text),
        quantity=quantity,
        quantity_unit=unit,
        dose=_dose(dose),
        refills=_refills(text),
        body_regions=ordered_regions(text),
        side=side_in(text),
        computation=computation,
    )


def _number(word: str) -> Decimal:
    known = _WORDS.get(word.lower())
    return Decimal(known) if known is not None else Decimal(word)


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _frequency(text: str) -> _Frequency | None:
    found = _FREQUENCY.search(text)
    if found:
        return _weekly(text, found)
    grid = _GRID.search(text)
    if not grid:
        return None
    per, span = _number(grid["per"]), _number(grid["span"])
    if not (1 <= per <= 7 and 1 <= span <= 26):
        return None
    visits = int(per * span)
    return _Frequency(per, span, visits, f"{_plain(per)} x {_plain(span)} = {visits} visits", grid.group())


def _weekly(text: str, found: re.Match[str]) -> _Frequency:
    per = _number(found["adverb"] or found["per_to"] or found["per"])
    duration = found if found["span"] else _SPAN.search(text)
    if duration is None:
        return _Frequency(per, None, None, "", found.group())
    months = duration["unit"].lower().startswith("month")
    span = _number(duration["span_to"] or duration["span"])
    weeks = span * 4 if months else span
    visits = int(per * weeks)
    shown = f"{_plain(per)} times a week x {_plain(weeks)} weeks = {visits} visits"
    notes = []
    if months:
        notes.append(
            f"{_plain(span)} {'month' if span == 1 else 'months'} counted as {_plain(weeks)} weeks"
        )
    if (not found["adverb"] and found["per_to"]) or duration["span_to"]:
        notes.append("upper bound of the range asked for")
    least = int(_number(found["adverb"] or found["per"]) * _number(duration["span"]) * (4 if months else 1))
    if least < visits:
        notes.append(f"{least} by its lower bound")
    said = shown + (f" ({'; '.join(notes)})" if notes else "")
    return _Frequency(per, weeks, visits, said, found.group(), least if least < visits else None)


def _lasting(text: str) -> Decimal | None:
    """The weeks that a rental or service lasts, to two places; a month counts as four."""
    found = _LASTING.search(text)
    if found is None:
        return _device_weeks(text)
    number = _number(found["whole"] or found["span_to"] or found["span"])
    unit = (found["rented"] or found["unit"])[0].lower()
    return (number * _WEEKS[unit]).quantize(Decimal("0.01")).normalize()


def _device_weeks(text: str) -> Decimal | None:
    """The weeks of a device that is asked for with bare days: "cold therapy unit, 14 days"."""
    found = _FOR_DEVICE.search(text.strip())
    if found is None:
        return None
    unit = (found["rented"] or found["unit"])[0].lower()
    return (_number(found["after"] or found["before"]) * _WEEKS[unit]).quantize(Decimal("0.01")).normalize()


def _visits(text: str, frequency: _Frequency | None, drug: bool) -> tuple[int | None, str, int | None]:
    """Visits in all, the computation, and the lower end where a range is asked for."""
    if drug and not _THERAPY.search(text):
        return None, "", None
    rest = text.replace(frequency.spelled, " ; ") if frequency else text
    stated = next((m for pattern in _COUNTS[:3] if (m := pattern.search(rest))), None)
    if stated is None and not frequency:
        stated = _COUNTS[3].search(rest) if _THERAPY.search(text) else None
    if stated is None:
        return (frequency.visits, frequency.computation, frequency.least) if frequency else (None, "", None)
    count = int(_number(stated["n"]))
    low = _LOW_END.search(rest[: stated.start("n")])
    least = int(_number(low["low"])) if low else count
    if least < count:
        return count, f"{least} to {count} visits asked for (upper bound of the range)", least
    if frequency and frequency.visits and frequency.visits != count:
        return count, f"{count} visits as stated; {frequency.computation}", None
    return count, frequency.computation if frequency and frequency.visits else "", None


def _quantity(text: str) -> tuple[Decimal | None, str | None]:
    for pattern in _QUANTITIES:
        found = pattern.search(text)
        if found:
            unit = (found["unit"] or "").lower()
            return Decimal(found["n"]), _UNITS.get(unit) or _UNITS.get(unit[:3])
    return None, None


def _dose(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    unit = found["unit"].lower()
    amount = re.sub(r"\s", "", found["n"])
    return f"{amount}%" if unit == "%" else f"{amount} {unit}"


def _refills(text: str) -> int | None:
    for pattern in _REFILLS:
        found = pattern.search(text)
        if found:
            word = found["n"].lower()
            return 0 if word in {"no", "zero"} else int(_number(word))
    return None
