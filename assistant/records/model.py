"""What the records hold, as plain frozen values. Knows nothing of tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assistant.case import Case
from assistant.conversation.supplied import supplemented
from assistant.results import CheckReport, ItemReview, Review, Sentence, Suppression
from knowledge.model import Decision


class Role(StrEnum):
    """Reviewers see their own cases; a lead also sees all and the dashboard; an auditor only reads, all."""

    REVIEWER = "reviewer"
    LEAD = "lead"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who is signed in."""

    name: str
    role: Role = Role.REVIEWER
    disabled: bool = False

    @property
    def sees_all(self) -> bool:
        return self.role in (Role.LEAD, Role.AUDITOR)

    @property
    def may_write(self) -> bool:
        return self.role is not Role.AUDITOR


SINGLE_USER = User("this computer", Role.LEAD)
"""Who works in single-user mode, on loopback only: nobody signs in, every case is theirs."""


class CaseState(StrEnum):
    """Where a case stands; READING to READY are about the file, the rest about its drafts."""

    READING = "reading"
    NEEDS_OCR = "needs_ocr"
    UNREADABLE = "unreadable"
    READY = "ready"
    DRAFTED = "drafted"
    WITHHELD = "withheld"
    SIGNED = "signed"


class Order(StrEnum):
    """How a list of cases is sorted."""

    DUE = "due"
    NEWEST = "newest"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases is narrowed to; ``search`` looks in number, file name and treatments.

    ``removed``: the cases that a lead took out of the lists, instead of all the others.
    """

    search: str = ""
    state: CaseState | None = None
    priority: str | None = None
    family: str | None = None
    recommendation: Decision | None = None
    due_by: date | None = None  # of cases that are not signed
    order: Order = Order.DUE
    limit: int = 500
    removed: bool = False


@dataclass(frozen=True, slots=True)
class DraftVersion:
    """One version of a rationale, numbered from 1; ``by`` names the drafter or the reviewer.

    ``sentences`` are those of the assistant that still stand in it, with the keys of their support.
    """

    number: int
    text: str
    report: CheckReport
    by: str
    by_reviewer: bool
    at: datetime
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingText:
    """What is typed but not saved: kept at every pause, no version, nothing that could be signed.

    ``based_on`` is the version that it began from; ``revision`` counts the pauses, from 1.
    """

    text: str
    based_on: int | None
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the conversation on a case; the assistant's words are Markdown."""

    by_reviewer: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Override:
    """A reviewer's decision against, or without, the recommendation."""

    decision: Decision
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Signature:
    """What makes a recommendation a determination. ``text`` is the rationale as signed."""

    name: str
    credentials: str
    attestation: str
    decision: Decision
    version: int
    text: str
    by: str
    at: datetime
    despite: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """What a reviewer states when signing. ``despite`` says why error findings do not hold."""

    name: str
    credentials: str
    attestation: str
    despite: str = ""


@dataclass(frozen=True, slots=True)
class SuppliedFact:
    """A fact that a reviewer supplied, and where it comes from."""

    id: int
    text: str
    source: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ItemRecord:
    """One disputed item as it stands. ``review`` is None until the case was reviewed.

    ``draft`` is the reviewer's last version, or the assistant's last one if the reviewer wrote none;
    ``proposal`` is an assistant's version newer than the reviewer's; ``working`` is not saved yet;
    ``suppressions`` are the findings that the reviewer has set aside, and the reports are after them.
    """

    number: int
    treatment: str
    review: ItemReview | None
    draft: DraftVersion | None
    proposal: DraftVersion | None
    override: Override | None
    signature: Signature | None
    working: WorkingText | None = None
    suppressions: tuple[Suppression, ...] = ()

    @property
    def family(self) -> str | None:
        return self.review.family if self.review else None

    @property
    def recommendation(self) -> Decision | None:
        evaluation = self.review.evaluation if self.review else None
        return evaluation.recommendation if evaluation else None

    @property
    def decision(self) -> Decision | None:
        """What a signature would determine: the override, else the recommendation."""
        if self.signature:
            return self.signature.decision
        return self.override.decision if self.override else self.recommendation

    @property
    def signed(self) -> bool:
        return self.signature is not None


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """One item in a list of cases."""

    number: int
    treatment: str
    family: str | None
    recommendation: Decision | None
    strength: float
    decision: Decision | None
    withheld: bool
    signed: bool


@dataclass(frozen=True)
class CaseSummary:
    """One line of a list of cases. ``problem`` says why a file could not be read."""

    id: int
    owner: str
    name: str
    state: CaseState
    added_at: datetime
    case_number: str | None
    priority: str | None
    due: date | None
    due_why: str
    problem: str
    items: tuple[ItemSummary, ...]


@dataclass(frozen=True)
class OpenCase:
    """A case in full. ``case`` is None while the file is not read; it is without the supplied facts.

    ``outdated``: a fact or a request changed after the review, which has to be made anew.
    """

    summary: CaseSummary
    digest: str
    case: Case | None
    items: tuple[ItemRecord, ...]
    facts: tuple[SuppliedFact, ...]
    versions: dict[str, str | None]
    outdated: bool = False

    @property
    def id(self) -> int:
        return self.summary.id

    def item(self, number: int) -> ItemRecord:
        return next(item for item in self.items if item.number == number)

    @property
    def fact_texts(self) -> tuple[str, ...]:
        return tuple(fact.text for fact in self.facts)

    @property
    def review(self) -> Review | None:
        """The review as kept, or None while an item has none."""
        reviews = tuple(item.review for item in self.items if item.review)
        if self.case is None or not reviews or len(reviews) < len(self.items):
            return None
        return Review(supplemented(self.case, self.fact_texts), reviews, self.versions)


class Action(StrEnum):
    """What an entry of the audit records."""

    CASE_ADDED = "case added"
    CASE_READ = "case read"
    CASE_NOT_READ = "case not read"
    CASE_SEEN = "case seen by another user"
    REVIEWED = "case reviewed"
    EDITED = "rationale edited"
    SUPPRESSED = "finding suppressed"
    UNSUPPRESSED = "suppression taken back"
    REWORDED = "draft reworded"
    OVERRIDDEN = "recommendation overridden"
    SIGNED = "item signed"
    REOPENED = "item reopened"
    FACT_ADDED = "fact added"
    FACT_FORGOTTEN = "fact taken back"
    REQUEST_CHANGED = "request changed"
    MODEL_ASKED = "model asked in the conversation"
    EXPORTED = "exported"
    REASSIGNED = "case reassigned"
    REMOVED = "case removed from the lists"
    RESTORED = "case restored"
    USER_ADDED = "user added"
    USER_DISABLED = "user disabled"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the audit; ``body`` is canonical JSON, ``digest`` chains it to ``previous``."""

    number: int
    at: str
    user: str
    action: str
    case_id: int | None
    item: int | None
    body: str
    previous: str
    digest: str
