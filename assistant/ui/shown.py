"""Which part of the page shows what: values by part name, for an open case and an item."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import gradio as gr

from assistant.desk import Checked, Desk
from assistant.desk.wording import compare
from assistant.mending import replacement
from assistant.records import CaseFilter, DraftVersion, ItemRecord, OpenCase, User
from assistant.ui.html import case, criteria, draft, record
from assistant.ui.html.words import OPEN_A_CASE

Parts = dict[str, Any]


@dataclass(frozen=True)
class View:
    """What one browser tab looks at. ``version`` is the draft that the editor was filled from."""

    case_id: int | None = None
    item: int = 1
    version: int | None = None
    wanted: CaseFilter = field(default_factory=CaseFilter)


def list_part(desk: Desk, user: User, view: View) -> str:
    """The list of cases as the view's filter has it."""
    today = desk.records.clock().date()
    return case.cases_list(desk.records.list_cases(user, view.wanted), view.case_id, today)


def case_parts(desk: Desk, user: User, view: View, opened: OpenCase) -> Parts:
    """Every part that shows the open case."""
    today = desk.records.clock().date()
    shown: Parts = {
        "cases": list_part(desk, user, view),
        "header": case.case_header(opened, today),
        "exports": draft.exports(opened.id),
        "said": "",
        "saying": "",
    }
    if not opened.items:
        return {**shown, "view": view, **_nothing()}
    item = opened.item(view.item)
    view = replace(view, version=item.draft.number if item.draft else None)
    choices = [(case.item_choice(i), i.number) for i in opened.items]
    return {
        **shown,
        "view": view,
        "items": gr.Radio(choices=choices, value=view.item, visible=True),
        **_item_parts(opened, item),
        **_editing(item),
        **_versions(item, desk.records.versions(opened.id, item.number, user)),
        **_deciding(item),
    }


def _nothing() -> Parts:
    names = ("criteria", "evidence", "record", "guideline", "precedents", "course", "document")
    return dict.fromkeys(names, OPEN_A_CASE) | {"items": gr.Radio(choices=[], visible=False)}


def _item_parts(opened: OpenCase, item: ItemRecord) -> Parts:
    review = item.review
    return {
        "criteria": criteria.outcome(item) + (criteria.criteria_table(review) if review else ""),
        "evidence": criteria.evidence_list(review) if review else OPEN_A_CASE,
        "record": record.record(opened, item),
        "guideline": criteria.guideline(review) if review else OPEN_A_CASE,
        "precedents": criteria.precedents(review) if review else OPEN_A_CASE,
        "course": record.course(opened),
        "document": draft.document(item),
    }


def _editing(item: ItemRecord) -> Parts:
    if item.draft is None:
        empty = "The draft was withheld; write the rationale here."
        return {"editor": gr.Textbox(value="", placeholder=empty, interactive=True), "findings": ""}
    report = item.draft.report
    checked = Checked(item.draft.text, report, tuple(replacement(f) for f in report.findings))
    state = "Signed and locked." if item.signed else "Saved."
    return {
        "editor": gr.Textbox(value=item.draft.text, interactive=not item.signed),
        "save": gr.Button(interactive=not item.signed),
        **draft_parts(checked, state),
    }


def draft_parts(checked: Checked, saved: str) -> Parts:
    """The findings on a wording."""
    return {"findings": draft.findings(checked, saved)}


def _versions(item: ItemRecord, versions: tuple[DraftVersion, ...]) -> Parts:
    kept = item.draft
    others = [v for v in versions if kept is None or v.number != kept.number]
    choices = [(f"Version {v.number} by {v.by}, {v.at:%m/%d/%Y %H:%M}", v.number) for v in others]
    last = others[-1] if others else None
    passages = compare(last.text, kept.text) if last and kept else ()
    title = f"Version {last.number} and version {kept.number}" if last and kept else ""
    return {
        "versions": gr.Dropdown(choices=choices, value=last.number if last else None, visible=bool(others)),
        "changes": draft.changes(passages, title),
    }


def _deciding(item: ItemRecord) -> Parts:
    return {
        "decision": draft.decision(item),
        "deciding": gr.Column(visible=not item.signed),
        "reopening": gr.Column(visible=item.signed),
        "attested": False,
        "why": "",
        "despite": gr.Textbox(value="", visible=bool(item.draft and not item.draft.report.passed)),
        "unlock": "",
    }
