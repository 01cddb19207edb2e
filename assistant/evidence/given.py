"""Care that the record says was given, whatever the order of its words.

A kind of care is given where its name stands with a count, a day, an outcome, a note of it, or a verb of
having it, and its clause neither asks for it, plans it nor denies it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from assistant.evidence.reading import Record, Statement
from knowledge.document import Assertion, Span

_FIRM = (Assertion.AFFIRMED, Assertion.HISTORICAL)
_COUNT = (
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|multiple|numerous|many"
    r"|some|a few)"
)
_TIMES = rf"(?:{_COUNT} (?:visits?|sessions?|treatments?|times)|once|twice)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b"
_NAMES: Mapping[str, str] = {
    "chiropractic": (
        r"chiro(?:practic(?! (?:physician|provider|doctor))s?)?(?![a-z])|chiropractor(?='s (?:notes?"
        r"|records?|reports?|care))"
        r"|(?<=with a )chiropractor|(?<=by a )chiropractor|(?<=to a )chiropractor|(?<=saw a )chiropractor"
        r"|(?<=the )chiropractor(?= (?:\w+ ){0,2}(?:times|visits|sessions))"
        r"|spinal manipulati(?:on|ve)s?|(?:spinal |chiropractic )adjustments?"
        r"|adjustments(?! (?:to|of|in) (?:the |his |her )?(?:\w+ )?(?:desk|dose|medic|work|chair|diet))"
    ),
    "acupuncture": r"(?:electro-?)?acupuncture|needling (?:sessions?|treatments?)|acupuncturist(?:'s)?",
    "therapy": (
        r"(?:physical|occupational|hand|aquatic|pool|outpatient) therapy|physiotherapy|(?-i:PT|OT)"
        r"|(?<!massage )(?<!drug )(?<!medication )(?<!heat )(?<!cold )(?<!ice )(?<!wave )"
        r"(?<!speech )(?<!oxygen )(?<!psycho)(?<!behavioral )"
        r"(?<!shockwave )therapy(?! (?:unit|was requested))"
    ),
    "massage": r"massages?(?: therapy)?|myofascial (?:release|therapy)|soft tissue work",
}
CARES = tuple(_NAMES)
"""The kinds of care that have names here."""
_ASKED = re.compile(
    r"\b(?:request\w*|recommend\w*|order(?:s|ed)?|prescri\w+|plans?|planned|propos\w+|referr?(?:al"
    r"|ed|s|ing)?"
    r"|authoriz\w+|certif\w+|approv\w+|den(?:ied|y|ial)|consider\w*|discuss\w*|trial of|to (?:begin"
    r"|start|try|see|have|undergo|attend|receive)"
    r"|will|would|wish\w*|wants?|could|should|may|candidate|option|pending|await\w*|schedul\w*|if"
    r"|until|goals?"
    r"|suggest\w*|advis\w+|offer\w*|prefers?|interested|has not|not yet|instead of|needs?|for which"
    r"|course of)\b",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(
    r"^[^.;]{0,60}?\b(?:(?:is|are|was|were|be|been) (?:\w+ )?(?:request|recommend|order|prescrib"
    r"|plan|propos|pending|authoriz"
    r"|certif|approv|den|consider|discuss|advis|suggest|offer|need|sought)\w*|requested|recommended|pending|authorized|approved|certified|prescribed|ordered|remain"
    r"|to (?:begin|start|reduce|improve|increase|help|relieve)|would|might|may help)",
    re.IGNORECASE,
)
_HAD = (
    r"had|has had|having had|attended|completed|received|receives|receiving|underwent|undergone"
    r"|undergoing|used|finished|tried|trialed|failed|given|did|done|went (?:to|through)|gone (?:to|through)"
    r"|goes to|going to|been (?:to|in|through)|was in|saw|seen by|seeing|sees|visited|treated (?:with|by)"
    r"|adjusted by|included?s?|consist\w* of|exhausted|ended|concluded|notes? of|getting|gets"
)
# these say that care was given where it is seldom ordered for the first time, not with plain therapy
_ALSO_HAD = (
    r"after|following|since|despite|with|including|prior|previous|past|earlier|initial|daily|last|more|additional"
    r"|further|resumed?|continu\w+"
)


def _before(verbs: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b{_COUNT} (?:of (?:the )?(?:\d+|{_COUNT}) )?(?:\w+ ){{0,2}}?(?:visits? |sessions? "
        rf"|treatments? )?(?:of |with |by |to )?(?:the |a |an )?"
        rf"|\b(?:{verbs})\b(?: [\w,&/()#.-]+){{0,14}}? ?)$",
        re.IGNORECASE,
    )


_HAD_BEFORE = _before(f"{_HAD}|{_ALSO_HAD}")
_THERAPY_BEFORE = _before(_HAD)
_HAD_AFTER = re.compile(
    rf"^(?: care| treatments?| therapy| manipulations?| visits?| sessions?| adjustments?)*"
    rf"(?:,? ?(?:x|×|#|\*|:|\()\s?{_COUNT}|\W{{1,3}}(?:\w+ )?{_TIMES}"
    rf"|\W{{1,3}}(?:\w+ ){{0,4}}?(?:{_TIMES}|notes?\b|records?\b|reports?\b|logs?\b)"
    r"|\W{1,3}(?:was|were|has been|have been|had been) (?:\w+ )?(?:done|given|performed|provided"
    r"|completed|used|tried|rendered|attended|finished|helpful|beneficial|stopped)"
    r"|\W{1,3}(?:\w+ ){0,6}?(?:helped|helpful|helps|gave|brought|relieved|eased|did (?:not|nothing)"
    r"|made|failed|without|no (?:relief|help|benefit)"
    r"|beneficial|improved|reduced|cut|has let|let (?:him|her)|allowed|provided|little)\b"
    rf"|\W{{1,3}}(?:\w+ ){{0,3}}?(?:on|in|from|between|since|until|through|ended"
    rf"|last given) (?:\w+ )?(?:\d{{1,2}}[-/]\d|{_MONTH})"
    r"|\W{1,3}(?:\w+ ){0,2}(?:to date|so far|thus far|at each)\b)",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:helped|gave|brought|relieved|eased|relief|benefit\w*|failed|improve[ds]|completed"
    r"|attended|underwent|received)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r";\s|,?\s(?:but|however|whereas|while)\s|,\s(?:and|then)\s(?=(?:to|he|she|the|they|will)\b)"
)


def given(record: Record, kind: str) -> Iterator[Span]:
    """The places that say that care of this kind was given. KeyError for a kind without a name here."""
    names = names_of(kind)
    for statement in record.statements:
        for match in names.finditer(record.text, statement.span.start, statement.span.end):
            if statement.source_at(match.start()) != "record" or not _given(
                record.text, statement, match, kind
            ):
                continue
            if record.assertions.at(*match.span()).assertion in _FIRM:
                yield Span(*match.span())


@cache
def names_of(kind: str) -> re.Pattern[str]:
    """The words that name a kind of care. KeyError for a kind without a name here."""
    return re.compile(rf"(?<!\w)(?:{_NAMES[kind]})(?!\w)", re.IGNORECASE)


def _given(text: str, statement: Statement, match: re.Match[str], kind: str) -> bool:
    cuts = [m.end() for m in _CLAUSE.finditer(text, statement.span.start, match.start())]
    start = max([statement.span.start, match.start() - 160, *cuts[-1:]])
    following = _CLAUSE.search(text, match.end(), statement.span.end)
    end = min(following.start() if following else statement.span.end, match.end() + 120)
    before, after = text[start : match.start()], text[match.end() : end]
    if _ASKED_AFTER.search(after):
        return False
    if _ASKED.search(before) and not _OUTCOME.search(after):
        return False
    had = _THERAPY_BEFORE if kind == "therapy" else _HAD_BEFORE
    return had.search(before) is not None or _HAD_AFTER.search(after) is not None
