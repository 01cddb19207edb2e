"""Hold every sentence of a model's draft against the supports that it names, word by word.

Stricter than the checker, which also reads what people write: here each word, number and quotation has to
stand in a named support or in the list of plain words, and what a sentence says of a criterion has to go
with the criterion's status. Pure; knows nothing of models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.drafting.grounded import unconfirmed
from assistant.drafting.prepared import Prepared
from assistant.results import CheckReport, Draft, Finding, Passage, Sentence, Severity, Verdict
from knowledge.document import Assertion
from knowledge.entries import passages_of
from knowledge.model import CriterionResult, Status
from knowledge.number_words import NUMBER_WORDS

_WORD = re.compile(r"\d[\d.,/:%-]*(?:st|nd|rd|th)?|[A-Za-z][A-Za-z0-9'’]*(?:-[A-Za-z0-9]+)*")
_QUOTED = re.compile(r"[\"“”]([^\"“”]{1,600})[\"“”]")
_NEGATIVE = re.compile(
    r"\b(?:not?|nor|none|never|neither|cannot|without|lack\w*|absen\w+|missing|fail\w*|undocumented|unmet"
    r"|unclear|insufficient\w*|inadequate\w*|unsupported|contrary|against|exceed\w*|beyond|denie[sd]|negative"
    r"|unestablished)\b|n['’]t\b",
    re.I,
)
_OF_GUIDELINE = re.compile(
    r"^[^.;]{0,160}?\b(?:guidelines?|criteri\w+|mtus|acoem|odg|section)\b[^.;]{0,160}?"
    r"\b(?:looks?|asks?|requires?|recommend\w*|calls?|wants?|considers?|expects?|allows?|permits?|states?"
    r"|supports?|addresses)\b"
    r"|^(?:under|according to|per|as) the [^;]{0,240}?\b(?:guidelines?|criteri\w+|mtus|acoem|odg)\b",
    re.I,
)
_OF_RECORD = re.compile(
    r"\b(?:(?:record|file|chart|report|note)(?:'s|s)?|(?:the|this|that) (?:worker|patient)|he|she)\b",
    re.I,
)
_OUTCOME = re.compile(
    r"\bmedical(?:ly)?[- ]+necess|\b(?:non-?)?certif(?:y|ied|ication)|\b(?:is|are|be|should|must) (?:not )?"
    r"(?:approved?|denied|authorized|granted|upheld|overturned|appropriate|warranted|reasonable)\b"
    r"|\b(?:uphold|overturn)\w*",
    re.I,
)
_MARKUP = re.compile(
    r"<\s*[/!?a-zA-Z]|&#?\w+;|https?:|www\.|javascript:|\]\(|!\["
    r"|[`{}\\]|\*\*|[\x00-\x08\x0b-\x1f\x7f]",
    re.I,
)
_TO_READER = re.compile(
    r"\b(?:ignor(?:e|ing)|disregard\w*|override|click|you|your|yours|please|prompts?|as an ai"
    r"|language model|jailbreak"
    r"|(?:the )?reviewer (?:should|must|has to|needs? to|is (?:advised|asked|required)))\b",
    re.I,
)
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(NUMBER_WORDS)}
_ENOUGH = frozenset({"TRC01", "TRC03", "TRC04", "TRC05"})
_SHARED_STEM = 0.6
_SHORTEST_STEM = 4
_LONGEST_ENDING = 5


@dataclass(frozen=True)
class Support:
    """The text behind one key, and the status where the key is a criterion's."""

    key: str
    text: str
    result: CriterionResult | None = None
    assertion: Assertion | None = None


def traced(prepared: Prepared, draft: Draft, report: CheckReport) -> CheckReport:
    """The checker's report with the findings of tracing put to it."""
    return CheckReport((*report.findings, *trace(prepared, draft)))


def trace(prepared: Prepared, draft: Draft) -> tuple[Finding, ...]:
    """What stands in the draft without the support that it names.

    The last sentence is code's own, and so is one before it on what is held from memory.
    """
    own = {len(draft.sentences) - 1, *_notes(prepared, draft)}
    supports = {s.key: s for s in supports_of(prepared)}
    found: list[Finding] = []
    start = 0
    for number, sentence in enumerate(draft.sentences):
        if number not in own:
            named = [supports[key] for key in sentence.supports if key in supports]
            found += [
                _finding(rule, start, sentence, message, mend)
                for rule, message, mend in _complaints(sentence.text, named)
            ]
        start += len(sentence.text) + 1
    return tuple(found)


def _notes(prepared: Prepared, draft: Draft) -> Iterator[int]:
    """The place of the sentence that code adds on what is held from memory, if it stands there."""
    *told, before_last, _ = (Sentence("", ()), *draft.sentences)
    if before_last in tuple(unconfirmed(prepared, told)):
        yield len(draft.sentences) - 2


def support_keys(prepared: Prepared) -> frozenset[str]:
    """The keys that a model may name: no precedents, no other guideline's passages."""
    return frozenset(s.key for s in supports_of(prepared))


def unheld(text: str, named: list[Support]) -> Iterator[str]:
    """What stands in a sentence that its supports do not hold, and what no model may say."""
    return (message for _, message, _ in _wording(text, named))


def unsaid(text: str, named: list[Support]) -> Iterator[str]:
    """Whether what a sentence says goes against the statuses and assertions of its supports."""
    if named and (complaint := _polarity(_QUOTED.sub(" ", text), named)):
        yield complaint


def quotations_in(text: str) -> list[str]:
    """The words inside the quotation marks of a sentence."""
    return _QUOTED.findall(text)


def _complaints(text: str, named: list[Support]) -> Iterator[tuple[str, str, str]]:
    found = list(_wording(text, named))
    yield from found
    if found and found[-1][0] in _ENOUGH:
        return
    if complaint := _polarity(_QUOTED.sub(" ", text), named):
        yield "TRC06", complaint, "Say of each criterion what its status says, one criterion a sentence."


def _wording(text: str, named: list[Support]) -> Iterator[tuple[str, str, str]]:
    if _MARKUP.search(text):
        yield "TRC04", "This sentence holds markup, a link or control characters.", "Write plain prose."
        return
    if _TO_READER.search(text):
        yield "TRC05", "This sentence speaks to the reader or of instructions.", "Leave it out."
        return
    if _OUTCOME.search(text):
        yield "TRC03", "Only the conclusion may say whether the request is necessary.", "Leave it out."
        return
    if not named:
        yield (
            "TRC01",
            "This sentence names no support that exists.",
            "Name the keys of what supports it, or leave it out.",
        )
        return
    behind = " \n".join(s.text for s in named)
    for quotation in _QUOTED.findall(text):
        if squeezed(quotation).strip(" .,;") not in squeezed(behind):
            message = f"The quotation {quotation[:80]!r} stands in none of its supports."
            yield "TRC02", message, "Quote to the letter or not at all."
    if lost := _unsupported(text, behind):
        message = f"These words stand in none of its supports: {', '.join(lost[:8])}."
        yield "TRC02", message, "Use the words of the supports, or leave it out."


def _polarity(text: str, named: list[Support]) -> str:
    """Whether what is said goes with the statuses and assertions of the supports; empty when it does."""
    negative = bool(_NEGATIVE.search(text))
    if _OF_GUIDELINE.search(text) and not _OF_RECORD.search(text):
        return _asked(negative, named)
    if all(s.key.startswith("G") for s in named):
        return "A sentence that rests on the guideline alone has to say what the guideline says."
    statuses = {s.result.status for s in named if s.result is not None}
    if not statuses:
        return _asserted(negative, named)
    if len(statuses) > 1 and Status.MET in statuses:
        return "Criteria of different status are told in one sentence."
    if statuses == {Status.MET}:
        contrary = negative and not _denied(named)
        return "The criterion is met, the sentence says otherwise." if contrary else ""
    return "" if negative else "The criterion is not met or not documented, the sentence does not say so."


def _denied(named: list[Support]) -> bool:
    return any(_NEGATIVE.search(s.text) for s in named)


def _asked(negative: bool, named: list[Support]) -> str:
    """What the guideline asks rests on the guideline, and says no where it says no."""
    if any(s.key.startswith("E") for s in named):
        return "What the guideline asks cannot rest on evidence."
    refuses = any("not recommended" in s.text.lower() for s in named)
    if (negative and not _denied(named)) or (refuses and not negative):
        return "The guideline does not say so."
    return ""


def _asserted(negative: bool, named: list[Support]) -> str:
    asserted = {s.assertion for s in named if s.assertion is not None}
    if negative and not _denied(named) and asserted:
        return "The evidence does not deny this."
    if Assertion.NEGATED in asserted and not negative:
        return "The evidence denies this."
    if asserted & {Assertion.HYPOTHETICAL, Assertion.UNCERTAIN}:
        return "The evidence is uncertain; quote it with its criterion or leave it out."
    return ""


def supports_of(prepared: Prepared) -> Iterator[Support]:
    yield Support("R", _request_text(prepared))
    for e in prepared.evidence.evidence:
        yield Support(e.key, e.quote.text, assertion=e.assertion)
    if prepared.evaluation is None:
        return
    pack = prepared.evaluation.pack
    for result in prepared.evaluation.results:
        quotes = " \n".join(e.quote.text for e in prepared.evidence_for(result))
        c = result.criterion
        yield Support(
            prepared.key_of(result), f"{c.says} \n{c.short} \n{result.trace.why} \n{quotes}", result
        )
    own = {p.key: p.text for p in own_passages(prepared)}
    own["G1"] = f"{pack.citation} \n{pack.recommended} \n{own.get('G1', '')}"
    for key in sorted(own):
        yield Support(key, own[key])


def own_passages(prepared: Prepared) -> tuple[Passage, ...]:
    """The passages that are the governing pack's own, to the letter: nobody can slip words into these."""
    if prepared.evaluation is None:
        return ()
    texts = {p.text for p in passages_of(prepared.evaluation.pack)}
    return tuple(p for p in prepared.passages if p.text in texts)


def _request_text(prepared: Prepared) -> str:
    item = prepared.item
    parts = (item.treatment, item.original_request or "", item.request.computation, prepared.family_label)
    return " \n".join(parts)


def _unsupported(text: str, behind: str) -> list[str]:
    known = {_plain(w) for w in _WORD.findall(behind)}
    known |= {part for word in known for part in word.split("-")}
    stems = [w for w in known if len(w) >= _SHORTEST_STEM and w.isalpha()]
    lost = []
    for raw in _WORD.findall(text):
        word = _plain(raw)
        parts = (word,) if word in known else tuple(word.split("-")) if not word[0].isdigit() else (word,)
        if not all(p in known or p in plain_words() or _has_stem(p, stems) for p in parts if p):
            lost.append(raw.rstrip(".,:/%-"))
    return list(dict.fromkeys(lost))


def _has_stem(word: str, stems: list[str]) -> bool:
    """Whether a support has the word in another form: improve, improved, improvement."""
    return (
        word.isalpha() and len(word) >= _SHORTEST_STEM and any(_same_stem(word, other) for other in stems)
    )


def _same_stem(one: str, other: str) -> bool:
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    rest = max(len(one), len(other)) - shared
    return (
        shared >= max(_SHORTEST_STEM, _SHARED_STEM * max(len(one), len(other))) and rest <= _LONGEST_ENDING
    )


def _plain(word: str) -> str:
    lowered = word.lower().replace("’", "'").rstrip(".,:/%-").removesuffix("'s")
    return _NUMBER_WORDS.get(lowered, lowered)


def squeezed(text: str) -> str:
    """In lower case, with single blanks and straight apostrophes."""
    return re.sub(r"\s+", " ", text.replace("’", "'")).lower()


@cache
def plain_words() -> frozenset[str]:
    """The words that need no support."""
    raw = (files(__package__) / "plain_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in raw.splitlines() if not line.startswith("#") for word in line.split())


def _finding(rule: str, start: int, sentence: Sentence, message: str, mend: str) -> Finding:
    end = start + len(sentence.text)
    return Finding(rule, Severity.ERROR, start, end, sentence.text, Verdict.UNSUPPORTED, message, (), mend)
