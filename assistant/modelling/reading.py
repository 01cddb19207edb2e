"""Let a model propose quotes of the record, criterion by criterion. Decides nothing, keeps no quote itself.

The model sees the criteria's wording and passages of the record, never a status. What it proposes is
weighed by ``assistant.evidence.proposed``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, Field

from assistant.case import Case, DisputedItem
from assistant.errors import ModelError
from assistant.evidence.proposed import Offer, weigh
from assistant.modelling.data import CHARACTERS_A_TOKEN, as_data
from assistant.modelling.endpoint import Turn
from assistant.modelling.line import Line
from assistant.modelling.passages import Passages
from assistant.prompt_files import load_prompt
from assistant.results import EvidenceSet, Reading
from knowledge.document import Assertion
from knowledge.evaluate import evaluate
from knowledge.findings import Findings
from knowledge.model import Evaluation, Facts, NeverTest, Status

_PROMPTS = ("read_evidence", "evidence_data")
_AROUND = 300  # tokens of what stands around the data
_LEAST_RECORD = 400  # characters


class ProposalAnswer(BaseModel):
    """One quote on one criterion."""

    model_config = ConfigDict(extra="forbid")

    criterion: str = Field(description="Key of the criterion, such as C2.")
    quote: str = Field(description="Words of the record, to the letter.")
    assertion: Assertion = Field(description="How the record asserts it.")


class ProposalsAnswer(BaseModel):
    """The quotes found."""

    model_config = ConfigDict(extra="forbid")

    quotes: list[ProposalAnswer] = Field(description="The quotes, in the order of the criteria.")


@dataclass(frozen=True)
class EvidenceReader:
    """Asks the model of one case's line; a failure leaves the rules' evidence as it is and says so."""

    line: Line
    findings: Findings

    @property
    def name(self) -> str:
        return self.line.endpoint.settings.model

    def read(
        self, case: Case, item: DisputedItem, evaluation: Evaluation, evidence: EvidenceSet
    ) -> tuple[Reading, Evaluation]:
        """What the model proposes, and the evaluation with what fell where the two readings differ."""
        account = self.line.account(*_PROMPTS)
        try:
            turns = self._turns(case, item, evaluation)
            answer = self.line.ask(turns, ProposalsAnswer, self.line.deadline(), account)
        except ModelError as error:
            note = f"{error} The evidence is what the rules found."
            return Reading(note=note, provenance=account.close(0, (), "failed")), evaluation
        ids = {f"C{n}": r.id for n, r in enumerate(evaluation.results, start=1)}
        offers = [
            Offer(ids.get(q.criterion.strip(" []").upper(), ""), self.line.restore(q.quote), q.assertion)
            for q in answer.quotes
        ]
        weighed = weigh(offers, case, evaluation.pack, evidence, self.findings, self.name)
        reading = Reading(
            proposals=weighed.proposals,
            refused=weighed.refused,
            provenance=account.close(0, weighed.refused, "read"),
        )
        return _doubting(reading, evaluation, evidence, weighed.second)

    def _turns(self, case: Case, item: DisputedItem, evaluation: Evaluation) -> tuple[Turn, ...]:
        live = [
            (f"C{n}", r.criterion)
            for n, r in enumerate(evaluation.results, start=1)
            if r.status is not Status.NOT_APPLICABLE and not isinstance(r.criterion.test, NeverTest)
        ]
        if not live:
            raise ModelError("No criterion of this item is decided by what the record says.")
        values = {
            "treatment": as_data(item.treatment),
            "criteria": "\n".join(f"{key}: {criterion.says}" for key, criterion in live),
            "record": "",
        }
        system = load_prompt("read_evidence").fill({})
        taken = len(system) + len(load_prompt("evidence_data").fill(values))
        room = (self.line.endpoint.settings.model_prompt_tokens - _AROUND) * CHARACTERS_A_TOKEN - taken
        if room < _LEAST_RECORD:
            raise ModelError("The criteria of this item leave no room for the record in the prompt.")
        found = Passages.of(case).nearest([c.says for _, c in live], room)
        values["record"] = "\n".join(as_data(q.text) for q in found)
        return (Turn("system", system), Turn("user", load_prompt("evidence_data").fill(values)))


def _doubting(
    reading: Reading, before: Evaluation, evidence: EvidenceSet, second: Mapping[str, Facts]
) -> tuple[Reading, Evaluation]:
    after = evaluate(before.pack, evidence.facts, second)
    fallen = tuple(r.id for r in before.results if after.result(r.id).status is not r.status)
    return replace(reading, doubted=fallen), after
