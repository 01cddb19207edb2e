"""The wording of a finding as compiled patterns. Knows regular expressions, no findings and no records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.first_letters import guard


@dataclass(frozen=True)
class Patterns:
    """The compiled wording of one finding: any case, whole words.

    ``present`` names the group of a match for what its pattern negates or plans on purpose. ``quick``
    finds at least all that ``present`` and ``absent`` find, in lower-cased text, at half the cost.
    """

    present: re.Pattern[str]
    absent: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    quick: re.Pattern[str]

    @classmethod
    def of(cls, present: tuple[str, ...], absent: tuple[str, ...], unless: tuple[str, ...]) -> Patterns:
        """Compile the wording of a finding."""
        affirming = tuple(_lowered(pattern) for pattern in present)
        denying = tuple(_lowered(pattern) for pattern in absent)
        # each wording is tried only where its first letter stands: half the time of a search
        yes, no = tuple(map(guard, affirming)), tuple(map(guard, denying))
        marked = (f"{yes[n]}{_marked(n, pattern)}" for n, pattern in enumerate(present))
        return cls(
            present=_any_case(marked),
            absent=_any_case(f"{g}(?:{p})" for g, p in zip(no, absent, strict=True)) if absent else None,
            unless=_any_case(unless) if unless else None,
            quick=re.compile(
                _whole_words(
                    f"{g}(?:{p})" for g, p in zip((*yes, *no), (*affirming, *denying), strict=True)
                )
            ),
        )


def _any_case(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_whole_words(patterns), re.IGNORECASE)


def _whole_words(patterns: Iterable[str]) -> str:
    return rf"(?<!\w)(?:{'|'.join(f'(?:{p})' for p in patterns)})(?!\w)"


_CAPITAL = re.compile(r"(\\.|\(\?P<)|(\(\?-i:)|([A-Z]+)")


def _lowered(pattern: str) -> str:
    """The pattern for lower-cased text; what is sought in capitals only is found in any case."""
    return _CAPITAL.sub(lambda m: m[1] or ("(?:" if m[2] else m[3].lower()), pattern)


_NEGATES = re.compile(
    r"(?<![a-z])(?:(?:no|non|not)(?![a-z])|without|lack|absent|absence|never|none|neither|cannot"
    r"|fail|declin|refus|avoid)"
    r"|n't|n\[",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"(?<![a-z])(?:will|would|wish|want|plan(?!tar)|pending|await|schedul|recommend|request|order|candidate"
    r"|authoriz|approv|propos|consider|refer)",
    re.IGNORECASE,
)
_NOT_AHEAD = re.compile(r"\(\?<?!(?:[^()]|\([^()]*\))*\)")


def _marked(number: int, pattern: str) -> str:
    """The pattern, in a group that names what it words on purpose (else its gaps are read for that)."""
    worded = _NOT_AHEAD.sub("", pattern)
    kinds = [kind for kind, found in (("negates", _NEGATES), ("plans", _PLANS)) if found.search(worded)]
    return f"(?P<{'_'.join(kinds)}_{number}>{pattern})" if kinds else pattern
