"""What stands whole in an answer, and whether it is empty or broken. Knows JSON, nothing of drafts."""

from __future__ import annotations

import json
import re
from typing import ClassVar, TypeVar

from langchain_core.messages import AIMessage
from openai import LengthFinishReasonError
from pydantic import BaseModel, ValidationError

_DECODER = json.JSONDecoder()
_GAP = re.compile(r"[\s,]*")

FormT = TypeVar("FormT", bound=BaseModel)


class InParts(BaseModel):
    """An answer that is one list whose members each stand by themselves; ``PARTS`` names the list."""

    PARTS: ClassVar[str]


def cut_message(error: LengthFinishReasonError) -> AIMessage:
    """The unfinished answer that the client refuses to hand out, as the message that it was."""
    choice = error.completion.choices[0]
    usage = error.completion.usage
    counted = {
        "input_tokens": usage.prompt_tokens if usage else 0,
        "output_tokens": usage.completion_tokens if usage else 0,
        "total_tokens": usage.total_tokens if usage else 0,
    }
    return AIMessage(
        content=choice.message.content or "",
        usage_metadata=counted if usage else None,
        response_metadata={"finish_reason": "length"},
    )


def is_cut(raw: object) -> bool:
    """Whether the answer ended because its tokens did."""
    return isinstance(raw, AIMessage) and raw.response_metadata.get("finish_reason") == "length"


def whole_of(raw: AIMessage, form: type[FormT]) -> FormT | None:
    """The whole answer, or its whole parts where the form has parts; None where nothing is whole.

    What is unfinished is never mended: a sentence without its end may say the opposite.
    """
    text = _text_of(raw)
    try:
        return form.model_validate_json(text)
    except ValidationError:
        pass
    if not issubclass(form, InParts):
        return None
    parts = _whole_parts(text, form.PARTS)
    try:
        return form.model_validate({form.PARTS: parts}) if parts else None
    except ValidationError:
        return None


def is_broken(raw: AIMessage) -> bool:
    """Whether the answer begins as JSON and is none; a lenient parser would close it and call it whole."""
    text = _text_of(raw).strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    if not text.startswith(("{", "[")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return True
    return False


def is_empty(raw: AIMessage) -> bool:
    """Whether the model said nothing at all and called nothing."""
    return not _text_of(raw).strip()


def _text_of(raw: AIMessage) -> str:
    """The text, or the arguments of the tool that stands for a form."""
    for call in raw.invalid_tool_calls:
        return call["args"] or ""
    for whole in raw.tool_calls:
        return json.dumps(whole["args"])
    return raw.text


def _whole_parts(text: str, name: str) -> list[object]:
    opening = re.search(rf'^\s*\{{\s*"{re.escape(name)}"\s*:\s*\[', text)
    parts: list[object] = []
    at = opening.end() if opening else len(text)
    while (gap := _GAP.match(text, at)) and gap.end() < len(text):
        try:
            part, at = _DECODER.raw_decode(text, gap.end())
        except ValueError:
            break
        parts.append(part)
    return parts
