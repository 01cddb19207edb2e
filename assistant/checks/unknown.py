"""FAC, unknown to the file: a study, care, operation, diagnosis or finding that no source names.

A draft may only tell what the record, the request or the governing section knows. A person may know more
than the summary that was loaded: there it is a warning, and only what is told of the worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.checks.treated import said_done
from assistant.claims.assertion import Standing, standing
from assistant.claims.denial import denials_in
from assistant.claims.fold import fold
from assistant.claims.prose import Mode, Statement
from assistant.claims.terms import TermMention, term_mentions, terms_of
from assistant.results import Finding, Severity, Verdict

_GENERAL = re.compile(
    r"\b(?:guidelines?|criteri\w+|should|would|could|may|might|if|unless|such as|e\.g|instead|"
    r"alternativ\w*|rather)\b",
    re.I,
)


_REQUESTABLE = frozenset(("study", "care", "operation"))
_DENIED = re.compile(
    r"\b(?:was|were|been|review\w*|administrator) (?:\w+ ){0,5}?"
    r"(?:denied|non-? ?certified|not certified|not authorized)\b"
    r"|\bdenied (?:an?|the|her|his)\b|\bnot medically necessary\b",
    re.I,
)
_ABSENT = re.compile(r"\b(?:no|never|without|none)\b", re.I)


def _unknown(context: Context) -> Iterator[Finding]:
    """Affirmed terms of which no name stands in any source; one finding a place."""
    known = terms_of(context.record.text) | terms_of(fold(_sources(context)).text)
    for statement in context.told():
        taken = list(_known_places(statement.text, known))
        done = -1
        for mention in term_mentions(statement.text):
            if mention.term.number in known or mention.span.start < done or _covered(mention, taken):
                continue
            if _told(context, statement, mention):
                done = mention.span.end
                yield context.finding(
                    "FAC19",
                    statement.start + mention.span.start,
                    statement.start + mention.span.end,
                    Verdict.UNSUPPORTED,
                    f"No source names this {mention.term.kind}.",
                    mend="Name what the record names, or drop the statement.",
                )


def _told(context: Context, statement: Statement, mention: TermMention) -> bool:
    if not context.human:
        return _asserted(context, statement, mention)
    if _named_as_asked(context, statement, mention):
        return True
    of_case = statement.mode is Mode.CASE and _told_of_worker(context, statement, mention)
    return of_case and _asserted(context, statement, mention)


_ASKED = re.compile(
    r"\b(?:the requested|(?:the|this|current|concurrent|original) request (?:is |was )?(?:for|of)|"
    r"(?:made|authori[sz]ation|authori[sz]ed|certified|approved) (?:for|of)|"
    r"(?:previously|already|prior) (?:certified|authori[sz]ed|approved)|"
    r"treatment plan (?:states|includes?|included|was|is)(?: for)?) "
    r"(?!for\b)(?:(?!if\b|when\b|to\b|that\b|which\b|was\b|is\b|not\b|by\b)[\w/-]+ ){0,5}$",
    re.I,
)
_WAS_ASKED = re.compile(
    r"^[^.;,]{0,80}\b(?:(?:was|were|is) (?:originally )?requested|was the original request)\b", re.I
)


_WANTED = re.compile(
    r"\b(?:supports?|warrants?|justify|justifies) (?:the |an? )?"
    r"(?:(?:usage|use|need) (?:of|for) )?(?:the |an? )?$",
    re.I,
)


def _named_as_asked(context: Context, statement: Statement, mention: TermMention) -> bool:
    """What is said to be requested or authorized: of that the file must know, found wanting or not."""
    start, end = mention.span.start, mention.span.end
    if mention.term.kind not in _REQUESTABLE or context.in_quotation(statement.start + start):
        return False
    text = statement.text
    if _VERBS.match(text[start:end]):
        return False
    if _ASKED.search(text[max(0, start - 90) : start]) or _WAS_ASKED.match(text[end:]):
        return True
    wanted = mention.term.kind == "study" and _WANTED.search(text[max(0, start - 60) : start])
    return bool(wanted) and any(m.term.kind == "study" for m in term_mentions(context.item_text))


_VERBS = re.compile(r"(?:supports?|RFA|labs?|films?)$", re.I)
_FOR = re.compile(
    r"\b(?:indications?|need|request\w*|order\w*|to (?:support|evaluate|assess)) (?:\w+ ){0,4}$", re.I
)


_HISTORY = re.compile(
    r"\b(?:has|had|with) (?:an? )?(?:known |past |prior |medical ){0,2}history of (?:\w+ ){0,2}$",
    re.I,
)


def _told_of_worker(context: Context, statement: Statement, mention: TermMention) -> bool:
    """A person affirms it of the worker; what is told as done has its own rule."""
    start, end = mention.span.start, mention.span.end
    if _VERBS.match(statement.text[start:end]) or _FOR.search(statement.text[:start]):
        return False
    if said_done(context, statement, mention):
        return False
    if _HISTORY.search(statement.text[:start]):
        return True
    return standing(statement.text, start, end) is Standing.AFFIRMED


def _sources(context: Context) -> str:
    """The requests, and what the governing section asks; passages tell nothing of the worker."""
    parts = [f"{i.heading}\n{i.treatment}\n{i.original_request or ''}" for i in context.case.items]
    review = context.review
    if review.pack:
        parts += [review.pack.recommended, *(f"{c.says} {c.short}" for c in review.pack.criteria)]
    if review.evaluation:
        parts += [r.trace.why for r in review.evaluation.results]
    return "\n".join(parts)


def _known_places(text: str, known: frozenset[int]) -> Iterator[tuple[int, int]]:
    return ((m.span.start, m.span.end) for m in term_mentions(text) if m.term.number in known)


def _covered(mention: TermMention, taken: list[tuple[int, int]]) -> bool:
    """The words also name, as a whole, something that a source has, or end the name of it."""
    return any(start <= mention.span.start and mention.span.end <= end for start, end in taken) or any(
        mention.span.start == end + 1 for _, end in taken
    )


def _asserted(context: Context, statement: Statement, mention: TermMention) -> bool:
    """Told of the worker, or as what was requested and denied; not as absent, nor as the guideline's."""
    start, end = mention.span.start, mention.span.end
    if context.in_quotation(statement.start + start) or _GENERAL.search(statement.text[:start]):
        return False
    if any(d.span.overlaps(mention.span) for d in denials_in(statement.text)):
        return False
    if standing(statement.text, start, end) is not Standing.NEGATED:
        return True
    decided = mention.term.kind in _REQUESTABLE and _DENIED.search(statement.text)
    return bool(decided) and not _ABSENT.search(statement.text[:start])


RULES = (
    Rule(
        "FAC19",
        "unknown to the file",
        "A study, treatment, diagnosis or finding that neither record nor request nor section names.",
        "What no source knows was invented, or belongs to another worker.",
        Severity.ERROR,
        Example(
            "The worker has low back pain after lifting.",
            "The worker completed a course of acupuncture.",
            at="acupuncture",
        ),
        Example(
            "The worker has low back pain after lifting and had acupuncture.",
            "The worker completed a course of acupuncture. There is no fracture.",
        ),
        _unknown,
        "Name what the record names, or drop the statement.",
    ),
)
