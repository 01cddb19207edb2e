"""What was said before, as far as it fits: whole turns, the latest first to be kept. Knows no case."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, trim_messages
from langchain_core.messages.utils import count_tokens_approximately

from assistant.conversation.actions import Said


def recent(before: Sequence[Said], most_tokens: int) -> tuple[Said, ...]:
    """The last turns that fit into the tokens, beginning with the reviewer's."""
    messages: list[BaseMessage] = [
        HumanMessage(words) if mine else AIMessage(words) for mine, words in before
    ]
    kept = trim_messages(
        messages,
        max_tokens=most_tokens,
        token_counter=count_tokens_approximately,
        strategy="last",
        start_on="human",
    )
    return tuple((isinstance(m, HumanMessage), m.text) for m in kept)


def as_lines(said: Sequence[Said]) -> str:
    """The turns for a prompt, one a paragraph; ``none`` where there are none."""
    return "\n".join(f"{'Reviewer' if mine else 'Assistant'}: {words}" for mine, words in said) or "none"
