"""SCO, what is decided: the conclusions of a text name the disputed item and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.checks.context import Context
from assistant.checks.matching import argued
from assistant.checks.record import squeeze
from assistant.checks.rule import Example, Rule
from assistant.checks.subjects import drugs_of, reasons
from assistant.claims.fold import fold
from assistant.claims.prose import Mode
from assistant.claims.terms import terms_of
from assistant.claims.wording import row_of
from assistant.results import Finding, Severity, Verdict

_REQUEST = re.compile(
    r"\brequests? (?:for|of) (?P<what>.{3,260}?) (?:is|are|was|were) (?:\w+ ){0,3}?(?:not |medical)", re.I
)
_SHARE = 0.5
_MODIFIERS = frozenset(("unit", "number", "side", "region", "time"))
_OF_ANY_TREATMENT = """
additional agent agents all another authorization authorized balance continued course current days denied
disputed extra further initial item items month months more ongoing prescribed procedure proposed
quantity refill refills remaining remainder repeat requested same service services session sessions
single study supply such tablets test testing this these those treatment treatments trial visit visits
week weeks
"""
"""Words of a request that fit any treatment: a text that says no more names no other item."""


@cache
def _of_any_treatment() -> frozenset[str]:
    return frozenset(word[:6] for word in _OF_ANY_TREATMENT.split())


def _decided(context: Context) -> Iterator[Finding]:
    """Each conclusion shares most of its words, and a treatment, with the wording of the item.

    Where the text does not tell its item, with that of any item of the case.
    """
    asked = context.item_text if context.item else _all_items(context)
    for statement in context.told(Mode.DECISION):
        for match in _REQUEST.finditer(statement.text):
            if context.human and not _concluded(statement.text, *match.span()):
                continue
            if _other(match["what"], asked) or _sibling(context, match["what"]):
                yield context.finding(
                    "SCO08",
                    statement.start + match.start("what"),
                    statement.start + match.end("what"),
                    Verdict.CONTRADICTED,
                    f"In dispute is “{context.item.treatment}”."
                    if context.item
                    else "No item of this case asks for that.",
                    mend="Decide on the disputed item and on nothing else.",
                )


def _all_items(context: Context) -> str:
    return fold("\n".join(f"{i.heading}\n{i.treatment}" for i in context.case.items)).text


def _concluded(text: str, start: int, end: int) -> bool:
    """A person decides here, and does not merely reason from another request."""
    return not reasons(text[:start]) and re.search(r"\bmedical", text[end - 8 : end + 8], re.I) is not None


def _other(said: str, asked: str) -> bool:
    words = {t.value[:6] for t in row_of(said) if t.kind not in _MODIFIERS} - _of_any_treatment()
    known = {t.value[:6] for t in row_of(asked)}
    if not words:
        return False
    if len(words & known) >= _SHARE * len(words):
        return False
    same_drug = bool(drugs_of(said) & drugs_of(asked))
    return not same_drug and not terms_of(said) & terms_of(asked)


def _sibling(context: Context, said: str) -> bool:
    """The words are another item's of this case, and not this one's."""
    plain = _plain(said)
    mine = _plain(context.asked)
    others = (
        _plain(i.treatment) for i in context.case.items if context.item and i.number != context.item.number
    )
    return any(other == plain for other in others) and plain != mine and mine not in plain


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9#]+", " ", fold(text).text.lower()).strip()


def _argued_for_another(context: Context) -> Iterator[Finding]:
    """A person's text that cites guidelines on another item's treatment and never speaks of this one's."""
    ends = list(context.told(Mode.DECISION))
    if not context.human or context.item is None or not ends or len(context.case.items) == 1:
        return
    pack = context.review.pack
    if pack is not None and squeeze(fold(pack.citation).text) in squeeze(context.text):
        return  # it cites what governs this item
    other = argued(context.source, context.case, context.item)
    if other is None:
        return
    last = ends[-1]
    named = _REQUEST.search(last.text)
    start, end = named.span("what") if named else (0, len(last.text))
    yield context.finding(
        "SCO10",
        last.start + start,
        last.start + end,
        Verdict.UNSUPPORTED,
        f"The text argues “{other.treatment}” and concludes on “{context.item.treatment}”.",
        mend="Conclude on the item that the text argues.",
    )


RULES = (
    Rule(
        "SCO08",
        "another item decided",
        "A draft concludes on a treatment that is not the disputed item.",
        "One determination decides one item; the others have their own.",
        Severity.ERROR,
        Example(
            "The worker has knee pain.",
            "The request for a gym membership is not medically necessary.",
            "MRI of the left knee",
            "a gym membership",
        ),
        Example(
            "The worker has knee pain.",
            "The request for magnetic resonance imaging of the left knee is not medically necessary.",
            "MRI of the left knee",
        ),
        _decided,
    ),
    Rule(
        "SCO10",
        "argued for another item",
        "A person's text cites the guideline of another item of the case and concludes on this one.",
        "Where items are written in a row, the end of one is soon put under the grounds of the next.",
        Severity.WARNING,
        Example(
            "The worker has shoulder pain.",
            "The guideline recommends surgery of the cuff after failed care. Care has not failed. "
            "Therefore, the request for acupuncture is not medically necessary.",
            "Acupuncture of the shoulder, 6 visits",
            "acupuncture",
            setting="human, two items",
        ),
        Example(
            "The worker has shoulder pain.",
            "The guideline recommends acupuncture as an adjunct. Its need is not shown. "
            "Therefore, the request for acupuncture is not medically necessary.",
            "Acupuncture of the shoulder, 6 visits",
            setting="human, two items",
        ),
        _argued_for_another,
        "Conclude on the item that the text argues.",
    ),
)
