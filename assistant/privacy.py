"""Nothing leaves the machine unasked: tracing, analytics and hub look-ups are switched off."""

from __future__ import annotations

import os

_OFF = {
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_TELEMETRY_IMPL": "None",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
}
_REMOVED = ("LANGSMITH_GATEWAY", "LANGSMITH_API_KEY", "LANGCHAIN_API_KEY", "OPENAI_API_BASE")


def silence_telemetry() -> None:
    """Set the environment before libraries read it; call first in every entry point."""
    os.environ.update(_OFF)
    for name in _REMOVED:
        os.environ.pop(name, None)
