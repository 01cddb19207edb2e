"""The records: cases, drafts, overrides, signatures, each change with its entry in the audit.

Every method is one transaction: when it returns, the change and its entry are on the disk; when it raises,
nothing has changed. Errors are sentences for the reviewer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from threading import Lock

from sqlalchemy import func, insert, select, update

from assistant.case import Case, DisputedItem
from assistant.errors import AccessError, ConflictError, RecordsError
from assistant.records import reading, writing
from assistant.records import tables as t
from assistant.records.agreement import check_tables
from assistant.records.audit import Change, Head, entries, keep_head, kept_head, verify
from assistant.records.bodies import case_body, edit_body, request_body, review_body, signature_body
from assistant.records.codec import dump_case
from assistant.records.database import Database, open_database, utc_now
from assistant.records.model import (
    Action,
    CaseFilter,
    CaseState,
    CaseSummary,
    DraftVersion,
    Entry,
    ItemRecord,
    OpenCase,
    Signer,
    SuppliedFact,
    User,
)
from assistant.results import CheckReport, Review
from knowledge.model import Decision

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Records:
    """All that is kept; safe to share between threads and processes."""

    database: Database
    clock: Clock = utc_now
    _head: Lock = field(default_factory=Lock, repr=False, compare=False)

    # cases

    def add_case(self, name: str, content: bytes, user: User) -> CaseSummary:
        """Keep an uploaded file; its state is ``reading`` until ``save_case`` or ``save_problem``."""
        digest = sha256(content).hexdigest()
        with self.change(user) as change:
            row = {
                "owner": user.name,
                "name": name,
                "content": content,
                "digest": digest,
                "state": CaseState.READING.value,
                "problem": "",
                "at": change.when,
                "due_why": "",
                "versions": "{}",
            }
            case_id = change.connection.execute(
                insert(t.cases).values(row).returning(t.cases.c.id)
            ).scalar_one()
            body = {"name": name, "sha256": digest, "bytes": len(content), "owner": user.name}
            change.note(Action.CASE_ADDED, body, case_id)
            return reading.summary(change.connection, case_id)

    def same_file(self, content: bytes, user: User) -> CaseSummary | None:
        """The user's own first case of a file with exactly this content, unless it was removed."""
        with self.database.reading() as connection:
            return reading.of_digest(connection, sha256(content).hexdigest(), user)

    def save_case(self, case_id: int, case: Case, user: User) -> CaseSummary:
        """Keep what was read of the file; the state becomes ``ready``. Refused once there is a review."""
        with self.change(user, case_id) as change:
            if any(item.review for item in reading.items(change.connection, case_id)):
                raise RecordsError("The case was reviewed already; add the file again as a new case.")
            writing.put_case(change, case_id, case)
            change.note(Action.CASE_READ, case_body(case), case_id)
            return reading.summary(change.connection, case_id)

    def save_problem(self, case_id: int, state: CaseState, problem: str, user: User) -> CaseSummary:
        """Keep why a file could not be read: ``needs_ocr`` or ``unreadable`` and one sentence."""
        with self.change(user, case_id) as change:
            writing.set_case(change, case_id, state=state.value, problem=problem)
            change.note(Action.CASE_NOT_READ, {"state": state.value, "problem": problem}, case_id)
            return reading.summary(change.connection, case_id)

    def list_cases(self, user: User, wanted: CaseFilter | None = None) -> tuple[CaseSummary, ...]:
        """The cases that the user may see, by default the most urgent first, signed ones last."""
        with self.database.reading() as connection:
            return reading.summaries(connection, user, wanted or CaseFilter())

    def open_case(self, case_id: int, user: User) -> OpenCase:
        """A case in full; that another user than its owner saw it is noted in the audit."""
        with self.database.reading() as connection:
            owner = reading.visible(connection, case_id, user).owner
            opened = reading.full(connection, case_id)
        if owner != user.name:
            with self._noted(user) as change:
                change.note(Action.CASE_SEEN, {"owner": owner, "role": user.role.value}, case_id)
        return opened

    def content(self, case_id: int, user: User) -> bytes:
        """The uploaded file, byte for byte."""
        with self.database.reading() as connection:
            reading.visible(connection, case_id, user)
            content: bytes = connection.execute(
                select(t.cases.c.content).where(t.cases.c.id == case_id)
            ).scalar_one()
            return content

    def save_review(self, case_id: int, review: Review, user: User) -> OpenCase:
        """Keep a review of the case; signed items stay as they were signed."""
        with self.change(user, case_id) as change:
            digest = reading.visible(change.connection, case_id, user).digest
            entry = change.note(Action.REVIEWED, review_body(review, digest), case_id)
            writing.put_review(change, case_id, review, entry)
            return reading.full(change.connection, case_id)

    def change_request(self, case_id: int, item: DisputedItem, reason: str, user: User) -> OpenCase:
        """Put another wording or quantity of a request in the place of the one that was read."""
        _required(reason, "A changed request needs a reason.")
        with self.change(user, case_id) as change:
            writing.unsigned(change, case_id, item.number)
            case = _read(reading.full(change.connection, case_id))
            before = case.item(item.number)
            swapped = tuple(item if i.number == item.number else i for i in case.items)
            after = replace(case, items=swapped)
            writing.set_case(change, case_id, case=dump_case(after))
            writing.set_item(change, case_id, item.number, treatment=item.treatment)
            change.note(
                Action.REQUEST_CHANGED, request_body(before, item, reason, after), case_id, item.number
            )
            return reading.full(change.connection, case_id)

    def note_export(self, case_id: int, name: str, content: bytes, user: User) -> None:
        """Note that a document left the program."""
        with self.database.reading() as connection:
            reading.visible(connection, case_id, user)
        with self._noted(user) as change:
            body = {"name": name, "sha256": sha256(content).hexdigest()}
            change.note(Action.EXPORTED, body, case_id)

    # facts

    def add_fact(self, case_id: int, text: str, source: str, user: User) -> SuppliedFact:
        """Keep a fact that the reviewer supplies; review the case anew and ``save_review`` afterwards."""
        _required(text, "A fact needs words.")
        _required(source, "A fact needs its source: who said it, where it stands.")
        with self.change(user, case_id) as change:
            body = {"text": text.strip(), "source": source.strip()}
            entry = change.note(Action.FACT_ADDED, body, case_id)
            row = {**body, "case_id": case_id, "by": user.name, "at": change.when, "entry": entry}
            change.connection.execute(insert(t.facts).values(row))
            return reading.facts(change.connection, case_id)[-1]

    def forget_fact(self, case_id: int, fact_id: int, user: User) -> None:
        """Take a fact back; refused while an item that was signed with it is signed."""
        with self.change(user, case_id) as change:
            known = {fact.id: fact for fact in reading.facts(change.connection, case_id)}
            if fact_id not in known:
                raise RecordsError(f"There is no fact {fact_id} to take back.")
            for item in reading.items(change.connection, case_id):
                if item.signature and item.signature.at >= known[fact_id].at:
                    raise RecordsError(
                        f"Item {item.number} was signed with this fact; reopen it before taking that back."
                    )
            here = t.facts.c.id == fact_id
            change.connection.execute(update(t.facts).where(here).values(forgotten_at=change.when))
            body = {"text": known[fact_id].text, "source": known[fact_id].source}
            change.note(Action.FACT_FORGOTTEN, body, case_id)

    # one item

    def save_edit(
        self,
        case_id: int,
        item: int,
        text: str,
        report: CheckReport,
        user: User,
        based_on: int | None = None,
    ) -> DraftVersion:
        """Keep the reviewer's wording with its findings as a new version.

        ``based_on`` is the number of the version that was edited; with it, an edit on top of a version
        that another window has replaced is refused. The same text as before makes no new version.

        Raises:
            SignedError: the item is signed.
            ConflictError: another version came in between.
        """
        with self.change(user, case_id) as change:
            kept = writing.unsigned(change, case_id, item)
            if kept.draft and based_on is not None and kept.draft.number != based_on:
                raise ConflictError(
                    f"Item {item} was changed by {kept.draft.by} in another window; compare both versions"
                    " before saving."
                )
            writing.drop_working(change, case_id, item)
            if kept.draft and kept.draft.by_reviewer and kept.draft.text == text:
                return kept.draft
            still = tuple(s for s in kept.draft.sentences if s.text in text) if kept.draft else ()
            version = writing.next_version(change, case_id, item)
            entry = change.note(Action.EDITED, edit_body(version, text, report), case_id, item)
            writing.put_version(
                change,
                case_id,
                item,
                text,
                report,
                user.name,
                by_reviewer=True,
                entry=entry,
                sentences=still,
            )
            writing.set_item(change, case_id, item, withheld=False)
            writing.settle(change, case_id)
            return DraftVersion(
                version, text, report, user.name, by_reviewer=True, at=change.at, sentences=still
            )

    def override(self, case_id: int, item: int, decision: Decision, reason: str, user: User) -> ItemRecord:
        """Decide against, or without, the recommendation; to decide as recommended takes that back."""
        _required(reason, "An override needs a reason; write why the recommendation does not hold.")
        with self.change(user, case_id) as change:
            kept = writing.unsigned(change, case_id, item)
            recommendation = kept.recommendation.value if kept.recommendation else None
            body = {
                "decision": decision.value,
                "recommendation": recommendation,
                "reason": reason.strip(),
            }
            entry = change.note(Action.OVERRIDDEN, body, case_id, item)
            row = {**body, "case_id": case_id, "item": item, "by": user.name, "at": change.when}
            change.connection.execute(insert(t.overrides).values({**row, "entry": entry}))
            writing.set_item(
                change,
                case_id,
                item,
                decision=decision.value,
                overridden=decision.value != recommendation,
            )
            return reading.item(change.connection, case_id, item)

    def sign(self, case_id: int, item: int, signer: Signer, user: User) -> ItemRecord:
        """Make the item's decision and rationale a determination; it is locked from then on.

        Raises:
            RecordsError: name, credentials or attestation are missing; nothing is decided or written;
                or the checker finds errors and ``despite`` does not say why they do not hold.
        """
        with self.change(user, case_id) as change:
            kept = writing.unsigned(change, case_id, item)
            draft, decision = _signable(kept, signer)
            opened = reading.full(change.connection, case_id)
            body = signature_body(opened, kept, draft, decision, signer)
            entry = change.note(Action.SIGNED, body, case_id, item)
            row = {
                "case_id": case_id,
                "item": item,
                "name": signer.name.strip(),
                "credentials": signer.credentials.strip(),
                "attestation": signer.attestation.strip(),
                "despite": signer.despite.strip(),
                "decision": decision.value,
                "version": draft.number,
                "text": draft.text,
                "by": user.name,
                "at": change.when,
                "entry": entry,
            }
            change.connection.execute(insert(t.signatures).values(row))
            writing.set_item(change, case_id, item, signed=True)
            writing.settle(change, case_id)
            return reading.item(change.connection, case_id, item)

    def reopen(self, case_id: int, item: int, reason: str, user: User) -> ItemRecord:
        """Withdraw a signature; the signed text stays in the history."""
        _required(reason, "Reopening a signed item needs a reason.")
        with self.change(user, case_id) as change:
            kept = reading.item(change.connection, case_id, item)
            if kept.signature is None:
                raise RecordsError(f"Item {item} is not signed, so it is open already.")
            body = {"reason": reason.strip(), "signed_by": kept.signature.name}
            change.note(Action.REOPENED, body, case_id, item)
            s = t.signatures.c
            here = (s.case_id == case_id) & (s.item == item) & s.withdrawn_at.is_(None)
            change.connection.execute(update(t.signatures).where(here).values(withdrawn_at=change.when))
            writing.set_item(change, case_id, item, signed=False)
            writing.settle(change, case_id)
            return reading.item(change.connection, case_id, item)

    # history and audit

    def versions(self, case_id: int, item: int, user: User) -> tuple[DraftVersion, ...]:
        """Every version of an item's rationale, oldest first."""
        with self.database.reading() as connection:
            reading.visible(connection, case_id, user)
            return reading.versions(connection, case_id, item)

    def history(self, case_id: int, user: User, item: int | None = None) -> tuple[Entry, ...]:
        """The audit's entries on a case; with ``item`` those on it and on the case as a whole."""
        with self.database.reading() as connection:
            reading.visible(connection, case_id, user)
            found = entries(connection, case_id)
            return tuple(e for e in found if item is None or e.item in (None, item))

    def verify(self, *heads: Head) -> Head:
        """Check the whole audit, and that the tables say the same; gives its head.

        Raises:
            AuditError: names the first bad entry.
        """
        beside = kept_head(self.database.path)
        with self.database.reading() as connection:
            reached = verify(connection, *heads, *([beside] if beside else []))
            check_tables(connection)
            return reached

    def count(self) -> int:
        """How many cases there are in all."""
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(t.cases)).scalar_one()

    @contextmanager
    def change(self, user: User, case_id: int | None = None) -> Iterator[Change]:
        """One transaction of a user who may write, on a case of their own if one is given."""
        if not user.may_write:
            raise AccessError("An auditor reads; ask a reviewer to make this change.")
        with self._noted(user) as change:
            if case_id is not None:
                owner = reading.visible(change.connection, case_id, user).owner
                if owner != user.name:
                    raise AccessError(f"Case {case_id} is {owner}'s; only its reviewer can change it.")
            yield change

    @contextmanager
    def lead_change(self, user: User) -> Iterator[Change]:
        """One transaction on any case, for the steps that are a lead's."""
        with self._noted(user) as change:
            yield change

    @contextmanager
    def _noted(self, user: User) -> Iterator[Change]:
        with self.database.writing() as connection:
            yield Change(connection, user.name, self.clock())
        with self._head, self.database.reading() as connection:
            keep_head(connection, self.database.path)


def open_records(url: str, clock: Clock = utc_now) -> Records:
    """Open the records at a database address, made where there are none.

    Raises:
        SettingsError, RecordsError: with the sentence that the user sees.
    """
    return Records(open_database(url), clock)


def _signable(kept: ItemRecord, signer: Signer) -> tuple[DraftVersion, Decision]:
    _required(signer.name, "A signature needs the reviewer's name.")
    _required(signer.credentials, "A signature needs the reviewer's credentials.")
    _required(signer.attestation, "A signature needs the attestation.")
    if kept.decision is None:
        raise RecordsError("There is no recommendation; decide Upheld or Overturned, with a reason, first.")
    if kept.working is not None:
        raise RecordsError(
            "There is wording under Edit that is not saved; save it, or discard it, before signing."
        )
    if kept.draft is None or not kept.draft.text.strip():
        raise RecordsError("The draft was withheld; write the rationale before signing.")
    if not kept.draft.report.passed and not signer.despite.strip():
        count = len(kept.draft.report.errors)
        found = "an error" if count == 1 else f"{count} errors"
        raise RecordsError(f"The checker finds {found} in the rationale; mend it or say why it stands.")
    return kept.draft, kept.decision


def _read(opened: OpenCase) -> Case:
    if opened.case is None:
        raise RecordsError("The file of this case has not been read.")
    return opened.case


def _required(text: str, sentence: str) -> None:
    if not text.strip():
        raise RecordsError(sentence)
