"""The page as a server: the Gradio page, sign-in where accounts exist, and the documents to download.

No analytics, no history in the browser, no address but this one. Without accounts it answers on loopback
only, and only to requests that name this computer (so that no other site can reach it by a rebound name).
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.desk import Desk
from assistant.errors import SettingsError
from assistant.privacy import is_this_machine
from assistant.records import SINGLE_USER, User
from assistant.ui.downloads import add_downloads
from assistant.ui.page import build
from assistant.ui.signin import Door
from assistant.ui.uploads import private_uploads

_BIGGEST_UPLOAD = "40mb"
_SCRIPTS = ("page.js", "tour.js")
_SINGLE = "Single-user mode: only this computer can open the page."
_LOCAL = "Nothing leaves this machine."


@dataclass(frozen=True)
class Served:
    """What is served where. Uploads arrive in ``data``; ``sample`` opens a sample case."""

    desk: Desk
    host: str
    port: int
    data: Path
    sample: bool = False


def serve(served: Served, door: Door | None, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve until stopped; ``door`` lets people in by account, None is single-user mode.

    Raises:
        SettingsError: no account exists and the address is not loopback, or the port cannot be had.
    """
    if door is None and not is_this_machine(served.host):
        raise SettingsError(
            f"Without accounts the page opens on 127.0.0.1 only, not on {served.host};"
            " make one with `imr users add NAME`."
        )
    _require_free(served.host, served.port)
    with private_uploads(served.data):
        application = app(served, door)
        ready(f"http://{served.host}:{served.port}/")
        uvicorn.run(application, host=served.host, port=served.port, log_level="warning")


def _require_free(host: str, port: int) -> None:
    """Say in one sentence what the server would say in a log after the page was announced."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        said = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise SettingsError(
            f"The page cannot be opened on {host}, port {port}: {said}; another program may hold it"
            " (perhaps this assistant already); choose another with --port."
        ) from error


def app(served: Served, door: Door | None) -> FastAPI:
    """The whole application."""
    api = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    if door is None:
        api.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]", "::1"])
    else:
        door.add_to(api)

    def who(request: Request | gr.Request) -> User:
        return door.user_of(request) if door else SINGLE_USER

    add_downloads(api, served.desk, who)
    page = build(served.desk, who, _notice(served.desk, door), served.sample)
    page.queue(default_concurrency_limit=8)
    mounted: FastAPI = gr.mount_gradio_app(
        api, page, path="/", auth_dependency=door.name_of if door else None, **_look()
    )
    return mounted


def _notice(desk: Desk, door: Door | None) -> str:
    """Who can open the page, and whether anything is sent to a model."""
    drafter = desk.tools.drafter
    sends = f"Drafts are written by {drafter.name} at the configured endpoint." if drafter else _LOCAL
    return sends if door else f"{_SINGLE} {sends}"


def _look() -> dict[str, Any]:
    here = files("assistant.ui")
    theme = gr.themes.Default(
        primary_hue="blue",
        neutral_hue="slate",
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_dark="*primary_700",
        button_primary_text_color="white",
    )
    return {
        "theme": theme,
        "css": (here / "style.css").read_text(encoding="utf-8"),
        "head": "".join(
            f"<script>{(here / name).read_text(encoding='utf-8')}</script>" for name in _SCRIPTS
        ),
        "run_history": False,
        "footer_links": [],
        "ssr_mode": False,
        "max_file_size": _BIGGEST_UPLOAD,
        "show_error": True,
    }
