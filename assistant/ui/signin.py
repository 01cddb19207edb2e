"""Sign-in for the page: a form, a cookie that no script reads, and a time-out without a move."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import urlsplit

import gradio as gr
from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.errors import AccessError
from assistant.records import User
from assistant.records.people import SignIns
from assistant.records.throttle import Throttle

_COOKIE = "imr_session"
_NOBODY = "You are signed out; reload the page to sign in again. What was saved is kept."


class Door:
    """Lets people in by their account; knows who a request comes from."""

    def __init__(self, sign_ins: SignIns) -> None:
        self._sign_ins = sign_ins
        self._throttle = Throttle(sign_ins.users.records.clock)

    def name_of(self, request: Request) -> str | None:
        """The user's name, or None; what Gradio asks of every request."""
        user = self._sign_ins.user(request.cookies.get(_COOKIE, ""))
        return user.name if user else None

    def user_of(self, request: Request | gr.Request) -> User:
        """The user of a request.

        Raises:
            AccessError: nobody is signed in, or no longer.
        """
        user = self._sign_ins.user(dict(request.cookies).get(_COOKIE, ""))
        if user is None:
            raise AccessError(_NOBODY)
        return user

    def add_to(self, api: FastAPI) -> None:
        """Add the form, and send whoever is not signed in to it."""

        async def guard(request: Request, proceed: Any) -> Response:
            if request.url.path == "/" and self.name_of(request) is None:
                return RedirectResponse("/sign-in", status_code=303)
            answer: Response = await proceed(request)
            return answer

        api.middleware("http")(guard)
        api.get("/sign-in", include_in_schema=False)(_form)
        api.post("/sign-in", include_in_schema=False)(self._enter)
        api.post("/sign-out", include_in_schema=False)(self._leave)

    def _enter(
        self, request: Request, name: Annotated[str, Form()], password: Annotated[str, Form()]
    ) -> Response:
        name, address = name.strip(), request.client.host if request.client else ""
        if wait := self._throttle.wait(name, address):
            return _page(_too_many(wait), name, 429)
        user = self._sign_ins.users.verify(name, password) if _same_site(request) else None
        if user is None:
            self._throttle.wrong(name, address)
            return _page("Name or password is wrong.", name, 401)
        self._throttle.right(name, address)
        answer = RedirectResponse("/", status_code=303)
        secure = request.url.scheme == "https"
        answer.set_cookie(
            _COOKIE, self._sign_ins.open(user), httponly=True, samesite="strict", secure=secure
        )
        return answer

    def _leave(self, request: Request) -> Response:
        self._sign_ins.close(request.cookies.get(_COOKIE, ""))
        answer = RedirectResponse("/sign-in", status_code=303)
        answer.delete_cookie(_COOKIE)
        return answer


def _too_many(wait: timedelta) -> str:
    seconds = int(wait.total_seconds()) + 1
    asked = f"{seconds} seconds" if seconds < 120 else f"{seconds // 60 + 1} minutes"
    return f"Too many wrong tries. Wait {asked}, then try again; a lead can see to a forgotten password."


def _same_site(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _form() -> Response:
    return _page("", "", 200)


def _page(problem: str, name: str, status: int) -> Response:
    template = (files("assistant.ui") / "signin.html").read_text(encoding="utf-8")
    said = f'<p role="alert">{escape(problem)}</p>' if problem else ""
    body = template.replace("{problem}", said).replace("{name}", escape(name, quote=True))
    return HTMLResponse(body, status_code=status, headers={"Cache-Control": "no-store"})
