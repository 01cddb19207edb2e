"""The conversation: the reviewer's words are answered, and both are kept with the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Event

import gradio as gr

from assistant.desk.asking import Answer, stream_answer
from assistant.export.markdown import escape
from assistant.records import OpenCase, User
from assistant.records.talk import keep_talk
from assistant.review import Step
from assistant.ui.handlers.base import (
    REFUSALS,
    Handlers,
    Messages,
    assistant_says,
    reviewer_says,
)
from assistant.ui.handlers.following import steps_message
from assistant.ui.shown import Parts, View


@dataclass(frozen=True)
class TalkHandlers(Handlers):
    """Handlers of the conversation."""

    def say(self, user: User, view: View, words: str, chat: Messages) -> Iterator[Parts]:
        """Answer the reviewer's words."""
        if not words.strip():
            return
        chat = [*chat, reviewer_says(words)]
        if view.case_id is None:
            text = "Open a case first: add a file, paste text, or take a sample on the left."
            yield {"chat": [*chat, assistant_says(text)], "words": ""}
            return
        yield {"chat": chat, "words": ""}
        opened = self.opened(user, view)
        with self.stoppable(view) as stop:
            yield from self._answered(user, view, opened, words, chat, stop)

    def halt(self, _: User, view: View) -> Iterator[Parts]:
        """Stop the answer that this tab waits for."""
        if answering := self.answering.get(view.tab):
            answering.set()
        yield {"halt": gr.Button("Stopping …", interactive=False)}

    def _answered(
        self, user: User, view: View, opened: OpenCase, words: str, chat: Messages, stop: Event
    ) -> Iterator[Parts]:
        steps: tuple[Step, ...] = ()
        said: Answer | None = None
        try:
            for event in stream_answer(self.desk, opened, view.item, words, user, stop):
                if isinstance(event, Answer):
                    said = event
                else:
                    steps = (*steps, event)
                    halt = gr.Button("Stop", interactive=True, visible=True)
                    yield {"halt": halt, "chat": [*chat, steps_message(steps, done=False)]}
        except REFUSALS as error:
            refused = escape(str(error))
            self._keep(opened, words, refused, user)
            yield {"halt": gr.Button("Stop", visible=False), "chat": [*chat, assistant_says(refused)]}
            return
        assert said is not None  # the stream ends with an answer or with a refusal
        self._keep(opened, words, said.text, user)
        chat = [*chat, steps_message(steps, done=True)] if steps else chat
        shown = self.shown(user, replace(view, item=said.item), said.opened)
        yield {
            **shown,
            "halt": gr.Button("Stop", visible=False),
            "chat": [*chat, assistant_says(said.text)],
        }

    def _keep(self, opened: OpenCase, words: str, said: str, user: User) -> None:
        """A lead or auditor who asks about another's case leaves no words in it."""
        if opened.summary.owner == user.name:
            keep_talk(self.desk.records, opened.id, [(True, words), (False, said)], user)
