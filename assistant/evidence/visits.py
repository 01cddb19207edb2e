"""Visits of one therapy that the record says were attended; each therapy is counted apart.

Never counts what is requested, planned, authorized or decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from assistant.evidence.given import given
from assistant.evidence.nearness import treated_with
from assistant.evidence.numbers import COUNT, count_of
from assistant.evidence.observe import quote_span
from assistant.evidence.reading import Record, Statement
from assistant.evidence.wording import wording
from knowledge.document import Assertion, Span
from knowledge.measures import load_tables
from knowledge.regions import regions_in

_VISIT = r"(?:visits?|sessions?|treatments?|appointments?|session's|reports?(?=\sdated))"
_OF = rf"(?P<done>{COUNT})\s(?:out\s)?of\s(?:the\s|an?\s)?(?P<all>{COUNT})"
_NUMBER = rf"(?:\d{{1,2}}(?![\d%-]|/\d{{1,2}}[/-]|\.\d)|{COUNT})"
_SURE = (Assertion.AFFIRMED, Assertion.HISTORICAL)
# the 9 of "the therapy note of December 9" is a day
_MONTH_BEFORE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:r?uary|ch|il|ust|(?:t?em|o)?ber)?\.?\s$",
    re.IGNORECASE,
)
_ONLY_THERE = re.compile(r"\bonly(?:\s?[(,;.]|$)|\bonly (?:at|to|for) (?:the|his|her)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;.]|\s(?:and|but|while|whereas)\s(?:the|that|he|she|no)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Visits:
    """Completed visits with the quote they rest on."""

    visits: int
    place: Span
    computation: str
    open_end: bool = False
    """The number is a lower bound: "at least five"."""


@dataclass(frozen=True)
class _Therapy:
    name: str
    asked: re.Pattern[str]
    words: re.Pattern[str]
    counts: tuple[re.Pattern[str], ...]
    sure: tuple[re.Pattern[str], ...]
    """Shapes that tell of attendance by themselves; the others need a word of it in the sentence."""


@cache
def _therapies() -> tuple[_Therapy, ...]:
    raw: dict[str, str] = load_tables()["therapies"]
    return tuple(_therapy(name, words) for name, words in raw.items())


# what the record calls a therapy beside its own names
_ALSO = {
    "physical_therapy": (
        r"(?<!massage )(?<!drug )(?<!speech )(?<!psycho)"
        r"(?<!behavioral )therap(?:y|ist'?s?)"
    ),
    "chiropractic": (
        r"chiropractor'?s?"
        r"|adjust(?:ed|ments?)(?! (?:to|of|in) (?:the |his |her )?(?:\w+ )?(?:desk|dose|medic))"
    ),
    "acupuncture": r"acupuncturist'?s?|needling",
}
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_NTH = {word: number for number, word in enumerate(_ORDINALS, start=1)}
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"


def _therapy(name: str, words: str) -> _Therapy:
    known = f"{words}|{_ALSO[name]}" if name in _ALSO else words
    therapy = rf"(?<!\w)(?:{known})"
    sure = (*_numbered(therapy), *_times(therapy), *_used(therapy), *_listed(therapy))
    return _Therapy(
        name,
        re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE),
        re.compile(therapy, re.IGNORECASE),
        tuple(re.compile(s, re.IGNORECASE) for s in _beside_a_word_of_it(therapy)),
        tuple(re.compile(s, re.IGNORECASE) for s in sure),
    )


def _numbered(therapy: str) -> tuple[str, ...]:
    """A visit told by its number in the course."""
    return (
        # visit 6 of 6; session 4/12; PT 6/6
        rf"(?:visits?|sessions?|treatments?|{therapy})\s(?:number\s|no\.?\s"
        rf"|#\s?)?(?P<done>{_NUMBER})\s?(?:of|out of|/)\s?(?P<all>{_NUMBER})",
        # visit 24 on 11/04; session 5 of hand therapy; PT #12
        rf"(?:visit|session|treatment|{therapy})\s(?:number\s|no\.?\s|#\s?)(?P<done>{_NUMBER})",
        rf"(?:visit|session|treatment)\s(?P<done>{_NUMBER})(?=\s(?:on|dated|of|was|with|showed|at"
        rf"|in)\b|[,:;.])",
        # the ninth therapy visit; her tenth visit of physical therapy
        rf"(?P<done>{_ORDINAL})\s(?:[\w-]+\s){{0,2}}?{therapy}(?:'s)?\s{_VISIT}",
        rf"(?P<done>{_ORDINAL})\s{_VISIT}\s(?:of|with|in|at)\s(?:[\w-]+\s){{0,2}}?{therapy}",
    )


def _times(therapy: str) -> tuple[str, ...]:
    """How many times the worker was seen or went."""
    return (
        # seen by the therapist eleven times; been to therapy nine times; adjusted six times
        rf"(?:seen|saw|sees|been|went|gone|had|treated|attended|visited|adjusted|undergone"
        rf"|underwent)\b[^.;]{{0,40}}?(?P<done>{COUNT})\stimes(?!\s(?:a|per|each|weekly|week))",
        rf"{therapy}\b[^.;]{{0,30}}?\b(?:seen|treated|adjusted"
        rf"|visited)\b[^.;]{{0,24}}?(?P<done>{COUNT})\stimes(?!\s(?:a|per|each|weekly|week))",
    )


def _used(therapy: str) -> tuple[str, ...]:
    """A count beside a verb of having used, had or been shown the visits."""
    return (
        # used 10 of the 12 authorized visits
        rf"(?:used|attended|completed|finished|had"
        rf"|done)\s(?:only\s)?(?P<done>{COUNT})\s(?:out\s)?of\s(?:the\s|an?\s|his\s"
        rf"|her\s)?(?P<all>{COUNT})",
        rf"(?P<done>{COUNT})\s(?:[\w-]+\s){{0,2}}?{_VISIT}\s(?:were\s|have been\s)?(?:done|used"
        rf"|completed|attended|given|finished|made|kept)",
        rf"(?P<done>{COUNT})\s(?:[\w-]+\s){{0,2}}?{_VISIT}\shad been\s(?:done|used|completed|attended|given"
        rf"|made|kept)",
        # the records of therapy show 12 visits
        rf"(?:records?|notes?|sheets?|logs?|ledger)\b[^.;\d]{{0,40}}?\b(?:show|reflect|list|document|indicat)\w*\s"
        rf"(?:that\s)?(?:a total of\s)?(?P<done>{COUNT})\s(?:[\w-]+\s){{0,2}}?{_VISIT}"
        rf"(?!\s(?:were\s)?(?:request|authori|approv|certif|recommend|order|prescri))",
        rf"(?:finished|completed|attended|did|had|gone through|went through)\s(?P<done>{COUNT})\s"
        rf"(?:{_VISIT}\s(?:of|with)\s(?:[\w-]+\s){{0,2}}?)?{therapy}",
    )


def _listed(therapy: str) -> tuple[str, ...]:
    """A count that stands with the name of the therapy as in a list, a total or a quotation."""
    return (
        # notes of therapy from 9/1 to 10/15 (7 visits); the note lists 14 visits
        rf"{therapy}\b[^.;]{{0,40}}?\((?P<done>{COUNT})\s{_VISIT}\)",
        rf"{therapy}\b[^;]{{0,90}}?\ba\stotal\sof\s(?P<done>{COUNT})\s{_VISIT}"
        rf"(?!\s(?:were\s)?(?:request|authori|approv|certif|recommend|order|prescri))",
        rf"{therapy}\b[^.;]{{0,60}}?(?P<done>{COUNT})\s{_VISIT}\s(?:in\sall|in\stotal|altogether|to\sdate|so\sfar)",
        rf"{therapy}\slists?\s(?P<done>{COUNT})\s{_VISIT}",
        rf"(?:given|administered|provided"
        rf"|tolerated)\s(?P<done>{COUNT})\s(?:[\w-]+\s){{0,2}}?{therapy}\s{_VISIT}",
        rf"(?P<done>{COUNT})\s(?:[\w-]+\s){{0,2}}?{therapy}\s{_VISIT}(?=,?\s(?:were|was|have been"
        rf"|brought|which|that|helped|gave|did|with|without)\b)",
        rf"{therapy}\s(?:x|×|times)\s?(?P<done>{COUNT})(?!\s?(?:weeks?|wks?|months?|/|days?|x|times))",
        # therapy for the knee in May, "about seven"
        rf"{therapy}\b[^.;\d]{{0,60}}?,?\s[\"“](?:about\s|approximately\s|around\s|roughly\s|some\s|maybe\s)?"
        rf"(?P<done>{COUNT})(?:\s{_VISIT})?,?[\"”](?!\s(?:out\s)?of\b)",
    )


def _beside_a_word_of_it(therapy: str) -> tuple[str, ...]:
    """Counts that tell of attendance only where another word of the sentence does."""
    lead = r"(?:at least|approximately|about|only|x|#|a total of)?\s?"
    return (
        # 5 of 6 chiropractic sessions; 6 of 6 visits of physical therapy
        rf"{_OF}\s(?:[\w-]+\s){{0,3}}?(?:{_VISIT}\s(?:of\s|for\s)?(?:[\w-]+\s){{0,2}}?{therapy}"
        rf"|{therapy}(?:\s[\w()-]+){{0,2}}?\s{_VISIT})",
        rf"{_OF}\s{_VISIT}",
        # six sessions of physical therapy; 6 PT (physical therapy) sessions
        rf"{lead}(?P<done>{COUNT})\s(?:\w+\s)?{_VISIT}\s(?:of\s|for\s)?(?:[\w-]+\s){{0,3}}?{therapy}",
        rf"{lead}(?P<done>{COUNT})\s(?:[\w-]+\s){{0,2}}?{therapy}(?:\s?\(?[\w-]+\)?){{0,3}}?\s{_VISIT}",
        # physical therapy x at least 6 sessions; physical therapy (8 sessions); therapy 4 visits
        rf"{therapy}(?:\s(?:notes?|records?"
        rf"|reports?))?[\s,:(x#-]{{1,4}}(?:\w+\s){{0,2}}?{lead}(?P<done>{COUNT})\)?\s?{_VISIT}?(?!"
        rf"\s?(?:times"
        rf"|x|weeks?|days?|months?|per|/|mg|%))",
        rf"{therapy}[\s,]{{1,3}}(?:[\w-]+\s){{0,3}}?{_VISIT}\s?(?:x|#|number|no\.)\s?(?P<done>{COUNT})",
    )


def therapy_of(treatment: str) -> re.Pattern[str] | None:
    """The words by which the record names the therapy that ``treatment`` asks for, or None."""
    therapy = next((t for t in _therapies() if t.asked.search(treatment)), None)
    return therapy.words if therapy else None


def visits_completed(record: Record, treatment: str) -> Visits | None:
    """The highest count of attended visits of the therapy that ``treatment`` asks for, or None."""
    therapy = next((t for t in _therapies() if t.asked.search(treatment)), None)
    if therapy is None:
        return None
    asked = regions_in(treatment)
    counted = [
        found
        for statement in record.statements
        for read in (_counted, _by_month)
        for found in read(record, statement, therapy, asked)
    ]
    counted += _carried_on(record, therapy, asked)
    if not counted:
        return _none_yet(record, therapy, asked)
    best = max(counted, key=lambda told: (told.visits, -told.place.start))
    noun = "visit" if best.visits == 1 else "visits"
    number = f"at least {best.visits}" if best.open_end else str(best.visits)
    said = f"the record states {number} completed {noun} of {therapy.name.replace('_', ' ')}"
    return Visits(best.visits, best.place, f"{said}{best.sum}", best.open_end)


@dataclass(frozen=True, slots=True)
class _Told:
    visits: int
    place: Span
    open_end: bool = False
    sum: str = ""


# "at least five"; a number of reports counts those that the file holds
_AT_LEAST = re.compile(
    r"\b(?:at least|no (?:less|fewer) than|more than|a minimum of|over)\s(?:an?\s)?$|[≥>]\s?$",
    re.IGNORECASE,
)
_REPORTS = re.compile(r"\b(?:reports?|notes?|records?)\b", re.IGNORECASE)
_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\b"
_IN_A_MONTH = re.compile(
    rf"(?:#\s?(?P<n1>\d{{1,2}})|(?P<n3>{COUNT})\s(?:visits?\s|sessions?\s)?in)\s{_MONTHS}"
    rf"|{_MONTHS}\s?(?:#|x|:)\s?(?P<n2>\d{{1,2}})(?!\d|/|-\d)",
    re.IGNORECASE,
)


def _by_month(
    record: Record, statement: Statement, therapy: _Therapy, asked: frozenset[str]
) -> Iterator[_Told]:
    """The sum of visits that one sentence tells by months: "therapy #4 July, #6 August"."""
    named = therapy.words.search(record.text, statement.span.start, statement.span.end)
    if named is None:
        return
    told = list(_IN_A_MONTH.finditer(record.text, named.end(), statement.span.end))
    numbers = [count_of(m["n1"] or m["n2"] or m["n3"]) or 0 for m in told]
    if len(told) < _FEWEST_MONTHS or not all(_attended(record, statement, m, m.lastgroup) for m in told):
        return
    if told[0].start() - named.end() > _SAME_LIST or _elsewhere(record.text, statement, told[0], asked):
        return
    place = quote_span(record, statement, Span(named.start(), told[-1].end()))
    yield _Told(sum(numbers), place, sum=f" ({' + '.join(map(str, numbers))})")


# after a sentence on the therapy: "By the ninth session flexion was 140", "She has completed eight visits"
_CARRIED = re.compile(
    rf"\b(?:by|at|on|after)\sthe\s(?P<done>{_ORDINAL})\s(?:visit|session|treatment)\b"
    rf"|\b(?:has|have|had)\s(?:now\s|so far\s|already\s)?(?:completed|attended|finished|used)"
    rf"\s(?P<all>{COUNT})\s{_VISIT}(?!\s(?:of|with)\b)",
    re.IGNORECASE,
)


def _carried_on(record: Record, therapy: _Therapy, asked: frozenset[str]) -> Iterator[_Told]:
    """Counts in a sentence that names no therapy, after one that names this therapy and no other."""
    for before, statement in pairwise(record.statements):
        if _therapies_in(record, statement) or _therapies_in(record, before) != {therapy.name}:
            continue
        for match in _CARRIED.finditer(record.text, statement.span.start, statement.span.end):
            group = "done" if match["done"] else "all"
            number = _NTH.get(match[group].lower()) or count_of(match[group])
            if (
                number
                and not _elsewhere(record.text, statement, match, asked)
                and (_attended(record, statement, match, group))
            ):
                yield _Told(number, quote_span(record, statement, Span(*match.span())))


def _therapies_in(record: Record, statement: Statement) -> set[str]:
    inside = (record.text, statement.span.start, statement.span.end)
    return {t.name for t in _therapies() if t.words.search(*inside)}


_NO_VISIT = (
    r"\b(?:has|had|have)\s(?:yet\sto\s(?:attend|start|begin|have|undergo)|(?:not|never)\s(?:yet\s)?"
    r"(?:attended|started|begun|had|received|undergone|seen|tried))\s(?:any\s|a\s|an\s|his\s|her\s)?"
    r"(?:[\w-]+\s){{0,2}}?(?:{0})(?!\w)(?!\s(?:since|recently|lately|in\s|for\s(?:the\s(?:past|last)|over|some))"
    r"|benefit)"
    r"|\bno\s(?:prior\s|previous\s|formal\s)?(?:{0})\s(?:(?:or|and)\s\w+\s)?(?:visits?\s|sessions?\s|care\s)?"
    r"(?:to date|so far"
    r"|(?:has|have)\s(?:yet\s)?been\s(?:received|attended|given|had|done|started|tried))"
    r"|(?:{0})\s(?:has|have|had|was|were)\s(?:not|never)\s(?:yet\s)?(?:been\s)?(?:provided|given|started|begun"
    r"|attended|done|tried|undertaken|rendered)\b"
    r"|(?:{0})(?!\w)[^;]{{0,120}}\b(?:not|never)\s(?:shown\sup\sfor|attended|kept|gone\sto|used|been\sto)\s"
    r"(?:any|a\ssingle|one)\b"
    r"|(?:{0})(?!\w)[^.;]{{0,60}}\bfirst\s(?:appointment|visit|session)\s(?:is|will\sbe)\s(?:on|set|due|scheduled)\b"
)


@cache
def _no_visit(words: str) -> re.Pattern[str]:
    return re.compile(_NO_VISIT.format(words), re.IGNORECASE)


def _none_yet(record: Record, therapy: _Therapy, asked: frozenset[str]) -> Visits | None:
    """No visits, where the record says that the therapy was never begun and nowhere that it was given."""
    kind = _KINDS.get(therapy.name)
    if kind is None or any(True for _ in given(record, kind)):
        return None
    for statement in record.statements:
        match = _no_visit(therapy.words.pattern).search(
            record.text, statement.span.start, statement.span.end
        )
        if match is None or statement.source_at(match.end() - 1) != "record":
            continue
        if not _elsewhere(record.text, statement, match, asked):
            name = therapy.name.replace("_", " ")
            said = f"the record states that no visit of {name} was had"
            return Visits(0, quote_span(record, statement, Span(*match.span())), said)
    return None


_KINDS = {"physical_therapy": "therapy", "chiropractic": "chiropractic", "acupuncture": "acupuncture"}
_FEWEST_MONTHS = 2
_SAME_LIST = 24


def _counted(
    record: Record, statement: Statement, therapy: _Therapy, asked: frozenset[str]
) -> Iterator[_Told]:
    text, start, end = record.text, statement.span.start, statement.span.end
    if therapy.words.search(text, start, end) is None:
        return
    told = wording("attended").search(text, start, end) is not None
    partial: list[Span] = []
    for shape in (*therapy.sure, *(therapy.counts if told else ())):
        for match in shape.finditer(text, start, end):
            if "all" in shape.groupindex:
                partial.append(Span(*match.span()))
            elif any(span.overlaps(Span(*match.span())) for span in partial):
                continue  # the 12 of "1 of 12 visits" are no completed visits
            number = _NTH.get(match["done"].lower()) or count_of(match["done"])
            if number is None or not 0 < number <= 100 or _elsewhere(record.text, statement, match, asked):
                continue
            if _attended(record, statement, match):
                place = quote_span(record, statement, Span(*match.span()))
                yield _Told(number, place, _lower_bound(text, match))


def _lower_bound(text: str, match: re.Match[str]) -> bool:
    before = max(match.start("done") - 20, 0)
    counts_reports = _REPORTS.search(text, match.end("done"), match.end()) is not None
    return counts_reports or _AT_LEAST.search(text, before, match.start("done")) is not None


def _elsewhere(text: str, statement: Statement, match: re.Match[str], asked: frozenset[str]) -> bool:
    """Whether the visits were for parts of the body that have nothing to do with those asked for."""
    if not asked:
        return False
    stop = _CLAUSE_END.search(text, match.end(), statement.span.end)
    clause = text[match.start() : stop.start() if stop else statement.span.end]
    told = regions_in(clause)
    if not told or told & asked:
        return False
    near = treated_with(asked)
    return _ONLY_THERE.search(clause) is not None or not (told & near or asked & treated_with(told))


def _attended(record: Record, statement: Statement, match: re.Match[str], group: str | None = None) -> bool:
    number = group or "done"
    if statement.source_at(match.start(number)) != "record":
        return False
    if not group and _MONTH_BEFORE.search(
        record.text, max(match.start("done") - 12, 0), match.start("done")
    ):
        return False
    around = record.text[
        max(match.start() - 48, statement.span.start) : min(match.end() + 30, statement.span.end)
    ]
    if wording("only_granted").search(around) and not wording("surely_attended").search(around):
        return False
    return record.assertions.at(match.start(number), match.end(number)).assertion in _SURE
