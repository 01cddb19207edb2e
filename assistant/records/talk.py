"""The conversation on a case, kept turn by turn: there again after a reload, a restart, in another window.

It decides nothing: what the reviewer's words change has its own step and its own entry in the audit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from assistant.records import reading
from assistant.records import tables as t
from assistant.records.model import Message, User
from assistant.records.store import Records

_REVIEWER, _ASSISTANT = "reviewer", "assistant"


def keep_talk(records: Records, case_id: int, turns: Sequence[tuple[bool, str]], user: User) -> None:
    """Keep turns, each as whether the reviewer speaks and the words, in one transaction.

    Raises:
        AccessError: the case is not the user's own.
    """
    with records.change(user, case_id) as change:
        for by_reviewer, text in turns:
            speaker = _REVIEWER if by_reviewer else _ASSISTANT
            row = {"case_id": case_id, "speaker": speaker, "text": text, "at": change.when}
            change.connection.execute(insert(t.messages).values(row))


def talk_of(records: Records, case_id: int, user: User, most: int = 60) -> tuple[Message, ...]:
    """The last turns of the conversation on a case that the user may see, oldest first."""
    with records.database.reading() as connection:
        reading.visible(connection, case_id, user)
        m = t.messages.c
        query = select(t.messages).where(m.case_id == case_id).order_by(m.id.desc()).limit(most)
        rows = connection.execute(query).all()
    return tuple(
        Message(row.speaker == _REVIEWER, row.text, datetime.fromisoformat(row.at))
        for row in reversed(rows)
    )
