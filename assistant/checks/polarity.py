"""POL: a finding said to be there that the record only denies, or a sign with its sign turned round."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.absence import wanted_regions
from assistant.checks.context import Context
from assistant.checks.record import RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import regions_in, sides_in
from assistant.claims.concepts import Concept, load_concepts
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_TURNED = frozenset(
    (
        "muscle-spasm",
        "tenderness",
        "swelling",
        "weakness",
        "instability",
        "limited-motion",
        "radicular-symptoms",
    )
)


def _dropped_negation(context: Context) -> Iterator[Finding]:
    """A finding affirmed of the worker that the record has only under negation."""
    for concept in load_concepts():
        if concept.id not in _TURNED or concept.shown is None:
            continue
        for statement in context.told(Mode.CASE):
            match = concept.shown.search(statement.text)
            if match and _is_claim(context, statement, match):
                denied = _only_denied(context, concept, statement, placed=context.human)
                denied = denied or _only_denied(context, concept, statement, placed=False)
                if denied:
                    yield context.finding(
                        "POL01",
                        statement.start + match.start(),
                        statement.start + match.end(),
                        Verdict.CONTRADICTED,
                        f"The text affirms {concept.name}; the record denies it.",
                        tuple(context.record.quote_sentence(s) for s in denied[:3]),
                        "Restore the record's negation.",
                        # of persons' texts that nobody had read, more than half of these were true
                        severity=Severity.WARNING if context.human else None,
                    )


def _is_claim(context: Context, statement: Statement, match: re.Match[str]) -> bool:
    if context.in_quotation(statement.start + match.start()) or re.search(
        r"\bcriteri(?:a|on)|guideline|condition of\b", statement.text, re.I
    ):
        return False
    denied = any(d.span.overlaps(Span(*match.span())) for d in denials_in(statement.text))
    return not denied and standing(statement.text, *match.span()) is Standing.AFFIRMED


def _only_denied(
    context: Context, concept: Concept, statement: Statement, *, placed: bool
) -> list[RecordSentence]:
    """Record sentences that deny it, when none affirms it; else nothing.

    ``placed``: a sentence that names no body part speaks of the request's, not of any.
    """
    named = placed or regions_in(statement.text)
    wanted = wanted_regions(context, statement.text, statement.text, concept) if named else None
    regions = wanted or frozenset()
    denied: list[RecordSentence] = []
    for sentence in context.record.clinical:
        for match in concept.shown.finditer(sentence.text) if concept.shown else ():
            if standing(sentence.text, *match.span()) is not Standing.NEGATED:
                return []
            if not regions or sentence.regions & regions:
                denied.append(sentence)
    return denied


_LESION = re.compile(
    r"\b(?:hematomas?|fractures?|dislocations?|subluxations?|herniations?|"
    r"stenosis|effusions?|tears?|ruptures?|infections?|bleeding"
    r"|hemorrhages?|deformit(?:y|ies)|atrophy|clonus|foot drop|radiculopathy|"
    r"myelopathy|masses|tumors?|dislocated|fractured|crepitus|bruising|erythema|ecchymosis|"
    r"numbness|tingling|swelling|spasms?|instability|wasted|wasting|infected|non-?union|gangrene|necrosis|"
    r"neuropathy|malingering|allodynia|hyperalgesia|contractures?|laxity|locking|triggering|"
    r"recurrences?|re-?tears?|loosening|(?:loss of|lost) consciousness|calcif\w+|calcific deposits?|(?:nerve |cord |root )?(?:compression|impingement)(?= of (?:\w+ ){0,4}(?:nerve|root|cord))|"
    r"(?:nerve|root|cord) (?:compression|contact)|\w*listhesis|(?:osteo)?arthritis|arthrosis|osteophytes?|bone spurs?|"
    r"loose bodies|loose body|avulsion|retraction|fatty (?:atrophy|infiltration)|signal change|syrinx|scoliosis|synovitis)\b",
    re.I,
)
_SYMPTOM = re.compile(r"numbness|tingling|swelling|spasm|instability", re.I)
_STEMS = {
    "wasted": "(?:wast|atroph)",
    "wasting": "(?:wast|atroph)",
    "atrophy": "(?:wast|atroph)",
    "infecte": "infect",
    "infecti": "infect",
    **dict.fromkeys(("calcifi", "calcify"), "calcif"),
    **dict.fromkeys(
        ("compres", "nerve c", "root co", "cord co", "cord im"),
        r"(?:compress\w*|contact\w*|displac\w*|imping\w*|effac\w*|abut\w*|deform\w*|encroach\w*)",
    ),
    **dict.fromkeys(("loss of", "lost co"), r"(?:loss of|lost) consciousness"),
    **dict.fromkeys(("listhes", "spondyl", "anterol", "retroli"), r"\w*listhes"),
    **dict.fromkeys(("arthrit", "arthros", "osteoar"), r"\w*arthr(?:iti|osi|ose)"),
    **dict.fromkeys(("loose b",), r"loose bod"),
    **dict.fromkeys(("bone sp", "osteoph"), r"(?:bone spur|osteophyt)"),
    **dict.fromkeys(("fatty a", "fatty i"), r"fatty"),
    "signal ": "signal change",
    "laxity": "(?:laxity|lax)\\b",
    "numbnes": "numb",
    "tinglin": "tingl",
    "swellin": "sw[eo]ll",
    "instabi": "(?:instabi|unstabl)",
}


def _denied_lesion(context: Context) -> Iterator[Finding]:
    """A lesion affirmed in the text whose every mention in the record is negated."""
    for statement in context.told(Mode.CASE):
        for match in _LESION.finditer(statement.text):
            if not _is_claim(context, statement, match):
                continue
            word = match.group().lower().rstrip("s")[:7]
            stem = _STEMS.get(word, word)
            mentions = [
                (s, m) for s in context.record.sentences for m in re.finditer(rf"\b{stem}\w*", s.text, re.I)
            ]
            denied = [s for s, m in mentions if _under_negation(s.text, m)]
            here = regions_in(statement.text)
            elsewhere = here and not any(here & s.regions or not s.regions for s in denied)
            if denied and len(denied) == len(mentions) and not elsewhere:
                yield context.finding(
                    "POL03",
                    statement.start + match.start(),
                    statement.start + match.end(),
                    Verdict.CONTRADICTED,
                    f"The record mentions {match.group().lower()} only to deny it.",
                    tuple(context.record.quote_sentence(s) for s in denied[:3]),
                    "Restore the record's negation.",
                    severity=Severity.WARNING if context.human and _SYMPTOM.match(match.group()) else None,
                )


_SAVE = re.compile(
    r"\b(?:aside|apart|except\w*|other than|save|but for|only|beyond|besides)\b[^.;]{0,50}$", re.I
)


def _under_negation(text: str, match: re.Match[str]) -> bool:
    """Denied, and not the exception: "negative other than mild arthrosis"."""
    return not _SAVE.search(text[: match.start()]) and standing(text, *match.span()) is Standing.NEGATED


@dataclass(frozen=True, slots=True)
class Sign:
    """A named clinical test with its result and the sides stated."""

    name: str
    positive: bool
    sides: frozenset[str]
    span: Span


_SIGNS = {
    "straight leg raise": r"(?:seated |supine )?straight[- ]leg[- ]rais\w*|SLR",
    "Spurling": r"spurling'?s?",
    "Hawkins": r"hawkin'?s?(?:-kennedy)?",
    "Neer": r"neer'?s?",
    "Tinel": r"tinel'?s?",
    "Phalen": r"phalen'?s?",
    "Finkelstein": r"finkelstein'?s?",
    "McMurray": r"mcmurray'?s?",
    "Lachman": r"lachman'?s?",
    "drawer": r"(?:anterior |posterior )?drawer",
    "Kemp": r"kemp'?s?",
    "Patrick": r"patrick'?s?|faber'?s?",
    "empty can": r"empty can",
    "Speed": r"speed'?s",
    "O'Brien": r"o'?brien'?s?",
    "Romberg": r"romberg'?s?",
    "cross arm": r"cross[- ](?:arm|body)",
    "Apley": r"apley'?s?",
    "pivot shift": r"pivot[- ]shift",
    "apprehension": r"apprehension",
    "relocation": r"relocation",
    "load and shift": r"load[- ]and[- ]shift",
    "Cozen": r"cozen'?s?",
    "Durkan": r"durkan'?s?|(?:carpal |median nerve )compression test",
    "foraminal compression": r"foraminal compression",
    "Homan": r"homan'?s?",
    "Thompson": r"thompson'?s?",
    "Babinski": r"babinski'?s?",
    "Hoffmann": r"hoff?mann?'?s?",
    "Lasegue": r"las[eè]gue'?s?",
    "Gaenslen": r"gaenslen'?s?",
    "facet loading": r"facet loading",
    "grind": r"grind(?:ing)? test",
    "piriformis": r"piriformis (?:test|sign)",
    "valgus stress": r"valgus (?:stress|test\w*)",
    "varus stress": r"varus (?:stress|test\w*)",
    "Yergason": r"yergason'?s?",
    "drop arm": r"drop[- ]arm",
    "squeeze": r"squeeze test",
    "Mulder": r"mulder'?s?",
    "Adson": r"adson'?s?",
    "Froment": r"froment'?s?",
    "Bragard": r"bra(?:g|gg)ard'?s?",
    "Waddell": r"waddell'?s?(?: signs?)?",
    "scaphoid shift": r"(?:scaphoid shift|watson'?s?)",
}
_SIGN = re.compile("|".join(f"(?P<s{i}>{p})" for i, p in enumerate(_SIGNS.values())), re.I)
_NAMES = tuple(_SIGNS)
_RESULT = re.compile(
    r"\b(?P<pos>positive|\+ve|(?<!not )(?<!not be )(?:elicited|reproduced (?:\w+ )?(?:symptoms|pain)|reproduces|provoked|present))"
    r"|(?P<neg>negative|-ve|(?:could|can) ?not (?:be )?elicit\w*|not elicited|absent|not present|unremarkable)\b",
    re.I,
)


_OWN = re.compile(r"(?:(?!,|;|\band\b|\bbut\b|\bwhile\b|\bwith\b).){0,50}", re.I)


def signs_in(text: str) -> list[Sign]:
    """Named tests of one sentence whose result is stated beside them."""
    if not _RESULT.search(text):
        return []
    found = []
    for match in _SIGN.finditer(text):
        clause = _clause(text, match)
        results = {m.lastgroup for m in _RESULT.finditer(text, clause.start, clause.end)}
        if len(results) > 1:  # "Neer was positive, Hawkins was negative": what follows its own name
            own = _OWN.match(text, match.end())
            clause = Span(match.start(), own.end() if own else match.end())
            results = {m.lastgroup for m in _RESULT.finditer(text, clause.start, clause.end)}
        if len(results) == 1:
            name = _NAMES[int((match.lastgroup or "s0")[1:])]
            positive = results == {"pos"} and not re.search(
                r"\b(?:no|not|without|nor|neither|lack\w*)\b", text[clause.start : match.start()], re.I
            )
            found.append(Sign(name, positive, sides_in(text[clause.start : clause.end]), clause))
    return found


def _also(text: str) -> Iterator[Sign]:
    """A sentence with one test and both results ("positive to one examiner and negative to the other")."""
    names = [_NAMES[int((m.lastgroup or "s0")[1:])] for m in _SIGN.finditer(text)]
    results = {m.lastgroup for m in _RESULT.finditer(text)}
    if len(names) == 1 and len(results) > 1 and len(sides_in(text)) < len(results):
        for positive in (True, False):
            yield Sign(names[0], positive, frozenset(), Span(0, len(text)))


_STOP = r"[;.]|\bbut\b|\bwhile\b|(?<=\S)\"(?=[\s.,;:)]|$)"
_STOP_BEFORE = re.compile(
    rf"{_STOP}|\band (?:an? )?(?=positive|negative)|, (?:an? )?(?=positive|negative)|(?<=positive) and |(?<=negative) and "
)
_STOP_AFTER = re.compile(
    rf"{_STOP}|(?:,| and) (?=positive|negative)|(?:(?<=positive)|(?<=negative)),? and "
)


def _clause(text: str, match: re.Match[str]) -> Span:
    """The part of the sentence around a test's name, between semicolons, "but" or closing quotes."""
    start, end = max(0, match.start() - 60), min(len(text), match.end() + 60)
    before = [stop.end() for stop in _STOP_BEFORE.finditer(text, start, match.start())]
    start = before[-1] if before else start
    stop_after = _STOP_AFTER.search(text[match.end() : end])
    return Span(start, match.end() + stop_after.start() if stop_after else end)


def _signs_turned(context: Context) -> Iterator[Finding]:
    known: dict[str, list[tuple[Sign, RecordSentence]]] = {}
    for sentence in context.record.clinical:
        for sign in (*signs_in(sentence.text), *_also(sentence.text)):
            known.setdefault(sign.name, []).append((sign, sentence))
    for statement in context.told(Mode.CASE):
        for sign in signs_in(statement.text):
            rivals = known.get(sign.name, [])
            if rivals and all(
                r.positive is not sign.positive and not _elsewhere(r, sign) for r, _ in rivals
            ):
                yield context.finding(
                    "POL02",
                    statement.start + sign.span.start,
                    statement.start + sign.span.end,
                    Verdict.CONTRADICTED,
                    f"The record has {sign.name} {'positive' if rivals[0][0].positive else 'negative'}.",
                    tuple(context.record.quote_sentence(s) for _, s in rivals[:3]),
                    "Give the result that the record has.",
                )
            elif rivals and sign.positive and _other_side(sign, [r for r, _ in rivals]):
                yield context.finding(
                    "POL02",
                    statement.start + sign.span.start,
                    statement.start + sign.span.end,
                    Verdict.CONTRADICTED,
                    f"The record has {sign.name} positive on the other side.",
                    tuple(context.record.quote_sentence(s) for _, s in rivals[:3]),
                    "Correct the side.",
                )


def _elsewhere(one: Sign, other: Sign) -> bool:
    return bool(one.sides and other.sides and not one.sides & other.sides)


def _other_side(sign: Sign, rivals: list[Sign]) -> bool:
    positive = [r for r in rivals if r.positive]
    return bool(sign.sides and positive) and all(r.sides and not r.sides & sign.sides for r in positive)


RULES = (
    Rule(
        "POL01",
        "negation dropped",
        "A finding is affirmed that the record only denies.",
        "A dropped 'no' turns an examination round.",
        Severity.ERROR,
        Example(
            "Exam of the lumbar spine showed no spasm and no tenderness.",
            "The worker has muscle spasm of the lumbar spine.",
            at="spasm",
        ),
        Example(
            "Exam of the lumbar spine showed spasm but no tenderness.",
            "The worker has muscle spasm of the lumbar spine.",
        ),
        _dropped_negation,
        "Restore the record's negation.",
    ),
    Rule(
        "POL03",
        "lesion that the record denies",
        "A lesion is affirmed of which the record only says that there is none.",
        "A fracture or a tear that is not there carries whole decisions.",
        Severity.ERROR,
        Example(
            "X-rays of the wrist showed no fracture.",
            "The worker has a fracture of the wrist.",
            at="fracture",
        ),
        Example("X-rays of the wrist showed a fracture.", "The worker has a fracture of the wrist."),
        _denied_lesion,
        "Restore the record's negation.",
    ),
    Rule(
        "POL02",
        "test result turned round",
        "A clinical test is reported positive where the record has it negative, or on the other side.",
        "Provocative tests decide imaging and injections.",
        Severity.ERROR,
        Example(
            "Straight leg raise was negative bilaterally.",
            "The worker had a positive straight leg raise.",
            at="positive straight leg raise",
        ),
        Example(
            "Straight leg raise was positive on the right.",
            "The worker had a positive straight leg raise on the right.",
        ),
        _signs_turned,
        "Give the result that the record has.",
    ),
)
