"""The components of the page by part name: left cases, middle draft and conversation, right the item."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.desk import ATTESTATION
from assistant.desk.filtering import DUE_DAYS, REMOVED
from assistant.records import CaseState
from assistant.samples import sample_names
from assistant.ui.html.helping import mark
from assistant.ui.html.words import OPEN_A_CASE, STATE, WELCOME
from knowledge.model import Decision

ASKS = ("Why?", "What is missing?", "Evidence", "Shorter", "Plainer", "Help")
Made = dict[str, Any]

_SENDS_CASE = """element.addEventListener('click', event => {
  const line = event.target.closest('[data-case]');
  if (line) trigger('click', {case_id: Number(line.dataset.case)});
});"""
_SENDS_TWICE = """element.addEventListener('click', event => {
  const button = event.target.closest('[data-again], [data-case]');
  if (!button) return;
  trigger('click', {there: {again: button.dataset.again ?? '', open: button.dataset.case ?? ''}});
});"""
_SENDS_FACT = """element.addEventListener('click', event => {
  const button = event.target.closest('[data-fact]');
  if (button) trigger('click', {fact_id: Number(button.dataset.fact)});
});"""
_SENDS_PAUSE = "element.addEventListener('imr-pause', event => trigger('click', event.detail));"
_SENDS_FINDING = """element.addEventListener('click', event => {
  for (const does of ['mend', 'suppress', 'restore']) {
    const button = event.target.closest(`[data-${does}]`);
    if (!button) continue;
    const reason = button.closest('details')?.querySelector('input')?.value ?? '';
    trigger('click', {finding: {does, number: Number(button.dataset[does]), reason}});
  }
});"""


def html(name: str, value: str = OPEN_A_CASE, script: str | None = None) -> gr.HTML:
    """A block that shows one of ``assistant.ui.html``'s texts."""
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=script)


def left(made: Made, families: list[tuple[str, str]]) -> None:
    """Cases: add, search, the list, the open one's items and header."""
    html("about-cases", mark("cases"))
    made["upload"] = gr.File(
        label="Add case files (PDF, DOCX, TXT)",
        show_label=False,
        file_types=[".pdf", ".docx", ".txt"],
        file_count="multiple",
        height=52,
        elem_id="upload",
    )
    made["progress"] = html("progress", "")
    made["already"] = html("already", "", _SENDS_TWICE)
    made["stop"] = gr.Button("Stop", size="sm", visible=False, elem_id="stop")
    with gr.Accordion("Paste text, or take a sample", open=False, elem_id="adding"):
        made["paste"] = gr.Textbox(label="Text of the case", lines=5, max_lines=12)
        made["review"] = gr.Button("Review this text", size="sm", elem_id="review-text")
        for name in sample_names():
            short = name.removesuffix(".txt")
            made[f"sample {name}"] = gr.Button(f"Sample: {short}", size="sm", elem_id=f"sample-{short}")
    with gr.Accordion("Search and filter", open=False, elem_id="filtering"):
        _filters(made, families)
    made["cases"] = html("cases", "", _SENDS_CASE)
    made["items"] = gr.Radio(label="Disputed items", choices=[], visible=False, elem_id="items")
    made["header"] = html("case", script=_SENDS_FACT)
    # an accordion that is an output closes at every event, so the column around it is shown or hidden
    with (
        gr.Column(visible=False) as made["correcting"],
        gr.Accordion("Correct this request", open=False),
    ):
        made["asked"] = gr.Textbox(label="The request as it stands in dispute", lines=2, elem_id="asked")
        made["grounds"] = gr.Textbox(label="Why it was read wrongly (required)", lines=1)
        made["correct"] = gr.Button("Correct and review anew", size="sm")
        made["corrected"] = html("corrected", "")
    _tell_fact(made)
    _hand_over(made)


def _tell_fact(made: Made) -> None:
    with (
        gr.Column(visible=False) as made["telling"],
        gr.Accordion("Add a fact with its source", open=False, elem_id="telling"),
    ):
        made["fact"] = gr.Textbox(label="The fact, as one sentence", lines=2, elem_id="fact")
        made["source"] = gr.Textbox(
            label="Its source: who said it, or where it stands (required)", lines=1, elem_id="fact-source"
        )
        made["tell"] = gr.Button("Add it and review anew", size="sm", elem_id="tell")
    made["told"] = html("told", "")


def _hand_over(made: Made) -> None:
    with (
        gr.Column(visible=False) as made["lead"],
        gr.Accordion("Hand over or remove this case", open=False),
    ):
        made["to"] = gr.Dropdown(label="Give it to", choices=[], value=None, visible=False)
        made["handing"] = gr.Textbox(label="Reason for the handover or removal (required)", lines=1)
        with gr.Row():
            made["reassign"] = gr.Button("Hand over", size="sm", visible=False, min_width=80)
            made["remove"] = gr.Button("Remove", size="sm", min_width=80)
            made["restore"] = gr.Button("Bring back", size="sm", min_width=80)
        made["handed"] = html("handed", "")


def _filters(made: Made, families: list[tuple[str, str]]) -> None:
    states = [("any", ""), *((STATE[state][2], state.value) for state in CaseState), (REMOVED, REMOVED)]
    made["search"] = gr.Textbox(label="Number, file or treatment", elem_id="search")
    with gr.Row():
        made["state"] = gr.Dropdown(label="State", choices=states, value="", min_width=100)
        made["priority"] = gr.Dropdown(
            label="Priority", choices=[("any", ""), "Standard", "Expedited"], value="", min_width=100
        )
    with gr.Row():
        dues = [
            ("any", ""),
            *((name if name == "overdue" else f"within {name}", name) for name in DUE_DAYS),
        ]
        made["due"] = gr.Dropdown(label="Due", choices=dues, value="", min_width=100)
        made["recommended"] = gr.Dropdown(
            label="Recommendation",
            choices=[("any", ""), *(d.value for d in Decision)],
            value="",
            min_width=100,
        )
    made["family"] = gr.Dropdown(label="Kind of treatment", choices=[("any", ""), *families], value="")
    with gr.Row(equal_height=False):
        orders = [("most urgent", "due"), ("newest", "newest"), ("by number", "number")]
        made["order"] = gr.Dropdown(label="Order", choices=orders, value="due", min_width=130, scale=3)
        made["show all"] = gr.Button("Show all", size="sm", min_width=70, scale=1)


def middle(made: Made) -> None:
    """The draft as a document with what one does to it, and under it the conversation."""
    with gr.Tabs(elem_id="drafting"):
        with gr.Tab("Draft", render_children=True):
            html("about-draft", mark("draft"))
            made["document"] = html("draft", WELCOME)
        with gr.Tab("Edit", render_children=True, elem_id="editing"):
            html("about-edit", mark("edit"))
            _editor(made)
        with gr.Tab("Changes", render_children=True):
            html("about-changes", mark("changes"))
            with gr.Row(equal_height=False, elem_id="comparing"):
                made["versions"] = gr.Dropdown(
                    label="Compare the rationale with", choices=[], visible=False, scale=3
                )
                made["take"] = gr.Button("Go on from this version", size="sm", visible=False)
            made["changes"] = html("changes")
        with gr.Tab("Decide and sign", render_children=True, elem_id="signing"):
            html("about-decide", mark("decide"))
            _decide(made)
        with gr.Tab("Export", render_children=True):
            html("about-export", mark("export"))
            made["exports"] = html("exports")
    with gr.Column(elem_id="talking"):
        _conversation(made)
    made["pause"] = html("pause", "<i></i>", _SENDS_PAUSE)


def _editor(made: Made) -> None:
    made["editor"] = gr.Textbox(
        label="Rationale; findings are underlined as you write", lines=6, max_lines=6, elem_id="editor"
    )
    with gr.Row(elem_id="saving"):
        made["save"] = gr.Button("Save this version", variant="primary", size="sm", elem_id="save")
        made["discard"] = gr.Button("Discard unsaved", size="sm", interactive=False, elem_id="discard")
        made["saying"] = html("saying", "")
    made["findings"] = html("findings", "", _SENDS_FINDING)


def _decide(made: Made) -> None:
    made["said"] = html("said", "")
    made["decision"] = html("decision")
    with gr.Column(visible=False, elem_id="deciding") as made["deciding"]:
        with gr.Accordion("Override the recommendation", open=False, elem_id="overriding"):
            made["wanted"] = gr.Radio(
                label="Your decision", choices=[d.value for d in Decision], elem_id="wanted"
            )
            made["why"] = gr.Textbox(label="Reason (required)", lines=2, elem_id="why")
            made["override"] = gr.Button("Override", size="sm", elem_id="override")
        with gr.Row():
            made["name"] = gr.Textbox(label="Your name", min_width=140, elem_id="signer")
            made["credentials"] = gr.Textbox(
                label="Credentials", placeholder="MD, California", min_width=180
            )
        made["despite"] = gr.Textbox(
            label="If the checker still finds errors: why the rationale stands", lines=1
        )
        made["attested"] = gr.Checkbox(label=ATTESTATION, elem_id="attested")
        made["sign"] = gr.Button("Sign this determination", variant="primary", elem_id="sign")
    with gr.Column(visible=False, elem_id="reopening") as made["reopening"]:
        made["unlock"] = gr.Textbox(label="Reason for reopening (required)", lines=2)
        made["reopen"] = gr.Button("Reopen", size="sm")


def _conversation(made: Made) -> None:
    html("about-talk", mark("talk"))
    made["chat"] = gr.Chatbot(
        label="Conversation",
        show_label=False,
        layout="panel",
        height="calc(36vh - 118px)",
        min_height=140,
        allow_tags=False,
        feedback_options=None,
        buttons=[],
        elem_id="chat",
        placeholder="Open a case on the left, then ask about it.",
    )
    made["words"] = gr.Textbox(
        placeholder="Ask, tell a fact, or write: check this text: …",
        label="Your words",
        show_label=False,
        submit_btn=True,
        elem_id="words",
    )
    with gr.Row(elem_id="asks"):
        for text in ASKS:
            made[f"ask {text}"] = gr.Button(text, size="sm", min_width=40)
        made["halt"] = gr.Button("Stop", size="sm", min_width=40, visible=False, variant="stop")


def right(made: Made) -> None:
    """What the item in view rests on."""
    names = {
        "Criteria": "criteria",
        "Evidence": "evidence",
        "Record": "record",
        "Guideline": "guideline",
        "Precedents": "precedents",
        "Timeline": "course",
    }
    with gr.Tabs(elem_id="sources"):
        for title, name in names.items():
            with gr.Tab(title, render_children=True):
                html(f"about-{title.lower()}", mark(title.lower()))
                made[name] = html(name)
