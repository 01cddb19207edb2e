"""The draft: every pause is kept and checked, findings are mended, versions saved and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.desk import Checked
from assistant.desk.setting_aside import restore, suppress
from assistant.desk.wording import compare
from assistant.records import OpenCase, User
from assistant.ui.handlers.base import REFUSALS, Handlers, done, problem
from assistant.ui.html import draft, signing
from assistant.ui.html.draft import changes
from assistant.ui.shown import KEPT, NOTHING_KEPT, Parts, Seen, View, draft_parts


@dataclass(frozen=True)
class DraftHandlers(Handlers):
    """Handlers of the draft."""

    def check(self, user: User, view: View, seen: Seen, typed: dict[str, Any]) -> Iterator[Parts]:
        """The writer pauses: keep the words and say what the checker finds in them.

        ``typed`` holds the text and the case and item that the editor showed when it was typed, so that
        words never end up with an item that was opened meanwhile.
        """
        text, case_id, item = str(typed["text"]), int(typed["case"]), int(typed["item"])
        opened = self.desk.records.open_case(case_id, user)
        revision = seen.revision if (seen.case_id, seen.item) == (case_id, item) else None
        kept: Parts
        try:
            now = self.desk.type(opened, item, text, revision, user)
            word = KEPT if now else NOTHING_KEPT
            kept = {"seen": Seen(case_id, item, now), **({"saying": ""} if now else {})}
        except REFUSALS as error:
            word, kept = "Not kept.", {"saying": problem(str(error))}
        if (case_id, item) != (view.case_id, view.item):
            return
        checked = self.desk.check(opened, item, text)
        opened = self.desk.records.open_case(case_id, user)
        if word == KEPT and opened.item(item).working is None:
            return  # saved or discarded while they were checked, which has told so already
        kept["decision"] = signing.decision(opened, opened.item(item), unsaved=word != NOTHING_KEPT)
        yield {**kept, **draft_parts(checked, word, (case_id, item))}

    def finding(self, user: User, view: View, text: str, sent: dict[str, Any]) -> Iterator[Parts]:
        """A button of a finding: ``mend``, ``suppress`` with a reason, or ``restore``; counted from 0."""
        number, reason = int(sent["number"]), str(sent.get("reason", ""))
        match sent["does"]:
            case "suppress":
                yield from self._about(
                    user, view, lambda o: suppress(self.desk, o, view.item, text, number, reason, user)
                )
            case "restore":
                yield from self._about(
                    user, view, lambda o: restore(self.desk, o, view.item, text, number, user)
                )
            case _:
                yield from self.mend(user, view, text, number)

    def _about(self, user: User, view: View, change: Callable[[OpenCase], Checked]) -> Iterator[Parts]:
        """Set a finding aside or let it stand; the words stay as they are."""
        if view.case_id is None:
            return
        try:
            checked = change(self.opened(user, view))
        except REFUSALS as error:
            yield {"saying": problem(str(error))}
            return
        opened = self.opened(user, view)
        item = opened.item(view.item)
        passed = item.draft is None or item.draft.report.passed
        yield {
            **draft_parts(checked, KEPT if item.working else NOTHING_KEPT, (view.case_id, view.item)),
            "document": draft.document(item),
            "decision": signing.decision(opened, item, unsaved=item.working is not None),
            "despite": gr.Textbox(visible=not passed),
            "saying": done("Kept, with your reason, in the audit."),
        }

    def mend(self, user: User, view: View, text: str, number: int) -> Iterator[Parts]:
        """One click puts a finding right; the words are kept, not saved."""
        if view.case_id is not None:
            opened = self.opened(user, view)
            checked = self.desk.mend(opened, view.item, text, number)
            now = self.desk.type(opened, view.item, checked.text, None, user)
            here = (opened.id, view.item)
            word = KEPT if now else NOTHING_KEPT
            shown: Parts = {"editor": checked.text, "seen": Seen(*here, now), "saying": ""}
            shown["decision"] = signing.decision(opened, opened.item(view.item), unsaved=bool(now))
            yield {**shown, **draft_parts(checked, word, here)}

    def save(self, user: User, view: View, text: str) -> Iterator[Parts]:
        """Keep the wording as a new version."""
        if view.case_id is not None:
            opened = self.opened(user, view)
            yield from self.changed(
                user,
                view,
                lambda: self.desk.save(opened, view.item, text, view.version, user),
                "Saved.",
                typing=True,
            )

    def discard(self, user: User, view: View) -> Iterator[Parts]:
        """Forget what is typed and not saved."""
        if view.case_id is not None:
            opened = self.opened(user, view)
            yield from self.changed(
                user,
                view,
                lambda: self.desk.discard(opened, view.item, user),
                "Discarded.",
            )

    def show_changes(self, user: User, view: View, number: int | None) -> Iterator[Parts]:
        """Compare another version with the one that stands."""
        if view.case_id is None or number is None:
            return
        versions = self.desk.records.versions(view.case_id, view.item, user)
        kept = self.opened(user, view).item(view.item).draft
        other = next((v for v in versions if v.number == number), None)
        if other and kept:
            older, newer = sorted((other, kept), key=lambda v: v.number)
            title = f"Version {older.number} and version {newer.number}"
            yield {"changes": changes(compare(older.text, newer.text), title)}

    def take(self, user: User, view: View, number: int | None) -> Iterator[Parts]:
        """Put another version under Edit, to go on from; nothing is saved yet."""
        if view.case_id is None or number is None:
            return
        opened = self.opened(user, view)
        versions = self.desk.records.versions(opened.id, view.item, user)
        text = next(v.text for v in versions if v.number == number)
        yield from self.changed(
            user,
            view,
            lambda: self.desk.type(opened, view.item, text, None, user),
            f"Version {number} is under Edit now, not saved yet.",
        )
