"""The page: builds the parts and wires each event to its handler. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import gradio as gr

from assistant.desk import Desk
from assistant.records import User
from assistant.samples import sample_names
from assistant.ui import parts
from assistant.ui.events import Events
from assistant.ui.html.helping import mark
from assistant.ui.parts import ASKS, Made
from assistant.ui.shown import Parts, Seen, View

FILTERS = ("search", "state", "priority", "due", "family", "recommended", "order")
_NEVER_CHANGED = frozenset({"review", "override", "sign", "reopen", "correct", "remove", "restore", "tell"})
"""Buttons that no handler changes; as outputs they would be drawn anew at every event."""
WhoIs = Callable[[gr.Request], User]
_TITLE = (
    '<div class="imr-title"><h1>IMR review assistant</h1>'
    "<p>It recommends, with evidence; you decide and sign. {place}</p></div>"
)


def build(desk: Desk, who_is: WhoIs, place: str, sample: bool = False) -> gr.Blocks:
    """The page over a desk; with ``sample`` it starts on the first sample case."""
    page: gr.Blocks = gr.Blocks(title="IMR review assistant", analytics_enabled=False, fill_width=True)
    made: Made = {}
    taxonomy = desk.tools.library.taxonomy.families
    families = sorted((family.label, name) for name, family in taxonomy.items())
    with page:
        made["view"] = gr.State(View())
        made["seen"] = gr.State(Seen())
        with gr.Row(elem_id="title"):
            parts.html("about", _TITLE.format(place=place))
            made["who"] = parts.html("who", "")
        with gr.Tabs(elem_id="views"):
            with gr.Tab("Review", elem_id="reviewing"), gr.Row(elem_id="desk"):
                with gr.Column(scale=26, min_width=230, elem_id="left"):
                    parts.left(made, families)
                with gr.Column(scale=42, min_width=380, elem_id="middle"):
                    parts.middle(made)
                with gr.Column(scale=38, min_width=360, elem_id="right"):
                    parts.right(made)
            with gr.Tab("Dashboard") as counting:
                parts.html("about-dashboard", mark("dashboard"))
                made["dashboard"] = parts.html("dashboard", "")
            with gr.Tab("Help"):
                parts.html("help", (files("assistant.ui") / "help.html").read_text(encoding="utf-8"))
        wiring = _Wiring(page, made, Events(desk), who_is)
        wiring.connect(sample)
        wiring.on(counting.select, wiring.events.count)
    return page


@dataclass(frozen=True)
class _Wiring:
    page: gr.Blocks
    made: Made
    events: Events
    who_is: WhoIs

    def connect(self, sample: bool) -> None:
        self._cases(sample)
        self._conversation()
        self._draft()
        self._decision()

    def _cases(self, sample: bool) -> None:
        made, events = self.made, self.events
        self.on(made["upload"].upload, events.add_files, "upload", mode="multiple")
        self.on(made["review"].click, events.add_text, "paste", then={"paste": ""})
        for name in sample_names():
            self.on(made[f"sample {name}"].click, _with(events.add_sample, name))
        for name in FILTERS:  # a pasted word is no keystroke, so the box is watched for any change
            event = made[name].change if name == "search" else made[name].input
            self.on(event, events.filter, *FILTERS, mode="always_last", quiet=True)
        self.on(made["show all"].click, events.show_all, quiet=True)
        self.on(made["stop"].click, events.stop, quiet=True)
        self.on(made["halt"].click, events.halt, quiet=True)
        self.on(made["correct"].click, events.correct, "asked", "grounds")
        self.on(made["tell"].click, events.tell_fact, "fact", "source")
        self._on_data(made["header"].click, events.take_fact_back, "fact_id")
        self.on(made["reassign"].click, events.reassign, "to", "handing")
        self.on(made["remove"].click, events.remove, "handing")
        self.on(made["restore"].click, events.restore, "handing")
        # of two quick choices the later one counts; the mode "once" would lose it
        self.on(made["items"].input, events.select, "items", mode="multiple")
        self._on_data(made["cases"].click, events.open_case, "case_id", mode="multiple")
        self._on_data(made["already"].click, events.there, "there")
        self._on_load(sample)

    def _conversation(self) -> None:
        self.on(self.made["words"].submit, self.events.say, "words", "chat")
        for text in ASKS:
            self.on(self.made[f"ask {text}"].click, _with(self.events.say, text), "chat")

    def _draft(self) -> None:
        made, events = self.made, self.events
        self._on_data(made["pause"].click, events.check, "typed", "seen", mode="always_last")
        self.on(made["save"].click, events.save, "editor")
        self.on(made["discard"].click, events.discard)
        self._on_data(made["findings"].click, events.finding, "finding", "editor")
        self.on(made["versions"].input, events.show_changes, "versions")
        self.on(made["take"].click, events.take, "versions")

    def _decision(self) -> None:
        made, events = self.made, self.events
        self.on(made["override"].click, events.override, "wanted", "why")
        self.on(made["sign"].click, events.sign, "name", "credentials", "attested", "despite")
        self.on(made["reopen"].click, events.reopen, "unlock")

    def on(
        self,
        event: Any,
        handler: Any,
        *names: str,
        mode: str = "once",
        then: Parts | None = None,
        quiet: bool = False,
    ) -> None:
        """Call ``handler(user, view, *values)``; show what it yields, and at the end ``then``.

        ``quiet``: it turns to nothing new, so that work that ends may still open its case.
        """

        def run(request: gr.Request, view: View, *values: Any) -> Iterator[Any]:
            if not quiet:
                self.events.tabs.acts(view)
            yield from self._drawn(handler(self.who_is(request), view, *values))
            if then:
                yield self._by_component(then)

        self._register(event, run, names, mode)

    def _on_data(self, event: Any, handler: Any, key: str, *names: str, mode: str = "once") -> None:
        """As ``on``, with one value more that the block's script sends."""

        def run(request: gr.Request, data: gr.EventData, view: View, *values: Any) -> Iterator[Any]:
            sent = getattr(data, key)
            self.events.tabs.acts(view)
            yield from self._drawn(handler(self.who_is(request), view, *values, sent))

        self._register(event, run, names, mode)

    def _on_load(self, sample: bool) -> None:
        def run(request: gr.Request, view: View) -> Iterator[Any]:
            user, asked = self.who_is(request), request.query_params.get("case", "")
            wanted = int(asked) if asked.isdigit() else None
            for shown in self.events.start(user, view, wanted):
                view = shown.get("view", view)
                yield self._by_component(shown)
            if sample and wanted is None:
                for shown in self.events.add_sample(user, view, sample_names()[0]):
                    yield self._by_component(shown)

        self._register(self.page.load, run, (), "once")

    def _register(self, event: Any, run: Any, names: tuple[str, ...], mode: str) -> None:
        inputs = [self.made["view"], *(self.made[name] for name in names)]
        event(
            run,
            inputs,
            [part for name, part in self.made.items() if name not in _NEVER_CHANGED and " " not in name],
            api_visibility="private",
            trigger_mode=mode,
            show_progress="hidden",
            show_progress_on=[self.made["pause"]],  # a hidden part: nothing on the page flickers
            concurrency_limit=8,
        )

    def _drawn(self, steps: Iterator[Parts]) -> Iterator[Any]:
        """What a handler shows; a generator that gives nothing would make Gradio empty every output."""
        nothing = True
        for shown in steps:
            nothing = False
            yield self._by_component(shown)
        if nothing:
            yield {self.made["pause"]: gr.skip()}

    def _by_component(self, shown: Parts) -> dict[Any, Any]:
        if "view" in shown:
            self.events.tabs.looks(shown["view"])
        return {self.made[name]: value for name, value in shown.items()}


def _with(handler: Any, value: Any) -> Any:
    """The handler with a fixed first value."""

    def run(user: User, view: View, *values: Any) -> Any:
        return handler(user, view, value, *values)

    return run
