"""The reviewer's words on a kept case: what changes it goes through the records, the rest is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Event

from assistant.conversation.actions import (
    Action,
    AddFact,
    Ask,
    CheckText,
    Compare,
    Decide,
    ForgetFact,
    LetStand,
    Reword,
    SelectItem,
    SetAside,
)
from assistant.conversation.freely import is_sure, understand_freely
from assistant.conversation.respond import moved_statuses, report_markdown, respond
from assistant.conversation.stream import stream_work
from assistant.conversation.understand import understand
from assistant.desk.desk import Desk
from assistant.desk.setting_aside import the_finding, the_suppression
from assistant.desk.wording import Passage, compare
from assistant.errors import RecordsError
from assistant.export.markdown import escape
from assistant.records import OpenCase, User
from assistant.records.model_work import keep_asked
from assistant.records.resume import resume
from assistant.records.suppressing import set_aside, take_back
from assistant.records.talk import talk_of
from assistant.results import ItemReview
from assistant.review import AskedOf, Step

_SOURCE = re.compile(r"\s*[\[(;,]?\s*\bsource\s*[:=]\s*(?P<source>[^\])]{2,200})[\])]?\s*\.?\s*$", re.I)
_OWN = "told by the reviewer in the conversation"


@dataclass(frozen=True)
class Answer:
    """An answer in Markdown, the case after it, and the item in view."""

    text: str
    opened: OpenCase
    item: int


def answer(desk: Desk, opened: OpenCase, item: int, words: str, user: User) -> Answer:
    """Carry out what the words ask for.

    Raises:
        AssistantError: with the sentence that the reviewer sees; nothing has changed then.
    """
    desk = _accounting(desk, opened, user)
    action = _understood(desk, opened, item, words, user)
    match action:
        case AddFact():
            return _add_fact(desk, opened, item, action.text, user)
        case ForgetFact():
            after = desk.forget_fact(opened, user)
            return Answer(fact_taken_back(opened, after, item, opened.facts[-1].text), after, item)
        case Decide():
            item = _named(opened, item, action)
            desk.override(opened, item, action.decision, action.reason, user)
            said = (
                f"You decide **{action.decision}** on item {item}. A wording that says so is under *Edit*,"
                " not saved yet. It becomes a determination when you sign it."
            )
            return Answer(said, desk.records.open_case(opened.id, user), item)
        case Reword() | SetAside() | LetStand():
            return _on_rationale(desk, opened, item, action, user)
        case Compare():
            return Answer(_compared(desk, opened, item, user), opened, item)
        case _:
            return _asked(desk, opened, item, action)


def stream_answer(
    desk: Desk, opened: OpenCase, item: int, words: str, user: User, stop: Event | None = None
) -> Iterator[Step | Answer]:
    """The steps of a model at work, where one is configured, then the answer.

    Raises:
        AssistantError: with the sentence that the reviewer sees; nothing has changed then.
        StoppedError: ``stop`` was set; a change that was under way goes on to its end.
    """
    if desk.tools.drafter is None:
        yield answer(desk, opened, item, words, user)
        return

    def work(watch: Callable[[Step], None]) -> Answer:
        watched = replace(desk, tools=replace(desk.tools, on_step=watch))
        return answer(watched, opened, item, words, user)

    yield from stream_work(work, stop, to_the_end=True)


def _named(opened: OpenCase, item: int, action: Decide) -> int:
    """The item that the decision names, else that in view; a number that no item has decides nothing."""
    numbers = [i.number for i in opened.items]
    if action.item is not None and action.item not in numbers:
        raise RecordsError(f"This case has no item {action.item}; nothing is decided.")
    return action.item or item


def _accounting(desk: Desk, opened: OpenCase, user: User) -> Desk:
    """The desk that keeps what a model is asked on the case, at once: also what nobody awaits any more."""

    def keep(asked: AskedOf) -> None:
        keep_asked(desk.records, opened.id, asked, user)

    return replace(desk, tools=replace(desk.tools, on_asked=keep))


def _understood(desk: Desk, opened: OpenCase, item: int, words: str, user: User) -> Action:
    """The action; a model is asked where one is configured and the patterns are not sure."""
    sure = understand(words)
    if opened.case is None or is_sure(sure, words):
        return sure
    model = desk.tools.for_case(opened.case).drafter
    if model is None:
        return sure
    desk.tools.on_step(Step(item, "understand", f"{model.name} is asked what is meant"))
    before = tuple((m.by_reviewer, m.text) for m in talk_of(desk.records, opened.id, user))
    action = understand_freely(words, model.chooser(desk.tools.telling(item, "understand")), before)
    return replace(action, before=before) if isinstance(action, Ask) else action


def _asked(desk: Desk, opened: OpenCase, item: int, action: Action) -> Answer:
    session = resume(opened, item)
    if session is None:
        raise RecordsError("This case has no review yet; wait for it, or add a readable file.")
    if isinstance(action, CheckText) and action.text:
        return Answer(report_markdown(desk.check(opened, item, action.text).report), opened, item)
    reply = respond(action, session, desk.tools)
    return Answer(reply.text, opened, reply.session.item if isinstance(action, SelectItem) else item)


def _add_fact(desk: Desk, opened: OpenCase, item: int, words: str, user: User) -> Answer:
    stated = _SOURCE.search(words)
    source = stated["source"].strip() if stated else _OWN
    text = f"{_SOURCE.sub('', words).rstrip(' .')}." if stated else words
    after = desk.add_fact(opened, text, source, user)
    return Answer(fact_taken(opened, after, item, text, source), after, item)


def fact_taken(before: OpenCase, after: OpenCase, item: int, text: str, source: str) -> str:
    """In Markdown: the fact with its source, and which criteria of the item it moves."""
    head = f"Taken as your fact, not the record's: “{escape(text)}” Source: {escape(source)}."
    return f"{head}\n\n{_moved(before, after, item)}"


def fact_taken_back(before: OpenCase, after: OpenCase, item: int, text: str) -> str:
    """In Markdown: the fact that counts no longer, and which criteria of the item that moves."""
    return f"Taken back: “{escape(text)}”\n\n{_moved(before, after, item)}"


def _on_rationale(
    desk: Desk, opened: OpenCase, item: int, action: Reword | SetAside | LetStand, user: User
) -> Answer:
    if isinstance(action, Reword):
        return _reword(desk, opened, item, action, user)
    if isinstance(action, SetAside):
        text, finding = the_finding(desk, opened, item, action.rule, action.quote)
        set_aside(desk.records, opened.id, item, finding, text, action.reason, user)
        said = f"Set aside: **{finding.rule}** “{escape(finding.quote)}”. It is kept with your reason."
    else:
        word = the_suppression(opened, item, action.rule, action.quote)
        take_back(desk.records, opened.id, item, word, user)
        said = f"**{word.rule}** “{escape(word.quote)}” stands again."
    return Answer(said, desk.records.open_case(opened.id, user), item)


def _reword(desk: Desk, opened: OpenCase, item: int, action: Reword, user: User) -> Answer:
    kept = desk.reword(opened, item, action.style, action.criterion, user)
    after = desk.records.open_case(opened.id, user)
    own = after.item(item).draft
    where = "It stands above." if own == kept else "Your own text stays; compare both under *Changes*."
    words = len(kept.text.split())
    said = f"Version {kept.number} ({escape(kept.by)}): {words} words, checked, no errors. {where}"
    return Answer(said, after, item)


def _moved(before: OpenCase, after: OpenCase, item: int) -> str:
    return moved_statuses(_review(before, item), _review(after, item))


def _review(opened: OpenCase, item: int) -> ItemReview:
    review = opened.item(item).review
    if review is None:
        raise RecordsError("This item has no review yet.")
    return review


def _compared(desk: Desk, opened: OpenCase, item: int, user: User) -> str:
    versions = desk.records.versions(opened.id, item, user)
    if len(versions) < 2:
        return "There is one version only; nothing to compare."
    text = "".join(_marked(p) for p in compare(versions[-2].text, versions[-1].text))
    return f"Version {versions[-2].number} and version {versions[-1].number}:\n\n{text}"


def _marked(passage: Passage) -> str:
    """The passage in Markdown; the marks stand at the words, never at a blank."""
    mark = {"same": "", "added": "**", "removed": "~~"}[passage.kind]
    words = passage.text.strip()
    if not words:
        return passage.text
    before, _, after = passage.text.partition(words)
    return f"{before}{mark}{escape(words)}{mark}{after}"
