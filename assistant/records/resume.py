"""A kept case as a session of the conversation, to go on where the reviewer stopped."""

from __future__ import annotations

from assistant.conversation.session import Session
from assistant.records.model import OpenCase


def resume(opened: OpenCase, item: int | None = None) -> Session | None:
    """The session on this case, or None while it has no review."""
    review = opened.review
    if review is None or opened.case is None:
        return None
    return Session(opened.case, review, opened.fact_texts, item or opened.items[0].number)
