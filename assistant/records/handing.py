"""What a lead does with whole cases: hand them over, take them out of the lists, bring them back.

A removed case is gone from every list and shut to its reviewer. Its file and its entries stay, because the
audit is never shortened.
"""

from __future__ import annotations

from assistant.errors import AccessError, RecordsError
from assistant.records import reading, writing
from assistant.records.audit import Change
from assistant.records.model import Action, CaseSummary, Role, User
from assistant.records.people import Users
from assistant.records.store import Records


def reassign(records: Records, case_id: int, to: str, reason: str, lead: User) -> CaseSummary:
    """Make a case another user's.

    Raises:
        AccessError: the user is no lead.
        RecordsError: there is no such account, it may not write, the case is its own already, or no reason.
    """
    _allowed(lead, reason)
    account = Users(records).find(to)
    if account is None or account.disabled or not account.may_write:
        raise RecordsError(f"There is no account {to!r} that could take the case.")
    with records.lead_change(lead) as change:
        owner = reading.visible(change.connection, case_id, lead).owner
        if owner == to:
            raise RecordsError(f"Case {case_id} is {to}'s already.")
        writing.set_case(change, case_id, owner=to)
        body = {"from": owner, "to": to, "reason": reason.strip()}
        change.note(Action.REASSIGNED, body, case_id)
        return reading.summary(change.connection, case_id)


def remove(records: Records, case_id: int, reason: str, lead: User) -> CaseSummary:
    """Take a case out of the lists; what was recorded of it stays."""
    return _set_removed(records, case_id, reason, lead, gone=True)


def restore(records: Records, case_id: int, reason: str, lead: User) -> CaseSummary:
    """Bring a removed case back."""
    return _set_removed(records, case_id, reason, lead, gone=False)


def _set_removed(records: Records, case_id: int, reason: str, lead: User, *, gone: bool) -> CaseSummary:
    _allowed(lead, reason)
    with records.lead_change(lead) as change:
        row = reading.visible(change.connection, case_id, lead)
        if (row.removed_at is not None) == gone:
            raise RecordsError(f"Case {case_id} is {'removed already' if gone else 'not removed'}.")
        writing.set_case(change, case_id, removed_at=change.when if gone else None)
        _note(change, case_id, reason, gone)
        return reading.summary(change.connection, case_id)


def _note(change: Change, case_id: int, reason: str, gone: bool) -> None:
    change.note(Action.REMOVED if gone else Action.RESTORED, {"reason": reason.strip()}, case_id)


def _allowed(lead: User, reason: str) -> None:
    if lead.role is not Role.LEAD:
        raise AccessError("Only a lead hands over or removes cases.")
    if not reason.strip():
        raise RecordsError("Say why; the reason stands in the audit.")
