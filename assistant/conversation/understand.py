"""Turn a reviewer's words into one action, by plain patterns; the first that fits wins."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from assistant.conversation.actions import (
    Action,
    AddFact,
    ByHand,
    CheckText,
    Compare,
    Decide,
    Explain,
    ForgetFact,
    Help,
    LetStand,
    QuoteGuideline,
    Reword,
    SelectItem,
    SetAside,
    ShowDraft,
    ShowEvidence,
    ShowMissing,
    ShowSimilar,
    Sign,
    Unclear,
    WhatIf,
)
from assistant.conversation.looking import asks_of_review
from assistant.drafting.styles import Style
from knowledge.number_words import NUMBER_WORDS

_NUMBERS = {word: number for number, word in enumerate(NUMBER_WORDS[1:13], 1)}
_COUNT = r"(\d{1,4}|" + "|".join(_NUMBERS) + r")"
_CRITERION = re.compile(rf"\b(?:criterion|criteria|condition|c)\s*#?\s*{_COUNT}\b", re.I)
_ITEM = re.compile(
    r"^\s*(?:please )?(?:show |go to |open |select |what about |how about )?"
    rf"(?:item|request)\s*#?\s*{_COUNT}\s*[.?]?\s*$",
    re.I,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NTH = re.compile(
    rf"^\s*(?:please )?(?:(?:show|go to|open|select|what about|and|now|how about)(?: me)? )?(?:the )?"
    rf"(?P<nth>{'|'.join(_ORDINALS)}|next|previous) (?:disputed )?(?:item|request|one)\s*[.?!]?\s*$",
    re.I,
)
_CHECK = re.compile(
    r"^\s*(?:please )?check (?:this|the following)(?: text| rationale| draft)?\s*[:\-]?\s*(.*)", re.I | re.S
)
_WHAT_IF = re.compile(
    rf"\bwhat if\b.{{0,60}}?\b{_COUNT}\s*(visits?|sessions?|treatments?|tablets?|pills?|units?)\b", re.I
)
_FACT = re.compile(
    r"^\s*(?:(?:add )?(?:(?:the|a|another|my) )?fact|note|please note|for the record)\s*[:,]\s*(.+)",
    re.I | re.S,
)
_DECIDE = re.compile(
    r"^\s*(?:i disagree[,;.:]?\s*)?(?:(?:please|so) )?(?:i (?:want to |would )?)?"
    r"(?:override(?: (?:it|this|the recommendation))?\s*[:,]?\s*(?:to )?)?"
    r"(?P<word>uphold|upheld|overturned|overturn)\b"
    rf"(?: (?:the denial of )?(?:(?:item|request)\s*#?\s*(?P<item>{_COUNT})"
    r"|it|this item|this|the denial)\b)?"
    r"(?:\s*[,:;-]\s*|\s+)?(?:because(?: of)?|since|as)?\s*[:,]?\s*(?P<reason>[^?]*)$",
    re.I | re.S,
)
_ORDERED = re.compile(
    r"^\s*(?:please )?(?:(?:can|could|would) you )?(?:please )?(?:go (?:to|back|on)|(?:open|remove|delete"
    r"|change|correct|replace|rewrite|reword|rephrase|set|mark|approve|deny|certify|put|insert|switch|move"
    r"|undo|fix|mend|use|drop|omit|mention|include|strike|print|export|save|send)"
    r" (?:the|this|that|it|my|all|both|item|request|to|what|where)\b)",
    re.I,
)
"""An order, told from a fact by its object: "use the word ...", but not "use of ibuprofen failed"."""
_COMPLAINED = re.compile(
    r"^\s*(?:no,? |but )?(?:the |your |this |that )?(?:draft|rationale|wording|text|(?:\w+ )?sentence"
    r"|summary|answer|recommendation|criterion \d+|date of injury|age|side|it|this|that|you)\b.{0,30}?"
    r"\b(?:(?:is|are|was|were|looks?|seems?) (?:\w+ )?(?:incorrect|mistaken|not (?:right|correct|true))"
    r"|made a mistake|misread|wrong)\b",
    re.I,
)
_ASKED_FOR = (
    r"^\s*(?:please )?(?:(?:can|could|would) you )?(?:make|write|put|say|keep|word|phrase|give me)?\s*"
    r"(?:it|this|that|the (?:draft|rationale|text|wording))?\s*(?:an? )?(?:(?:bit|little|much|in) )*"
)
_SHORTER = re.compile(rf"{_ASKED_FOR}(?:shorter|shorten|briefer|more concise|more briefly)\b", re.I)
_PLAINER = re.compile(
    rf"{_ASKED_FOR}(?:plainer|simpler|simplify|plain (?:words|language|english)|more (?:plainly|simply))\b",
    re.I,
)
_MORE = re.compile(
    r"^\s*(?:please )?(?:(?:can|could|would) you )?(?:(?:say|write|tell me|add) )?"
    rf"(?:more (?:on|about)|expand on|elaborate on)\s+(?:criterion|condition|c)?\s*#?\s*{_COUNT}\b",
    re.I,
)
_NAMED = (
    r"(?:the )?(?:finding |rule |suppression (?:of )?)?(?P<rule>[a-z]{3}\d{2})\b"
    r"(?:\s*(?:at|on|about|for)?\s*[\"“‘'](?P<quote>[^\"”“]{1,200})[\"”’'])?"
)
_SET_ASIDE = re.compile(
    rf"^\s*(?:please )?(?:suppress|silence|waive|set aside|ignore) {_NAMED}"
    r"(?:\s*[,:;-]\s*|\s+|$)(?:because(?: of)?|since|as|reason)?\s*[:,]?\s*(?P<reason>[^?]*)$",
    re.I | re.S,
)
_LET_STAND = re.compile(
    rf"^\s*(?:please )?(?:unsuppress|restore|take back|let) {_NAMED}(?: stand)?(?: again)?\s*[.!]?\s*$",
    re.I,
)
_QUESTION = re.compile(
    r"\?\s*$|^\s*(why|what|which|who|when|where|how|is|are|does|do|did|can|could|would|should|show|tell|list|give"
    r"|quote|explain|compare|find|help|hi|hello|thanks?|please)\b",
    re.I,
)

_INTENTS: tuple[tuple[re.Pattern[str], Callable[[str], Action]], ...] = (
    (re.compile(r"^\s*(help|\?|what can (i|you) (ask|do))\b|^\s*$", re.I), lambda _: Help()),
    (re.compile(r"\b(forget|take back|undo|remove)\b.{0,20}\bfact\b", re.I), lambda _: ForgetFact()),
    (re.compile(r"^\s*(?:please )?sign\b", re.I), lambda _: Sign()),
    (
        re.compile(r"\bcompare\b.{0,40}\bversions?\b|\bwhat (has )?changed\b|\bprevious version\b", re.I),
        lambda _: Compare(),
    ),
    (
        re.compile(r"\b(missing|not documented|lacking|what (else )?(is|would be) needed)\b", re.I),
        lambda _: ShowMissing(),
    ),
    (re.compile(r"\b(similar|precedents?|past (cases|determinations))\b", re.I), lambda _: ShowSimilar()),
    (
        re.compile(
            r"\bevidence\b|\bquotes? (from|of) the record\b|\bwhere (is|does) (it|the record)\b", re.I
        ),
        lambda text: ShowEvidence(_criterion(text)),
    ),
    (re.compile(r"\bwhy\b|\bexplain\b|\bhow come\b", re.I), lambda text: Explain(_criterion(text), text)),
    (re.compile(r"\b(guideline|edition|mtus|acoem|odg|citation|page)\b", re.I), lambda _: QuoteGuideline()),
    (re.compile(r"\b(draft|rationale)\b", re.I), lambda _: ShowDraft()),
    (_CRITERION, lambda text: Explain(_criterion(text), text)),
)


def understand(words: str) -> Action:
    """The action that the words ask for; ``Unclear`` when none fits."""
    if checked := _CHECK.match(words):
        return CheckText(checked[1].strip())
    if asked := _WHAT_IF.search(words):
        count, unit = _count(asked[1]), asked[2].lower()
        visits = unit.startswith(("visit", "session", "treatment"))
        return WhatIf(visits=count) if visits else WhatIf(quantity=Decimal(count))
    if item := _item(words):
        return item
    if fact := _FACT.match(words):
        return AddFact(_sentence(fact[1]))
    return _on_finding(words) or _reworded(words) or _intent(words)


def _item(words: str) -> SelectItem | None:
    if item := _ITEM.match(words):
        return SelectItem(_count(item[1]))
    if nth := _NTH.match(words):
        word = nth["nth"].lower()
        if word in _ORDINALS:
            return SelectItem(_ORDINALS.index(word) + 1)
        return SelectItem(steps=1 if word == "next" else -1)
    return None


def is_stated_as_fact(words: str) -> bool:
    """Whether the words say of themselves that they are a fact: "fact: ...", "please note: ..."."""
    return _FACT.match(words) is not None


def _on_finding(words: str) -> SetAside | LetStand | None:
    if named := _SET_ASIDE.match(words):
        return SetAside(named["rule"].upper(), named["quote"] or "", named["reason"].strip())
    named = _LET_STAND.match(words)
    return LetStand(named["rule"].upper(), named["quote"] or "") if named else None


def _reworded(words: str) -> Reword | None:
    if more := _MORE.match(words):
        return Reword(Style.MORE, _count(more[1]))
    if _SHORTER.match(words):
        return Reword(Style.SHORTER)
    return Reword(Style.PLAINER) if _PLAINER.match(words) else None


def _intent(words: str) -> Action:
    if decided := _DECIDE.match(" ".join(words.split())):
        wanted = "Upheld" if decided["word"].lower().startswith("uph") else "Overturned"
        item = _count(decided["item"]) if decided["item"] else None
        return Decide(wanted, decided["reason"].strip(), item)
    if asks_of_review(words) and not _is_statement(words):
        return Unclear(words)
    for pattern, action in _INTENTS:
        if pattern.search(words) and not _is_statement(words):
            return action(words)
    if _ORDERED.match(words) or (_COMPLAINED.search(words) and not words.rstrip().endswith("?")):
        return ByHand()
    return AddFact(_sentence(words)) if _is_statement(words) else Unclear(words)


def _is_statement(words: str) -> bool:
    """Whether the words tell something of the case instead of asking."""
    return len(words.split()) >= 4 and not _QUESTION.search(words)


def _sentence(words: str) -> str:
    text = " ".join(words.split())
    return text if text.endswith((".", "!")) else f"{text}."


def _criterion(text: str) -> int | None:
    found = _CRITERION.search(text)
    return _count(found[1]) if found else None


def _count(raw: str) -> int:
    return _NUMBERS.get(raw.lower()) or int(raw)
