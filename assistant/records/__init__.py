"""Records: what is kept of cases and people, and the audit that tells who changed what.

``open_records(settings.records_url)`` opens them; ``Records`` has a method for each step of a reviewer.
"""

from __future__ import annotations

from assistant.records.audit import Head
from assistant.records.model import (
    SINGLE_USER,
    Action,
    CaseFilter,
    CaseState,
    CaseSummary,
    DraftVersion,
    Entry,
    ItemRecord,
    ItemSummary,
    Message,
    OpenCase,
    Order,
    Override,
    Role,
    Signature,
    Signer,
    SuppliedFact,
    User,
    WorkingText,
)
from assistant.records.people import SignIns, Users
from assistant.records.store import Records, open_records

__all__ = [
    "SINGLE_USER",
    "Action",
    "CaseFilter",
    "CaseState",
    "CaseSummary",
    "DraftVersion",
    "Entry",
    "Head",
    "ItemRecord",
    "ItemSummary",
    "Message",
    "OpenCase",
    "Order",
    "Override",
    "Records",
    "Role",
    "SignIns",
    "Signature",
    "Signer",
    "SuppliedFact",
    "User",
    "Users",
    "WorkingText",
    "open_records",
]
