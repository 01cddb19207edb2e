"""What the handlers of every panel share: the desk, the open case, a change that may be refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape as plain
from threading import Event
from typing import Any

import gradio as gr

from assistant.desk import Desk
from assistant.errors import AssistantError
from assistant.records import OpenCase, User
from assistant.ui.handlers.work import InHand, Tabs, Works
from assistant.ui.shown import Parts, View, case_parts
from knowledge.errors import KnowledgeError

Messages = list[gr.ChatMessage]
REFUSALS = (AssistantError, KnowledgeError)


@dataclass(frozen=True)
class Handlers:
    """Handlers over one desk, with what each browser tab has going and looks at, by the tab's token."""

    desk: Desk
    works: Works = field(default_factory=Works, repr=False)
    in_hand: InHand = field(default_factory=InHand, repr=False)
    tabs: Tabs = field(default_factory=Tabs, repr=False)
    answering: dict[str, Event] = field(default_factory=dict, repr=False)

    @contextmanager
    def stoppable(self, view: View) -> Iterator[Event]:
        """The answer given inside can be stopped by the tab that asked."""
        stop = self.answering[view.tab] = Event()
        try:
            yield stop
        finally:
            if self.answering.get(view.tab) is stop:
                del self.answering[view.tab]

    def shown(self, user: User, view: View, opened: OpenCase) -> Parts:
        """Every part that shows the case; the bars of work that goes on stay."""
        parts = case_parts(self.desk, user, view, opened)
        if self.works.goes_on(view.tab):
            del parts["progress"]
        return parts

    def opened(self, user: User, view: View) -> OpenCase:
        """The case that the tab looks at."""
        assert view.case_id is not None  # the callers asked
        return self.desk.records.open_case(view.case_id, user)

    def changed(
        self, user: User, view: View, change: Callable[[], object], said: str, *, typing: bool = False
    ) -> Iterator[Parts]:
        """Make a change and show the case after it, or the sentence that refuses it.

        ``typing``: the writer may be typing on, so the editor is left alone.
        """
        try:
            change()
        except REFUSALS as error:
            yield {"said": problem(str(error)), "saying": problem(str(error))}
            return
        shown: dict[str, Any] = self.shown(user, view, self.opened(user, view))
        if typing:
            shown["editor"] = gr.skip()
        yield {**shown, "said": done(said), "saying": done(said)}


def reviewer_says(text: str) -> gr.ChatMessage:
    return gr.ChatMessage(role="user", content=text)


def assistant_says(text: str) -> gr.ChatMessage:
    return gr.ChatMessage(role="assistant", content=text)


def problem(text: str) -> str:
    return f'<p class="imr-warning" role="alert">{plain(text)}</p>'


def done(text: str) -> str:
    return f'<p class="imr-done" role="status">{text}</p>'
