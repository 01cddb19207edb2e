"""PRE and POL, denied: what a text tells of the worker that the record denies in so many words.

The things denied are read from the record's own sentences, so no list of findings is needed: a complaint
by its word, care by its name in ``terms.yaml``. What the record affirms anywhere else is not denied.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode, Statement
from assistant.claims.terms import term_mentions
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_DENIES = re.compile(
    r"\b(?:den(?:ies|ied|ying)|does not (?:have|report|describe)|did not (?:have|report|describe)|"
    r"no (?:complaints?|reports?|history) of|negative for|there (?:is|was|were|are) no)\s(?P<what>[^.;:]{3,160})",
    re.I,
)
_OVER = re.compile(
    r",? \b(?:but|and (?:has|had|is|was|reported|takes|complained)|however|since|because|at|on|when|while)\b.*",
    re.I,
)
_WORD = re.compile(r"[a-z]{5,}", re.I)
_EMPTY = frozenset((
    "other", "prior", "previous", "symptoms", "history", "recent", "significant", "further", "additional", "medical",
    "medications", "medication", "evidence", "findings", "change", "changes", "problem", "problems", "signs", "issues",
    "having", "there", "their", "which", "while", "where", "after", "before", "since", "during", "either", "injury",
    "injuries", "right", "upper", "lower", "extremity", "extremities", "shoulder", "elbow", "wrist", "finger", "ankle",
    "lumbar", "cervical", "thoracic", "spine", "motion", "acute", "chronic", "current", "known", "being", "other",
    "physical", "therapy", "treatment", "examination", "palpation", "normal", "these", "those", "about", "worker",
    "patient", "similar", "severe", "focal", "gross", "obvious", "complaints", "relief", "improvement", "benefit",
    "motor", "sensory", "adverse", "thoughts", "intent", "effects", "joint", "surgery", "contrast", "general",
))  # fmt: skip
_STEM = 6
_TELLS = (
    r"\b(?:complain\w*(?: of)?|report(?:s|ed)|voic(?:es|ed)|admit(?:s|ted)(?: to)?|describ(?:es|ed)|endors(?:es|ed)|"
    r"experienc(?:es|ed)|suffers?(?: from)?|mention(?:s|ed)|notic(?:es|ed)|express(?:es|ed)|"
    r"acknowledg(?:es|ed)|not(?:es|ed)|has|had|there (?:is|was|were|are))\b"
)
_TOLD = re.compile(rf"{_TELLS}(?: (?!not\b|no\b|never\b|been\b|to\b|had\b)[\w'-]+,?){{0,5}} ?$", re.I)
_MOST = 3


@lru_cache(maxsize=64)
def _denied_words(record: RecordIndex) -> dict[str, tuple[RecordSentence, ...]]:
    """Stems of words that the record has only under a denial, with the sentences."""
    found: dict[str, list[RecordSentence]] = {}
    for sentence in record.clinical:
        for match in _DENIES.finditer(sentence.text):
            what = _OVER.sub("", match["what"])
            for word in _WORD.findall(what):
                if word.lower() not in _EMPTY:
                    found.setdefault(word.lower()[:_STEM], []).append(sentence)
    return {stem: tuple(rows) for stem, rows in found.items() if _never_affirmed(record, stem)}


def _never_affirmed(record: RecordIndex, stem: str) -> bool:
    pattern = re.compile(rf"\b{stem}\w*", re.I)
    return all(
        standing(s.text, *m.span()) is Standing.NEGATED or _under_denial(s.text, m.start())
        for s in record.sentences
        for m in pattern.finditer(s.text)
    )


def _under_denial(text: str, at: int) -> bool:
    return any(
        m.start("what") <= at < m.start("what") + len(_OVER.sub("", m["what"]))
        for m in _DENIES.finditer(text)
    )


def _complaint_denied(context: Context) -> Iterator[Finding]:
    """A complaint told of the worker whose every mention in the record is a denial."""
    denied = _denied_words(context.record)
    if not denied:
        return
    for statement in context.told(Mode.CASE):
        for match in _WORD.finditer(statement.text):
            rows = denied.get(match.group().lower()[:_STEM])
            if not rows or not _TOLD.search(statement.text[: match.start()]):
                continue
            if _affirmed(context, statement, Span(*match.span())):
                yield context.finding(
                    "POL05",
                    statement.start + match.start(),
                    statement.start + match.end(),
                    Verdict.CONTRADICTED,
                    f"The text tells of {match.group().lower()}; the record denies it.",
                    tuple(context.record.quote_sentence(s) for s in rows[:_MOST]),
                    "Restore the record's denial.",
                )
                break


def _affirmed(context: Context, statement: Statement, place: Span) -> bool:
    if context.in_quotation(statement.start + place.start):
        return False
    if any(denial.span.overlaps(place) for denial in denials_in(statement.text)):
        return False
    return standing(statement.text, place.start, place.end) is Standing.AFFIRMED


_NOT_GIVEN = re.compile(
    r"\b(?:(?:has|have|had|was|were|did)(?: not|n't| never)(?: yet| ever)?(?: \w+){0,3}|never (?:had|used|tried|worn|undergone|"
    r"received|attended|seen|been \w+|scheduled)|no (?:prior|previous|earlier|past)|there (?:were|was|have been|has been) no"
    r"(?: prior| previous| earlier)?)(?: (?:or|and|an?|any|the|other|formal|prior|previous|to|for|of)){0,3} ?$",
    re.I,
)
_BEEN = re.compile(
    r"^[^.;,]{0,30}? (?:(?:has|have|had|was|were)(?: not| never)(?: yet)?(?: been)?|not|never) "
    r"(?:\w+ )?(?:tried|attempted|started|begun|done|given|undertaken|completed|provided|used|scheduled|performed|received)",
    re.I,
)
_HAD_BEFORE = re.compile(
    r"\b(?:tried|trial(?:led)?|failed|completed|underwent|undergone|received|attended|worn|wore|used|given|"
    r"had(?! (?:no|not|been|yet))|after|despite|earlier|previous|prior|past)(?: (?!not\b|no\b|for\b|of\b)[\w-]+){0,3} ?$",
    re.I,
)
_HAD_AFTER = re.compile(
    r"^[^.;,]{0,60}?\b(?:gave|helped|relieved|brought|improved|eased|failed|provided|afforded|was of|were of|"
    r"did (?:not|little|nothing)|(?:was|were|has been|have been|had been) (?:\w+ )?(?:given|completed|carried out|"
    r"tried|performed|received|attended|attempted|effective|ineffective|helpful|beneficial|worn|used|done))\b",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:request\w*|recommend\w*|would|should|could|may|might|can|will|if|guidelines?|criteri\w+|is (?:an option|indicated)|"
    r"are (?:an option|indicated)|trial of|option|plan\w*|consider\w*|before|prior to|until|further|additional|"
    r"for this|scheduled|authoriz\w+|not yet|never|no|deni\w+|has not|have not|had not|without|absence|lack\w*|nor|neither)\b",
    re.I,
)
_INJECTED = re.compile(r"\b(?:epidurals?|ESIs?|(?:\w+ )?blocks?|injections?|injected)\b", re.I)


def _care_denied(context: Context) -> Iterator[Finding]:
    """Care told as had, of which the record says that it was never had."""
    for statement in context.told(Mode.CASE):
        if _OPEN.search(statement.text) or context.repeats_record(statement):
            continue
        for term, place in _care(statement.text):
            rows = _never(context.record, term)
            if rows and _told_as_had(statement.text, place) and _affirmed(context, statement, place):
                yield context.finding(
                    "PRE05",
                    statement.start + place.start,
                    statement.start + place.end,
                    Verdict.CONTRADICTED,
                    "Told as had; the record says that it was not.",
                    tuple(context.record.quote_sentence(s) for s in rows[:_MOST]),
                    "Say that it has not been had.",
                )
                break


_THERAPY = re.compile(r"(?:physical |physio)?therap\w*|PT\b|rehab\w*|physio\w*", re.I)  # PRE01


def _told_as_had(text: str, place: Span) -> bool:
    return bool(_HAD_BEFORE.search(text[: place.start]) or _HAD_AFTER.match(text[place.end :]))


def _care(text: str) -> Iterator[tuple[re.Pattern[str], Span]]:
    for match in _INJECTED.finditer(text):
        yield _INJECTED, Span(*match.span())
    for mention in term_mentions(text):
        if mention.term.kind == "care" and not _THERAPY.match(text, mention.span.start):
            yield mention.term.names, mention.span


@lru_cache(maxsize=512)
def _never(record: RecordIndex, names: re.Pattern[str]) -> tuple[RecordSentence, ...]:
    """The sentences that deny it, where none tells it as had; plans and requests tell nothing."""
    denying: list[RecordSentence] = []
    for sentence in record.clinical:
        for match in names.finditer(sentence.text):
            if _NOT_GIVEN.search(sentence.text[: match.start()]) or _BEEN.match(
                sentence.text[match.end() :]
            ):
                denying.append(sentence)
            elif not sentence.plans and standing(sentence.text, *match.span()) is Standing.AFFIRMED:
                return ()
    return tuple(dict.fromkeys(denying))


RULES = (
    Rule(
        "POL05",
        "complaint that the record denies",
        "A complaint is told of the worker of which the record says only that the worker denied it.",
        "Locking, numbness or red flags decide imaging and surgery.",
        Severity.ERROR,
        Example(
            "The worker has knee pain. He denied buckling or catching of the knee.",
            "The worker reports occasional buckling on stairs.",
            at="buckling",
        ),
        Example(
            "The worker has knee pain and buckling. He denied catching of the knee.",
            "The worker reports occasional buckling on stairs.",
        ),
        _complaint_denied,
        "Restore the record's denial.",
    ),
    Rule(
        "PRE05",
        "care told as had, denied by the record",
        "Care, of any kind, is told as had or as having helped that the record says was never had.",
        "What was tried before decides most requests.",
        Severity.ERROR,
        Example(
            "The worker has wrist pain. There has been no prior acupuncture.",
            "Acupuncture received last year helped little.",
            "MRI of the right wrist",
            "Acupuncture",
        ),
        Example(
            "The worker has wrist pain. There has been no prior massage; acupuncture was received last year.",
            "Acupuncture received last year helped little.",
            "MRI of the right wrist",
        ),
        _care_denied,
        "Say that it has not been had.",
    ),
)
