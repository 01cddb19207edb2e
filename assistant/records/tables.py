"""The tables, as the newest migration leaves them (a test compares the two). Times are ISO 8601 in UTC."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

schema_version = Table(
    "schema_version",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("at", String, nullable=False),
)
users = Table(
    "users",
    metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("password", String, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("at", String, nullable=False),
)
cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", String, nullable=False),
    Column("name", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digest", String, nullable=False),
    Column("state", String, nullable=False),
    Column("problem", String, nullable=False),
    Column("at", String, nullable=False),
    Column("case", Text),
    Column("case_number", String),
    Column("priority", String),
    Column("due", String),
    Column("due_why", String, nullable=False),
    Column("versions", Text, nullable=False),
    Column("removed_at", String),
)
items = Table(
    "items",
    metadata,
    Column("case_id", Integer, ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("treatment", String, nullable=False),
    Column("review", Text),
    Column("family", String),
    Column("recommendation", String),
    Column("strength", Float, nullable=False),
    Column("decision", String),
    Column("overridden", Boolean, nullable=False),
    Column("withheld", Boolean, nullable=False),
    Column("signed", Boolean, nullable=False),
)
criteria = Table(
    "criteria",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("criterion", String, primary_key=True),
    Column("pack", String, nullable=False),
    Column("says", String, nullable=False),
    Column("status", String, nullable=False),
    Column("deciding", Boolean, nullable=False),
)
drafts = Table(
    "drafts",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("by_reviewer", Boolean, nullable=False),
    Column("at", String, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("sentences", Text, nullable=False),
)
findings = Table(
    "findings",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("draft", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("rule", String, nullable=False),
    Column("severity", String, nullable=False),
)
overrides = Table(
    "overrides",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False),
    Column("item", Integer, nullable=False),
    Column("decision", String, nullable=False),
    Column("recommendation", String),
    Column("reason", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("entry", Integer, nullable=False),
)
signatures = Table(
    "signatures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False),
    Column("item", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("credentials", String, nullable=False),
    Column("attestation", Text, nullable=False),
    Column("decision", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("despite", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("withdrawn_at", String),
)
suppressions = Table(
    "suppressions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False),
    Column("item", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("quote", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("withdrawn_at", String),
)
facts = Table(
    "facts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("entry", Integer, nullable=False),
    Column("forgotten_at", String),
)
working = Table(
    "working",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("based_on", Integer),
    Column("revision", Integer, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
)
messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False),
    Column("speaker", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", String, nullable=False),
)
preferences = Table(
    "preferences",
    metadata,
    Column("user", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("user", String, nullable=False),
    Column("action", String, nullable=False),
    Column("case_id", Integer),
    Column("item", Integer),
    Column("body", Text, nullable=False),
    Column("previous", String, nullable=False),
    Column("digest", String, nullable=False),
)
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("digest", String, nullable=False),
)
