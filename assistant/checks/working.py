"""FAC, work status: full duty, restricted duty or off work, told otherwise than the record's last word on it."""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checks.context import Context
from assistant.checks.record import RecordIndex, RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.denial import denials_in
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_STATUS = re.compile(
    r"\b(?:(?P<full>(?:full|regular|unrestricted)[- ](?:work )?(?:duty|duties|work|job)|(?:usual|normal|customary) dut(?:y|ies)|"
    r"work\w* (?:without|with no) restrictions?|(?:to|at|in|doing) (?:his|her) (?:regular|usual) (?:job|work|occupation))|"
    r"(?P<modified>(?:modified|light|restricted|limited|transitional|desk|sedentary)[- ](?:work )?(?:duty|duties|work|job|"
    r"assignment)|work\w* (?:full[- ]time |part[- ]time )?with (?:an? )?(?:[\w-]+ ){0,2}(?:restrictions?|limit(?:ations?|s)?)|(?:lifting|work) restrictions? (?:remain|continu|of|were)\w*)|"
    r"(?P<back>back (?:at|to) work|(?:has|had|have) (?:returned|gone back) to work|(?:is|was) working(?! with)|work(?:s|ing) (?:full|part)[- ]time|(?:currently |still |continues? to )work(?:s|ing)?(?! with)\b)|"
    r"(?P<off>off (?:of )?work|off duty|temporar(?:y|ily) total(?:ly)? disab\w+|TTD|not working|out of work|"
    r"(?:has|had) not (?:returned|gone back) to work|unable to work))\b",
    re.I,
)
_NOW = re.compile(
    r"\b(?:is|remain(?:s|ed)?|'s back|back (?:to|at|on)|continues?|still|currently|now|at present|presently|has been|was (?:returned|released|placed)|"
    r"(?:has|have|had) (?:\w+ )?(?:released|returned|placed|cleared)|works?|"
    r"working|(?:has )?returned|went back|goes on)\b",
    re.I,
)
_THEN = re.compile(
    r"\b(?:could|would|should|if|before|initially|at first|earlier|until|return(?:ing)? to|prior|goal|able to|unless|"
    r"previously|then|request\w*|plan\w*|foreseen|to follow|expected|anticipat\w*|aim\w*|hop\w*|whether|not|no|never|guideline\w*|allow\w*|gradual\w*|days?|weeks?)\b",
    re.I,
)
_COMING = re.compile(
    r"\b(?:plans?|planning|hopes?|expects?|anticipat\w*|goal\w*|(?-i:may)|will|would|could|should|wants|wishes|scheduled|cleared|able|to be|if|when|until(?= (?:[\w-]+ ){0,2}$))\b"
    r"[^.;,]{0,40}$",
    re.I,
)
_SHORT_OF = re.compile(
    r"\b(?:short of|less than|other than|rather than|instead of|barring|(?:criterion|condition|requirement) of (?:[\w-]+ ){0,4})\s?$",
    re.I,
)
_MOST = 3


@lru_cache(maxsize=64)
def _known(record: RecordIndex) -> tuple[tuple[str, RecordSentence], ...]:
    return tuple(
        (match.lastgroup or "", sentence)
        for sentence in record.clinical
        for match in _STATUS.finditer(sentence.text)
        if not _COMING.search(sentence.text[: match.start()])
    )


@lru_cache(maxsize=64)
def _hoped(record: RecordIndex) -> tuple[tuple[str, RecordSentence], ...]:
    """Where the record tells of no status, the one that it tells as coming: the worker is not there yet."""
    rows = [(s, m) for s in record.clinical for m in _STATUS.finditer(s.text)]
    return tuple((f"coming {m.lastgroup}", s) for s, m in rows)


def _around(text: str, match: re.Match[str]) -> str:
    """What stands between the semicolons around a match."""
    start, end = text.rfind(";", 0, match.start()) + 1, text.find(";", match.end())
    return text[start : end if end >= 0 else len(text)]


def _same(status: str, said: str) -> bool:
    """Whoever is back at work may be at full or at modified duty."""
    return status == said or ("back" in (status, said) and "off" not in (status, said))


def _turned(context: Context) -> Iterator[Finding]:
    known = _known(context.record) or (_hoped(context.record) if context.human else ())
    if not known:
        return
    for statement in context.told(Mode.CASE):
        match = _STATUS.search(statement.text)
        if (
            match is None
            or _THEN.search(_around(statement.text, match))
            or context.repeats_record(statement)
        ):
            continue
        if _SHORT_OF.search(statement.text[: match.start()]):
            continue
        place = Span(*match.span())
        if not (match["back"] or _NOW.search(statement.text)) or any(
            d.span.overlaps(place) for d in denials_in(statement.text)
        ):
            continue
        if any(_same(status, match.lastgroup or "") for status, _ in known):
            continue
        yield context.finding(
            "FAC28",
            statement.start + match.start(),
            statement.start + match.end(),
            Verdict.CONTRADICTED,
            "The record gives another work status.",
            tuple(context.record.quote_sentence(s) for _, s in known[:_MOST]),
            "Give the work status of the last report.",
        )


RULES = (
    Rule(
        "FAC28",
        "work status",
        "The worker is said to be at full duty, at modified duty or off work where the record tells otherwise.",
        "Return to work is the measure of functional improvement.",
        Severity.ERROR,
        Example(
            "The worker has back pain. He returned to full duty on 1/6/2017.",
            "He remains on modified duty.",
            at="modified duty",
        ),
        Example(
            "The worker has back pain. He returned to full duty on 1/6/2017.",
            "He is now at full duty.",
        ),
        _turned,
        "Give the work status of the last report.",
    ),
)
