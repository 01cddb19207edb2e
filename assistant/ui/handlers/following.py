"""Work on several files as the page shows it: bars, the steps in the conversation, the case at the end."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any, Protocol

import gradio as gr

from assistant.desk import Desk, Progress
from assistant.errors import StoppedError
from assistant.export.markdown import escape
from assistant.records import CaseState, OpenCase, User
from assistant.review import Step
from assistant.ui.handlers.base import REFUSALS, Messages, assistant_says, reviewer_says
from assistant.ui.handlers.pace import Pace
from assistant.ui.handlers.work import InHand, Running, Tabs
from assistant.ui.html.progress import Line, outcome, progress
from assistant.ui.shown import Parts, View, case_parts, list_part


@dataclass(frozen=True)
class Task:
    """One case to work on; ``begin`` does it, until the event is set."""

    case_id: int
    name: str
    begin: Callable[[Event], Iterator[Progress]]


class Around(Protocol):
    """What the work needs of the handlers that began it."""

    @property
    def desk(self) -> Desk: ...
    @property
    def in_hand(self) -> InHand: ...
    @property
    def tabs(self) -> Tabs: ...
    def talk(self, opened: OpenCase, user: User) -> Messages: ...


@dataclass
class Following:
    """The work on several files, one after the other, told as it goes on.

    ``lines``, one for each task, are among the bars of ``running``.
    """

    around: Around
    user: User
    view: View
    running: Running
    lines: list[Line]
    item: int | None = None
    lost: Sequence[Line] = ()
    pace: Pace = field(default_factory=Pace)
    _began: int = 0

    def follow(self, tasks: Sequence[Task]) -> Iterator[Parts]:
        """Do all tasks; one that fails or is stopped keeps no other back."""
        self._began = self.around.tabs.done(self.view)
        said: Messages = []
        opened: OpenCase | None = None
        left = [task.case_id for task in tasks]
        try:
            for number, task in enumerate(tasks):
                said = [*said, reviewer_says(f"Review {task.name}")]
                done = yield from self._one(number, task, left, said)
                left.remove(task.case_id)
                self.around.in_hand.drop([task.case_id])
                said = [*said, *done.said]
                opened = done.opened or opened
                if left and done.opened is not None and self._now.case_id == task.case_id:
                    yield self._case(done.opened, self.around.talk(done.opened, self.user)) | self._bars()
        finally:
            self.around.in_hand.drop(left)
        yield self._end(said, opened)

    def _one(
        self, number: int, task: Task, left: Sequence[int], said: Messages
    ) -> Generator[Parts, None, _Done]:
        stop = self.running.stop
        if stop.is_set():
            self.lines[number] = Line(task.name, "stopped", 0.0, failed=True)
            return _Done()
        done: Progress | None = None
        self.around.in_hand.touch(left)
        try:
            for done in task.begin(stop):
                self.around.in_hand.touch(left)
                self.lines[number] = _line(task.name, done)
                if self.pace.is_due():
                    yield self._shown([*said, steps_message(done.steps, done=False)])
        except REFUSALS as error:
            word = "stopped" if isinstance(error, StoppedError) else "failed"
            self.lines[number] = Line(task.name, word, self.lines[number].share, failed=True)
            return _Done((assistant_says(escape(str(error))),))
        assert done is not None  # the desk yields at least once
        return _Done(_outcome(done), done.opened)

    @property
    def _now(self) -> View:
        """What the tab looks at by now."""
        return self.around.tabs.at(self.view)

    def _turned_away(self) -> bool:
        """Whether the reviewer works on a case of his own choice by now."""
        now, did = self._now, self.around.tabs.done(self.view) != self._began
        return now.case_id is not None and (did or now.case_id != self.view.case_id)

    def _bars(self) -> Parts:
        return {"progress": progress(self.running.lines)}

    def _shown(self, chat: Messages) -> Parts:
        shown = {"cases": list_part(self.around.desk, self.user, self._now), **self._bars()}
        if self._turned_away() or not self.running.is_newest(self.lines):
            return shown
        return {**shown, "chat": chat}

    def _case(self, opened: OpenCase, chat: Messages) -> Parts:
        now = self._now
        chosen = now.item if (now.case_id, opened.id) == (self.view.case_id,) * 2 else None
        item = (chosen if self.item else None) or opened.items[0].number
        view = replace(now, case_id=opened.id, item=item)
        return {**case_parts(self.around.desk, self.user, view, opened), "chat": chat}

    def _end(self, said: Messages, opened: OpenCase | None) -> Parts:
        away = self._turned_away()
        if opened is None or (away and self._now.case_id != opened.id):
            shown = self._shown(said)
        else:
            alone = self.item is None and not away
            shown = self._case(opened, said if alone else self.around.talk(opened, self.user))
        return shown | self._ended(shown.get("view", self._now))

    def _ended(self, view: View) -> Parts:
        """What is left of the bars; told last, as other work of this tab may end at the same time."""
        self.running.over.extend(self.lost)
        over = self.running.end(self.lines)
        shown = {"cases": list_part(self.around.desk, self.user, view), **self._bars()}
        if over:
            shown |= {"stop": gr.Button("Stop", visible=False), "progress": outcome(self.running.lines)}
        return shown


@dataclass(frozen=True)
class _Done:
    """What came of one task."""

    said: Sequence[gr.ChatMessage] = ()
    opened: OpenCase | None = None


def _line(name: str, done: Progress) -> Line:
    if done.failed:
        return Line(name, done.summary.state.value.replace("_", " "), 1.0, failed=True)
    if done.opened is not None:
        return Line(name, done.opened.summary.state.value, 1.0)
    if not done.steps:
        return Line(name, "reading" if done.summary.state is CaseState.READING else "read", done.share)
    last = done.steps[-1]
    return Line(name, f"item {last.item}, {last.name}", done.share)


def summary_of(opened: OpenCase) -> str:
    """Where the case stands, in Markdown, as the first words of the conversation."""
    if not opened.items:
        return escape(opened.summary.problem or "The file is still being read.")
    count = len(opened.items)
    lines = [f"{count} disputed item{'s' if count > 1 else ''}:", ""]
    for item in opened.items:
        word = str(item.decision or "reviewer decides")
        state = " (signed)" if item.signed else ""
        lines.append(f"{item.number}. {escape(item.treatment)}: **{word}**{state}")
    lines += ["", "The draft stands above. Ask *why*, *what is missing*, *shorter*, or *help*."]
    return "\n".join(lines)


def _outcome(done: Progress) -> Messages:
    if done.opened is None:
        return [assistant_says(escape(done.summary.problem))]
    return [steps_message(done.steps, done=True), assistant_says(summary_of(done.opened))]


def steps_message(steps: tuple[Step, ...], done: bool) -> gr.ChatMessage:
    """The steps of a review as a message that folds."""
    text = "\n".join(f"- Item {s.item}, {s.name}: {escape(s.detail)}" for s in steps) or "Reading the file"
    status: Any = "done" if done else "pending"
    return gr.ChatMessage(content=text, metadata={"title": "Steps of the review", "status": status})
