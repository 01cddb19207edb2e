"""The words of a criteria pack and of its evaluation.

Packs are data (pydantic, frozen, unknown keys refused); an evaluation is a tree of results. No text of
a record enters here: the evaluator sees ``Facts``, never sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.document import Assertion
from knowledge.duration import Duration as Duration
from knowledge.duration import DurationField


class Status(StrEnum):
    """Three-valued status of a criterion; ``not_applicable`` stands apart."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_DOCUMENTED = "not_documented"
    NOT_APPLICABLE = "not_applicable"


class Decision(StrEnum):
    """A determination for one disputed item."""

    UPHELD = "Upheld"
    OVERTURNED = "Overturned"


class Confidence(StrEnum):
    """How sure the pack's author is of a criterion; ``low`` is from memory and must be confirmed."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Basis(StrEnum):
    """Whose rule a criterion is: the guideline's own, or one of review practice that fills its gaps."""

    GUIDELINE = "guideline"
    PRACTICE = "practice"


class Role(StrEnum):
    """What a criterion does in the decision; every criterion is worded so that ``met`` is favourable.

    required and continuation block unless met; excludes and limit block only when not met;
    supporting never decides.
    """

    REQUIRED = "required"
    CONTINUATION = "continuation"
    EXCLUDES = "excludes"
    LIMIT = "limit"
    SUPPORTING = "supporting"

    @property
    def blocks_when_silent(self) -> bool:
        return self in (Role.REQUIRED, Role.CONTINUATION)


class Level(StrEnum):
    """Place in the search sequence of 8 CCR 9792.21.1."""

    MTUS = "MTUS"
    ODG_ACOEM = "ODG/ACOEM"
    OTHER = "other"


class Frozen(BaseModel):
    """Base of all pack data: immutable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Bounds(Frozen):
    """At least one bound; both are inclusive."""

    at_most: Decimal | None = None
    at_least: Decimal | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Bounds:
        if self.at_most is None and self.at_least is None:
            raise ValueError("needs at_most or at_least")
        return self


class Elapsed(Frozen):
    """Calendar time between two named dates (``date_of_injury``, ``request_date``, ...)."""

    since: str
    until: str
    at_most: DurationField | None = None
    at_least: DurationField | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> Elapsed:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError("needs exactly one of at_most and at_least")
        return self


class ElapsedTest(Frozen):
    elapsed: Elapsed


class MeasureTest(Bounds):
    """A number computed from the record or the request (``visits_requested``, ``age``, ...)."""

    measure: str
    unit: str


class RowTest(Frozen):
    """A number within its row of a table; the request's attribute ``row`` says which.

    Where several rows are named the most generous counts. Where none is, ``otherwise`` is the limit;
    without one the criterion does not apply.
    """

    row: str
    measure: str
    unit: str
    at_most: Mapping[str, Decimal] = Field(min_length=1)
    otherwise: Decimal | None = None

    def limit(self, values: Collection[str]) -> Decimal | None:
        """The limit for a request whose attribute has these values."""
        return max(
            (self.at_most[value] for value in values if value in self.at_most), default=self.otherwise
        )


class FindingTest(Frozen):
    """A finding of ``knowledge/findings`` is documented; ``region: item`` wants the item's body region."""

    finding: str
    region: Literal["any", "item"] = "any"


class ItemTest(Frozen):
    """The request itself has an attribute (``drug``, ``region``, ``modality``, ...) among the values.

    ``when_so`` and ``when_not`` say in words what a match, and its absence, mean for this request;
    ``{found}`` in ``when_so`` stands for the values that matched.
    """

    item: str
    among: tuple[str, ...]
    when_so: str = ""
    when_not: str = ""


class AllTest(Frozen):
    all: tuple[Test, ...] = Field(min_length=1)


class AnyTest(Frozen):
    any: tuple[Test, ...] = Field(min_length=1)


class NotTest(Frozen):
    negate: Test


class NeverTest(Frozen):
    """The guideline does not recommend this at all; the text says so."""

    never: str


class ReviewerTest(Frozen):
    """No machine test is honest here: always ``not_documented`` with this question for the reviewer."""

    reviewer: str


Test = (
    ElapsedTest
    | MeasureTest
    | RowTest
    | FindingTest
    | ItemTest
    | AllTest
    | AnyTest
    | NotTest
    | NeverTest
    | ReviewerTest
)


class Criterion(Frozen):
    """One testable condition, worded so that ``met`` speaks for the treatment."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    says: str = Field(min_length=10)
    short: str = Field(min_length=3, description="noun phrase for prose: 'a defined return-to-work goal'")
    role: Role = Role.REQUIRED
    confidence: Confidence
    basis: Basis = Basis.GUIDELINE
    pages: tuple[int, ...] = ()
    source: str = ""
    test: Test
    applies_when: Test | None = None
    applies_unless: Test | None = Field(
        default=None, description="not applicable once this is met; silence leaves the criterion in force"
    )
    documentation: str = ""
    if_silent: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="plausibility that it holds when the record is silent; for strength only"
    )


class AllIds(Frozen):
    all: tuple[Expression, ...] = Field(min_length=1)


class AnyIds(Frozen):
    any: tuple[Expression, ...] = Field(min_length=1)


class AtLeastIds(Frozen):
    at_least: int = Field(ge=1)
    of: tuple[Expression, ...] = Field(min_length=1)


Expression = str | AllIds | AnyIds | AtLeastIds


class InForce(Frozen):
    """First and last day (inclusive); ``to`` is open when absent; ``by`` names the date that selects."""

    model_config = ConfigDict(populate_by_name=True)

    start: date = Field(alias="from")
    end: date | None = Field(default=None, alias="to")
    by: Literal["request_date", "service_date"] = "request_date"

    @model_validator(mode="after")
    def _in_order(self) -> InForce:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"the last day in force, {self.end}, lies before the first, {self.start}")
        return self

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


class ExampleFacts(Frozen):
    """The facts of a worked example, in the reviewer's words."""

    dates: Mapping[str, date] = {}
    measures: Mapping[str, Decimal] = {}
    least: Mapping[str, Decimal] = Field(
        default={}, description="the lower end of a measure that is a range"
    )
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    item: Mapping[str, tuple[str, ...]] = {}


class Example(Frozen):
    """A worked example that ``imr guidelines test`` runs."""

    name: str = Field(min_length=10, description="a sentence")
    family: str | None = None
    facts: ExampleFacts
    status: Mapping[str, Status] = {}
    recommendation: Decision | None = None
    governs: bool = True


class Pack(Frozen):
    """One guideline section in one edition, as cited and dated criteria."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    guideline: str
    edition: str
    section: str
    pages: tuple[int, ...] = ()
    level: Level = Level.MTUS
    chapter: str = Field(
        description="vocabulary of determinations: 'MTUS Chronic Pain 2016', 'ACOEM ch12 Low Back'"
    )
    in_force: InForce
    families: tuple[str, ...] = Field(min_length=1)
    regions: tuple[str, ...] = Field(default=(), description="body regions it governs; empty: all")
    when: Test | None = Field(default=None, description="governs only when this holds")
    priority: int = Field(default=0, description="the higher governs when two packs fit equally")
    recommended: str = Field(min_length=10, description="the recommendation in the project's own words")
    confidence: Confidence
    criteria: tuple[Criterion, ...] = ()
    decide: Expression | None = Field(
        default=None, description="default: all criteria that are not supporting"
    )
    names_first: tuple[str, ...] = ()  # the blocking criteria that reviewers name before the others
    no_criteria: str = Field(default="", description="why a reviewer must decide without criteria")
    text_loaded: bool = Field(default=True, description="false: edition known, licensed text not at hand")
    also: tuple[str, ...] = Field(default=(), description="further citations")
    notes: str = ""
    examples: tuple[Example, ...] = ()

    @property
    def citation(self) -> str:
        """The citation as a determination prints it."""
        pages = f", page{'s' if len(self.pages) > 1 else ''} {_page_list(self.pages)}" if self.pages else ""
        return f"{self.guideline} ({self.edition}), {self.section}{pages}"

    def criterion(self, criterion_id: str) -> Criterion:
        return next(c for c in self.criteria if c.id == criterion_id)


def _page_list(pages: tuple[int, ...]) -> str:
    return f"{pages[0]}-{pages[-1]}" if len(pages) > 1 else str(pages[0])


@dataclass(frozen=True, slots=True)
class Observation:
    """One statement of the record about a finding, without its text; ``key`` names the evidence."""

    key: str
    present: bool
    assertion: Assertion = Assertion.AFFIRMED
    counts: bool = True
    regions: frozenset[str] = frozenset()
    other_side: bool = False
    """Told of the arm or leg of the other side than the request's."""


@dataclass(frozen=True, slots=True)
class Value:
    """A date or number with the evidence keys it rests on and the computation in words.

    Of a range ``value`` is the upper end and ``least`` the lower: an upper limit is held against the one, a
    lower limit against the other. ``open_end`` says that the number is a lower bound ("at least five"), so
    that it never shows an upper limit to be kept. ``doubt`` says in words why no time can be counted from
    or to a date; empty where it can.
    """

    value: date | Decimal
    keys: tuple[str, ...] = ()
    computation: str = ""
    least: Decimal | None = None
    open_end: bool = False
    doubt: str = ""


@dataclass(frozen=True)
class Facts:
    """All that the evaluator sees of a case: dates, measures, observations by finding, item attributes."""

    dates: Mapping[str, Value] = field(default_factory=dict)
    measures: Mapping[str, Value] = field(default_factory=dict)
    observations: Mapping[str, tuple[Observation, ...]] = field(default_factory=dict)
    item: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trace:
    """One node of the evaluation: what was tested, its status, why, and the evidence keys."""

    status: Status
    why: str
    keys: tuple[str, ...] = ()
    parts: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """The status of one criterion of a pack."""

    criterion: Criterion
    trace: Trace

    @property
    def id(self) -> str:
        return self.criterion.id

    @property
    def status(self) -> Status:
        return self.trace.status


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Statuses, the recommendation they carry, and the criteria that decided it, firmest first."""

    pack: Pack
    results: tuple[CriterionResult, ...]
    outcome: Status
    recommendation: Decision | None
    strength: float
    deciding: tuple[str, ...]
    missing: tuple[str, ...]
    why: str

    def result(self, criterion_id: str) -> CriterionResult:
        return next(r for r in self.results if r.id == criterion_id)
