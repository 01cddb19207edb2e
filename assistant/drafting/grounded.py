"""The drafter that needs no model: composes the rationale from criteria, evidence and request.

It never reads the record; every word of the worker comes from an evidence quote or a stated computation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.drafting.prepared import Prepared
from assistant.drafting.prose import listed, lower_first, quoted, sentence
from assistant.drafting.statements import documented_by, statement
from assistant.evidence.presentation import COMPLAINT, EXAMINATION
from assistant.results import CheckReport, Draft, Sentence
from knowledge.model import (
    AllIds,
    Basis,
    Confidence,
    CriterionResult,
    Decision,
    ElapsedTest,
    Level,
    NeverTest,
    Status,
)
from knowledge.wording import spoken

_MOST_ASKED = 7
_MOST_DECIDING = 4
_MOST_CARRYING = 6  # an approval rests on every criterion, a denial on the first that fails
_MOST_BESIDE = 3
_INTRODUCES = re.compile(
    r"(?:The|This|An?)(?: [\w\s-]{2,60}?)? (?:is|was|has|had|involves|sustain(?:s|ed)|suffer(?:s|ed)"
    r"|report(?:s|ed))\b[^“”\"]*$"
)


class GroundedDrafter:
    """Professional prose in the form of published determinations, one sentence a thought.

    The first sentence cites the governing guideline and the last one concludes; both are never left out.
    """

    name = "grounded"

    def draft(self, prepared: Prepared) -> Draft:
        return Draft(tuple(_sentences(prepared)))

    def revise(self, prepared: Prepared, draft: Draft, report: CheckReport) -> Draft | None:
        """The draft without the sentences that the checker refused; None when it needs one of them.

        A refused list of gaps is first taken apart; a gap that the checker finds shown in the record is
        left to the reviewer in so many words.
        """
        kept: list[Sentence] = []
        for part, span in _spans(draft):
            refused = any(f.start < span[1] and span[0] < f.end for f in report.errors)
            kept += _taken_apart(prepared, part) if refused else [part]
        whole = kept[:1] == [draft.sentences[0]] and kept[-1:] == [draft.sentences[-1]]
        return Draft(tuple(kept)) if whole and tuple(kept) != draft.sentences else None


def _taken_apart(prepared: Prepared, refused: Sentence) -> list[Sentence]:
    """What stands in place of a refused sentence: one for each gap of a list of gaps, else nothing."""
    if _FROM_MEMORY in refused.text:
        return [from_memory(["some conditions named here"], refused.supports)]
    silent = [r for r in prepared.deciding if prepared.key_of(r) in refused.supports]
    if not silent or refused != _gaps(prepared, silent):
        return []
    if len(silent) > 1:
        return [_gaps(prepared, [result]) for result in silent]
    weighed = f"On {silent[0].criterion.short}, the reviewer has to weigh the record."
    return [Sentence(weighed, refused.supports)]


def _gaps(prepared: Prepared, silent: list[CriterionResult]) -> Sentence:
    wanted = listed([r.criterion.short for r in silent], "or")
    return Sentence(f"The record does not document {wanted}.", tuple(prepared.key_of(r) for r in silent))


def _spans(draft: Draft) -> Iterator[tuple[Sentence, tuple[int, int]]]:
    start = 0
    for part in draft.sentences:
        yield part, (start, start + len(part.text))
        start += len(part.text) + 1


def _sentences(prepared: Prepared) -> Iterator[Sentence]:
    if prepared.evaluation is None or prepared.recommendation is None:
        yield from _without_recommendation(prepared)
        return
    asked = [*_guideline(prepared), *_asked(prepared)]
    worker = list(_worker(prepared))
    told = [*asked, *worker]
    told += _decided(prepared, told)
    told += _beside(prepared, told)
    told += unconfirmed(prepared, told)
    decided = told[len(asked) + len(worker) :]
    yield from asked
    for number, part in enumerate((*worker, *_presented(prepared, told), *decided)):
        yield replace(part, opens=number == 0)
    yield replace(conclusion(prepared), opens=True)


def conclusion(prepared: Prepared) -> Sentence:
    """The last sentence: what is decided, on which request, carried by the deciding criteria."""
    necessary = "is" if prepared.recommendation is Decision.OVERTURNED else "is not"
    keys = tuple(prepared.key_of(r) for r in _leading(prepared))
    return Sentence(
        f"Therefore, the request for {request(prepared)} {necessary} medically necessary.", ("R", *keys)
    )


def request(prepared: Prepared) -> str:
    """The request as it is worded, ready to stand inside a sentence."""
    return prepared.item.treatment.strip().rstrip(".:;")


def _guideline(prepared: Prepared) -> Iterator[Sentence]:
    assert prepared.evaluation is not None  # the caller asked
    pack = prepared.evaluation.pack
    beyond = "" if pack.level is Level.MTUS else "The MTUS does not settle this request, so "
    governs = f"the governing guideline is the {pack.citation.removeprefix('The ')}"
    yield Sentence(sentence(beyond + governs), ("G1",))
    if not any(isinstance(r.criterion.test, NeverTest) for r in prepared.deciding):
        yield Sentence(f"The guideline states that {lower_first(sentence(pack.recommended))}", ("G1",))


def _asked(prepared: Prepared) -> Iterator[Sentence]:
    assert prepared.evaluation is not None  # the caller asked
    live = [r for r in prepared.asked if r.status is not Status.NOT_APPLICABLE]
    own = [r for r in live if r.criterion.basis is Basis.GUIDELINE]
    asked = [r for r in own if not isinstance(r.criterion.test, NeverTest)][:_MOST_ASKED]
    shorts = {r.id: r.criterion.short for r in asked}
    wanted = spoken(prepared.evaluation.pack.decide or AllIds(all=tuple(shorts)), shorts) if asked else ""
    if wanted:
        yield Sentence(f"The guideline looks for {wanted}.", ("G1", *(prepared.key_of(r) for r in asked)))


def _worker(prepared: Prepared) -> Iterator[Sentence]:
    """Who and when, in the words of the record."""
    age = prepared.evidence.facts.measures.get("age")
    evidence = prepared.evidence.by_keys(age.keys) if age else ()
    if evidence:
        text = " ".join(evidence[0].quote.text.split())
        said = text if _INTRODUCES.match(text) else f"The record introduces the worker: {quoted(text)}"
        yield Sentence(sentence(said), (evidence[0].key,))
    injured = prepared.evidence.facts.dates.get("date_of_injury")
    if injured and injured.doubt:
        keys = (*(e.key for e in evidence[:1]), *injured.keys)
        yield Sentence(sentence(f"on the form as it stands, {injured.doubt}"), tuple(dict.fromkeys(keys)))


def _presented(prepared: Prepared, told: Sequence[Sentence]) -> Iterator[Sentence]:
    """Complaint and examination in the words of the record, where the draft quotes them nowhere else."""
    above = " ".join(part.text for part in told)
    shown = [
        e
        for e in prepared.evidence.evidence
        if e.finding in _PRESENTED and " ".join(e.quote.text.split()).rstrip(".") not in above
    ]
    if shown:
        said = listed([f"{_PRESENTED[e.finding]} as {quoted(e.quote.text)}" for e in shown])
        yield Sentence(f"The record gives {said}.", tuple(e.key for e in shown))


_PRESENTED = {COMPLAINT: "the complaint", EXAMINATION: "the examination"}


def _decided(prepared: Prepared, before: Sequence[Sentence]) -> list[Sentence]:
    """The deciding criteria: those with something to show one by one, silent ones in one sentence."""
    told: list[Sentence] = []
    silent = [r for r in prepared.deciding if _is_silent(r)]
    for results in _alike(prepared, [r for r in _leading(prepared) if r not in silent]):
        above = " ".join(part.text for part in (*before, *told))
        told.append(statement(prepared, results, above))
    return [*told, _gaps(prepared, silent)] if silent else told


def _alike(prepared: Prepared, results: Sequence[CriterionResult]) -> list[list[CriterionResult]]:
    """What the same passages document is told in one sentence."""
    groups: dict[object, list[CriterionResult]] = {}
    for result in results:
        groups.setdefault(documented_by(prepared, result) or result.id, []).append(result)
    return list(groups.values())


def _leading(prepared: Prepared) -> tuple[CriterionResult, ...]:
    approves = prepared.recommendation is Decision.OVERTURNED
    return prepared.deciding[: _MOST_CARRYING if approves else _MOST_DECIDING]


def _is_silent(result: CriterionResult) -> bool:
    return result.status is Status.NOT_DOCUMENTED and not result.trace.keys


def _beside(prepared: Prepared, before: Sequence[Sentence]) -> list[Sentence]:
    """What speaks the other way although it does not decide: nobody signs without having seen it."""
    if prepared.evaluation is None:
        return []
    denies = prepared.recommendation is Decision.UPHELD
    rest = [r for r in prepared.evaluation.results if r not in prepared.deciding]
    told: list[Sentence] = []
    for result in [r for r in rest if _speaks(prepared, r, denies)][:_MOST_BESIDE]:
        above = " ".join(part.text for part in (*before, *told))
        said = statement(prepared, [result], above)
        head = _ALSO[denies] if told else _OTHER_WAY[denies]
        told.append(Sentence(sentence(f"{head}, {lower_first(said.text)}"), said.supports))
    return told


_OTHER_WAY = {True: "in favor of the request", False: "against the request, without deciding it"}
_ALSO = {True: "also in its favor", False: "also against it"}


def _speaks(prepared: Prepared, result: CriterionResult, denies: bool) -> bool:
    if denies:  # a limit that is kept says little for a request
        asked = result in prepared.asked or isinstance(result.criterion.test, ElapsedTest)
        return asked and result.status is Status.MET and bool(prepared.evidence_for(result))
    return result.status is Status.NOT_MET


def unconfirmed(prepared: Prepared, said: Sequence[Sentence]) -> Iterator[Sentence]:
    """What ``said`` names that is not of the guideline's text, or held from memory, where there is such."""
    if prepared.evaluation is None:
        return
    named = {key for part in said for key in part.supports}
    used = [r for r in prepared.evaluation.results if prepared.key_of(r) in named]
    practice = [r for r in used if r.criterion.basis is Basis.PRACTICE]
    if practice:
        yield of_practice([r.criterion.short for r in practice], [prepared.key_of(r) for r in practice])
    low = [r for r in used if r.criterion.confidence is Confidence.LOW and r not in practice]
    if len(low) > _MOST_DECIDING and low == used:
        yield from_memory(["every condition named here"], [prepared.key_of(r) for r in low])
        return
    shorts = ["the recommendation"] if prepared.evaluation.pack.confidence is Confidence.LOW else []
    shorts += [r.criterion.short for r in low if not isinstance(r.criterion.test, NeverTest)]
    if shorts:
        yield from_memory(shorts, [prepared.key_of(r) for r in low] or ["G1"])


def from_memory(shorts: Sequence[str], keys: Sequence[str]) -> Sentence:
    """That the wording on these points is not from the text of the guideline."""
    return Sentence(f"The wording on {listed(list(shorts))} {_FROM_MEMORY}.", tuple(keys))


def of_practice(shorts: Sequence[str], keys: Sequence[str]) -> Sentence:
    """That these conditions are not the guideline's own."""
    are = "is a condition" if len(shorts) == 1 else "are conditions"
    return Sentence(
        sentence(f"{listed(list(shorts))} {are} of review practice, not of the guideline's own text"),
        tuple(keys),
    )


_FROM_MEMORY = "is held from memory and remains to be confirmed against the guideline's text"


def _without_recommendation(prepared: Prepared) -> Iterator[Sentence]:
    yield Sentence(f"The request is for {request(prepared)}.", ("R",))
    if prepared.evaluation is None:
        yield Sentence(sentence(prepared.guideline_why), ("R",))
    else:
        said = [*_guideline(prepared), Sentence(sentence(prepared.evaluation.why), ("G1",))]
        yield from said
        yield from unconfirmed(prepared, said)
    yield Sentence("No recommendation is made on this item; the reviewer decides.", ("R",))
