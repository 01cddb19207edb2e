"""Facts that the record lacks: the reviewer tells one with its source, or takes one back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.desk.asking import fact_taken, fact_taken_back
from assistant.errors import RecordsError
from assistant.records import OpenCase, User
from assistant.records.talk import keep_talk
from assistant.ui.handlers.base import REFUSALS, problem
from assistant.ui.handlers.cases import CaseHandlers
from assistant.ui.shown import Parts, View


@dataclass(frozen=True)
class FactHandlers(CaseHandlers):
    """Handlers of the reviewer's own facts; each is followed by a review anew, which can be stopped."""

    def tell_fact(self, user: User, view: View, text: str, source: str) -> Iterator[Parts]:
        """Add a fact with its source."""
        if view.case_id is None:
            return
        opened = self.opened(user, view)
        try:
            after = self.desk.keep_fact(opened, text, source, user)
        except REFUSALS as error:
            yield {"told": problem(str(error))}
            return
        fact = after.facts[-1]
        yield {"fact": "", "source": "", "told": ""}
        yield from self._anew(user, view, after)
        now = self.opened(user, view)
        if not now.outdated:
            said = fact_taken(opened, now, view.item, fact.text, fact.source)
            yield self._told(user, now, f"fact: {fact.text} (source: {fact.source})", said)

    def take_fact_back(self, user: User, view: View, fact_id: int) -> Iterator[Parts]:
        """Take a fact back, whichever it is."""
        if view.case_id is None:
            return
        opened = self.opened(user, view)
        try:
            gone = next((f.text for f in opened.facts if f.id == fact_id), None)
            if gone is None:
                raise RecordsError("This fact is taken back already.")
            self.desk.records.forget_fact(opened.id, fact_id, user)
        except REFUSALS as error:
            yield {"told": problem(str(error))}
            return
        yield {"told": ""}
        yield from self._anew(user, view, self.opened(user, view))
        now = self.opened(user, view)
        if not now.outdated:
            said = fact_taken_back(opened, now, view.item, gone)
            yield self._told(user, now, f"take back the fact: {gone}", said)

    def _told(self, user: User, opened: OpenCase, words: str, said: str) -> Parts:
        """The conversation tells it, as if it had been said there."""
        keep_talk(self.desk.records, opened.id, [(True, words), (False, said)], user)
        return {"chat": self.talk(opened, user)}
