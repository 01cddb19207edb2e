"""``imr chat``: talk about a case on the terminal; nothing is kept."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown

from assistant.cli.common import drafter_for, open_case, show
from assistant.conversation.actions import Ask, Said
from assistant.conversation.freely import understand_freely
from assistant.conversation.respond import respond
from assistant.conversation.session import open_session
from assistant.errors import AssistantError
from assistant.export.as_text import review_text
from assistant.library import open_library
from assistant.review import Tools
from assistant.settings import load_settings

_ENDS = ("quit", "exit", "bye")


def chat(
    file: Annotated[Path, typer.Argument(help="The case: PDF, DOCX or TXT.", show_default=False)],
) -> None:
    """Talk about a case: why, what is missing, what if; free questions where a model is configured.

    Reads one line at a time; an empty one or *quit* ends it. Nothing is kept: decide and sign in the page.

    Example: imr chat case.pdf
    """
    settings = load_settings()
    case = open_case(file)
    tools = Tools(open_library(settings), drafter_for(None, settings))
    session = open_session(case, tools)
    show(review_text(session.review))
    before: tuple[Said, ...] = ()
    while words := _asked():
        model = tools.for_case(case).drafter
        action = understand_freely(words, model.chooser() if model else None, before)
        if isinstance(action, Ask):
            action = replace(action, before=before)
        try:
            reply = respond(action, session, tools)
        except AssistantError as error:
            show(str(error))
            continue
        session = reply.session
        before = (*before, (True, words), (False, reply.text))
        show(Markdown(reply.text))


def _asked() -> str:
    """The next line; empty at the end of the talk."""
    if sys.stdin.isatty():
        sys.stderr.write("> ")
        sys.stderr.flush()
    words = sys.stdin.readline().strip()
    return "" if words.lower() in _ENDS else words
