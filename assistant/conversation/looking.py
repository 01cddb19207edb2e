"""Look a question up in the record by its words, where no model is at hand: quotes to the letter.

What is asked for stands in ``asked_of_record.yaml``. It understands nothing, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.case import Case
from assistant.conversation.session import Session
from assistant.evidence.reading import read_record
from assistant.evidence.sentences import sentence_spans
from assistant.export.markdown import escape
from assistant.modelling.data import gives_orders
from assistant.results import ItemReview
from knowledge.document import Quote, Span
from knowledge.treatments import load_taxonomy

_FILE = Path(__file__).with_name("asked_of_record.yaml")
_MOST = 6
_UR = re.compile(r"\b(?:UR|U\.R\.|URA|utili[sz]ation review(?:er)?s?)\b", re.I)
_DATE = re.compile(r"\b(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}|\d{2}))?\b")
_WORD = re.compile(r"[a-z][a-z'-]{3,}")
_BY_WORDS = "*Found by words, without understanding; the record may say it in others.*"


@dataclass(frozen=True)
class Concept:
    """Something that is asked for: how a question names it, and how a record does.

    ``drugs``: the name of any drug shows it. ``must``: a sentence without it does not answer.
    """

    name: str
    asked: re.Pattern[str]
    found: re.Pattern[str]
    drugs: bool = False
    must: bool = False

    def shown_by(self, sentence: str) -> bool:
        """Whether the sentence names it."""
        if self.found.search(sentence):
            return True
        return self.drugs and bool(load_taxonomy().drug_mentions(sentence))


@cache
def _table() -> tuple[tuple[Concept, ...], frozenset[str]]:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    concepts = tuple(
        Concept(c["name"], _whole(c["asked"]), _whole(c["found"]), bool(c.get("drugs")))
        for c in raw["concepts"]
    )
    return concepts, frozenset(raw["idle"].split("|"))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.I)


def asks_of_review(words: str) -> bool:
    """Whether the words ask for what the utilization review did, which no criterion tells."""
    return bool(_UR.search(words))


def looked_up(words: str, session: Session) -> str | None:
    """The record's sentences that the words ask for, in Markdown; None where they name nothing."""
    case = session.review.case
    if asks_of_review(words):
        return _of_review(case, session.in_view)
    wanted = _wanted(words)
    if not wanted:
        return None
    found = _best(list(_sentences(case)), wanted)
    named = [c for c in wanted if c.must or c in _table()[0]]
    facts = _header(case, session.in_view, [c.name for c in named])
    if not found and not named:
        return None
    words_of = escape(", ".join(c.name for c in wanted))
    if not found:
        silent = f"No sentence of the record names this: {words_of}."
        return "\n\n".join((*facts, silent, _BY_WORDS))
    head = f"In the record on {words_of}:"
    return "\n\n".join((*facts, head, _list(found, session.in_view), _BY_WORDS))


def _wanted(words: str) -> list[Concept]:
    """What the words ask for: concepts of the table, dates, and the other words that carry meaning."""
    table, idle = _table()
    known = [c for c in table if c.asked.search(words)]
    rest = words
    for concept in known:
        rest = concept.asked.sub(" ", rest)
    dates = [_dated(*match.groups()) for match in _DATE.finditer(rest)]
    free = [w for w in _WORD.findall(rest.lower()) if w not in idle]
    stems = [Concept(w, _whole(re.escape(w)), _whole(re.escape(w.rstrip("s")) + r"\w{0,4}")) for w in free]
    return [*known, *dates, *stems]


def _dated(month: str, day: str, year: str | None) -> Concept:
    """A date however it is written; without a year any year."""
    years = rf"[/-](?:20|19)?{year[-2:]}" if year else r"(?:[/-](?:\d{4}|\d{2}))?"
    written = _whole(rf"0?{int(month)}[/-]0?{int(day)}{years}")
    return Concept("/".join(part for part in (month, day, year) if part), written, written, must=True)


def _sentences(case: Case) -> Iterator[Quote]:
    text = case.document.text[case.record.start : case.record.end]
    for span in sentence_spans(text, case.record.start):
        quote = case.document.quote(span.start, span.end)
        if quote.text.strip() and not gives_orders(quote.text):
            yield quote


def _best(sentences: Sequence[Quote], wanted: Sequence[Concept]) -> list[Quote]:
    """The sentences that name all that is wanted; else those that name the most of it, half at least."""
    fit = [s for s in sentences if all(c.shown_by(s.text) for c in wanted if c.must)]
    counted = [(sum(c.shown_by(s.text) for c in wanted), s) for s in fit]
    most = max((count for count, _ in counted), default=0)
    known = [c for c in wanted if c.must or c in _table()[0]]
    if most < len(wanted) and (2 * most < len(wanted) or not known):
        return []
    return [s for count, s in counted if count == most][:_MOST]


def _of_review(case: Case, review: ItemReview) -> str:
    statements = read_record(case.document, case.record).statements
    told = [
        quote
        for quote in _sentences(case)
        if _UR.search(quote.text)
        or any(
            s.source_at(quote.start) == "ur"
            for s in statements
            if s.span.overlaps(Span(quote.start, quote.end))
        )
    ]
    if told:
        return f"The record on the utilization review:\n\n{_list(told[:_MOST], review)}"
    denied = case.ur_denial_date
    when = f" By the header it denied on {denied:%m/%d/%Y}." if denied else ""
    return f"The record holds no sentence of the utilization review.{when}"


def _header(case: Case, review: ItemReview, names: Sequence[str]) -> list[str]:
    """What the case's header and the request say of it."""
    said = []
    if "the injury" in names and case.date_of_injury:
        said.append(f"Date of injury, by the header: {case.date_of_injury:%m/%d/%Y}.")
    if "visits" in names and (visits := review.item.request.visits):
        said.append(f"Requested here: {escape(review.item.treatment)}, {visits} visits in all.")
    return said


def _list(quotes: Sequence[Quote], review: ItemReview) -> str:
    """Each quote with its page, and its key where the item rests on it: the page makes a button of that."""
    return "\n".join(f"- {_key(q, review)}page {q.page}: “{escape(q.text)}”" for q in quotes)


def _key(quote: Quote, review: ItemReview) -> str:
    keys = (
        e.key for e in review.evidence.evidence if e.quote.start < quote.end and quote.start < e.quote.end
    )
    first = next(keys, "")
    return f"{first}, " if first else ""
