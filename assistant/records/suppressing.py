"""Findings that a reviewer sets aside, each with a reason and an entry in the audit.

What was found stays in the versions as it was found; what is set aside stands beside them.
"""

from __future__ import annotations

from sqlalchemy import insert, update

from assistant.errors import RecordsError
from assistant.records import reading, writing
from assistant.records import tables as t
from assistant.records.model import Action, User
from assistant.records.store import Records
from assistant.results import Finding, Suppression
from assistant.suppression import suppression_of


def set_aside(
    records: Records, case_id: int, item: int, finding: Finding, text: str, reason: str, user: User
) -> Suppression:
    """Keep that a finding on ``text`` does not hold; set aside before, it stays as it was.

    Raises:
        SettingsError: there is no reason.
        SignedError: the item is signed.
    """
    with records.change(user, case_id) as change:
        writing.unsigned(change, case_id, item)
        word = suppression_of(finding, text, reason, user.name, change.when)
        for kept in reading.suppressions(change.connection, case_id, item):
            if _place(kept) == _place(word):
                return kept
        told = {"rule": word.rule, "quote": word.quote, "sentence": word.sentence, "reason": word.reason}
        body = {
            **told,
            "severity": str(finding.severity),
            "message": finding.message,
            "evidence": [quote.text for quote in finding.evidence],
        }
        entry = change.note(Action.SUPPRESSED, body, case_id, item)
        row = {**told, "case_id": case_id, "item": item, "by": user.name, "at": change.when, "entry": entry}
        change.connection.execute(insert(t.suppressions).values(row))
        return word


def take_back(records: Records, case_id: int, item: int, word: Suppression, user: User) -> None:
    """Let a finding stand again.

    Raises:
        RecordsError: it is not set aside.
        SignedError: the item is signed.
    """
    with records.change(user, case_id) as change:
        writing.unsigned(change, case_id, item)
        if word not in reading.suppressions(change.connection, case_id, item):
            raise RecordsError(f"{word.rule} at “{word.quote}” is not set aside, so it stands already.")
        s = t.suppressions.c
        here = (s.case_id == case_id) & (s.item == item) & s.withdrawn_at.is_(None)
        place = (s.rule == word.rule) & (s.quote == word.quote) & (s.sentence == word.sentence)
        change.connection.execute(
            update(t.suppressions).where(here & place).values(withdrawn_at=change.when)
        )
        body = {"rule": word.rule, "quote": word.quote, "sentence": word.sentence}
        change.note(Action.UNSUPPRESSED, body, case_id, item)


def _place(word: Suppression) -> tuple[str, str, str]:
    return word.rule, word.quote, word.sentence
