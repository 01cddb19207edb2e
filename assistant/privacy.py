"""Nothing leaves the machine unasked: tracing and hub look-ups are off; which hosts are this machine."""

from __future__ import annotations

import os
from ipaddress import ip_address

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


def is_this_machine(host: str) -> bool:
    """Whether a host name or address is loopback, so that what is sent there does not leave the machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
