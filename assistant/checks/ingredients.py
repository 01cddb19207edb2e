"""FAC, what is in it: a compound said to contain a drug that the request's own list does not have."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.checks.subjects import drugs_of
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.treatments import load_taxonomy

_PRODUCT = r"(?:compound(?:ed)?|creams?|gels?|ointments?|lotions?|topicals?|patch(?:es)?|products?|preparations?|formulations?|mixture|agent)"
_CONTAINS = re.compile(
    rf"\b{_PRODUCT}\b(?: (?:cream|gel|in question|at issue|requested|medication|agent|here|also|topical|in dispute)){{0,3}},? "
    r"(?:also )?(?:contain(?:s|ed|ing)|includ(?:es|ed|ing)|pairs|combin(?:es|ed|ing)|consists? of|holds|"
    r"is (?:made|composed|a mix|a mixture|a blend|a combination) (?:up )?of|made (?:up )?of|compos(?:ed|ing) of|"
    r"has|with|lists)\b|\b(?:ingredients?|components?) (?:of (?:the|this) \w+ )?(?:is|are|include[sd]?|being|:)",
    re.I,
)
_UNLIKE = re.compile(
    r"\b(?:which|while|whereas|unlike|such as|like|rather|instead|not|no|but|although|though|when|if|for|after|before|because|since|e\.g)\b|[.;]",
    re.I,
)
_LISTED = 2
"""Ingredients that a request must name: a brand alone leaves open what is in it."""
_FORM = re.compile(rf"\b{_PRODUCT}\b", re.I)


def _another(context: Context) -> Iterator[Finding]:
    inside = frozenset(part for name in drugs_of(context.item_text) for part in (name, *name.split("-")))
    if len(load_taxonomy().drug_mentions(context.asked)) < _LISTED or not _FORM.search(context.item_text):
        return
    for statement in context.told(Mode.CASE, Mode.DECISION, Mode.GUIDELINE):
        for match in _CONTAINS.finditer(statement.text):
            stop = _UNLIKE.search(statement.text, match.end())
            end = stop.start() if stop else len(statement.text)
            for mention in load_taxonomy().drug_mentions(statement.text):
                if (
                    not match.end() <= mention.start < end
                    or {mention.generic, *mention.components} & inside
                ):
                    continue
                if _listed(context, mention.generic) or context.repeats_record(statement):
                    continue
                yield context.finding(
                    "FAC46",
                    statement.start + mention.start,
                    statement.start + mention.end,
                    Verdict.CONTRADICTED,
                    f"The request lists {', '.join(sorted(inside))}, and no {mention.generic}.",
                    mend="Name the ingredients that are asked for.",
                )


def _listed(context: Context, generic: str) -> bool:
    """A sentence of the record on such a product, or another item, names the drug as its ingredient."""
    others = (i.treatment for i in context.case.items if i.treatment != context.asked)
    rows = (s.text for s in context.record.sentences if _FORM.search(s.text))
    products = [t for t in others if _FORM.search(t)]
    return any(generic in drugs_of(t) for t in products) or any(
        f"{m.generic}" == generic and re.match(r"[^,;.]{0,14}\d ?%", text[m.end :])
        for text in rows
        for m in load_taxonomy().drug_mentions(text)
    )


RULES = (
    Rule(
        "FAC46",
        "ingredient of a compound",
        "A compound is said to contain a drug that the request does not list.",
        "One ingredient that is not recommended decides on the whole.",
        Severity.ERROR,
        Example(
            "A cream was dispensed for the shoulder.",
            "This cream contains cyclobenzaprine, a muscle relaxant.",
            "Compounded cream flurbiprofen 20%, baclofen 5%, 240 grams",
            "cyclobenzaprine",
        ),
        Example(
            "A cream was dispensed for the shoulder.",
            "This cream contains baclofen, a muscle relaxant.",
            "Compounded cream flurbiprofen 20%, baclofen 5%, 240 grams",
        ),
        _another,
        "Name the ingredients that are asked for.",
    ),
)
