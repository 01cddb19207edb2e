"""A draft that the assistant put in other words at the reviewer's wish, as a version of its own."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import reading, writing
from assistant.records.bodies import edit_body
from assistant.records.model import Action, DraftVersion, User
from assistant.records.store import Records
from assistant.results import CheckReport, Draft


@dataclass(frozen=True, slots=True)
class Rewording:
    """A draft in other words, what the checker says of it, and how it differs, in one word or two."""

    draft: Draft
    report: CheckReport
    how: str


def save_rewording(
    records: Records, case_id: int, item: int, reworded: Rewording, user: User
) -> DraftVersion:
    """Keep it as the assistant's newest version: the draft, or a proposal beside the reviewer's own text.

    Raises:
        SignedError: the item is signed.
    """
    with records.change(user, case_id) as change:
        writing.unsigned(change, case_id, item)
        version = writing.next_version(change, case_id, item)
        body = edit_body(version, reworded.draft.text, reworded.report)
        entry = change.note(Action.REWORDED, {**body, "how": reworded.how}, case_id, item)
        writing.put_version(
            change,
            case_id,
            item,
            reworded.draft.text,
            reworded.report,
            f"{reworded.draft.drafter}, {reworded.how}",
            by_reviewer=False,
            entry=entry,
            sentences=reworded.draft.sentences,
        )
        return reading.versions(change.connection, case_id, item)[-1]
