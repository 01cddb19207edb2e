"""The wording of a finding as compiled patterns. Knows regular expressions, no findings and no records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from knowledge.first_letters import guard


@dataclass(frozen=True, eq=False)
class Patterns:
    """The wording of one finding: any case, whole words. Compiled at first use: most findings of a record
    fail at ``quick``, and compiling a wording takes longer than many searches.
    """

    worded: tuple[str, ...]
    denied: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @cached_property
    def present(self) -> re.Pattern[str]:
        """What affirms it; a match names the group of what its pattern negates or plans on purpose."""
        guards = self._guards[: len(self.worded)]
        return _any_case(
            f"{g}{_marked(n, p)}" for n, (g, p) in enumerate(zip(guards, self.worded, strict=True))
        )

    @cached_property
    def absent(self) -> re.Pattern[str] | None:
        """What denies it."""
        guards = self._guards[len(self.worded) :]
        return (
            _any_case(f"{g}(?:{p})" for g, p in zip(guards, self.denied, strict=True))
            if self.denied
            else None
        )

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        """What says that a sentence speaks of something else."""
        return _any_case(self.excluded) if self.excluded else None

    @cached_property
    def quick(self) -> re.Pattern[str]:
        """Finds at least all that ``present`` and ``absent`` find, in lower-cased text, at half cost."""
        return re.compile(
            _whole_words(f"{g}(?:{p})" for g, p in zip(self._guards, self._lowered, strict=True))
        )

    @cached_property
    def _lowered(self) -> tuple[str, ...]:
        return tuple(map(_lowered, (*self.worded, *self.denied)))

    @cached_property
    def _guards(self) -> tuple[str, ...]:
        # each wording is tried only where its first letter stands: half the time of a search
        return tuple(map(guard, self._lowered))


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
