"""What happens on the page: each handler takes the session and gives the chat and panels anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.case import Case
from assistant.conversation.actions import SelectItem
from assistant.conversation.respond import draft_markdown, respond
from assistant.conversation.session import Session
from assistant.conversation.stream import stream_session
from assistant.conversation.understand import understand
from assistant.errors import AssistantError
from assistant.export.markdown import escape
from assistant.intake import case_from_text, read_case, read_document
from assistant.library import Library
from assistant.review import Step, Tools
from assistant.samples import sample_text
from assistant.ui import panels

Messages = list[gr.ChatMessage]
Outputs = tuple[Any, ...]


@dataclass(frozen=True)
class Events:
    """Handlers bound to one library; a session lives in the browser tab's ``gr.State``."""

    tools: Tools

    @classmethod
    def of(cls, library: Library) -> Events:
        return cls(Tools(library))

    def open_file(self, path: str | None, chat: Messages) -> Iterator[Outputs]:
        """Read an uploaded file and review it."""
        if path is not None:
            yield from self._open(Path(path).name, chat, lambda: read_case(read_document(Path(path))))

    def open_text(self, text: str, chat: Messages) -> Iterator[Outputs]:
        """Review pasted text."""
        yield from self._open("the pasted text", chat, lambda: case_from_text(text))

    def open_sample(self, name: str, chat: Messages) -> Iterator[Outputs]:
        """Review a sample case."""
        yield from self._open(name, chat, lambda: case_from_text(sample_text(name), name))

    def say(self, words: str, chat: Messages, session: Session | None) -> Iterator[Outputs]:
        """Answer the reviewer's words."""
        if not words.strip():
            return
        chat = [*chat, _user(words)]
        if session is None:
            yield outputs(
                [*chat, _assistant("Open a case first: upload a file, paste text, or take a sample.")], None
            )
            return
        yield outputs(chat, session, busy=True)
        try:
            reply = respond(understand(words), session, self.tools)
        except AssistantError as error:
            yield outputs([*chat, _assistant(str(error))], session)
            return
        yield outputs([*chat, _assistant(reply.text)], reply.session)

    def select(self, number: int | None, chat: Messages, session: Session | None) -> Outputs:
        """Bring another item into view."""
        if session is None or number is None or number == session.item:
            return outputs(chat, session)
        return outputs(chat, respond(SelectItem(number), session, self.tools).session)

    def _open(self, name: str, chat: Messages, read: Any) -> Iterator[Outputs]:
        chat = [*chat, _user(f"Review {name}")]
        yield outputs([*chat, _steps([], done=False)], None, busy=True)
        try:
            case: Case = read()
            yield from self._review(case, chat)
        except AssistantError as error:
            yield outputs([*chat, _assistant(str(error))], None)

    def _review(self, case: Case, chat: Messages) -> Iterator[Outputs]:
        steps: list[Step] = []
        for event in stream_session(case, self.tools):
            if isinstance(event, Session):
                said = [_steps(steps, done=True), _assistant(_summary(event))]
                yield outputs([*chat, *said], event)
                return
            steps.append(event)
            yield outputs([*chat, _steps(steps, done=False)], None, busy=True)


def outputs(chat: Messages, session: Session | None, busy: bool = False) -> Outputs:
    """Values for every output of the page, in the order of ``page.build``."""
    if session is None:
        empty = panels.EMPTY
        items = gr.Radio(choices=[], value=None, visible=False)
        return (
            chat,
            None,
            "" if not busy else "Reading the case …",
            items,
            empty,
            empty,
            empty,
            empty,
            empty,
            "",
        )
    review = session.in_view
    choices = [(_choice(r.item.number, r.item.treatment), r.item.number) for r in session.review.items]
    return (
        chat,
        session,
        panels.case_panel(session),
        gr.Radio(choices=choices, value=session.item, visible=True),
        panels.outcome_panel(review) + panels.criteria_panel(review),
        panels.draft_panel(review),
        panels.record_panel(session),
        panels.guideline_panel(review),
        panels.precedents_panel(review),
        "",
    )


def _choice(number: int, treatment: str) -> str:
    short = treatment if len(treatment) <= 90 else f"{treatment[:88]}…"
    return f"{number}. {short}"


def _summary(session: Session) -> str:
    count = len(session.review.items)
    lines = [f"I reviewed {count} disputed item{'s' if count > 1 else ''}.", ""]
    for review in session.review.items:
        evaluation = review.evaluation
        word = str(evaluation.recommendation or "reviewer decides") if evaluation else "reviewer decides"
        lines.append(f"{review.item.number}. {escape(review.item.treatment)}: **{word}**")
    lines += [
        "",
        draft_markdown(session.in_view),
        "",
        "Ask *why*, *what is missing*, *show the evidence*, or *help*.",
    ]
    return "\n".join(lines)


def _steps(steps: list[Step], done: bool) -> gr.ChatMessage:
    text = "\n".join(f"- Item {s.item}, {s.name}: {s.detail}" for s in steps) or "Reading the case"
    status: Any = "done" if done else "pending"
    return gr.ChatMessage(content=text, metadata={"title": "Steps of the review", "status": status})


def _user(text: str) -> gr.ChatMessage:
    return gr.ChatMessage(role="user", content=text)


def _assistant(text: str) -> gr.ChatMessage:
    return gr.ChatMessage(role="assistant", content=text)
