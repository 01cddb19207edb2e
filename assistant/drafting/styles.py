"""A draft in other words, as wished: shorter, plainer, more on a criterion, concluding otherwise.

Deterministic, like the grounded drafter: sentences are chosen, turned and added from what is prepared, and
each keeps the keys of its support. Nothing is checked here; the caller does, sentence by sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.drafting.grounded import from_memory, request
from assistant.drafting.prepared import Prepared
from assistant.drafting.prose import lower_first, quoted, sentence
from assistant.drafting.statements import ABOVE, statement
from assistant.results import CheckReport, Draft, Sentence
from knowledge.model import Confidence, CriterionResult, Decision, Role, Status

_MOST_QUOTES = 4
_MOST_POINTS = 4


class Style(StrEnum):
    """How a draft is to differ."""

    SHORTER = "shorter"
    PLAINER = "plainer"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Turned:
    """A sentence of the new draft and what stands in its place where the checker refuses it."""

    now: Sentence
    before: Sentence | None


def turned(
    prepared: Prepared, draft: Draft, style: Style, criterion: CriterionResult | None = None
) -> tuple[Turned, ...]:
    """The sentences of the draft in the style wished for; ``criterion`` is for ``MORE``."""
    if style is Style.SHORTER:
        return tuple(_shorter(prepared, draft))
    if style is Style.PLAINER:
        return tuple(Turned(_plainer(part), part) for part in draft.sentences)
    assert criterion is not None  # the caller looked it up
    return tuple(_with_more(prepared, draft, criterion))


def settled(parts: tuple[Turned, ...], report: CheckReport, drafter: str) -> Draft:
    """The draft after a check: every refused sentence goes back to what it was, or goes."""
    kept: list[Sentence] = []
    start = 0
    for part in parts:
        end = start + len(part.now.text)
        refused = any(f.start < end and start < f.end for f in report.errors)
        chosen = part.before if refused else part.now
        kept += [chosen] if chosen else []
        start = end + 1
    return Draft(tuple(kept), drafter)


# shorter

_ALSO_QUOTED = re.compile(r"(?:;|,)? and “[^”]*”(?=\.$)")
_AS_RECORDED = re.compile(rf" \((?:{ABOVE}|the record: [^()]*(?:\([^()]*\)[^()]*)*)\)(?=\.$)")


def _shorter(prepared: Prepared, draft: Draft) -> Iterator[Turned]:
    """First and last sentence, and between them what carries the decision, with one quote each."""
    deciding = {prepared.key_of(r) for r in prepared.deciding}
    last = len(draft.sentences) - 1
    referred_to = any(f", {ABOVE}" in part.text for part in draft.sentences)
    for number, part in enumerate(draft.sentences):
        carries = bool(deciding & set(part.supports)) and "G1" not in part.supports
        if number in (0, last):
            yield Turned(part, part)
        elif carries or not deciding:
            text = part.text if referred_to else _ALSO_QUOTED.sub("", part.text)
            text = _AS_RECORDED.sub("", text)
            yield Turned(replace(part, text=text), part)


# plainer

_PLAIN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"^(?:The MTUS .+? request, so t|T)he governing guideline is ", "The guideline used is "),
        (r"^The guideline states that ", "In short, it says that "),
        (r"^The guideline looks for ", "It asks for "),
        (r"^The record documents ", "The record shows "),
        (r"^The record does not document ", "The record does not show "),
        (r"^The record speaks against ", "The record tells against "),
        (r"^(The condition of .+? is (?:not )?met), (?:as|since) ", r"\1, because "),
        (r"^(?:In favor of the request|Also in its favor), ", "This alone is not enough, but "),
        (r"^(?:Against the request, without deciding it|Also against it), ",
         "Against it, though not enough, "),
        (r"^The wording on (.+) is held from memory and remains .+$",
         r"The reviewer still has to look up the exact wording on \1."),
        (r"^(The condition of .+? cannot be decided), since ", r"\1, because "),
    )
)  # fmt: skip


def _plainer(part: Sentence) -> Sentence:
    text = part.text
    for pattern, plain in _PLAIN:
        text = pattern.sub(plain, text)
    return replace(part, text=text)


# more on one criterion


def _with_more(prepared: Prepared, draft: Draft, result: CriterionResult) -> Iterator[Turned]:
    """The draft with all that is known on the criterion, before its conclusion."""
    told = " ".join(part.text for part in draft.sentences)
    for part in draft.sentences[:-1]:
        yield Turned(part, part)
    for added in _more(prepared, result):
        if added.text not in told:
            yield Turned(added, None)
    yield from (Turned(part, part) for part in draft.sentences[-1:])


def _more(prepared: Prepared, result: CriterionResult) -> Iterator[Sentence]:
    key, criterion = prepared.key_of(result), result.criterion
    said = statement(prepared, [result])
    asked = f"on {criterion.short}, the guideline's condition in full is: {lower_first(criterion.says)}"
    yield Sentence(sentence(asked), ("G1", key))
    if criterion.confidence is Confidence.LOW:
        yield from_memory([criterion.short], [key])
    yield said
    for evidence in prepared.evidence_for(result)[:_MOST_QUOTES]:
        if evidence.quote.text.strip(" .") not in said.text:
            shown = f"on page {evidence.quote.page} the record reads: {quoted(evidence.quote.text)}"
            yield Sentence(sentence(shown), (key, evidence.key))
    if result.status is Status.NOT_DOCUMENTED and criterion.documentation:
        wanted = f"what would show it is {lower_first(criterion.documentation)}"
        yield Sentence(sentence(wanted), (key,))


# concluding otherwise


def overridden(prepared: Prepared, decision: Decision, reason: str) -> tuple[str, ...]:
    """A wording to begin from after an override: guideline, what speaks for the decision, reason.

    The last two sentences are the reason and the conclusion.
    """
    return tuple(_overridden(prepared, decision, reason))


def _overridden(prepared: Prepared, decision: Decision, reason: str) -> Iterator[str]:
    if prepared.evaluation is not None:
        pack = prepared.evaluation.pack
        yield f"The governing guideline is the {pack.citation.removeprefix('The ').rstrip('.')}."
        telling = [r for r in prepared.evaluation.results if _speaks_for(r, decision)]
        for result in telling[:_MOST_POINTS]:
            yield statement(prepared, [result]).text
        low = [r for r in telling[:_MOST_POINTS] if r.criterion.confidence is Confidence.LOW]
        if low:
            shorts, keys = [r.criterion.short for r in low], [prepared.key_of(r) for r in low]
            yield from_memory(shorts, keys).text
    yield sentence(reason)
    necessary = "is" if decision is Decision.OVERTURNED else "is not"
    yield f"Therefore, the request for {request(prepared)} {necessary} medically necessary."


def _speaks_for(result: CriterionResult, decision: Decision) -> bool:
    role = result.criterion.role
    if role is Role.SUPPORTING:
        return False
    if decision is Decision.OVERTURNED:
        return result.status is Status.MET
    silent = result.status is Status.NOT_DOCUMENTED and role.blocks_when_silent
    return silent or result.status is Status.NOT_MET
