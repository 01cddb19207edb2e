"""CIT: a criterion of another body part, held against the request.

Only where the record never speaks of that part, or for the picture of a joint where it is the spine's:
the compromise of a nerve root says nothing of an ankle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.body import close, region_mentions, regions_in, related
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.treatments import load_taxonomy

_WHOLE = frozenset(("spine", "upper_extremity", "lower_extremity", "back"))
# the root of a nerve, a dermatome, spine surgery: the criterion is one of the spine without its name
_OF_SPINE = re.compile(
    r"\bnerve root (?:compromise|dysfunction|compression)\b|\bspecific nerve (?:root )?compromise\b|"
    r"\b(?:dermatom|myotom)\w+|\bspin(?:e|al) surgery\b",
    re.I,
)
_SPINE = frozenset(("cervical", "thoracic", "lumbar", "sacral", "sacroiliac", "spine", "back"))
_JOINTS = frozenset(("shoulder", "elbow", "wrist", "hand", "finger", "hip", "knee", "ankle", "foot"))
_PICTURE = re.compile(r"\b(?:MRI|MRA|MR arthrogram|magnetic resonance|CT|x-?rays?|radiographs?)\b", re.I)
_EXAMPLE = re.compile(r"(?:\be\.g\.|\bsuch as\b|\bfor example\b|\bincluding\b|\()[^.;)]{0,80}$", re.I)
_LISTED = 3  # parts: a guideline that goes through the body is told as it stands
_RULES_ON = re.compile(
    r"\b(?:recommend\w*|indicated|warranted|appropriate|supported?|considered|allow\w*|reserved|require[sd]?|"
    r"necessary|option|criteri\w+)\b",
    re.I,
)
_CITES = re.compile(r"\bdecision based on\b|\bsections?\(s\)|\bchapter\b|\bsection\b", re.I)
_MEND = "Quote the criterion for the body part of the request, or say why this one serves."


def _borrowed(context: Context) -> Iterator[Finding]:
    own = context.item_regions or _without_part(context)
    if not own:
        return
    for statement in context.told(Mode.GUIDELINE):
        text = statement.text
        if _CITES.search(text) or not _RULES_ON.search(text) or context.repeats_record(statement):
            continue
        place = _of_another_part(context, statement, own)
        if place is not None:
            start, end = place
            yield context.finding(
                "CIT10",
                statement.start + start,
                statement.start + end,
                Verdict.CONTRADICTED,
                "The criterion is one of another body part than that of the request.",
                mend=_MEND,
                severity=Severity.ERROR,
            )


def _of_another_part(context: Context, statement: Statement, own: frozenset[str]) -> tuple[int, int] | None:
    """Where the sentence names its part, if that is none of the request's, the case's or the record's."""
    named = [
        (part, span)
        for part, span in region_mentions(statement.text)
        if part not in _WHOLE and not _EXAMPLE.search(statement.text[: span.start])
    ]
    near = related(close(own)) | close(own)
    known = frozenset(context.record.regions) | _asked(context)
    if named:
        told = frozenset(part for part, _ in named)
        if len(told) >= _LISTED or close(told) & near or close(told) & close(known):
            return None
        return named[0][1].start, named[-1][1].end
    match = _OF_SPINE.search(statement.text)
    joint = own <= _JOINTS and _PICTURE.search(context.item_text)
    if match is None or not joint:
        return None
    return match.span()


def _without_part(context: Context) -> frozenset[str]:
    """The parts of the record, for a request that names none; a drug is ruled on for any part."""
    if load_taxonomy().drug_mentions(context.item_text):
        return frozenset()
    return context.record.regions


def _asked(context: Context) -> frozenset[str]:
    """The parts of all requests of the case."""
    return frozenset(
        part
        for item in context.case.items
        for part in regions_in(f"{item.heading}\n{item.treatment}\n{item.original_request or ''}")
    )


RULES = (
    Rule(
        "CIT10",
        "criterion of another body part",
        "A rule is quoted for a body part of which neither the request nor the record speaks, or the"
        " spine's for a picture of a joint.",
        "A rule for the low back does not decide on an ankle; after absences it is the commonest slip.",
        Severity.ERROR,
        Example(
            "The worker has ankle pain after a fall. Motion of the ankle is limited.",
            "The guidelines recommend therapy in patients with low back pain and sciatica.",
            "Physical therapy, left ankle, 6 visits",
            "low back",
        ),
        Example(
            "The worker has ankle pain after a fall, and low back pain. Motion of the ankle is limited.",
            "The guidelines recommend therapy in patients with low back pain and sciatica.",
            "Physical therapy, left ankle, 6 visits",
        ),
        _borrowed,
        _MEND,
    ),
)
