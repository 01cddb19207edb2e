"""The decision: override with a reason, sign, reopen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.desk import ATTESTATION
from assistant.records import Signer, User
from assistant.records.preferences import set_preference
from assistant.ui.handlers.base import Handlers, problem
from assistant.ui.shown import Parts, View

SIGNER = "name and credentials"
"""What a user signed with last; the form offers it again, the attestation never."""
_DECIDED = "Decided. A wording that says so is under Edit: read it, change it, save it, then sign."


@dataclass(frozen=True)
class DecisionHandlers(Handlers):
    """Handlers of the decision."""

    def override(self, user: User, view: View, decision: str | None, reason: str) -> Iterator[Parts]:
        """Decide otherwise than recommended, with a reason."""
        if view.case_id is not None:
            opened = self.opened(user, view)
            yield from self.changed(
                user,
                view,
                lambda: self.desk.override(opened, view.item, decision or "", reason, user),
                _DECIDED,
            )

    def sign(
        self, user: User, view: View, name: str, credentials: str, attested: bool, despite: str
    ) -> Iterator[Parts]:
        """Make it a determination."""
        if view.case_id is None:
            return
        if not attested:
            yield {"said": problem("Tick the attestation before you sign.")}
            return
        opened = self.opened(user, view)
        signer = Signer(name, credentials, ATTESTATION, despite)

        def sign() -> None:
            self.desk.sign(opened, view.item, signer, user)
            set_preference(self.desk.records, user, SIGNER, json.dumps([name, credentials]))

        yield from self.changed(user, view, sign, "Signed.")

    def reopen(self, user: User, view: View, reason: str) -> Iterator[Parts]:
        """Unlock a signed item, with a reason."""
        if view.case_id is not None:
            opened = self.opened(user, view)
            yield from self.changed(
                user, view, lambda: self.desk.reopen(opened, view.item, reason, user), "Reopened."
            )
