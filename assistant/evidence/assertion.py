"""How the record asserts a stretch of text: ConText's modifiers, as character offsets.

ConText (medSpaCy, on a blank spaCy pipeline, rules in ``context_rules.yaml``) marks the modifiers and
their reach once for a sentence; asking for a span is then arithmetic. Knows neither findings nor items.
"""

from __future__ import annotations

import re
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import yaml

from assistant.evidence.reach import Limits
from knowledge.document import Assertion, Span

_RULES = Path(__file__).with_name("context_rules.yaml")
_CLAUSE = re.compile(r"[,;:]|\b(?:and|or|which|who|that)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never|no)\b|n't\b", re.IGNORECASE)
_POSITIVE = re.compile(r"\bpositive\b|(?<!\w)\+", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_BEFORE = 30  # letters before a wording that its look-behinds may read
_DENIAL = re.compile(
    r"den(?:y|ies|ied|ying)\b|(?:failed|declined|refused|did not)(?: to)? (?:approve|certify|authorize)\b",
    re.IGNORECASE,
)
_DIRECTIONS = {
    "forward": "FORWARD",
    "backward": "BACKWARD",
    "both": "BIDIRECTIONAL",
    "terminate": "TERMINATE",
    "pseudo": "PSEUDO",
}
NOT_RECORDED = "NOT_RECORDED"
_ORDER = (
    ("HYPOTHETICAL", Assertion.HYPOTHETICAL),
    ("NEGATED_EXISTENCE", Assertion.NEGATED),
    (NOT_RECORDED, Assertion.UNCERTAIN),
    ("POSSIBLE_EXISTENCE", Assertion.UNCERTAIN),
    ("HISTORICAL", Assertion.HISTORICAL),
)


@dataclass(frozen=True, slots=True)
class Worded:
    """What a wording says on purpose: a negation ("did not help"), a plan ("scheduled for surgery").

    ``pattern`` tells a negation that it words ("did not help") from one in its gap ("no care has failed").
    """

    negates: bool = False
    plans: bool = False
    pattern: re.Pattern[str] | None = None

    def means(self, modifier: Modifier, start: int, end: int, text: str) -> bool:
        """True when the modifier may belong to the wording of ``start:end``, or is of no concern there."""
        if modifier.category == "HYPOTHETICAL":
            return self.plans
        if modifier.category != "NEGATED_EXISTENCE":
            return True
        return self.negates and not self._spares(modifier, start, end, text)

    def _spares(self, modifier: Modifier, start: int, end: int, text: str) -> bool:
        """True when the wording is there without the modifier, which therefore stands in a gap."""
        if self.pattern is None or self.pattern.match(text, modifier.start, end):
            return False
        first, last = max(modifier.start, start), min(modifier.end, end)
        for stop in (m.end() for m in _WORD.finditer(text, last - 1, end)):
            if self.pattern.fullmatch(text, start, stop):
                blank = re.sub(r"\w", "x", text[first:last])
                without = text[max(start - _BEFORE, 0) : first] + blank + text[last:stop]
                return self.pattern.fullmatch(without, min(start, _BEFORE)) is not None
        return False


@dataclass(frozen=True, slots=True)
class Modifier:
    """A modifier at ``start:end`` that speaks of ``reach_start:reach_end`` (offsets into the text)."""

    category: str
    start: int
    end: int
    reach_start: int
    reach_end: int
    denial: bool = False

    def modifies(self, start: int, end: int) -> bool:
        """True when the span lies in the reach and is apart from the modifier itself."""
        apart = end <= self.start or self.end <= start
        return apart and start < self.reach_end and self.reach_start < end

    def of_the_next(self, start: int, end: int, text: str) -> bool:
        """True when it denies what follows a span called positive: "positive Kemp, SLR negative"."""
        if self.start < end or self.category != "NEGATED_EXISTENCE":
            return False
        apart = self.reach_start > start or "," in text[end : self.start]
        return apart and _POSITIVE.search(text, start, end) is not None

    def weakens(self, start: int, end: int, text: str, worded: Worded) -> bool:
        """True when the modifier runs into the span ("no new" + "new injury") or lies in a gap of it.

        In a gap it has to speak of the span's first or last words, in one clause ("films were not taken"),
        and the wording sought must not hold such a modifier on purpose.
        """
        if self.end <= start or end <= self.start:
            return False
        planned = self.category == "HYPOTHETICAL"
        if self.start < start:
            on_purpose = worded.plans if planned else _NOT.search(text, start, self.end) is not None
            return self.reach_end >= end and not on_purpose
        if worded.means(self, start, end, text) or (
            self.end >= end and not (planned or _NOT.search(text, self.start, self.end))
        ):
            return False
        spoken_of = self.reach_end >= end or self.reach_start <= start
        return spoken_of and not _CLAUSE.search(text, self.end, end)


@dataclass(frozen=True, slots=True)
class Reading:
    """The assertion of a span; None when it is said of a relative. ``by`` is the modifier that decides."""

    assertion: Assertion | None
    by: Modifier | None = None


@dataclass(frozen=True)
class Assertions:
    """The modifiers of a text by sentence."""

    starts: tuple[int, ...]
    modifiers: tuple[tuple[Modifier, ...], ...]
    text: str = ""

    def at(
        self, start: int, end: int, *, reviewer_speaks: bool = False, worded: Worded | None = None
    ) -> Reading:
        """How ``start:end`` is asserted. In a reviewer's sentence "denied" is a decision, no negation.

        Given what the wording sought says on purpose, other negations and plans in the span count as well.
        """
        index = bisect_right(self.starts, start) - 1
        live = [
            m
            for m in (self.modifiers[index] if index >= 0 else ())
            if not m.of_the_next(start, end, self.text)
            and (m.modifies(start, end) or (worded and m.weakens(start, end, self.text, worded)))
            and not (reviewer_speaks and m.denial)
        ]
        by_category = {m.category: m for m in live}
        if "FAMILY" in by_category:
            return Reading(None, by_category["FAMILY"])
        for category, assertion in _ORDER:
            if category in by_category:
                return Reading(assertion, by_category[category])
        return Reading(Assertion.AFFIRMED)

    def bare(self, offset: int) -> bool:
        """Whether the sentence around ``offset`` has no modifier at all."""
        index = bisect_right(self.starts, offset) - 1
        return index >= 0 and not self.modifiers[index]


def assertions_in(text: str, sentences: Iterable[Span]) -> Assertions:
    """Read the modifiers of ``sentences`` (spans of ``text``, in order)."""
    engine = _engine()
    pieces = tuple(sentences)
    with engine.lock:
        read = tuple(tuple(engine.modifiers(text, piece)) for piece in pieces)
    return Assertions(tuple(piece.start for piece in pieces), read, text)


# "no documentation that she has had therapy": a verb behind the conjunction does not end the reach
_THAT = re.compile(r"\b(?:that|whether|if)$", re.IGNORECASE)
_ENDS_THAT = re.compile(
    r";|,\s(?:and|so)\s|\b(?:but|however|although|though|except|yet|which|whereas|while|despite|because)\b",
    re.IGNORECASE,
)


class _Engine:
    """spaCy's tokenizer and ConText's matcher; not safe for threads without ``lock``."""

    def __init__(self, tokenizer: Any, context: Any, limits: Limits) -> None:
        self.tokenizer = tokenizer
        self.context = context
        self.limits = limits
        self.lock = Lock()

    def modifiers(self, text: str, piece: Span) -> Iterator[Modifier]:
        raw = text[piece.start : piece.end]
        doc = self.tokenizer(raw)
        for token in doc[1:]:
            token.is_sent_start = False
        stops = self.limits.stops_in(raw)
        for found in self.context(doc)._.context_graph.modifiers:
            if found.direction not in ("TERMINATE", "PSEUDO"):
                yield self._modifier(doc, found, stops, piece.start)

    def _modifier(self, doc: Any, found: Any, stops: tuple[int, ...], offset: int) -> Modifier:
        first, last = found.modifier_span
        words = doc[first:last]
        start, end = words.start_char, words.end_char
        reach = _offset(doc, found.scope_span[0]), _offset(doc, found.scope_span[1])
        if found.direction == "FORWARD" and _THAT.search(words.text):
            ends = _ENDS_THAT.search(doc.text, end)
            reach = reach[0], max(reach[1], ends.start() if ends else len(doc.text))
        reach = self.limits.clip(doc.text, (start, end), reach, found.direction, stops)
        return Modifier(
            category=found.category,
            start=offset + start,
            end=offset + end,
            reach_start=offset + reach[0],
            reach_end=offset + reach[1],
            denial=_DENIAL.match(words.text) is not None,
        )


def _offset(doc: Any, token: int) -> int:
    return doc[token].idx if token < len(doc) else len(doc.text)


@cache
def _engine() -> _Engine:
    with _LOADING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spacy  # noqa: PLC0415 - two seconds to import, wanted only when a record is read
        from loguru import logger  # noqa: PLC0415 - medspaCy's logger, silenced before medspaCy speaks

        logger.disable("PyRuSH")
        from medspacy.context import ConText, ConTextRule  # noqa: PLC0415 - as spacy

        raw = yaml.load(_RULES.read_bytes(), Loader=yaml.CSafeLoader)
        nlp = spacy.blank("en")
        context = ConText(nlp, rules=None)
        context.add([ConTextRule(**rule) for rule in _rules(raw)])
        return _Engine(nlp.tokenizer, context, Limits.of(raw))


_LOADING = Lock()


def _rules(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    reach: dict[str, int] = raw["reach"]
    for category, by_direction in raw["modifiers"].items():
        for direction, literals in by_direction.items():
            for literal in dict.fromkeys(literals):
                yield {
                    "literal": literal,
                    # spaCy warns of a token matcher without any pattern, so one word is given as such
                    "pattern": [{"LOWER": "not"}] if literal == "not" else None,
                    "category": category,
                    "direction": _DIRECTIONS[direction],
                    "max_scope": reach.get(direction, reach.get(category)),
                }
    yield from _passives(raw["passives"])


def _passives(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """ "was not palpated", "has never been given": the verb denies its subject, or the object behind it."""
    denied: dict[str, Any] = {"LOWER": {"IN": raw["not"]}}
    between: dict[str, Any] = {"LOWER": {"IN": raw["between"]}, "OP": "*"}
    verb: dict[str, Any] = {"LOWER": {"IN": raw["verbs"]}}
    for lead in (
        [{"LOWER": {"IN": raw["be"]}}, denied],
        [{"LOWER": {"IN": raw["have"]}}, denied, between, {"LOWER": "been"}],
    ):
        yield {
            "literal": "<not done>",
            "pattern": [*lead, between, verb],
            "category": "NEGATED_EXISTENCE",
            "direction": "BIDIRECTIONAL",
            "max_scope": raw["reach"],
        }
