"""The configured model at work: it writes drafts, reads records, understands words and answers questions.

Takes a second to import: only where a model is configured is it imported at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.case import Case
from assistant.conversation.answering import Answerer
from assistant.conversation.by_model import Chooser
from assistant.drafting.model import Writer
from assistant.drafting.prepared import Told, untold
from assistant.modelling.endpoint import Endpoint, chat_model
from assistant.modelling.line import Line
from assistant.modelling.reading import EvidenceReader
from assistant.settings import Settings
from knowledge.findings import Findings


@dataclass(frozen=True)
class ConfiguredModel:
    """One endpoint; ``line`` is set once the model works on a case."""

    endpoint: Endpoint
    line: Line | None = None

    @property
    def name(self) -> str:
        return self.endpoint.settings.model

    def for_case(self, case: Case) -> ConfiguredModel:
        """The model for one case: one set of placeholders, no second try where the endpoint failed."""
        return replace(self, line=Line.of(self.endpoint, case))

    def writer(self) -> Writer:
        """A writer for one item, with its own deadline and account."""
        return Writer(self._line)

    def reader(self, findings: Findings) -> EvidenceReader | None:
        """Who proposes quotes of the record; None where the setting leaves the reading to the rules."""
        wanted = self.endpoint.settings.model_evidence
        return EvidenceReader(self._line, findings) if wanted else None

    def chooser(self, told: Told = untold) -> Chooser:
        """Who finds the action that free words ask for; ``told`` gets the account of it."""
        return Chooser(self._line, told)

    def answerer(self, told: Told = untold) -> Answerer:
        """Who answers free questions on the case; ``told`` gets the account of each answer."""
        return Answerer(self._line, self.endpoint.settings.revisions, told)

    @property
    def _line(self) -> Line:
        return self.line or Line(self.endpoint)


def configured_model(settings: Settings) -> ConfiguredModel:
    """The model of the configured endpoint; nothing is sent before the first work."""
    return ConfiguredModel(Endpoint(settings, chat_model(settings)))
