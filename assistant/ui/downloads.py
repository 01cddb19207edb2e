"""The documents of a case, made when asked for and sent from memory; no copy stays on the disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response

from assistant.desk import Desk
from assistant.desk.exporting import KINDS, export
from assistant.errors import AccessError, AssistantError
from assistant.records import User


def add_downloads(api: FastAPI, desk: Desk, who: Callable[[Request], User]) -> None:
    """``GET /export/CASE/NAME`` for every document; a user gets only what they may see."""

    def download(request: Request, case_id: int, name: str) -> Response:
        if name not in KINDS:
            raise HTTPException(404, f"There is no document {name}.")
        try:
            content = export(desk, case_id, name, who(request))
        except AccessError as error:
            raise HTTPException(404, str(error)) from error
        except AssistantError as error:
            raise HTTPException(409, str(error)) from error
        headers = {
            "Content-Disposition": f'attachment; filename="case-{case_id}-{name}"',
            "Cache-Control": "no-store",
        }
        return Response(content, media_type=KINDS[name], headers=headers)

    route: Any = api.get("/export/{case_id}/{name}", include_in_schema=False)
    route(download)
