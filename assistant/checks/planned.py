"""PRE, planned: care told as done that the record only plans or asks for."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.record import RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.checks.treated import said_done
from assistant.claims.assertion import Standing, standing
from assistant.claims.prose import Mode, Statement
from assistant.claims.terms import TermMention, term_mentions
from assistant.results import Finding, Severity, Verdict

_KINDS = frozenset(("care", "operation", "study"))
_MOST = 3
_LISTED = re.compile(
    r"\btreatments? (?:that (?:was|were|has been|have been) )?(?:completed|given|received)"
    r" (?:has |have )?(?:included|consisted of) (?:[\w-]+ ){0,4}$",
    re.I,
)
_AGAIN = re.compile(
    r"\b(?:additional|more|further|continu\w+|another|second|repeat\w*|previous\w*|prior|past|completed|"
    r"attended|underwent|received|has had|had|new|old|former|replac\w*|worn|renew\w*|to date|status post|s/p|helped|response|tried|failed|"
    r"after|since|last)\b",
    re.I,
)


_HAD = re.compile(
    r"\b(?:recover(?:ed|ing|s) from|status post|s/p|post|since|following|after|response to|relief (?:from|after|with)|"
    r"benefit(?:ed)? from|improved (?:with|after)|did not respond to|failed|has had|had|underwent|has undergone|received|"
    r"results? of|findings? of|second|third|fourth|repeat)(?: (?!not\b|no\b|yet\b|only\b|to\b|consider\w*\b|request\w*\b)[\w'-]+){0,3} ?$",
    re.I,
)
_WAS = re.compile(
    r"^(?: (?!\b(?:not|never|if|to|will|would|(?-i:may)|should|could|for|that|as|is|which)\b)[\w/-]+){0,6}?,? "
    r"(?:(?:has|have|had|was|were) (?:already |recently |previously |then )?(?:been )?(?:given|done|performed|carried out|"
    r"completed|obtained|tried|administered|undertaken|finished)|"
    r"(?:showed|revealed|demonstrated|confirmed|disclosed|helped|failed|brought|gave|provided|did not help|"
    r"proved|produced|relieved|eased|worked|was (?:unhelpful|helpful|of (?:little|no) (?:help|benefit)))\b)",
    re.I,
)
_NOT_FIRST = re.compile(
    r"\b(?:his|her|an?|the) (?:second|third|fourth|fifth|repeat)(?: [\w-]+){0,2} ?$", re.I
)
_UNSURE = re.compile(
    r"\b(?:if|would|could|should|(?-i:may)|might|whether|request\w*|plan\w*|propos\w*|consider\w*|recommend\w*|guidelines?|until|"
    r"before|not|no(?! (?:benefit|relief|improvement|effect|change|help))|never|"
    r"without(?! (?:\w+ )?(?:benefit|relief|improvement|effect|help))|unless|will|pending|candidate|criteria|criterion|need\w*|expect\w*|scheduled)\b",
    re.I,
)


def _only_planned(context: Context) -> Iterator[Finding]:
    for statement in context.told(Mode.CASE):
        if context.repeats_record(statement):
            continue
        for mention in term_mentions(statement.text):
            if mention.term.kind not in _KINDS or not _as_done(context, statement, mention):
                continue
            plans = _plans(context, mention)
            if plans:
                yield context.finding(
                    "PRE04",
                    statement.start + mention.span.start,
                    statement.start + mention.span.end,
                    Verdict.CONTRADICTED,
                    "Told as done; the record only plans or asks for it.",
                    tuple(context.record.quote_sentence(s) for s in plans[:_MOST]),
                    "Say that it is planned.",
                )


_OF_RISK = re.compile(r"\brisk(?: factors?)?\b[^.;]{0,60}$|\bcriteria\b|\ban? failed $", re.I)
_FOR_LATER = re.compile(
    r"\bfor (?:use )?(?:the (?:\w+ ){0,3})?(?:after|following) (?:(?:the|his|her|an?) )?(?:\w+ )?$", re.I
)
"""What is asked for the time after an operation says nothing of its being done."""


def _as_done(context: Context, statement: Statement, mention: TermMention) -> bool:
    before = statement.text[: mention.span.start]
    if _OF_RISK.search(before) or _FOR_LATER.search(before):
        return False
    if said_done(context, statement, mention):
        return True
    if _told_done(context, statement, mention):
        return True
    return _LISTED.search(before) is not None and not context.in_quotation(
        statement.start + mention.span.start
    )


def _told_done(context: Context, statement: Statement, mention: TermMention) -> bool:
    """A statement without a word of doubt or plan, in which the thing was done or had its effect."""
    text, start, end = statement.text, mention.span.start, mention.span.end
    if context.in_quotation(statement.start + start):
        return False
    if _NOT_FIRST.search(text[:start]):
        return True
    if _UNSURE.search(text):
        return False
    return bool(_HAD.search(text[:start]) or _WAS.match(text[end:]))


def _plans(context: Context, mention: TermMention) -> list[RecordSentence]:
    """The sentences that name it, where each of them plans it, asks for it or reports its denial."""
    named = [(s, m) for s in context.record.sentences for m in mention.term.shown.finditer(s.text)]
    named = [(s, m) for s, m in named if not _denied(s, m)] or named
    plans = all(s.reports_review or s.plans or _to_come(s, m) or _denied(s, m) for s, m in named)
    again = any(_again(s, m) or _resulted(s, m) for s, m in named if not _denied(s, m))
    return list(dict.fromkeys(s for s, _ in named)) if plans and not again else []


_RESULT = re.compile(r"\b(?:negative|normal|unremarkable|positive|abnormal)(?: [\w-]+){0,4} $", re.I)


def _resulted(sentence: RecordSentence, match: re.Match[str]) -> bool:
    """It is named with its result, whatever is planned beside it."""
    return _RESULT.search(sentence.text[: match.start()]) is not None


_NEVER_BEFORE = re.compile(r"\b(?:no|not|never|without)\b(?: [\w-]+){0,4} ?$", re.I)
_NEVER_AFTER = re.compile(
    r"^[^.;,]{0,40}?\b(?:has|have|had|was|were)(?: not|n't| never)(?: yet| ever)? been\b", re.I
)


def _denied(sentence: RecordSentence, match: re.Match[str]) -> bool:
    """It is said never to have been done; a negative result is none of that."""
    before, after = sentence.text[: match.start()], sentence.text[match.end() :]
    return bool(_NEVER_BEFORE.search(before) or _NEVER_AFTER.match(after))


_BESIDE = 60


def _again(sentence: RecordSentence, match: re.Match[str]) -> bool:
    """The sentence may tell beside its name that it was given before."""
    lo, hi = max(0, match.start() - _BESIDE), match.end() + _BESIDE
    return _AGAIN.search(sentence.text[lo:hi]) is not None


_COMING = re.compile(
    r"^[^.;]{0,50}?\b(?:(?:was|is|were|are|has been|had been|has not been|have been) (?:then |only |being |not yet |still )?"
    r"(?:scheduled|planned|considered|proposed|recommended|ordered|authorized|approved|discussed|offered|pending|requested|"
    r"anticipated|awaited|deferred|advised)|(?:is|was) to (?:be|follow|begin|start)|will (?:be|follow|begin|start)|pending)\b",
    re.I,
)


def _to_come(sentence: RecordSentence, match: re.Match[str]) -> bool:
    coming = standing(sentence.text, *match.span()) is Standing.PLANNED
    return coming or _COMING.match(sentence.text[match.end() :]) is not None


RULES = (
    Rule(
        "PRE04",
        "told as done, only planned",
        "Care or an operation is told as done that the record only plans or asks for.",
        "What was tried decides most requests; a plan is no trial.",
        Severity.ERROR,
        Example(
            "The worker has back pain. The treatment plan included acupuncture.",
            "The treatment that was completed included acupuncture.",
            at="acupuncture",
        ),
        Example(
            "The worker has back pain. The treatment plan included more acupuncture after a good response.",
            "The treatment that was completed included acupuncture.",
        ),
        _only_planned,
        "Say that it is planned.",
    ),
)
