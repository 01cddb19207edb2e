"""FAC, what: drugs, body parts, diagnoses and treatments that record and request do not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import squeeze
from assistant.checks.rivals import taken_instead
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import close, region_mentions, related, sided_regions
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode
from assistant.claims.terms import term_mentions, terms_of
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span
from knowledge.treatments import load_taxonomy


@lru_cache(maxsize=256)
def drugs_of(text: str) -> frozenset[str]:
    """The generics that a text names, components of compounds included."""
    mentions = load_taxonomy().drug_mentions(text)
    return frozenset(part for m in mentions for part in (m.generic, *m.components))


def known_texts(context: Context) -> str:
    """Everything but the record that a text may draw on: requests, pack, computations, passages."""
    review = context.review
    parts = [
        context.item_text,
        *(f"{i.heading}\n{i.treatment}\n{i.original_request or ''}" for i in context.case.items),
    ]
    if review.pack:
        pack = review.pack
        parts += [
            pack.recommended,
            pack.citation,
            pack.notes,
            *(f"{c.says} {c.short} {c.documentation}" for c in pack.criteria),
        ]
    if review.evaluation:
        parts += [r.trace.why for r in review.evaluation.results] + [review.evaluation.why]
    parts += [f"{p.text} {p.citation}" for p in review.passages] + [p.treatment for p in review.precedents]
    return "\n".join(parts)


_ORDINARY_WORDS = frozenset(("versed",))  # a brand only with a capital


def _drugs(context: Context) -> Iterator[Finding]:
    known = drugs_of(context.record.text) | drugs_of(known_texts(context))
    for statement in context.told():
        for mention in load_taxonomy().drug_mentions(statement.text):
            if statement.text[mention.start : mention.end] in _ORDINARY_WORDS:
                continue
            if {mention.generic, *mention.components} & known or context.in_quotation(
                statement.start + mention.start
            ):
                continue
            if statement.text[mention.start : mention.end].lower() in context.record.lowered:
                continue  # part of a combination that the record names
            other = taken_instead(context, statement, Span(mention.start, mention.end))
            yield context.finding(
                "FAC16",
                statement.start + mention.start,
                statement.start + mention.end,
                Verdict.CONTRADICTED if other else Verdict.UNSUPPORTED,
                f"Neither record nor request names {mention.generic}.",
                other,
                mend="Name the drug that the record names.",
            )


_LIMBS = frozenset(("upper_extremity", "lower_extremity"))  # examined beside the spine in one breath


def _regions(context: Context) -> Iterator[Finding]:
    """Body parts that neither record nor request names, nor anything that bears on them."""
    named = frozenset(name for name, _ in region_mentions(known_texts(context)))
    stated = context.record.regions | named
    known = close(stated) | (related(stated) & _LIMBS if context.human else frozenset())
    for statement in context.told():
        for region, span in region_mentions(statement.text):
            if region in known or context.in_quotation(statement.start + span.start):
                continue
            yield context.finding(
                "FAC17",
                statement.start + span.start,
                statement.start + span.end,
                Verdict.UNSUPPORTED,
                f"Neither record nor request speaks of the {region.replace('_', ' ')}.",
                mend="Name the body part of the record.",
            )


_DIAGNOSIS = re.compile(
    r"\bdiagnos(?:is|es|ed) (?:is |are |include[sd]? |of |with |as having "
    r"|as |documented as )+(?P<what>[^.;:]{4,160})",
    re.I,
)
_FILLER = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "having",
        "been",
        "include",
        "includes",
        "including",
        "documented",
        "work",
        "related",
        "industrial",
        "injury",
        "injuries",
        "pain",
        "condition",
        "patient",
        "worker",
        "right",
        "left",
        "bilateral",
        "which",
        "that",
        "this",
        "has",
        "was",
        "were",
        "following",
        "not",
        "any",
        "other",
        "unspecified",
        "acute",
        "chronic",
        "symptoms",
        "syndrome",
        "disorder",
    ]
)


def _diagnoses(context: Context) -> Iterator[Finding]:
    """A diagnosis most of whose words the record does not have."""
    for statement in context.told(Mode.CASE):
        match = _DIAGNOSIS.search(statement.text)
        if match is None or re.search(r"\bno\b|\bnot\b", statement.text[: match.start("what")], re.I):
            continue
        words = [w for w in re.findall(r"[a-z]{4,}", match["what"].lower()) if w not in _FILLER]
        missing = [w for w in words if w[:6] not in context.record.text.lower()]
        if words and len(missing) * 2 > len(words):
            yield context.finding(
                "FAC18",
                statement.start + match.start("what"),
                statement.start + match.end("what"),
                Verdict.UNSUPPORTED,
                f"The record does not name this diagnosis ({', '.join(missing[:4])}).",
                mend="Give the diagnosis of the record.",
            )


_REQUEST = re.compile(
    r"\brequests? (?:for|of|is for) (?P<what>.{3,220}?)(?= (?:is|are|was|"
    r"were|cannot|does|do|exceeds?|would|at this time)\b|[.;]|$)",
    re.I,
)


def _wrong_request(context: Context) -> Iterator[Finding]:
    """In the conclusion the request is given another drug or body part than it has."""
    if not context.item_text:
        return
    for statement in context.told(Mode.DECISION):
        for match in _REQUEST.finditer(statement.text):
            start = statement.start + match.start("what")
            wrong = list(_differs(context, match["what"]))
            told = squeeze(match["what"]) in context.record.lowered
            if not told and not reasons(statement.text[: match.start()]):
                wrong += _other_service(context, match["what"])
            for where, message in wrong:
                yield context.finding(
                    "SCO07",
                    start + where[0],
                    start + where[1],
                    Verdict.CONTRADICTED,
                    f"In dispute is “{context.item.treatment if context.item else ''}”; {message}.",
                    mend="Name the request exactly.",
                )


def _differs(context: Context, what: str) -> Iterator[tuple[tuple[int, int], str]]:
    asked = drugs_of(context.item_text)
    for mention in load_taxonomy().drug_mentions(what):
        if asked and not {mention.generic, *mention.components} & asked:
            yield (mention.start, mention.end), f"{mention.generic} is not asked for"
    yield from _other_side(context, what)
    regions = context.item_regions
    wide = related(regions) | {r for r in _OVER if related(frozenset((r,))) & regions}
    allowed = wide if context.human else close(regions)
    for region, span in region_mentions(what):
        if regions and region not in allowed:
            yield (span.start, span.end), f"the {region.replace('_', ' ')} is not asked for"


_REASON = re.compile(r"\b(?:given|since|because|as|if)\b[^.;,]{0,60}$", re.I)


def reasons(before: str) -> bool:
    """What follows is a reason, not the conclusion itself."""
    return _REASON.search(before) is not None


_SERVICES = frozenset(("study", "care", "operation"))


def _other_service(context: Context, what: str) -> Iterator[tuple[tuple[int, int], str]]:
    """A study, care or operation named where another one, and nothing of this one, is in dispute."""
    asked = {m.term.number for m in term_mentions(context.item_text) if m.term.kind in _SERVICES}
    said = [m for m in term_mentions(what) if m.term.kind in _SERVICES]
    known = asked | terms_of(context.item_text)
    if asked and said and not any(m.term.number in known for m in said):
        place = said[0].span
        yield (place.start, place.end), f"“{what[place.start : place.end]}” is not asked for"


def _other_side(context: Context, what: str) -> Iterator[tuple[tuple[int, int], str]]:
    asked: dict[str, frozenset[str]] = {}
    for mention in sided_regions(context.item_text):
        asked[mention.region] = asked.get(mention.region, frozenset()) | mention.sides
    for mention in sided_regions(what):
        wrong = mention.sides - asked.get(mention.region, mention.sides)
        if wrong:
            region = mention.region.replace("_", " ")
            yield (
                (mention.span.start, mention.span.end),
                f"the {' and '.join(sorted(wrong))} {region} is not asked for",
            )


_OVER = ("upper_extremity", "lower_extremity", "cervical", "lumbar", "head", "face")

_USE = re.compile(
    r"\b(?:(?:previous|prior|current|past|any)(?: or \w+)? (?:use|trials?|"
    r"prescription) of|(?:tried|trialed|used|taken|prescribed|utiliz\w+|"
    r"is taking|been on)) (?:\w+ ){0,3}$",
    re.I,
)
_USED = re.compile(
    r"^,? (?:has|have|had|was|were) (?:ever |yet )?(?:been )?"
    r"(?:tried|trialed|trialled|attempted|used|taken|prescribed|given)\b",
    re.I,
)
_TAKEN = re.compile(
    r"\b(?:medication\w*|taking|takes|takes?|prescribed|using|uses|utiliz\w+|"
    r"treated with|given|on|continu\w+|refill\w*|renewed|regimen|tried|trial(?:ed|led)|took|taken)\b",
    re.I,
)


def _drug_denied(context: Context) -> Iterator[Finding]:
    """A drug said never to have been used that the record has the worker taking."""
    for statement in context.told(Mode.CASE, Mode.DECISION):
        for denial in denials_in(statement.text):
            topic = statement.text[denial.topic.start : denial.topic.end]
            said = statement.text[denial.span.start : denial.topic.end]
            for mention in load_taxonomy().drug_mentions(topic):
                at = len(said) - len(topic) + mention.start
                used = "," not in topic[: mention.start] and _USED.match(topic[mention.end :])
                if not (used or _USE.search(said[:at])) or _EFFECT.search(topic):
                    continue
                shown = [
                    s for s in context.record.clinical if not s.plans and _takes(s.text, mention.generic)
                ]
                if shown:
                    yield context.finding(
                        "ABS05",
                        statement.start + denial.span.start,
                        statement.start + denial.span.end,
                        Verdict.CONTRADICTED,
                        f"The record has the worker using {mention.generic}.",
                        tuple(context.record.quote_sentence(s) for s in shown[:3]),
                        "Say what the record shows of its use.",
                    )


_EFFECT = re.compile(
    r"\b(?:fail|effic|benefit|respon|improve|relief|reduc|side effect|monitor|"
    r"long|high|multiple|intoler|contraind|adverse|abuse)\w*",
    re.I,
)


def _takes(text: str, generic: str) -> bool:
    for mention in load_taxonomy().drug_mentions(text):
        if generic in (mention.generic, *mention.components) and _TAKEN.search(text):
            return standing(text, mention.start, mention.end) is Standing.AFFIRMED
    return False


RULES = (
    Rule(
        "ABS05",
        "drug said never used",
        "A drug is said not to have been used that the record has the worker taking.",
        "Whether a drug was tried decides first-line and continuation criteria.",
        Severity.ERROR,
        Example(
            "Current medications include tramadol and naproxen.",
            "The records do not document previous use of Ultram.",
            "Tramadol 50 mg #60",
            "do not document previous use of Ultram",
        ),
        Example(
            "Current medications include naproxen.",
            "The records do not document previous use of Ultram.",
            "Tramadol 50 mg #60",
        ),
        _drug_denied,
    ),
    Rule(
        "FAC16",
        "drug",
        "A drug that neither record nor request names.",
        "Brand and generic are one; another drug is another finding.",
        Severity.ERROR,
        Example("The worker takes Norco and Flexeril.", "The worker takes gabapentin.", at="gabapentin"),
        Example(
            "The worker takes Norco and Flexeril.",
            "The worker takes hydrocodone/acetaminophen and cyclobenzaprine.",
        ),
        _drugs,
    ),
    Rule(
        "FAC17",
        "body part",
        "A body part that neither record nor request names.",
        "The sentence may belong to another worker.",
        Severity.ERROR,
        Example("The worker has low back pain.", "The worker has pain of the left elbow.", at="elbow"),
        Example("The worker has low back pain.", "The worker has pain of the lumbar spine."),
        _regions,
    ),
    Rule(
        "FAC18",
        "diagnosis",
        "A diagnosis that the record does not name.",
        "Criteria hang on diagnoses.",
        Severity.ERROR,
        Example(
            "The worker was diagnosed with lumbar strain.",
            "The worker has a diagnosis of cervical radiculopathy.",
            at="cervical radiculopathy",
        ),
        Example(
            "The worker was diagnosed with lumbar strain.", "The worker has a diagnosis of lumbar strain."
        ),
        _diagnoses,
    ),
    Rule(
        "SCO07",
        "another request",
        "The conclusion names another drug or body part than the request.",
        "What is decided must be what was asked.",
        Severity.ERROR,
        Example(
            "The worker has knee pain.",
            "The request for an MRI of the shoulder is not medically necessary.",
            "MRI of the left knee",
            "shoulder",
        ),
        Example(
            "The worker has knee pain.",
            "The request for an MRI of the left knee is not medically necessary.",
            "MRI of the left knee",
        ),
        _wrong_request,
    ),
)
