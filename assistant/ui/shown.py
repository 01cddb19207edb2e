"""Which part of the page shows what: values by part name, for an open case and an item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from assistant.desk import Checked, Desk
from assistant.desk.filtering import NO_FILTER, Wanted, filter_of
from assistant.desk.wording import compare
from assistant.mending import replacement
from assistant.records import CaseFilter, DraftVersion, ItemRecord, OpenCase, Role, User
from assistant.ui.html import case, criteria, draft, record, signing, timeline
from assistant.ui.html.words import OPEN_A_CASE, family_words

Parts = dict[str, Any]
KEPT = "Kept as you type; not saved as a version yet."
NOTHING_KEPT = "Saved."
SAVE, DISCARD, TAKE = "Save this version", "Discard unsaved", "Go on from this version"
"""Said anew with every change of these buttons: an update that comes early may otherwise empty them."""
_PANELS = ("criteria", "evidence", "record", "guideline", "precedents", "course", "document")


@dataclass(frozen=True)
class View:
    """What one browser tab looks at. ``version`` is the draft that the editor was filled from.

    ``tab`` is a token of the browser tab, by which it stops its own work and no other's.
    """

    case_id: int | None = None
    item: int = 1
    version: int | None = None
    wanted: Wanted = NO_FILTER
    tab: str = ""


@dataclass(frozen=True)
class Seen:
    """The revision of the unsaved words that the editor shows, and of which item; 0 where it shows none."""

    case_id: int | None = None
    item: int = 1
    revision: int = 0


def list_part(desk: Desk, user: User, view: View) -> str:
    """The list of cases as the view's filter has it."""
    today = desk.records.clock().date()
    found = desk.records.list_cases(user, filter_of(view.wanted, today))
    of = len(desk.records.list_cases(user, CaseFilter())) if view.wanted.narrows else None
    return case.cases_list(found, view.case_id, today, of)


def case_parts(desk: Desk, user: User, view: View, opened: OpenCase) -> Parts:
    """Every part that shows the open case."""
    today = desk.records.clock().date()
    view = replace(view, case_id=opened.id)
    shown: Parts = {
        "cases": list_part(desk, user, view),
        "header": case.case_header(opened, today),
        "exports": draft.exports(opened.id),
        "said": "",
        "saying": "",
        "progress": "",
        "already": "",
        "handed": "",
        "told": "",
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
        **_item_parts(desk, opened, item),
        **_editing(desk, opened, item),
        **_versions(item, desk.records.versions(opened.id, item.number, user)),
        **_deciding(opened, item),
        "lead": gr.Column(visible=user.role is Role.LEAD),
        "correcting": gr.Column(visible=not item.signed and user.name == opened.summary.owner),
        "telling": gr.Column(visible=user.name == opened.summary.owner),
        "asked": item.treatment,
        "grounds": "",
        "corrected": "",
    }


def empty_parts() -> Parts:
    """No case is open."""
    names = ("header", "exports")
    return dict.fromkeys(names, OPEN_A_CASE) | _nothing()


def _nothing() -> Parts:
    """No item is in view: nothing of the one before may stay, least of all the form that signs it."""
    hidden = {
        "items": gr.Radio(choices=[], visible=False),
        "correcting": gr.Column(visible=False),
        "telling": gr.Column(visible=False),
        "lead": gr.Column(visible=False),
        "deciding": gr.Column(visible=False),
        "reopening": gr.Column(visible=False),
        "editor": gr.Textbox(value="", interactive=False),
        "findings": "",
        "save": gr.Button(SAVE, interactive=False),
        "discard": gr.Button(DISCARD, interactive=False),
        "versions": gr.Dropdown(choices=[], value=None, visible=False),
        "take": gr.Button(TAKE, visible=False),
    }
    return dict.fromkeys((*_PANELS, "decision", "changes"), OPEN_A_CASE) | hidden


def _item_parts(desk: Desk, opened: OpenCase, item: ItemRecord) -> Parts:
    review, library = item.review, desk.tools.library
    number = opened.case.case_number if opened.case else None
    past = library.outcomes(review.family, number) if review else ()
    return {
        "criteria": criteria.outcome(item)
        + (criteria.known_keys(review) + criteria.criteria_table(review) if review else ""),
        "evidence": criteria.evidence_list(review) if review else OPEN_A_CASE,
        "record": record.record(opened, item),
        "guideline": criteria.guideline(review) if review else OPEN_A_CASE,
        "precedents": criteria.precedents(review, past, family_words(review.family))
        if review
        else OPEN_A_CASE,
        "course": timeline.course(opened),
        "document": draft.document(item),
    }


def _editing(desk: Desk, opened: OpenCase, item: ItemRecord) -> Parts:
    """The editor with the unsaved words if there are any, else with the version that stands."""
    here = (opened.id, item.number)
    buttons: Parts = {
        "save": gr.Button(SAVE, interactive=not item.signed),
        "discard": gr.Button(DISCARD, interactive=item.working is not None),
        "seen": Seen(*here, item.working.revision if item.working else 0),
    }
    if item.working is not None:
        checked = desk.check(opened, item.number, item.working.text)
        box = gr.Textbox(value=item.working.text, interactive=True)
        return {**buttons, "editor": box, **draft_parts(checked, KEPT, here)}
    if item.draft is None:
        empty = "The draft was withheld; write the rationale here."
        box = gr.Textbox(value="", placeholder=empty, interactive=True)
        return {**buttons, "editor": box, "findings": draft.no_findings(here)}
    report = item.draft.report
    checked = Checked(item.draft.text, report, tuple(replacement(f) for f in report.findings))
    state = "Signed and locked." if item.signed else NOTHING_KEPT
    box = gr.Textbox(value=item.draft.text, interactive=not item.signed)
    return {**buttons, "editor": box, **draft_parts(checked, state, here)}


def draft_parts(checked: Checked, saved: str, here: tuple[int, int]) -> Parts:
    """The findings on a wording of the item ``here``, a case and a number."""
    return {
        "findings": draft.findings(checked, saved, here),
        "discard": gr.Button(DISCARD, interactive=saved == KEPT),
    }


def _versions(item: ItemRecord, versions: tuple[DraftVersion, ...]) -> Parts:
    kept = item.draft
    others = [v for v in versions if kept is None or v.number != kept.number]
    choices = [(f"Version {v.number} by {v.by}, {v.at:%m/%d/%Y %H:%M}", v.number) for v in others]
    last = others[-1] if others else None
    shown: Parts = {
        "versions": gr.Dropdown(choices=choices, value=last.number if last else None, visible=bool(others)),
        "take": gr.Button(TAKE, visible=bool(others) and not item.signed),
        "changes": draft.changes((), ""),
    }
    if last and kept:
        older, newer = sorted((last, kept), key=lambda v: v.number)
        title = f"Version {older.number} and version {newer.number}"
        shown["changes"] = draft.changes(compare(older.text, newer.text), title)
    return shown


def _deciding(opened: OpenCase, item: ItemRecord) -> Parts:
    return {
        "decision": signing.decision(opened, item, unsaved=item.working is not None),
        "deciding": gr.Column(visible=not item.signed),
        "reopening": gr.Column(visible=item.signed),
        "attested": False,
        "why": "",
        "despite": gr.Textbox(value="", visible=bool(item.draft and not item.draft.report.passed)),
        "unlock": "",
    }
