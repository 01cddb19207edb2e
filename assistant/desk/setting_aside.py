"""Findings that the reviewer sets aside, or lets stand again, while writing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from assistant.desk.desk import Desk
from assistant.desk.model import Checked
from assistant.errors import RecordsError
from assistant.records import OpenCase, User
from assistant.records.suppressing import set_aside, take_back
from assistant.results import Finding, Suppression

_Named = TypeVar("_Named", Finding, Suppression)
_NONE = "The checker has no such finding on this text; check it again."


def suppress(
    desk: Desk, opened: OpenCase, item: int, text: str, number: int, reason: str, user: User
) -> Checked:
    """Set the finding at ``number`` (from 0) aside; the wording checked anew.

    Raises:
        SettingsError: there is no reason.
        RecordsError: there is no such finding, or the item is signed.
    """
    found = desk.check(opened, item, text).report.findings
    if not 0 <= number < len(found):
        raise RecordsError(_NONE)
    set_aside(desk.records, opened.id, item, found[number], text, reason, user)
    return desk.check(desk.records.open_case(opened.id, user), item, text)


def restore(desk: Desk, opened: OpenCase, item: int, text: str, number: int, user: User) -> Checked:
    """Let the finding at ``number`` (from 0) of those set aside stand again; the wording checked anew."""
    aside = desk.check(opened, item, text).report.suppressed
    if not 0 <= number < len(aside):
        raise RecordsError(_NONE)
    take_back(desk.records, opened.id, item, aside[number].suppression, user)
    return desk.check(desk.records.open_case(opened.id, user), item, text)


def the_finding(desk: Desk, opened: OpenCase, item: int, rule: str, quote: str) -> tuple[str, Finding]:
    """The one finding on the rationale that rule and quote name, with the rationale it is on.

    Raises:
        RecordsError: there is none, or more than one.
    """
    text = _rationale(opened, item)
    found = [f for f in desk.check(opened, item, text).report.findings if f.rule == rule]
    named = [f for f in found if quote.casefold() in f.quote.casefold()] if quote else found
    return text, _one(named, rule, lambda f: f.quote)


def the_suppression(opened: OpenCase, item: int, rule: str, quote: str) -> Suppression:
    """The one suppression that rule and quote name.

    Raises:
        RecordsError: there is none, or more than one.
    """
    kept = [s for s in opened.item(item).suppressions if s.rule == rule]
    named = [s for s in kept if quote.casefold() in s.quote.casefold()] if quote else kept
    return _one(named, rule, lambda s: s.quote)


def _rationale(opened: OpenCase, item: int) -> str:
    """What is typed and not saved, else the version that stands."""
    kept = opened.item(item)
    if kept.working:
        return kept.working.text
    if kept.draft is None:
        raise RecordsError("There is no rationale yet to set a finding aside on.")
    return kept.draft.text


def _one(named: list[_Named], rule: str, quote_of: Callable[[_Named], str]) -> _Named:
    if len(named) == 1:
        return named[0]
    if not named:
        raise RecordsError(f"There is no finding {rule} by these words on the rationale of this item.")
    quotes = ", ".join(f"“{quote_of(each)}”" for each in named)
    raise RecordsError(f"{rule} is found more than once; name the words: {quotes}.")
