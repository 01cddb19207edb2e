"""PRE: what a text says was done or found, where the record says it was not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.absence import affirmed
from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.concepts import load_concepts
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict

_MOST_SHOWN = 3
_TRIED = re.compile(
    r"\b(?:despite (?:\w+ ){0,3}?(?:physical therapy|therapy|PT\b|physiotherapy)|"
    r"(?:failed|tried|completed|received|undergone|attended|had|participated "
    r"in) (?:\w+ ){0,5}?(?:physical therapy|physiotherapy))",
    re.I,
)
_NEVER_THERAPY = re.compile(
    r"\b(?:(?:have|has|had|did|were|was) (?:not|never)|hasn't|haven't|no)(?: "
    r"yet)? (?:\w+ ){0,3}?(?:therapy|physical therapy|physiotherapy|PT)\b"
    r"(?! (?:notes?|reports?|records?|since|in|for the))|"
    r"\b(?:therapy|physiotherapy|PT) (?:(?:has|have|had)(?: not| never|n't)(?: yet)? been|"
    r"(?:was|were)(?: not| never|n't)(?: yet)?) "
    r"(?:tried|trial(?:l)?ed|attempted|started|begun|done|given|undertaken|completed|provided)\b",
    re.I,
)
_OTHER_THERAPY = re.compile(
    r"\b(?:chiropractic|occupational|massage|aqua\w*|psycho\w*|speech|behavio\w*|"
    r"shockwave|infrared|medical|drug|hormone) therapy",
    re.I,
)


def _present_but_denied(context: Context) -> Iterator[Finding]:
    """Therapy said to be tried which the record says was never done."""
    never = [
        s
        for s in context.record.clinical
        if _NEVER_THERAPY.search(s.text) and not _OTHER_THERAPY.search(s.text)
    ]
    if not never or _therapy_shown(context):
        return
    for statement in context.told(Mode.CASE):
        match = _TRIED.search(statement.text)
        if match and standing(statement.text, *match.span()) is Standing.AFFIRMED:
            yield context.finding(
                "PRE01",
                statement.start + match.start(),
                statement.start + match.end(),
                Verdict.CONTRADICTED,
                "The text says that therapy was tried; the record says it was not.",
                tuple(context.record.quote_sentence(s) for s in never[:_MOST_SHOWN]),
                "Say that therapy has not been tried.",
            )


def _therapy_shown(context: Context) -> bool:
    concept = next(c for c in load_concepts() if c.id == "physical-therapy-given")
    return any(
        affirmed(concept, s.text) and not (concept.unlike and concept.unlike.search(s.text))
        for s in context.record.clinical
    )


_IMAGING = re.compile(
    r"\b(?P<kind>MRI|X-?rays?|CT|EMG|NCS|NCV|ultrasound)\b(?: (?:scan|study|"
    r"imaging|report|of|the|cervical|lumbar|thoracic|spine|shoulder|knee|"
    r"ankle|foot|hip|wrist|hand|elbow)){0,5}"
    r" (?:does|did|do)? ?(?:not )?(?:show|reveal|demonstrate|indicate|confirm|note|document|identif)\w*",
    re.I,
)
_RESULT = re.compile(
    r"\b(?:reveal|show|demonstrat|indicat|confirm|finding|unremarkable|"
    r"negative|normal|impression|report|dated|performed|obtained|on \d|"
    r"of \d|done)",
    re.I,
)


def _imaging_not_done(context: Context) -> Iterator[Finding]:
    """Results of a study that the record has only as a request."""
    for statement in context.told(Mode.CASE):
        match = _IMAGING.search(statement.text)
        if match is None:
            continue
        kind = re.escape(match["kind"][:5].rstrip("s"))
        mentions = [s for s in context.record.sentences if re.search(rf"\b{kind}", s.text, re.I)]
        done = [
            s
            for s in mentions
            if not s.reports_review
            and _RESULT.search(s.text)
            and not (s.plans and not re.search(r"reveal|show", s.text))
        ]
        if mentions and not done:
            yield context.finding(
                "PRE02",
                statement.start + match.start(),
                statement.start + match.end(),
                Verdict.UNSUPPORTED,
                f"The text reports a result of {match['kind']}; the record has the "
                f"study only as a request.",
                tuple(context.record.quote_sentence(s) for s in mentions[:_MOST_SHOWN]),
                "Name the report and its date, or drop the result.",
            )


RULES = (
    Rule(
        "PRE01",
        "therapy said to be tried, denied by the record",
        "A treatment is said to be tried or failed that the record says was not done.",
        "Planned treatment reported as done turns the criterion of failed conservative care round.",
        Severity.ERROR,
        Example(
            "The worker has foot pain. The worker reported that he has not done "
            "any therapy. The plan is physical therapy.",
            "The pain persists despite therapy.",
            "MRI of the right foot",
            "despite therapy",
        ),
        Example(
            "The worker has foot pain. The worker completed six sessions of physical therapy.",
            "The pain persists despite therapy.",
            "MRI of the right foot",
        ),
        _present_but_denied,
        "Say that therapy has not been tried.",
    ),
    Rule(
        "PRE02",
        "result of a study that was only requested",
        "A finding of an imaging or electrodiagnostic study is reported though "
        "the record only has its request.",
        "A requested study has no result; the sentence may come from another case.",
        Severity.ERROR,
        Example(
            "The worker has neck pain. The treatment plan included an MRI of the cervical spine.",
            "The MRI does not indicate nerve compression.",
            "EMG of the left upper extremity",
            "MRI does not indicate",
        ),
        Example(
            "The worker has neck pain. An MRI of the cervical spine dated 1/5/17 revealed a bulge.",
            "The MRI does not indicate nerve compression.",
            "EMG of the left upper extremity",
        ),
        _imaging_not_done,
        "Name the report and its date, or drop the result.",
    ),
)
