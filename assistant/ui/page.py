"""The page: left the case, middle the conversation, right the item in view."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import gradio as gr

from assistant.library import Library
from assistant.samples import sample_names
from assistant.ui import panels
from assistant.ui.events import Events

_TITLE = (
    '<div class="imr-title"><h1>IMR review assistant</h1>'
    "<p>It recommends, with evidence. You decide and sign. Nothing leaves this machine.</p></div>"
)
_ASK = ("Why?", "What is missing?", "Show the evidence", "Quote the guideline", "Similar cases", "Help")
_BIGGEST_UPLOAD = "40mb"


def build(library: Library, sample: bool = False) -> gr.Blocks:
    """The page over an opened library; with ``sample`` it starts on the first sample case."""
    events = Events.of(library)
    page: gr.Blocks = gr.Blocks(title="IMR review assistant", analytics_enabled=False, fill_width=True)
    with page:
        session = gr.State(None)
        gr.HTML(_TITLE)
        with gr.Row():
            with gr.Column(scale=2, min_width=250):
                opened = _case_column()
            with gr.Column(scale=4, min_width=400):
                chat, words, asks = _chat_column()
            with gr.Column(scale=4, min_width=420):
                views = _item_column()
        upload, paste, review, samples, case_html, items = opened
        outputs = [chat, session, case_html, items, *views, words]
        upload.upload(events.open_file, [upload, chat], outputs, api_visibility="private")
        review.click(events.open_text, [paste, chat], outputs, api_visibility="private")
        for button, name in samples:
            button.click(_opening(events, name), [chat], outputs, api_visibility="private")
        words.submit(events.say, [words, chat, session], outputs, api_name="say")
        for button in asks:
            button.click(events.say, [button, chat, session], outputs, api_visibility="private")
        items.input(events.select, [items, chat, session], outputs, api_visibility="private")
        if sample:
            page.load(_opening(events, sample_names()[0]), [chat], outputs, api_visibility="private")
    return page


def launch(library: Library, host: str, port: int, sample: bool, wait: bool = True) -> Any:
    """Serve the page; blocks unless ``wait`` is false. No analytics, no history in the browser."""
    css = (files("assistant.ui") / "style.css").read_text(encoding="utf-8")
    page = build(library, sample)
    page.queue(default_concurrency_limit=8)
    return page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=not wait,
        theme=gr.themes.Default(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        css=css,
        run_history=False,
        footer_links=[],
        ssr_mode=False,
        max_file_size=_BIGGEST_UPLOAD,
        show_error=True,
        quiet=not wait,
        share=False,
    )


def _opening(events: Events, name: str) -> Any:
    def open_sample(chat: Any) -> Any:
        yield from events.open_sample(name, chat)

    return open_sample


def _case_column() -> tuple[Any, ...]:
    upload = gr.File(label="Case file (PDF, DOCX, TXT)", file_types=[".pdf", ".docx", ".txt"], height=120)
    with gr.Accordion("Paste text instead", open=False):
        paste = gr.Textbox(label="Text of the case", lines=8, max_lines=20)
        review = gr.Button("Review this text", variant="primary")
    with gr.Accordion("Sample cases, written for this project", open=False):
        samples = [(gr.Button(name.removesuffix(".txt"), size="sm"), name) for name in sample_names()]
    case_html = gr.HTML(panels.EMPTY, label="Case", elem_id="case")
    items = gr.Radio(label="Disputed items", choices=[], visible=False, elem_id="items")
    return upload, paste, review, samples, case_html, items


def _chat_column() -> tuple[Any, ...]:
    chat = gr.Chatbot(
        label="Conversation",
        layout="panel",
        height="68vh",
        allow_tags=False,
        feedback_options=None,
        buttons=["copy"],
        elem_id="chat",
        placeholder="Open a case on the left, then ask about it.",
    )
    words = gr.Textbox(
        placeholder="Ask, tell a fact, or write: check this text: …",
        label="Your words",
        show_label=False,
        submit_btn=True,
        elem_id="words",
    )
    with gr.Row():
        asks = [gr.Button(text, size="sm", min_width=90) for text in _ASK]
    return chat, words, asks


def _item_column() -> list[Any]:
    views = []
    with gr.Tabs():
        for title in ("Criteria", "Draft", "Record", "Guideline", "Precedents"):
            with gr.Tab(title):
                views.append(gr.HTML(panels.EMPTY, elem_id=title.lower()))
    return views
