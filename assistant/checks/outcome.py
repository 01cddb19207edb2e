"""Conclusions of a text: which sentences say that the request is, or is not, medically necessary."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checks.context import Context
from assistant.claims.prose import Mode

_OUTCOME = re.compile(
    r"\b(?:(?P<not1>is|are|was|were|be|been|deemed|considered|seen as) "
    r"(?:\w+ ){0,3}?not (?:\w+ ){0,4}?(?:medical(?:ly)?[- ]+(?:necess\w+|"
    r"reasonable|appropriate)|certified)"
    r"|(?P<not2>not (?:\w+ ){0,4}?medical(?:ly)?[- ]+(?:necess\w+|reasonable))"
    r"|(?P<not3>medical necessity (?:of the request |for the request |of "
    r"this request )?(?:has not|is not|cannot|was not|not|have not)|cannot "
    r"be (?:deemed|considered) medically)"
    r"|(?P<yes1>(?:is|are|was|were|deemed|considered|be|appears?) (?:also "
    r"|therefore |thus |considered |deemed |determined to be |reasonable "
    r"and |found to be ){0,2}medically (?:necessary|reasonable|appropriate))"
    r"|(?P<yes2>medical necessity (?:of the request |for the request )?(?:has "
    r"been|is|was) (?:established|supported)))",
    re.I,
)
_SPEAKS = re.compile(r"medical|certified", re.I)  # every conclusion holds one of them
_REQUEST = re.compile(
    r"\b(?:request\w*|item|service|treatment|therapy|medication|MRI|in "
    r"question|therefore|thus|as such|accordingly|given the above)\b",
    re.I,
)
_UNREAL = re.compile(
    r"\b(?:if|whether|unless|when|not to say|in order (?:to|for)|addresses|"
    r"this decision|should not be interpreted|cannot be determined|would "
    r"be|can be|may be|could be)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One conclusion at a folded place; ``partial`` when it speaks of a part or of other circumstances."""

    necessary: bool
    start: int
    end: int
    partial: bool


def conclusions(context: Context) -> list[Conclusion]:
    """The conclusions of the text in order."""
    found = []
    for statement in context.told(Mode.DECISION, Mode.CASE):
        if not _SPEAKS.search(statement.text):
            continue
        for match in () if context.repeats_record(statement) else _OUTCOME.finditer(statement.text):
            before = statement.text[: match.start()]
            if _UNREAL.search(before) or (not _REQUEST.search(statement.text)):
                continue
            group = match.lastgroup or ""
            partial = bool(
                re.search(
                    r"\b(?:portion|part of|remaining|initial|original|only|modified|previously|"
                    r"authorized)\b",
                    statement.text,
                    re.I,
                )
            )
            found.append(
                Conclusion(
                    group.startswith("yes"),
                    statement.start + match.start(),
                    statement.start + match.end(),
                    partial,
                )
            )
    return found
