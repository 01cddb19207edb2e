"""The left panel: the list and its filter, opening a case, adding files with their progress, stopping."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from html import escape as plain
from pathlib import Path

import gradio as gr

from assistant.desk.filtering import NO_FILTER, Wanted
from assistant.desk.steps import kept_steps
from assistant.export.markdown import escape
from assistant.records import SINGLE_USER, CaseState, CaseSummary, OpenCase, User
from assistant.records.figures import figures
from assistant.records.handing import reassign, remove, restore
from assistant.records.people import Users
from assistant.records.preferences import preference, set_preference
from assistant.records.talk import talk_of
from assistant.samples import sample_path
from assistant.ui.handlers.base import (
    REFUSALS,
    Handlers,
    Messages,
    assistant_says,
    done,
    problem,
    reviewer_says,
)
from assistant.ui.handlers.decision import SIGNER
from assistant.ui.handlers.following import Following, Task, steps_message, summary_of
from assistant.ui.html.dashboard import dashboard
from assistant.ui.html.progress import Line, already_there, outcome
from assistant.ui.shown import Parts, View, empty_parts, list_part
from assistant.ui.uploads import Uploads

_FILTER = "filter of the list"
NOT_WHOLE = "did not arrive whole; add it again"
_IN_HAND = (
    "This case is being read or reviewed at this moment. It opens here as soon as that is done; if it was"
    " begun in another window, choose it again then."
)


@dataclass(frozen=True)
class CaseHandlers(Handlers):
    """Handlers of the list of cases."""

    uploads: Uploads = field(default_factory=Uploads, repr=False)

    def start(self, user: User, view: View, wanted: int | None = None) -> Iterator[Parts]:
        """The page opens: the list as it was filtered last, and the case that the address names."""
        kept = preference(self.desk.records, user, _FILTER)
        asked = Wanted(**json.loads(kept)) if kept else NO_FILTER
        view = replace(view, wanted=asked, tab=secrets.token_hex(8))
        others = [u.name for u in Users(self.desk.records).list() if u.may_write and not u.disabled]
        yield {
            "view": view,
            "cases": list_part(self.desk, user, view),
            "who": _who(user),
            "to": gr.Dropdown(choices=others, value=None, visible=bool(others)),
            "reassign": gr.Button("Hand over", visible=bool(others)),
            **asked.shown(),
            **self._signer(user),
        }
        if wanted is not None:
            yield from self.open_case(user, view, wanted)

    def _signer(self, user: User) -> Parts:
        kept = preference(self.desk.records, user, SIGNER)
        return dict(zip(("name", "credentials"), json.loads(kept), strict=True)) if kept else {}

    def filter(self, user: User, view: View, *wanted: str) -> Iterator[Parts]:
        """Narrow the list, and remember how."""
        asked = Wanted(*(value or "" for value in wanted))
        asked = replace(asked, order=asked.order or NO_FILTER.order)
        if asked == view.wanted:
            return
        view = replace(view, wanted=asked)
        set_preference(self.desk.records, user, _FILTER, view.wanted.as_json())
        yield {"view": view, "cases": list_part(self.desk, user, view)}

    def show_all(self, user: User, view: View) -> Iterator[Parts]:
        """Take the filter off."""
        view = replace(view, wanted=NO_FILTER)
        set_preference(self.desk.records, user, _FILTER, NO_FILTER.as_json())
        yield {"view": view, "cases": list_part(self.desk, user, view), **NO_FILTER.shown()}

    def open_case(self, user: User, view: View, case_id: int) -> Iterator[Parts]:
        """Bring a case of the list into view; one whose review was stopped goes on."""
        choice = self.tabs.chooses(view)
        try:
            opened = self.desk.records.open_case(case_id, user)
        except REFUSALS as error:
            yield {"chat": [assistant_says(str(error))]}
            return
        halted = opened.outdated or opened.summary.state in (CaseState.READING, CaseState.READY)
        first = opened.items[0].number if opened.items else 1
        view = replace(view, case_id=case_id, item=first)
        if halted and case_id in self.in_hand:
            yield {**self.shown(user, view, opened), "chat": [assistant_says(_IN_HAND)]}
        elif halted and user.name == opened.summary.owner:
            yield from self._follow(user, view, [self._resuming(opened.summary, user)])
        else:
            shown = {**self.shown(user, view, opened), "chat": self.talk(opened, user)}
            if self.tabs.is_last(view, choice):
                yield shown

    def select(self, user: User, view: View, number: int | None) -> Iterator[Parts]:
        """Bring another item into view."""
        choice = self.tabs.chooses(view)
        if view.case_id is None or number is None or number == view.item:
            return
        view = replace(view, item=number)
        shown = self.shown(user, view, self.opened(user, view))
        if self.tabs.is_last(view, choice):
            yield shown

    def count(self, user: User, _: View) -> Iterator[Parts]:
        """The dashboard anew."""
        try:
            yield {"dashboard": dashboard(figures(self.desk.records, user))}
        except REFUSALS as error:
            yield {"dashboard": problem(str(error))}

    # new cases

    def add_files(self, user: User, view: View, paths: list[str] | None) -> Iterator[Parts]:
        """Keep, read and review uploaded files one after the other."""
        yield {"upload": None}  # more can be added while these are read
        taken = [(Path(p).name, self.uploads.take(Path(p))) for p in dict.fromkeys(paths or [])]
        lost = [Line(name, NOT_WHOLE, 0.0, failed=True) for name, content in taken if content is None]
        files = [(name, content) for name, content in taken if content is not None]
        yield from self._add(user, view, files, lost)

    def add_text(self, user: User, view: View, text: str) -> Iterator[Parts]:
        """Review pasted text."""
        if text.strip():
            yield from self._add(user, view, [("pasted text.txt", text.encode())])

    def add_sample(self, user: User, view: View, name: str) -> Iterator[Parts]:
        """Open a sample case; one that is in the list already is not added again."""
        for case in self.desk.records.list_cases(user):
            if case.name == name and case.owner == user.name and case.items:
                yield from self.open_case(user, view, case.id)
                return
        yield from self._add(user, view, [(name, sample_path(name).read_bytes())])

    def stop(self, _: User, view: View) -> Iterator[Parts]:
        """Stop the work on cases that this tab has set going; what is kept so far stays."""
        self.works.stop(view.tab)
        yield {"stop": gr.Button("Stopping …", interactive=False)}

    def correct(self, user: User, view: View, treatment: str, reason: str) -> Iterator[Parts]:
        """Put the right wording of the request in the place of the one that was read."""
        if view.case_id is None:
            return
        opened = self.opened(user, view)
        try:
            after = self.desk.keep_request(opened, view.item, treatment, reason, user)
        except REFUSALS as error:
            yield {"corrected": problem(str(error))}
            return
        yield from self._anew(user, view, after)
        yield {"corrected": done("Corrected, and reviewed anew.")}

    def there(self, user: User, view: View, sent: dict[str, str]) -> Iterator[Parts]:
        """A button beside a file that is a case already: open that case, or make a second one."""
        if sent["open"]:
            yield from self.open_case(user, view, int(sent["open"]))
        else:
            yield from self.add_again(user, view, int(sent["again"]))

    def add_again(self, user: User, view: View, case_id: int) -> Iterator[Parts]:
        """Make a second case of a file that is one already, because the reviewer wants it so."""
        try:
            opened = self.desk.records.open_case(case_id, user)
            content = self.desk.records.content(case_id, user)
            kept = self.desk.keep(opened.summary.name, content, user)
        except REFUSALS as error:
            yield {"chat": [assistant_says(escape(str(error)))]}
            return
        yield from self._follow(user, view, [self._resuming(kept, user)])

    def _add(
        self, user: User, view: View, files: list[tuple[str, bytes]], lost: Sequence[Line] = ()
    ) -> Iterator[Parts]:
        """Keep all files at once, then review them; one that is a case already is told, not doubled."""
        kept: list[CaseSummary] = []
        there: list[tuple[str, CaseSummary]] = []
        try:
            for name, content in files:
                if before := self.desk.records.same_file(content, user):
                    there.append((name, before))
                else:
                    kept.append(self.desk.keep(name, content, user))
        except REFUSALS as error:
            yield {"chat": [assistant_says(escape(str(error)))]}
            return
        work = [self._resuming(s, user) for s in kept]
        if work:
            yield from self._follow(user, view, work, lost=lost)
        elif there:
            yield from self.open_case(user, view, there[0][1].id)
        told = (outcome(lost) if lost and not work else "") + already_there(there)
        if told:
            yield {"already": told}

    def _resuming(self, summary: CaseSummary, user: User) -> Task:
        return Task(summary.id, summary.name, partial(self.desk.resume, summary, user))

    def _anew(self, user: User, view: View, opened: OpenCase) -> Iterator[Parts]:
        """Review the open case with what has changed; the item in view stays."""
        again = partial(self.desk.review, opened.summary, user)
        yield from self._follow(user, view, [Task(opened.id, opened.summary.name, again)], view.item)

    def _follow(
        self,
        user: User,
        view: View,
        tasks: Sequence[Task],
        item: int | None = None,
        lost: Sequence[Line] = (),
    ) -> Iterator[Parts]:
        """Show the work on each file as it goes on, and at the end the last case that could be read.

        ``item`` is brought into view then, with the conversation; without it the first one.
        """
        lines = [Line(task.name, "waiting", 0.0) for task in tasks]
        with self.works.of(view.tab, lines) as running:
            yield {"stop": gr.Button("Stop", interactive=True, visible=True)}
            yield from Following(self, user, view, running, lines, item, lost).follow(tasks)

    def talk(self, opened: OpenCase, user: User) -> Messages:
        said = talk_of(self.desk.records, opened.id, user)
        steps = kept_steps(opened, self.desk.tools.library)
        return [
            *([steps_message(steps, done=True)] if steps else []),
            assistant_says(summary_of(opened)),
            *(reviewer_says(m.text) if m.by_reviewer else assistant_says(m.text) for m in said),
        ]

    # a lead's hand

    def reassign(self, user: User, view: View, to: str | None, why: str) -> Iterator[Parts]:
        """Hand the open case to another reviewer."""
        yield from self._handed(
            user, view, lambda case: reassign(self.desk.records, case, to or "", why, user)
        )

    def remove(self, user: User, view: View, why: str) -> Iterator[Parts]:
        """Take the open case out of the lists."""
        yield from self._handed(user, view, lambda case: remove(self.desk.records, case, why, user))

    def restore(self, user: User, view: View, why: str) -> Iterator[Parts]:
        """Bring the open case back into the lists."""
        yield from self._handed(user, view, lambda case: restore(self.desk.records, case, why, user))

    def _handed(self, user: User, view: View, step: Callable[[int], object]) -> Iterator[Parts]:
        if view.case_id is None:
            yield {"handed": problem("Open a case first.")}
            return
        try:
            step(view.case_id)
        except REFUSALS as error:
            yield {"handed": problem(str(error))}
            return
        view = replace(view, case_id=None)
        shown = {"view": view, "cases": list_part(self.desk, user, view), "handing": ""}
        yield {
            **empty_parts(),
            **shown,
            "handed": "",
            "chat": [assistant_says("Done, and noted in the audit.")],
        }


def _who(user: User) -> str:
    """Who is signed in, and the way out; nobody signs in, so nobody signs out, in single-user mode."""
    if user == SINGLE_USER:
        return ""
    way_out = '<form method="post" action="/sign-out"><button class="imr-small">Sign out</button></form>'
    return f'<p class="imr-who">{plain(user.name)}, {user.role}</p>{way_out}'
