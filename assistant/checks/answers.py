"""Whether a record answers what a text calls unasked: "no side effects were reported" tells the answer."""

from __future__ import annotations

import re

from assistant.claims.absences import Absent

_CALLED_UNASKED = re.compile(
    r"\b(?:document|discuss|address|record|mention|comment|describ|assess|listed|state|ask|inquir|quer)\w*",
    re.I,
)
_UNRECORDED = re.compile(
    r"\b(?:document|discuss|address|record|mention|comment|describ|assess|listed|stated)\w*", re.I
)
_NONE = re.compile(
    r"\b(?:no|denie[sd]|denying|den(?:y|ies)|without|never|(?:does|did) not (?:take|use|have))\b"
    r"(?: [\w/-]+,?){0,4} $",
    re.I,
)


def none_reported(record: str, clause: str, thing: Absent) -> bool:
    """The clause calls the thing unasked, and the record sentence tells that there was none.

    A clause that says itself that there was none agrees with it.
    """
    return (
        thing.asking
        and _CALLED_UNASKED.search(clause) is not None
        and not _UNRECORDED.search(record)
        and any(_NONE.search(record[: m.start()]) for m in thing.said.finditer(record))
    )
