"""One reviewer's work on one case: the case, its review, and the facts that the reviewer supplied.

A session is a value: every change gives a new one. Supplied facts are appended to the text that the
evidence step reads, marked as the reviewer's, so that a quote of them is never taken for the record's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.case import Case, DisputedItem, Request
from assistant.conversation.supplied import SUPPLIED, supplemented
from assistant.results import ItemReview, Review
from assistant.review import Tools, review_case

__all__ = ["SUPPLIED", "Session", "open_session", "supplemented", "with_facts", "with_request"]


@dataclass(frozen=True)
class Session:
    """``base`` is the case as filed; ``review`` is of ``base`` with the supplied ``facts``."""

    base: Case
    review: Review
    facts: tuple[str, ...] = ()
    item: int = 1

    @property
    def in_view(self) -> ItemReview:
        return next(r for r in self.review.items if r.item.number == self.item)


def open_session(case: Case, tools: Tools) -> Session:
    """Review a case and put its first item in view."""
    return Session(case, review_case(case, tools), item=case.items[0].number)


def with_facts(session: Session, facts: tuple[str, ...], tools: Tools) -> Session:
    """The session with these supplied facts, everything computed anew."""
    case = supplemented(session.base, facts)
    return replace(session, review=review_case(case, tools), facts=facts)


def with_request(session: Session, request: Request, tools: Tools) -> Review:
    """A review of the item in view as if the request had been another one; the session stays."""
    changed = replace(
        session.in_view.item, request=request, treatment=_reworded(session.in_view.item, request)
    )
    case = replace(supplemented(session.base, session.facts), items=(changed,))
    return review_case(case, tools)


def _reworded(item: DisputedItem, request: Request) -> str:
    if request.visits is not None and request.visits != item.request.visits:
        return f"{request.visits} visits (instead of: {item.treatment})"
    return item.treatment
