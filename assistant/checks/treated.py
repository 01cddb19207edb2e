"""ABS and PRE, treatment given: care said never to have been given, and care said to be done, both against
the record's own list of what was done. Knows the names of care from ``terms.yaml`` and the drugs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from assistant.checks.absence import names_gap
from assistant.checks.context import Context
from assistant.checks.record import RecordSentence, squeeze
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import regions_in
from assistant.claims.denial import denials_in
from assistant.claims.fold import fold
from assistant.claims.prose import Mode, Statement
from assistant.claims.terms import Term, TermMention, load_terms, term_mentions, terms_of
from assistant.results import Finding, Severity, Verdict
from knowledge.treatments import load_taxonomy

Shows = Callable[[str], bool]

_MOST_SHOWN = 3
_GIVEN_KINDS = frozenset(("care", "operation", "study"))
_LEAD = (
    r"(?:(?:any|the|a|an|prior|previous|earlier|past|other|formal|initial|current|oral|pain|"
    r"prescri\w+|specific|history of|courses? of|trials? of|use of|treatment with|having had) ?)*"
)
_TAIL = (
    r"(?: (?:treatments?|therap(?:y|ies)|care|sessions?|visits?|use|usage|trials?|program\w*|"
    r"exercises?|injections?|studies|study|scans?|surger(?:y|ies)|modalit\w+))*"
)
_DOUBTED = re.compile(r"\b(?:doubt|dismiss|question|dispute)\b", re.I)
_LIST = re.compile(r"(?:the |current )*medications?(?: lists?)?$", re.I)
_SPLIT = re.compile(r",? (?:or|and|and/or|nor) |, ")
_GIVEN = re.compile(
    r"\btreat(?:ed|ments?)\b(?! plan)|\btherap(?:y|ies) (?:to date|include\w*|has|have)|"
    r"\b(?:completed|received|underwent|undergone|attended|participated|status post|s/p|has had|"
    r"had (?:a|an|\d)|tried|taking|takes|took|uses?|using|utiliz\w+|managed with|prescribed|"
    r"conservative care|medications? (?:include\w*|regimen|consist\w*)|revealed|showed|demonstrated)\b",
    re.I,
)
_NOT_YET = re.compile(
    r"\b(?:plan|request\w*|recommend\w*|order\w*|will|schedul\w+|authoriz\w+|referr\w+|pending|await\w*|propos\w+|"
    r"consider\w*)\b",
    re.I,
)
_NOT_YET_AFTER = re.compile(
    r"[^.;,]{0,30}\b(?:(?:has|have|had|was|were|is|are) (?:been )?"
    r"(?:authorized|approved|ordered|requested|recommended|scheduled|planned)|begins?|"
    r"(?:will|to) (?:begin|start)|pending|awaited)\b"
    r"(?![^.;]{0,40}\b(?:completed|attended|done|given|received|finished)\b)",
    re.I,
)
_MEDICATION = re.compile(
    rf"^{_LEAD}(?:medications?|drugs?|medicines?|analgesics?|pharmac\w+)"
    r"(?: (?:use|usage|therapy|treatment|management|intake|trials?))?$",
    re.I,
)
_MEDICATIONS = re.compile(r"\b(?:medications?|medicines?|analgesics?|NSAIDs?|opioids?)\b", re.I)
_GENERAL = re.compile(
    rf"^{_LEAD}(?:conservative |non-?operative |medical |active |passive )*"
    r"(?:treatments?|therap(?:y|ies)|care|management)(?: modalit\w+)?$",
    re.I,
)
_LISTED = re.compile(
    r"\btreatments?\b[^.;]{0,30}\b(?:include[sd]?|including|consist\w*|with)\b|\btreated with\b", re.I
)


def _denied_but_given(context: Context) -> Iterator[Finding]:
    """Care said to be undocumented or untried, in so many words, that the record lists as given."""
    for statement in context.told(Mode.CASE, Mode.DECISION):
        for denial in denials_in(statement.text):
            said, topic = statement.text, statement.text[denial.topic.start : denial.topic.end]
            after = denial.topic.start > denial.span.start
            if _DOUBTED.search(topic) or (_LIST.match(topic) and not after) or names_gap(context, said):
                continue
            tests = [_shows(part.strip()) for part in _SPLIT.split(topic)]
            shown = [] if None in tests else _given(context, [t for t in tests if t], topic)
            if shown and (context.human or statement.text.lower() not in context.record.lowered):
                yield context.finding(
                    "ABS06",
                    statement.start + denial.span.start,
                    statement.start + denial.span.end,
                    Verdict.CONTRADICTED,
                    "The text says that this is absent; the record lists it among the treatment given.",
                    tuple(context.record.quote_sentence(s) for s in dict.fromkeys(shown))[:_MOST_SHOWN],
                    "State what was given, or say precisely what is missing from it.",
                )


def _given(context: Context, tests: list[Shows], topic: str) -> list[RecordSentence]:
    """Sentences in which one of the things stands as given, to the body part where one is named."""
    regions = regions_in(topic)
    rows = [s for s in context.record.clinical if _GIVEN.search(s.text)]
    rows = [s for s in rows if not regions or not s.own_regions or regions & s.regions]
    return [s for s in rows if any(test(s.text) for test in tests)]


def _shows(part: str) -> Shows | None:
    """How a record sentence shows what ``part`` names; None where it names more than a treatment."""
    if _MEDICATION.match(part):
        return _medicated
    if _GENERAL.match(part):
        return partial(_affirmed_match, _LISTED)
    drugs = {m.generic for m in load_taxonomy().drug_mentions(part) if _whole(part, m.start, m.end)}
    if drugs:
        return partial(_takes, drugs)
    names = [t.names for t in load_terms() if t.kind in _GIVEN_KINDS and _wholly(t).match(part)]
    if not names:
        return None
    return lambda text: any(_affirmed_match(pattern, text) for pattern in names)


@lru_cache(maxsize=256)
def _wholly(term: Term) -> re.Pattern[str]:
    return re.compile(rf"^{_LEAD}(?:{term.names.pattern}){_TAIL}$", re.I)


def _whole(part: str, start: int, end: int) -> bool:
    before, after = part[:start].strip(), part[end:]
    return bool(
        re.fullmatch(_LEAD, f"{before} " if before else "", re.I) and re.fullmatch(_TAIL, after, re.I)
    )


def _medicated(text: str) -> bool:
    if _affirmed_match(_MEDICATIONS, text):
        return True
    return any(_stands(text, m.start, m.end) for m in load_taxonomy().drug_mentions(text))


def _takes(drugs: set[str], text: str) -> bool:
    return any(
        _stands(text, m.start, m.end) for m in load_taxonomy().drug_mentions(text) if m.generic in drugs
    )


def _affirmed_match(pattern: re.Pattern[str], text: str) -> bool:
    return any(_stands(text, *m.span()) for m in pattern.finditer(text))


def _stands(text: str, start: int, end: int) -> bool:
    if _NOT_YET.search(text[:start]) or _NOT_YET_AFTER.match(text, end):
        return False
    return standing(text, start, end) is Standing.AFFIRMED


_WHO = (
    r"(?:worker|patient|claimant|applicant|employee|individual|member|IW|he|she)\b"
    r"(?: (?:has|had|have|was|is|also|already|previously|recently|then|been)){0,4}"
)
_GAP = 2
_DONE = re.compile(
    rf"\b{_WHO} (?:under(?:went|gone)|treated with|completed|received|attended|participated in|"
    r"status post|s/p|had (?:an?|prior|previous|\d+)|(?<=has )had)"
    r"(?: (?!not\b|no\b|certain\b|types?\b)[\w-]+){0,4} ?$",
    re.I,
)
_SHOWED = re.compile(r"^[^.;,]{0,50}\b(?:showed|revealed|demonstrated|confirmed|showing|revealing)\b", re.I)


def _done_unknown(context: Context) -> Iterator[Finding]:
    """A person's statement that this worker had a treatment or study of which the record says nothing."""
    if not context.human:
        return
    known = terms_of(context.record.text) | terms_of(fold(_history(context)).text)
    for statement in context.told(Mode.CASE):
        taken = [m for m in term_mentions(statement.text) if m.term.number in known]
        done = -_GAP
        for mention in term_mentions(statement.text):
            if mention.term.number in known or mention.span.start < done + _GAP or _inside(mention, taken):
                continue
            if _names_criterion(context, statement, mention):
                continue
            if mention.term.kind in _GIVEN_KINDS and said_done(context, statement, mention):
                done = mention.span.end
                yield context.finding(
                    "PRE03",
                    statement.start + mention.span.start,
                    statement.start + mention.span.end,
                    Verdict.UNSUPPORTED,
                    "Told as done; the record says nothing of it (a fact that is not in the summary).",
                    mend="Name the report that tells of it, or drop the statement.",
                )


def _names_criterion(context: Context, statement: Statement, mention: TermMention) -> bool:
    """The words are those of a criterion of the governing section, by its short name."""
    criteria = context.review.pack.criteria if context.review.pack else ()
    word, plain = squeeze(statement.text[mention.span.start : mention.span.end]), squeeze(statement.text)
    return any(word in (short := squeeze(c.short)) and short in plain for c in criteria)


def _history(context: Context) -> str:
    """The requests of the case: what is asked again or further may have been given."""
    return "\n".join(f"{i.heading}\n{i.treatment}\n{i.original_request or ''}" for i in context.case.items)


def _inside(mention: TermMention, taken: list[TermMention]) -> bool:
    return any(t.span.start <= mention.span.start and mention.span.end <= t.span.end for t in taken)


def said_done(context: Context, statement: Statement, mention: TermMention) -> bool:
    """The statement tells of this worker that the thing was done or shown."""
    text, start, end = statement.text, mention.span.start, mention.span.end
    if context.in_quotation(statement.start + start) or any(
        d.span.overlaps(mention.span) for d in denials_in(text)
    ):
        return False
    if standing(text, start, end) is not Standing.AFFIRMED:
        return False
    told = _DONE.search(text[max(0, start - 120) : start])
    return bool(told) or (mention.term.kind == "study" and _SHOWED.match(text[end:]) is not None)


RULES = (
    Rule(
        "ABS06",
        "treatment said to be absent, yet given",
        "A treatment, drug or study is said to be undocumented or untried that the record lists as given.",
        "What was tried decides most requests; a list of treatments to date is part of the record.",
        Severity.ERROR,
        Example(
            "The worker has knee pain. Treatments to date include oral medications and acupuncture.",
            "There is no documentation of medication use.",
            at="no documentation of medication use",
        ),
        Example(
            "The worker has knee pain. The plan is acupuncture and oral medications.",
            "There is no documentation of medication use or of response to acupuncture.",
        ),
        _denied_but_given,
        "State what was given, or say precisely what is missing from it.",
    ),
    Rule(
        "PRE03",
        "told as done, unknown to the record",
        "A person tells of a treatment, operation or study as done of which the record says nothing.",
        "It may stand in a report that was not summarised, or belong to another worker.",
        Severity.WARNING,
        Example(
            "The worker has low back pain and takes ibuprofen.",
            "The worker underwent a lumbar fusion. Therapy is an option after surgery.",
            at="fusion",
            setting="human",
        ),
        Example(
            "The worker has low back pain after a fusion and takes ibuprofen.",
            "The worker underwent a lumbar fusion. Acupuncture may be considered.",
            setting="human",
        ),
        _done_unknown,
        "Name the report that tells of it, or drop the statement.",
    ),
)
