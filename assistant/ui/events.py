"""What happens on the page. Each handler yields new values by the name of the part that shows them.

Handlers are plain generators over the desk: they know part names, not components.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape as plain
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.desk import ATTESTATION, Desk, Progress
from assistant.desk.asking import answer
from assistant.desk.wording import compare
from assistant.errors import AssistantError
from assistant.export.markdown import escape
from assistant.records import SINGLE_USER, CaseFilter, CaseState, OpenCase, Order, Signer, User
from assistant.records.figures import figures
from assistant.review import Step
from assistant.samples import sample_path
from assistant.ui.html.dashboard import dashboard
from assistant.ui.html.draft import changes
from assistant.ui.shown import Parts, View, case_parts, draft_parts, list_part
from knowledge.errors import KnowledgeError
from knowledge.model import Decision

Messages = list[gr.ChatMessage]
_REFUSALS = (AssistantError, KnowledgeError)


@dataclass(frozen=True)
class Events:
    """Handlers over one desk; ``View`` is what one browser tab looks at."""

    desk: Desk

    # the list

    def start(self, user: User, view: View, wanted: int | None = None) -> Iterator[Parts]:
        """The page opens: the list, and the case that the address names."""
        yield {"cases": list_part(self.desk, user, view), "who": _who(user)}
        if wanted is not None:
            yield from self.open_case(user, view, wanted)

    def filter(self, user: User, view: View, *wanted: Any) -> Iterator[Parts]:
        """Narrow the list: search, state, priority, family, recommendation, order."""
        view = replace(view, wanted=_filter(*wanted))
        yield {"view": view, "cases": list_part(self.desk, user, view)}

    def open_case(self, user: User, view: View, case_id: int) -> Iterator[Parts]:
        """Bring a case of the list into view."""
        try:
            opened = self.desk.records.open_case(case_id, user)
        except _REFUSALS as error:
            yield {"chat": [_assistant(str(error))]}
            return
        if (
            opened.summary.state in (CaseState.READING, CaseState.READY)
            and user.name == opened.summary.owner
        ):
            go_on = partial(self.desk.resume, opened.summary, user)
            yield from self._follow(user, view, [(opened.summary.name, go_on)])
            return
        first = opened.items[0].number if opened.items else 1
        view = replace(view, case_id=case_id, item=first)
        yield {**case_parts(self.desk, user, view, opened), "chat": [_assistant(_summary(opened))]}

    def select(self, user: User, view: View, number: int | None) -> Iterator[Parts]:
        """Bring another item into view."""
        if view.case_id is None or number is None or number == view.item:
            return
        view = replace(view, item=number)
        yield case_parts(self.desk, user, view, self._opened(user, view))

    def count(self, user: User, _: View) -> Iterator[Parts]:
        """The dashboard anew."""
        try:
            yield {"dashboard": dashboard(figures(self.desk.records, user))}
        except _REFUSALS as error:
            yield {"dashboard": _problem(str(error))}

    # new cases

    def add_files(self, user: User, view: View, paths: list[str] | None) -> Iterator[Parts]:
        """Keep, read and review uploaded files one after the other."""
        files = [(Path(p).name, _taken(Path(p))) for p in paths or []]
        yield from self._add(user, view, files)

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

    def _add(self, user: User, view: View, files: list[tuple[str, bytes]]) -> Iterator[Parts]:
        try:
            kept = [self.desk.keep(name, content, user) for name, content in files]
        except _REFUSALS as error:
            yield {"chat": [_assistant(escape(str(error)))]}
            return
        yield {"cases": list_part(self.desk, user, view)}
        work = [(summary.name, partial(self.desk.resume, summary, user)) for summary in kept]
        yield from self._follow(user, view, work)

    def _follow(
        self, user: User, view: View, work: Sequence[tuple[str, Callable[[], Iterator[Progress]]]]
    ) -> Iterator[Parts]:
        """Show the work on each file as it goes on, and at the end the last case that could be read."""
        opened: OpenCase | None = None
        said: Messages = []
        for name, begin in work:
            said = [*said, _user(f"Review {name}")]
            done: Progress | None = None
            try:
                for done in begin():
                    yield {
                        "cases": list_part(self.desk, user, view),
                        "chat": [*said, _steps(done.steps, done=False)],
                    }
            except _REFUSALS as error:
                said = [*said, _assistant(str(error))]
                continue
            assert done is not None  # the desk yields at least once
            opened = done.opened or opened
            said = [*said, *_outcome(done)]
        if opened is None:
            yield {"chat": said, "cases": list_part(self.desk, user, view)}
            return
        view = replace(view, case_id=opened.id, item=opened.items[0].number)
        yield {**case_parts(self.desk, user, view, opened), "chat": said}

    # the conversation

    def say(self, user: User, view: View, words: str, chat: Messages) -> Iterator[Parts]:
        """Answer the reviewer's words."""
        if not words.strip():
            return
        chat = [*chat, _user(words)]
        if view.case_id is None:
            text = "Open a case first: add a file, paste text, or take a sample on the left."
            yield {"chat": [*chat, _assistant(text)], "words": ""}
            return
        yield {"chat": chat, "words": ""}
        try:
            said = answer(self.desk, self._opened(user, view), view.item, words, user)
        except _REFUSALS as error:
            yield {"chat": [*chat, _assistant(escape(str(error)))]}
            return
        shown = case_parts(self.desk, user, replace(view, item=said.item), said.opened)
        yield {**shown, "chat": [*chat, _assistant(said.text)]}

    # the draft

    def check(self, user: User, view: View, text: str) -> Iterator[Parts]:
        """The writer pauses: what the checker says of the wording now."""
        if view.case_id is not None:
            opened = self._opened(user, view)
            checked = self.desk.check(opened, view.item, text)
            kept = opened.item(view.item).draft
            same = kept is not None and kept.text == text.strip()
            yield draft_parts(checked, "Saved." if same else "Not saved yet.")

    def mend(self, user: User, view: View, text: str, number: int) -> Iterator[Parts]:
        """One click puts a finding right."""
        if view.case_id is not None:
            checked = self.desk.mend(self._opened(user, view), view.item, text, number)
            yield {"editor": checked.text, **draft_parts(checked, "Not saved yet.")}

    def save(self, user: User, view: View, text: str) -> Iterator[Parts]:
        """Keep the wording as a new version."""
        if view.case_id is None:
            return
        opened = self._opened(user, view)
        yield from self._change(
            user, view, lambda: self.desk.save(opened, view.item, text, view.version, user), "Saved.", text
        )

    def show_changes(self, user: User, view: View, number: int | None) -> Iterator[Parts]:
        """Compare an earlier version with the one that stands."""
        if view.case_id is None or number is None:
            return
        versions = self.desk.records.versions(view.case_id, view.item, user)
        kept = self._opened(user, view).item(view.item).draft
        before = next((v for v in versions if v.number == number), None)
        if before and kept:
            title = f"Version {number} and version {kept.number}"
            yield {"changes": changes(compare(before.text, kept.text), title)}

    # the decision

    def override(self, user: User, view: View, decision: str | None, reason: str) -> Iterator[Parts]:
        """Decide otherwise than recommended, with a reason."""
        if view.case_id is not None:
            opened = self._opened(user, view)
            yield from self._change(
                user,
                view,
                lambda: self.desk.override(opened, view.item, decision or "", reason, user),
                "Decided.",
            )

    def sign(
        self, user: User, view: View, name: str, credentials: str, attested: bool, despite: str
    ) -> Iterator[Parts]:
        """Make it a determination."""
        if view.case_id is None:
            return
        if not attested:
            yield {"said": _problem("Tick the attestation before you sign.")}
            return
        opened = self._opened(user, view)
        signer = Signer(name, credentials, ATTESTATION, despite)
        yield from self._change(
            user, view, lambda: self.desk.sign(opened, view.item, signer, user), "Signed."
        )

    def reopen(self, user: User, view: View, reason: str) -> Iterator[Parts]:
        """Unlock a signed item, with a reason."""
        if view.case_id is not None:
            opened = self._opened(user, view)
            yield from self._change(
                user, view, lambda: self.desk.reopen(opened, view.item, reason, user), "Reopened."
            )

    def _change(
        self, user: User, view: View, change: Callable[[], object], said: str, text: str | None = None
    ) -> Iterator[Parts]:
        """Make a change and show the case after it, or the sentence that refuses it; typed text stays."""
        try:
            change()
        except _REFUSALS as error:
            yield {"said": _problem(str(error)), "saying": _problem(str(error))}
            return
        shown = case_parts(self.desk, user, view, self._opened(user, view))
        if text is not None:
            shown["editor"] = gr.skip()  # the writer may be typing on
        yield {**shown, "said": _done(said), "saying": _done(said)}

    def _opened(self, user: User, view: View) -> OpenCase:
        assert view.case_id is not None  # the callers asked
        return self.desk.records.open_case(view.case_id, user)


def _taken(path: Path) -> bytes:
    """The content of an upload, and the copy that Gradio made is gone."""
    content = path.read_bytes()
    path.unlink(missing_ok=True)
    return content


def _filter(
    search: str,
    state: str | None,
    priority: str | None,
    family: str | None,
    recommendation: str | None,
    order: str | None,
) -> CaseFilter:
    return CaseFilter(
        search=search or "",
        state=CaseState(state) if state else None,
        priority=priority or None,
        family=family or None,
        recommendation=Decision(recommendation) if recommendation else None,
        order=Order(order) if order else Order.DUE,
    )


def _who(user: User) -> str:
    """Who is signed in, and the way out; nobody signs in, so nobody signs out, in single-user mode."""
    if user == SINGLE_USER:
        return ""
    way_out = '<form method="post" action="/sign-out"><button class="imr-small">Sign out</button></form>'
    return f'<p class="imr-who">{plain(user.name)}, {user.role}</p>{way_out}'


def _summary(opened: OpenCase) -> str:
    if not opened.items:
        return escape(opened.summary.problem or "The file is still being read.")
    count = len(opened.items)
    lines = [f"{count} disputed item{'s' if count > 1 else ''}:", ""]
    for item in opened.items:
        word = str(item.decision or "reviewer decides")
        state = " (signed)" if item.signed else ""
        lines.append(f"{item.number}. {escape(item.treatment)}: **{word}**{state}")
    lines += [
        "",
        "The checked draft stands above. Ask *why*, *what is missing*, *show the evidence*, or *help*.",
    ]
    return "\n".join(lines)


def _outcome(done: Progress) -> Messages:
    if done.opened is None:
        return [_assistant(escape(done.summary.problem))]
    return [_steps(done.steps, done=True), _assistant(_summary(done.opened))]


def _steps(steps: tuple[Step, ...], done: bool) -> gr.ChatMessage:
    text = "\n".join(f"- Item {s.item}, {s.name}: {s.detail}" for s in steps) or "Reading the file"
    status: Any = "done" if done else "pending"
    return gr.ChatMessage(content=text, metadata={"title": "Steps of the review", "status": status})


def _user(text: str) -> gr.ChatMessage:
    return gr.ChatMessage(role="user", content=text)


def _assistant(text: str) -> gr.ChatMessage:
    return gr.ChatMessage(role="assistant", content=text)


def _problem(text: str) -> str:
    return f'<p class="imr-warning" role="alert">{plain(text)}</p>'


def _done(text: str) -> str:
    return f'<p class="imr-done" role="status">{text}</p>'
