"""Everything a reviewer does with a case, each step kept in the records before it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from assistant.checks import Sibling
from assistant.conversation.session import supplemented
from assistant.conversation.stream import stream_case
from assistant.desk.model import Checked, Progress
from assistant.desk.rewording import overriding_text, reworded
from assistant.drafting.styles import Style
from assistant.errors import AssistantError, RecordsError
from assistant.intake import read_case, read_document
from assistant.intake.request import parse_request
from assistant.linting import lint_text
from assistant.mending import mended, replacement
from assistant.records import (
    CaseState,
    CaseSummary,
    DraftVersion,
    ItemRecord,
    OpenCase,
    Records,
    Signer,
    User,
)
from assistant.records.rewording import save_rewording
from assistant.records.working import discard_working, keep_working
from assistant.results import CheckReport, Review
from assistant.review import Step, Tools, review_case
from knowledge.model import Decision

ATTESTATION = (
    "I have reviewed the case file, I have no conflict of interest in this case, and the decision and its"
    " rationale are mine."
)
_LONGEST_NAME = 120
_SHORTEST_REQUEST = 3


@dataclass(frozen=True)
class Desk:
    """The reviewer's work over the knowledge and the records; safe to share between users."""

    tools: Tools
    records: Records

    # a file becomes a case

    def add(self, name: str, content: bytes, user: User) -> Iterator[Progress]:
        """Keep a file, read it, review it; the last progress holds the open case or the problem."""
        summary = self.keep(name, content, user)
        yield Progress(summary)
        yield from self.resume(summary, user)

    def keep(self, name: str, content: bytes, user: User) -> CaseSummary:
        """Keep a file to be read later; it is in the list from now on."""
        return self.records.add_case(Path(name).name[:_LONGEST_NAME], content, user)

    def resume(self, summary: CaseSummary, user: User, stop: Event | None = None) -> Iterator[Progress]:
        """Go on where a stopped program left a case: read the kept file again, review it.

        Raises:
            StoppedError: ``stop`` was set; what is kept so far stays.
        """
        if summary.state is CaseState.READING:
            summary = self._read(summary, self.records.content(summary.id, user), user)
            yield Progress(summary)
        if not summary.problem:
            yield from self.review(summary, user, stop)

    def review(self, summary: CaseSummary, user: User, stop: Event | None = None) -> Iterator[Progress]:
        """Review a case as it stands, with the facts that were supplied."""
        opened = self.records.open_case(summary.id, user)
        if opened.case is None:
            raise RecordsError("The file of this case could not be read; add a readable one.")
        steps: list[Step] = []
        for event in stream_case(supplemented(opened.case, opened.fact_texts), self.tools, stop):
            if isinstance(event, Review):
                opened = self.records.save_review(summary.id, event, user)
                yield Progress(opened.summary, tuple(steps), opened)
                return
            steps.append(event)
            yield Progress(summary, tuple(steps))

    def _read(self, summary: CaseSummary, content: bytes, user: User) -> CaseSummary:
        try:
            with TemporaryDirectory() as folder:
                path = Path(folder) / summary.name
                path.write_bytes(content)
                case = read_case(read_document(path))
        except AssistantError as error:
            state = CaseState.NEEDS_OCR if "run OCR" in str(error) else CaseState.UNREADABLE
            return self.records.save_problem(summary.id, state, str(error), user)
        return self.records.save_case(summary.id, case, user)

    # facts change what is known

    def add_fact(self, opened: OpenCase, text: str, source: str, user: User) -> OpenCase:
        """Keep a fact of the reviewer's and review everything anew."""
        self.records.add_fact(opened.id, text, source, user)
        return self._again(opened.id, user)

    def keep_fact(self, opened: OpenCase, text: str, source: str, user: User) -> OpenCase:
        """Keep a fact with its source; ``review`` the case afterwards."""
        wording = f"{' '.join(text.split()).rstrip(' .')}." if text.strip() else ""
        self.records.add_fact(opened.id, wording, " ".join(source.split()), user)
        return self.records.open_case(opened.id, user)

    def forget_fact(self, opened: OpenCase, user: User) -> OpenCase:
        """Take the last fact back and review everything anew."""
        if not opened.facts:
            raise RecordsError("You have supplied no fact.")
        self.records.forget_fact(opened.id, opened.facts[-1].id, user)
        return self._again(opened.id, user)

    def _again(self, case_id: int, user: User) -> OpenCase:
        opened = self.records.open_case(case_id, user)
        assert opened.case is not None  # facts are added to cases that were read
        review = review_case(supplemented(opened.case, opened.fact_texts), self.tools)
        return self.records.save_review(case_id, review, user)

    def change_request(
        self, opened: OpenCase, item: int, treatment: str, reason: str, user: User
    ) -> OpenCase:
        """Put the right wording of a request in the place of the one read; review everything anew."""
        self.keep_request(opened, item, treatment, reason, user)
        return self._again(opened.id, user)

    def keep_request(
        self, opened: OpenCase, item: int, treatment: str, reason: str, user: User
    ) -> OpenCase:
        """Put the right wording of a request in place of the one read; ``review`` the case afterwards."""
        if opened.case is None:
            raise RecordsError("The file of this case could not be read.")
        wording = " ".join(treatment.split())
        if len(wording) < _SHORTEST_REQUEST:
            raise RecordsError("Write the request as it stands in dispute, in full.")
        before = opened.case.item(item)
        if wording == before.treatment:
            raise RecordsError("This is the wording as it is already; nothing has changed.")
        after = replace(before, treatment=wording, request=parse_request(wording))
        return self.records.change_request(opened.id, after, reason, user)

    # the wording

    def type(self, opened: OpenCase, item: int, text: str, seen: int | None, user: User) -> int:
        """Keep what is typed at a pause; gives the revision that the window now shows (0: nothing kept)."""
        kept = keep_working(self.records, opened.id, item, text, seen, user)
        return kept.revision if kept else 0

    def discard(self, opened: OpenCase, item: int, user: User) -> None:
        """Forget what is typed and not saved."""
        discard_working(self.records, opened.id, item, user)

    def check(self, opened: OpenCase, item: int, text: str) -> Checked:
        """What the checker says of a wording; nothing is kept."""
        report = self._report(opened, item, text)
        return Checked(text, report, tuple(replacement(f) for f in report.findings))

    def mend(self, opened: OpenCase, item: int, text: str, number: int) -> Checked:
        """The wording with the finding at ``number`` (from 0) mended, checked anew."""
        found = self._report(opened, item, text).findings
        return self.check(opened, item, mended(text, found[number]) if number < len(found) else text)

    def save(
        self, opened: OpenCase, item: int, text: str, based_on: int | None, user: User
    ) -> DraftVersion:
        """Keep a wording as a new version, with what the checker says of it."""
        if not text.strip():
            raise RecordsError("The rationale is empty; write it, or keep the draft as it is.")
        text = text.strip()
        return self.records.save_edit(
            opened.id, item, text, self._report(opened, item, text), user, based_on
        )

    def _report(self, opened: OpenCase, item: int, text: str) -> CheckReport:
        if opened.case is None:
            raise RecordsError("The file of this case could not be read.")
        case = supplemented(opened.case, opened.fact_texts)
        kept = opened.item(item)
        # what two readings dispute has fallen in the review; the rules alone would not know
        disputed = kept.review is not None and kept.review.reading is not None
        decided = kept.review.evaluation if disputed and kept.review else None
        beside = tuple(Sibling(i.number, i.draft.text) for i in opened.items if i.draft)
        return lint_text(text, case, item, self.tools.library, kept.suppressions, decided, beside)

    def reword(
        self, opened: OpenCase, item: int, style: Style, criterion: int | None, user: User
    ) -> DraftVersion:
        """The assistant's draft shorter, plainer, or with more on a criterion; checked, a new version."""
        said = reworded(self.tools, opened, item, style, criterion)
        return save_rewording(self.records, opened.id, item, said, user)

    # the decision

    def override(self, opened: OpenCase, item: int, decision: str, reason: str, user: User) -> ItemRecord:
        """Decide otherwise than recommended; ``decision`` is Upheld or Overturned.

        A wording that concludes so is put under Edit, unsaved, for the reviewer to begin from.
        """
        if decision not in tuple(Decision):
            raise RecordsError("Choose Upheld or Overturned.")
        decided = self.records.override(opened.id, item, Decision(decision), reason, user)
        if decided.override and decided.working is None:
            wording = overriding_text(self.tools, opened, item, Decision(decision), reason)
            self.type(opened, item, wording, None, user)
        return self.records.open_case(opened.id, user).item(item)

    def sign(self, opened: OpenCase, item: int, signer: Signer, user: User) -> ItemRecord:
        """Make the item a determination; never on a review that a fact or a request has outdated."""
        if self.records.open_case(opened.id, user).outdated:
            raise RecordsError(
                "A fact or a request changed after the review; open the case from the list to review it"
                " anew, then sign."
            )
        return self.records.sign(opened.id, item, signer, user)

    def reopen(self, opened: OpenCase, item: int, reason: str, user: User) -> ItemRecord:
        return self.records.reopen(opened.id, item, reason, user)
