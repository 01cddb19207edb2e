"""Which sentences of the record tell of a finding of the lexicon: the words by which evidence is read.

A thing that a text calls absent may name the findings that show it, so that a wording taught to the
evidence is known to the checker too. Knows neither the text under check nor any pack.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checks.context import Context
from assistant.checks.record import RecordSentence
from assistant.evidence.observe import Mention, mentions
from assistant.evidence.reading import Record, read_record
from knowledge.document import Assertion
from knowledge.findings import load_findings


@dataclass(frozen=True, slots=True)
class Told:
    """One mention of a finding: its parts (empty: none named), and whether it affirms or denies."""

    regions: frozenset[str]
    affirms: bool


def told_in(
    context: Context, sentence: RecordSentence, findings: tuple[str, ...], plans: bool = False
) -> tuple[Told, ...]:
    """What a record sentence tells of the findings; what is planned or asked for only with ``plans``."""
    if not findings:
        return ()
    place = context.record.folded.span(sentence.start, sentence.end)
    return tuple(
        Told(mention.regions, mention.present)
        for finding in findings
        for mention in mentions(_record(context), finding, load_findings())
        if place.start <= mention.span.start < place.end and _certain(mention, plans)
    )


def _certain(mention: Mention, plans: bool) -> bool:
    affirms = mention.counts and (plans or mention.assertion is Assertion.AFFIRMED)
    return (plans or not mention.asked) and (affirms or not mention.present)


def _record(context: Context) -> Record:
    return read_record(context.case.document, context.case.record)
