"""What a model was asked in the conversation on a case, and what it cost: the account, never the words.

The words of a turn are kept by ``talk``; here stand model, prompts, tokens, seconds and the digests of what
was sent. Also what a lead or auditor has asked about another's case is kept: it left the program.
"""

from __future__ import annotations

from sqlalchemy import insert, select

from assistant.records import reading
from assistant.records import tables as t
from assistant.records.codec import dump_account, load_account
from assistant.records.model import Action, User
from assistant.records.store import Records
from assistant.review import AskedOf


def keep_asked(records: Records, case_id: int, asked: AskedOf, user: User) -> None:
    """Keep the account with its entry in the audit, on a case that the user may see.

    Raises:
        AccessError: the user may not see the case.
    """
    with records.lead_change(user) as change:
        reading.visible(change.connection, case_id, user)
        body = {"purpose": asked.purpose, "account": dump_account(asked.account)}
        entry = change.note(Action.MODEL_ASKED, body, case_id, asked.item)
        row = {**body, "case_id": case_id, "item": asked.item, "by": user.name, "at": change.when}
        change.connection.execute(insert(t.model_work).values({**row, "entry": entry}))


def asked_on(records: Records, case_id: int, user: User) -> tuple[AskedOf, ...]:
    """What a model was asked in the conversation on a case that the user may see, oldest first."""
    with records.database.reading() as connection:
        reading.visible(connection, case_id, user)
        w = t.model_work.c
        query = select(t.model_work).where(w.case_id == case_id).order_by(w.id)
        return tuple(
            AskedOf(row.item, row.purpose, load_account(row.account)) for row in connection.execute(query)
        )
