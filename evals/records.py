"""What an evaluation keeps: one record a case and item, with every graded question.

Plain values that survive JSON. A score is value, answer and explanation; ``value`` None means not scored,
which is not the same as wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

Step = Literal["intake", "family", "guideline", "criterion", "recommendation", "draft", "check"]
STEPS: tuple[Step, ...] = ("intake", "family", "guideline", "criterion", "recommendation", "draft", "check")


class Record(BaseModel):
    """Base of all records: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(Record):
    """What is known to be right for an item; None or empty: nobody said.

    ``decision`` is Upheld, Overturned, ``none`` (no recommendation is right) or None (unknown).
    ``deciding`` lists criteria any of which may be named first; ``states`` are wordings of which the
    rationale must hold each (alternatives divided by ``|``).
    """

    treatment: str
    decision: str | None = None
    family: str | None = None
    chapter: str | None = None
    pack: str | None = None
    statuses: Mapping[str, str] = {}
    deciding: tuple[str, ...] = ()
    deciding_status: str | None = None
    states: tuple[str, ...] = ()
    rationale: str = ""
    guideline: str = ""


class CriterionAnswer(Record):
    """One criterion as the review decided it."""

    id: str
    says: str
    role: str
    status: str
    why: str
    quotes: tuple[str, ...] = ()


class SentenceAnswer(Record):
    """One sentence of a shown draft; ``problem`` is empty when it is grounded."""

    text: str
    supports: tuple[str, ...]
    specific: bool
    problem: str = ""


class PrecedentAnswer(Record):
    """A precedent as shown."""

    case: str
    treatment: str
    decision: str
    score: float


class ModelAccount(Record):
    """How a model's draft came about; ``outcome`` is shown, withheld or failed."""

    outcome: str
    requests: int
    revisions: int
    prompt_tokens: int
    answer_tokens: int
    findings: tuple[str, ...] = ()


class Answer(Record):
    """What the review said of an item."""

    family: str | None = None
    pack: str | None = None
    chapter: str | None = None
    chapters: tuple[str, ...] = ()
    citation: str = ""
    recommendation: str | None = None
    strength: float = 0.5
    why: str = ""
    deciding: tuple[str, ...] = ()
    criteria: tuple[CriterionAnswer, ...] = ()
    precedents: tuple[PrecedentAnswer, ...] = ()
    sentences: tuple[SentenceAnswer, ...] = ()
    shown: bool = False
    findings: tuple[str, ...] = ()
    note: str = ""
    drafter: str = "grounded"
    model: ModelAccount | None = None
    alone: str | None = None

    @property
    def overturned(self) -> float:
        """Plausibility (0 to 1) that the denial falls; 0.5 without a recommendation."""
        if self.recommendation is None:
            return 0.5
        return self.strength if self.recommendation == "Overturned" else round(1 - self.strength, 4)

    @property
    def draft(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)

    def status_of(self, criterion: str) -> str | None:
        return next((c.status for c in self.criteria if c.id == criterion), None)


class Score(Record):
    """One graded question about an item."""

    name: str
    step: Step
    value: float | None
    answer: str
    expected: str
    explanation: str = ""

    @property
    def wrong(self) -> bool:
        return self.value is not None and self.value < 1


class Ablated(Record):
    """The outcome with one part switched off."""

    recommendation: str | None
    overturned: float


class Injected(Record):
    """One error injected into the draft, or the clean draft (kind ``clean``); ``now``: its words."""

    kind: str
    caught: bool
    localised: bool
    now: str = ""


class ItemRecord(Record):
    """One disputed item, expected and answered."""

    id: str
    expected: Expected
    answer: Answer
    scores: tuple[Score, ...]
    ablations: Mapping[str, Ablated] = {}
    injected: tuple[Injected, ...] = ()

    @property
    def first_wrong(self) -> Score | None:
        """The wrong answer at the earliest step of the pipeline."""
        wrong = [score for score in self.scores if score.wrong]
        return min(wrong, key=lambda s: STEPS.index(s.step)) if wrong else None


class CaseRecord(Record):
    """One case; ``error`` says why it could not be reviewed. Seconds and megabytes never enter a score."""

    name: str
    group: str
    digest: str
    facts: str
    items: tuple[ItemRecord, ...]
    age: int | None = None
    sex: str | None = None
    error: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0


class Reread(Record):
    """What a review says of an item when its lexicon never saw the cases of the item's fold.

    ``overturned`` is the plausibility (0 to 1) that the denial falls; ``deciding`` what blocks in the order
    of naming, ``unordered`` the same in the order before any pack says what to name first.
    """

    fold: int
    recommendation: str | None = None
    overturned: float = 0.5
    pack: str = ""
    deciding: tuple[str, ...] = ()
    unordered: tuple[str, ...] = ()


class Run(Record):
    """All cases of one evaluation, in the order of the source, with the versions of what shaped them.

    ``reread``: the items of published determinations by id, read on folds by case.
    """

    source: str
    kind: Literal["gold", "determinations"]
    drafter: str
    versions: Mapping[str, str | None]
    cases: tuple[CaseRecord, ...]
    ranking: Mapping[str, Mapping[str, float]] = {}
    reread: Mapping[str, Reread] = {}

    @property
    def items(self) -> tuple[ItemRecord, ...]:
        return tuple(item for case in self.cases for item in case.items)
