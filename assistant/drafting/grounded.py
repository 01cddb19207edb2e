"""The drafter that needs no model: composes the rationale from criteria, evidence and request.

It never reads the record; every word of the worker comes from an evidence quote or a stated computation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.drafting.prepared import Prepared
from assistant.drafting.prose import listed, lower_first, quoted, sentence
from assistant.drafting.statements import ABOVE, shown, statement, telling
from assistant.results import CheckReport, Draft, Sentence
from knowledge.model import AllIds, Confidence, CriterionResult, Decision, Level, NeverTest, Role, Status
from knowledge.wording import spoken

_MOST_ASKED = 7
_MOST_DECIDING = 4
_MOST_CARRYING = 6  # an approval rests on every criterion, a denial on the first that fails
_MOST_CREDITED = 2


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
    if refused.text.startswith(_FROM_MEMORY):
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
    said = [
        *_guideline(prepared),
        *_asked(prepared),
        *_worker(prepared),
    ]
    said += _decided(prepared, said)
    said += _credited(prepared, said)
    yield from said
    yield from unconfirmed(prepared, said)
    yield conclusion(prepared)


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
    yield Sentence(f"The guideline states that {lower_first(sentence(pack.recommended))}", ("G1",))


def _asked(prepared: Prepared) -> Iterator[Sentence]:
    assert prepared.evaluation is not None  # the caller asked
    live = [r for r in prepared.asked if r.status is not Status.NOT_APPLICABLE]
    asked = [r for r in live if not isinstance(r.criterion.test, NeverTest)][:_MOST_ASKED]
    shorts = {r.id: r.criterion.short for r in asked}
    wanted = spoken(prepared.evaluation.pack.decide or AllIds(all=tuple(shorts)), shorts) if asked else ""
    if wanted:
        yield Sentence(f"The guideline looks for {wanted}.", ("G1", *(prepared.key_of(r) for r in asked)))


def _worker(prepared: Prepared) -> Iterator[Sentence]:
    """Who and when, quoted from the record."""
    age = prepared.evidence.facts.measures.get("age")
    evidence = prepared.evidence.by_keys(age.keys) if age else ()
    if evidence:
        yield Sentence(
            f"The record describes the worker: {quoted(evidence[0].quote.text)}.", (evidence[0].key,)
        )


def _decided(prepared: Prepared, before: Sequence[Sentence]) -> list[Sentence]:
    """The deciding criteria: those with something to show one by one, silent ones in one sentence."""
    told: list[Sentence] = []
    silent = [r for r in prepared.deciding if _is_silent(r)]
    for result in _leading(prepared):
        if result not in silent:
            above = " ".join(part.text for part in (*before, *told))
            told.append(statement(prepared, result, above))
    return [*told, _gaps(prepared, silent)] if silent else told


def _leading(prepared: Prepared) -> tuple[CriterionResult, ...]:
    approves = prepared.recommendation is Decision.OVERTURNED
    return prepared.deciding[: _MOST_CARRYING if approves else _MOST_DECIDING]


def _is_silent(result: CriterionResult) -> bool:
    return result.status is Status.NOT_DOCUMENTED and not result.trace.keys


def _credited(prepared: Prepared, before: Sequence[Sentence]) -> Iterator[Sentence]:
    """What speaks for the treatment although the denial stands."""
    if prepared.recommendation is not Decision.UPHELD or prepared.evaluation is None:
        return
    met = [
        r
        for r in prepared.evaluation.results
        if r.status is Status.MET and r.criterion.role is not Role.SUPPORTING and prepared.evidence_for(r)
    ][:_MOST_CREDITED]
    above = " ".join(part.text for part in before)
    for result in met:
        evidence = telling(prepared.evidence_for(result))[:1]
        quote = shown(evidence, above)
        read = f", {quote}" if quote.startswith(ABOVE) else f": {quote}"
        said = f"Met, without changing the result, is the condition of {result.criterion.short}{read}"
        yield Sentence(sentence(said), (prepared.key_of(result), *(e.key for e in evidence)))


def unconfirmed(prepared: Prepared, said: Sequence[Sentence]) -> Iterator[Sentence]:
    """One sentence on all that ``said`` names and the pack holds from memory, where there is such."""
    if prepared.evaluation is None:
        return
    named = {key for part in said for key in part.supports}
    used = [r for r in prepared.evaluation.results if prepared.key_of(r) in named]
    low = [r for r in used if r.criterion.confidence is Confidence.LOW]
    if len(low) > _MOST_DECIDING and low == used:
        yield from_memory(["every condition named here"], [prepared.key_of(r) for r in low])
        return
    shorts = ["the recommendation"] if prepared.evaluation.pack.confidence is Confidence.LOW else []
    shorts += [r.criterion.short for r in low]
    if shorts:
        yield from_memory(shorts, [prepared.key_of(r) for r in low] or ["G1"])


def from_memory(shorts: Sequence[str], keys: Sequence[str]) -> Sentence:
    """That the wording on these points is not from the text of the guideline."""
    return Sentence(f"{_FROM_MEMORY} {listed(list(shorts))}.", tuple(keys))


_FROM_MEMORY = "Held here from memory, for the reviewer to confirm, is the wording on"


def _without_recommendation(prepared: Prepared) -> Iterator[Sentence]:
    yield Sentence(f"The request is for {request(prepared)}.", ("R",))
    if prepared.evaluation is None:
        yield Sentence(sentence(prepared.guideline_why), ("R",))
    else:
        said = [*_guideline(prepared), Sentence(sentence(prepared.evaluation.why), ("G1",))]
        yield from said
        yield from unconfirmed(prepared, said)
    yield Sentence("No recommendation is made on this item; the reviewer decides.", ("R",))
