"""All knowledge a review draws on, opened once: packs, findings, taxonomy, index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from assistant.case import Case, DisputedItem
from assistant.drafting.prepared import Prepared
from assistant.prompt_files import prompts_version
from assistant.results import OfficialPassage, Passage, Precedent
from assistant.settings import Settings
from knowledge.entries import GuidelinePassage, Kind, as_int, passages_of
from knowledge.findings import Findings, load_findings
from knowledge.licensed import LoadedTexts, nearest_criterion
from knowledge.model import Facts, Pack
from knowledge.packs import Packs, load_packs
from knowledge.search import Exclusion, Searcher
from knowledge.treatments import Classified, Taxonomy, load_taxonomy

if TYPE_CHECKING:
    from knowledge.index import Index

_PASSAGES = 6
_PRECEDENTS = 8
_OFFICIAL = 4
_EXCERPT = 280


@dataclass(frozen=True)
class Library:
    """Opened knowledge; safe to share between reviews."""

    settings: Settings
    packs: Packs
    findings: Findings
    taxonomy: Taxonomy
    searcher: Searcher
    _loaded: dict[str, LoadedTexts] = field(default_factory=dict, repr=False, compare=False)

    def classify(self, case: Case, item: DisputedItem) -> Classified:
        """The family of an item and what its wording says, seen beside the other items of the case."""
        siblings = [other.treatment for other in case.items if other.number != item.number]
        return self.taxonomy.classify(item.treatment, case.record_text, siblings)

    def label(self, family: str | None) -> str:
        """The family's name for people."""
        return self.taxonomy.families[family].label if family else "unrecognised treatment"

    def retrieve(
        self, prepared: Prepared, classified: Classified
    ) -> tuple[tuple[Passage, ...], tuple[Precedent, ...]]:
        """Guideline passages (G1 is the governing recommendation) and precedents for one item."""
        return self._passages(prepared, classified.family), self._precedents(prepared, classified.family)

    def loaded_texts(self) -> LoadedTexts:
        """The guideline text that users loaded, read once for each state of the index."""
        version = self.index.version_of(Kind.GUIDELINES)
        found = self._loaded.get(version)
        if found is None:
            found = LoadedTexts.of(self.index.loaded())
            self._loaded.clear()
            self._loaded[version] = found
        return found

    def official(self, pack: Pack, treatment: str) -> tuple[OfficialPassage, ...]:
        """The guideline's own sentences for a pack, where a user has loaded them (L1, L2, ...)."""
        found = self.loaded_texts().official(pack, _OFFICIAL, treatment)
        return tuple(
            OfficialPassage(f"L{n}", p.text, p.citation, nearest_criterion(pack, p))
            for n, p in enumerate(found, start=1)
        )

    def versions(self) -> dict[str, str | None]:
        return {
            "packs": self.packs.digest,
            "findings": self.findings.digest,
            "index": self.index.version(),
        }

    def prompt_version(self) -> str:
        return prompts_version()

    def _passages(self, prepared: Prepared, family: str | None) -> tuple[Passage, ...]:
        if prepared.evaluation is None:
            return ()
        pack = prepared.evaluation.pack
        on = _day_in_force(pack, prepared.evidence.facts)
        hits = self.searcher.guidelines(prepared.item.treatment, family, on, _PASSAGES).hits
        first = passages_of(pack)[0]
        rest = [(h.passage, h.score) for h in hits if h.passage.id != first.id]
        rest.sort(key=lambda pair: pair[0].pack != pack.id)
        ranked = [(first, 1.0), *rest][:_PASSAGES]
        return tuple(
            _passage(f"G{n}", passage, score) for n, (passage, score) in enumerate(ranked, start=1)
        )

    def _precedents(self, prepared: Prepared, family: str | None) -> tuple[Precedent, ...]:
        case = prepared.case
        exclude = Exclusion(case.case_number, case.record_text)
        found = self.searcher.precedents(prepared.item.treatment, family, exclude, _PRECEDENTS)
        return tuple(
            Precedent(
                key=f"P{n}",
                case_number=hit.entry.case_number,
                treatment=hit.entry.treatment,
                decision=hit.entry.decision,
                score=hit.score,
                excerpt=hit.entry.rationale[:_EXCERPT],
            )
            for n, hit in enumerate(found.hits, start=1)
        )

    def outcomes(self, family: str | None, besides: str | None) -> tuple[tuple[str, int], ...]:
        """How past items of a family were decided, with counts; the case ``besides`` is left out."""
        past = self.index.decided(family) if family else ()
        counts = Counter(decision for number, decision in past if number != besides)
        return tuple(sorted(counts.items()))

    @property
    def index(self) -> Index:
        return self.searcher.index


def loaded_texts(settings: Settings) -> LoadedTexts:
    """The guideline text that users loaded, opening nothing else; none where there is no index yet.

    Raises:
        KnowledgeError: the index is of another embedder, or its server does not answer.
    """
    if not settings.chroma_url and not (settings.index_path / "chroma.sqlite3").exists():
        return LoadedTexts()
    return LoadedTexts.of(_open_index(settings).loaded())


def open_library(settings: Settings, on_progress: Callable[[int, int], None] | None = None) -> Library:
    """Open all knowledge; the first time, embed the guideline packs into the index.

    Raises:
        KnowledgeError: a knowledge file is wrong, or the index is busy or of another embedder.
    """
    from knowledge.index import build_guideline_index  # noqa: PLC0415 - see _open_index

    packs = load_packs()
    index = _open_index(settings)
    build_guideline_index(index, packs, on_progress)
    return Library(settings, packs, load_findings(), load_taxonomy(), Searcher(index))


def _open_index(settings: Settings) -> Index:
    from assistant.modelling.embedding import configured_embedder  # noqa: PLC0415 - as Chroma
    from knowledge.index import open_index  # noqa: PLC0415 - Chroma: half a second to import

    return open_index(settings.index_path, configured_embedder(settings), settings.chroma_url or "")


def _day_in_force(pack: Pack, facts: Facts) -> int | None:
    """The day by which passages are chosen: the request's, or the service's where that chose the pack."""
    values = (facts.dates[name].value for name in ("request_date", "service_date") if name in facts.dates)
    days = [value for value in values if isinstance(value, date)]
    chosen = next((day for day in days if pack.in_force.holds_on(day)), days[0] if days else None)
    return as_int(chosen) if chosen else None


def _passage(key: str, passage: GuidelinePassage, score: float) -> Passage:
    return Passage(key, passage.text, passage.citation, passage.pack, round(score, 4), passage.confidence)
