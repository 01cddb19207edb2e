"""What is typed and not saved, kept at every pause, so that no reload, kill or second window loses it.

It is no version: no entry of the audit tells of it, nothing of it can be signed or exported, and saving or
discarding it ends it.
"""

from __future__ import annotations

from sqlalchemy import insert

from assistant.errors import ConflictError
from assistant.records import reading, writing
from assistant.records import tables as t
from assistant.records.model import User, WorkingText
from assistant.records.store import Records

_NEWER = "Another window holds newer wording of this item; reload the page before you write on."


def keep_working(
    records: Records, case_id: int, item: int, text: str, seen: int | None, user: User
) -> WorkingText | None:
    """Keep a wording that is not saved yet; the text of the version that stands is nothing to keep.

    ``seen`` is the revision that the window shows (0: none); None asks for no comparison.

    Raises:
        SignedError: the item is signed.
        ConflictError: another window has kept, saved or discarded a wording since.
    """
    with records.change(user, case_id) as change:
        kept = writing.unsigned(change, case_id, item)
        revision = kept.working.revision if kept.working else 0
        if seen is not None and revision != seen:
            raise ConflictError(_NEWER)
        if kept.draft and kept.draft.text == text.strip():
            writing.drop_working(change, case_id, item)
            return None
        based_on = kept.working.based_on if kept.working else (kept.draft.number if kept.draft else None)
        row = {
            "text": text,
            "based_on": based_on,
            "revision": revision + 1,
            "by": user.name,
            "at": change.when,
        }
        writing.drop_working(change, case_id, item)
        change.connection.execute(insert(t.working).values(case_id=case_id, item=item, **row))
        return reading.working(change.connection, case_id, item)


def discard_working(records: Records, case_id: int, item: int, user: User) -> None:
    """Forget what is typed and not saved; the last version stands."""
    with records.change(user, case_id) as change:
        writing.drop_working(change, case_id, item)
