"""What the model decides by itself, without packs, evidence or checker: a baseline, shown to nobody."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.case import Case, DisputedItem
from assistant.configured import ConfiguredModel
from assistant.errors import ModelError
from assistant.modelling.data import CHARACTERS_A_TOKEN, as_data
from assistant.modelling.endpoint import Turn
from assistant.modelling.line import Line
from assistant.modelling.passages import Passages
from assistant.prompt_files import load_prompt

_AROUND = 400  # tokens of what stands around the record


class AloneAnswer(BaseModel):
    """The decision."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["Upheld", "Overturned"] = Field(description="Upheld: the denial stands.")


def decide_alone(model: ConfiguredModel, case: Case, item: DisputedItem) -> str | None:
    """Upheld or Overturned; None where the endpoint gives no usable answer."""
    line = Line.of(model.endpoint, case)
    room = max(model.endpoint.settings.model_prompt_tokens - _AROUND, 100) * CHARACTERS_A_TOKEN
    record = Passages.of(case).nearest([item.treatment], room)
    values = {
        "treatment": as_data(item.treatment),
        "record": "\n".join(as_data(q.text) for q in record),
    }
    turns = (
        Turn("system", load_prompt("decide_alone").fill({})),
        Turn("user", load_prompt("decide_alone_data").fill(values)),
    )
    account = line.account("decide_alone", "decide_alone_data")
    try:
        return line.ask(turns, AloneAnswer, line.deadline(), account).decision
    except ModelError:
        return None
