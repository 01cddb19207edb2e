"""The components of the page by part name: left cases, middle draft and conversation, right the item."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.desk import ATTESTATION
from assistant.records import CaseState
from assistant.samples import sample_names
from assistant.ui.html.words import OPEN_A_CASE, STATE
from knowledge.model import Decision

ASKS = ("Why?", "What is missing?", "Evidence", "Guideline", "Similar cases", "Help")
Made = dict[str, Any]

_SENDS_CASE = """element.addEventListener('click', event => {
  const line = event.target.closest('[data-case]');
  if (line) trigger('click', {case_id: Number(line.dataset.case)});
});"""
_SENDS_MEND = """element.addEventListener('click', event => {
  const mend = event.target.closest('[data-mend]');
  if (mend) trigger('click', {finding: Number(mend.dataset.mend)});
});"""


def html(name: str, value: str = OPEN_A_CASE, script: str | None = None) -> gr.HTML:
    """A block that shows one of ``assistant.ui.html``'s texts."""
    return gr.HTML(value, elem_id=name, apply_default_css=False, js_on_load=script)


def left(made: Made, families: list[tuple[str, str]]) -> None:
    """Cases: add, search, the list, the open one's header and items."""
    made["upload"] = gr.File(
        label="Add case files (PDF, DOCX, TXT)",
        show_label=False,
        file_types=[".pdf", ".docx", ".txt"],
        file_count="multiple",
        height=84,
        elem_id="upload",
    )
    with gr.Accordion("Paste text, or take a sample", open=False):
        made["paste"] = gr.Textbox(label="Text of the case", lines=5, max_lines=12)
        made["review"] = gr.Button("Review this text", size="sm")
        for name in sample_names():
            short = name.removesuffix(".txt")
            made[f"sample {name}"] = gr.Button(f"Sample: {short}", size="sm", elem_id=f"sample-{short}")
    with gr.Accordion("Search and filter", open=False):
        _filters(made, families)
    made["cases"] = html("cases", "", _SENDS_CASE)
    made["header"] = html("case")
    made["items"] = gr.Radio(label="Disputed items", choices=[], visible=False, elem_id="items")


def _filters(made: Made, families: list[tuple[str, str]]) -> None:
    states = [("any", ""), *((STATE[state][2], state.value) for state in CaseState)]
    made["search"] = gr.Textbox(label="Number, file or treatment", elem_id="search")
    with gr.Row():
        made["state"] = gr.Dropdown(label="State", choices=states, value="", min_width=100)
        made["priority"] = gr.Dropdown(
            label="Priority", choices=[("any", ""), "Standard", "Expedited"], value="", min_width=100
        )
    made["family"] = gr.Dropdown(label="Kind of treatment", choices=[("any", ""), *families], value="")
    with gr.Row():
        made["recommended"] = gr.Dropdown(
            label="Recommendation",
            choices=[("any", ""), *(d.value for d in Decision)],
            value="",
            min_width=100,
        )
        orders = [("most urgent", "due"), ("newest", "newest"), ("by number", "number")]
        made["order"] = gr.Dropdown(label="Order", choices=orders, value="due", min_width=100)


def middle(made: Made) -> None:
    """The draft as a document with what one does to it, and under it the conversation."""
    with gr.Tabs(elem_id="drafting"):
        with gr.Tab("Draft", render_children=True):
            made["document"] = html("draft")
        with gr.Tab("Edit", render_children=True, elem_id="editing"):
            _editor(made)
        with gr.Tab("Changes", render_children=True):
            made["versions"] = gr.Dropdown(label="Compare the rationale with", choices=[], visible=False)
            made["changes"] = html("changes")
        with gr.Tab("Decide and sign", render_children=True):
            _decide(made)
        with gr.Tab("Export", render_children=True):
            made["exports"] = html("exports")
    _conversation(made)


def _editor(made: Made) -> None:
    made["editor"] = gr.Textbox(
        label="Rationale; findings are underlined as you write", lines=6, max_lines=6, elem_id="editor"
    )
    with gr.Row(elem_id="saving"):
        made["save"] = gr.Button("Save this version", variant="primary", size="sm", elem_id="save")
        made["saying"] = html("saying", "")
    made["findings"] = html("findings", "", _SENDS_MEND)


def _decide(made: Made) -> None:
    made["said"] = html("said", "")
    made["decision"] = html("decision")
    with gr.Column(visible=False, elem_id="deciding") as made["deciding"]:
        with gr.Accordion("Override the recommendation", open=False):
            made["wanted"] = gr.Radio(label="Your decision", choices=[d.value for d in Decision])
            made["why"] = gr.Textbox(label="Reason (required)", lines=2)
            made["override"] = gr.Button("Override", size="sm")
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
    made["chat"] = gr.Chatbot(
        label="Conversation",
        show_label=False,
        layout="panel",
        height="calc(40vh - 108px)",
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
            made[f"ask {text}"] = gr.Button(text, size="sm", min_width=60)


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
                made[name] = html(name)
