"""Where a record shows a thing that a text calls absent: the same part and side, done and not only planned.

What the record denies of the same part itself is not held against a text. Knows the things from
``absences.yaml`` and the drugs; nothing of the wording of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.case import DisputedItem
from assistant.checks.absence import same_therapy
from assistant.checks.answers import none_reported
from assistant.checks.carried import carries
from assistant.checks.context import Context
from assistant.checks.noted import told_in
from assistant.checks.record import RecordSentence
from assistant.checks.treatments import drug_told, of_same_treatment
from assistant.checks.visits import told_on
from assistant.claims.absences import Absent, Sort
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import close, regions_in, related, sides_in
from assistant.claims.residue import absences_in, days_of
from knowledge.treatments import load_taxonomy

_TO_COME = re.compile(
    r"\b(?:request\w*|recommend\w*|order(?:ed|s)?|plan\w*|pending|consider\w*|scheduled?|refer\w*|authoriz\w*|would|will|"
    r"declin\w*|refus\w*|reluctan\w*|hesita\w*|wants?|wanted|wish\w*|offer(?:ed|s)?|discuss\w*|avoid\w*|"
    r"should|if|not|no|never|denie[sd]|without|awaiting|to be|(?:is|was|are|were) to)\b",
    re.I,
)
_LIMBS = (
    ("arm", re.compile(r"\b(?:upper extremit|upper limb|arms?\b)", re.I)),
    ("leg", re.compile(r"\b(?:lower extremit|lower limb|legs?\b|feet\b)", re.I)),
)
_NOW = re.compile(
    r"\b(?:takes?|(?<!the )(?<!any )(?<!of )uses?(?! of)|wears?|does(?! not\b)|"
    r"(?:is|are|be) (?:not |currently |now )*"
    r"(?:taking|using|wearing|on|doing|performing|in)|currently|presently|at present|now)\b",
    re.I,
)
_STILL = re.compile(
    r"\b(?:takes?|taking|uses?|using|wears?|wearing|does|doing|performs?|continu\w+|current\w*|is|are|prescribed|given|"
    r"daily|nightly|refill\w*|twice|every|at bedtime)\b",
    re.I,
)
_ENDED = re.compile(r"\b(?:discontinu\w+|stopped|no longer|weaned off)\b", re.I)
_NEVER_TAKEN = re.compile(r"\b(?:allerg\w*|intoleran\w+|avoid\w*|contraindicat\w+)\b", re.I)
_EVER = re.compile(
    r"\b(?:tried|tr(?:y|ies)|trials?|trialed|trialled|attempt\w*|ever|never|had been|previous\w*|prior|"
    r"past|earlier|before\w*|fail\w*)\b",
    re.I,
)
_FAILED = re.compile(
    r"\b(?:and|which|that) (?:\w+ ){0,2}?(?:fail\w*|(?:been |proven )?(?:ineffective|unhelpful|"
    r"unsuccessful|inadequate)|(?:did|had) not (?:help|work|relieve\w*)|"
    r"(?:not|little) (?:helped|helpful|relieved|effective))\b",
    re.I,
)
_HELPED_NOT = re.compile(
    r"\b(?:fail\w*|without|inadequate\w*|insufficient\w*|ineffective|unsuccessful|no|not|little|minimal\w*|"
    r"limited|never|poor\w*|only|short|worse\w*|despite|upset|unable|rash|hives|side effects?)\b",
    re.I,
)
_PLANS = re.compile(r"\b(?:will|would|should|may(?! \d)|could|not|never|pending|if)\b", re.I)
_TOLD_TO_BE = re.compile(r"\b(?:said|noted|reported|found|felt|stated|shown) to be\b", re.I)
_MEASURED = re.compile(
    r"\b(?:measur\w*|quantif\w*|grad(?:e|es|ed|ing)|numer\w*|degrees|scores?|scored|rated)\b", re.I
)
_ORAL = re.compile(r"\b(?:oral\w*|NSAIDs?|anti-?inflammator\w+)\b", re.I)
_LIST = re.compile(
    r"\b(?:treatments?|evaluation|diagnostics?|studies|testing|work-?up|care)\b[^.;]{0,45}?"
    r"\b(?:includ(?:es?|ed|ing)|consist(?:s|ed)|were|was)\b",
    re.I,
)
_LISTS_PLANS = re.compile(r"\b(?:plan\w*|request\w*|recommend\w*|propos\w*|scheduled|pending|RFA)\b", re.I)
_WHOLE_LIMBS = frozenset(("upper_extremity", "lower_extremity"))
_AROUND = 24  # characters about a gain in which "no" or "little" takes it back
_FINDINGS = (Sort.FINDING,)
# "acupuncture twice a week was prescribed": asked for, not yet given
_ORDERED = re.compile(r"[^.;]{0,60}\b(?:was|were|is|are) (?:\w+ )?prescribed\b", re.I)
# "no physical therapy at all as the order was lost": care never had, whatever follows
_NONE_OF = re.compile(
    r"\b(?:(?:has|have|had|received|undergone|attended|tried|used) (?:had )?(?:no|never)|"
    r"there (?:has|have) been no|"
    r"(?:has|have|had) (?:not|never) (?:yet )?"
    r"(?:had|received|undergone|attended|tried|used|been through|started|begun))"
    r"(?: (?:any|other|prior|previous|formal|course|of|trial|such|kind))* $",
    re.I,
)


# "the note did not include an assessment, a risk tool or an inquiry": each of them is left out
_LEFT_OUT = re.compile(
    r"\b(?:(?:did|does|do|has|have|had)(?: not|n't) (?:\w+ )?(?:include|contain|mention|document|note|"
    r"address|provide|report|list|discuss)(?:ed|d)?|"
    r"no (?:documentation|mention|record|evidence|note) (?:of|that)|"
    r"without (?:documentation|mention|evidence) of|lack(?:s|ed|ing)?(?: of)?)\b[^.;]{0,120}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is called absent, in the words of the clause and of its sentence; ``days``: when.

    ``beside``: words that narrow it, which a record sentence must have too.
    """

    thing: Absent
    clause: str
    sentence: str
    days: tuple[date, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Of what a record sentence must speak; ``other_side``: the part is known on the other side only."""

    parts: frozenset[str]
    sides: frozenset[str]
    limbs: frozenset[str]
    other_side: bool = False


def shown_by(context: Context, claim: Claim) -> tuple[RecordSentence, ...]:
    """The record sentences that show the thing; empty where the record itself denies it."""
    wanted = _wanted(context, claim)
    rows = [s for s in context.record.clinical if _may(s, claim.thing, wanted)]
    if any(_denied(s, claim) for s in rows):
        return ()
    told = _told(context, rows, claim, wanted)
    return tuple(
        s
        for s in context.record.clinical
        if (s in rows and _shows(context, s, claim, told)) or _listed(s, claim, wanted)
    )


def denied_by(context: Context, claim: Claim) -> tuple[RecordSentence, ...]:
    """The record sentences that say that the thing is absent; empty where another one shows it."""
    wanted = _wanted(context, claim)
    rows = [s for s in context.record.clinical if _may(s, claim.thing, wanted)]
    denying = tuple(s for s in rows if any(a.thing is claim.thing for a in absences_in(s.text)))
    told = _told(context, rows, claim, wanted)
    if not denying or any(_shows(context, s, claim, told) for s in rows if s not in denying):
        return ()
    return denying


def stated_by(item: DisputedItem | None, asked: str) -> bool:
    """The request states it: a quantity, a number of visits, a frequency, a part, a side, a dose."""
    if item is None:
        return False
    request = item.request
    stated: dict[str, object] = {
        "quantity": request.quantity,
        "visits": request.visits,
        "frequency": request.times_per_week,
        "duration": request.weeks,
        "region": request.body_regions or regions_in(item.treatment),
        "side": request.side,
        "dose": request.dose,
        "refills": request.refills,
    }
    return bool(stated.get(asked))


def _wanted(context: Context, claim: Claim) -> _Wanted:
    thing = claim.thing
    if not thing.part:
        return _Wanted(frozenset(), frozenset(), _limbs(claim.clause))
    told = regions_in(claim.clause) or regions_in(claim.sentence)
    parts = told or regions_in(context.asked)
    whole = related(parts & _WHOLE_LIMBS)
    parts = related(close(parts)) if thing.near or (thing.nerve and not told) else close(parts) | whole
    sides = sides_in(claim.clause)
    known = {side for part in parts for side in context.record.sides.get(part, ())}
    other = len(sides) == 1 and bool(known) and not sides & known
    return _Wanted(parts, sides, _limbs(claim.clause), other)


def _limbs(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _LIMBS if pattern.search(text))


def _may(sentence: RecordSentence, thing: Absent, wanted: _Wanted) -> bool:
    """The sentence can speak of it: the same part, side and limb."""
    own = _limbs(sentence.text)
    parts = close(sentence.regions)
    near = related(wanted.parts) if thing.sort is Sort.CARE and not sentence.own_regions else wanted.parts
    elsewhere = wanted.parts and sentence.regions and not near & parts
    if wanted.other_side and not sentence.sides:
        return False
    if elsewhere and (thing.sort in _FINDINGS or not own):
        return False
    if len(wanted.sides) == 1 and sentence.sides and not wanted.sides & sentence.sides:
        return False
    return not (wanted.limbs and own and not wanted.limbs & own)


def _denied(sentence: RecordSentence, claim: Claim) -> bool:
    """The record says itself that it is absent."""
    thing = claim.thing
    if none_reported(sentence.text, claim.clause, claim.thing):
        return False
    if (
        thing.affirmed
        and thing.id != "objective"
        and any(
            standing(sentence.text, *m.span()) is Standing.NEGATED
            for m in thing.shown.finditer(sentence.text)
        )
    ):
        return True
    named = [m.span() for m in thing.said.finditer(sentence.text)]
    if not thing.affirmed and any(_LEFT_OUT.search(sentence.text[:start]) for start, _ in named):
        return True
    if thing.sort is Sort.CARE and any(_NONE_OF.search(sentence.text[:start]) for start, _ in named):
        return True
    return bool(named) and any(a.thing is thing for a in absences_in(sentence.text))


def _shows(
    context: Context, sentence: RecordSentence, claim: Claim, told: frozenset[RecordSentence]
) -> bool:
    thing, text = claim.thing, sentence.text
    planned = sentence.plans and not thing.plans and not thing.of and not _TOLD_TO_BE.search(text)
    if (
        planned
        or not carries(text, claim.beside)
        or (not thing.of and thing.unlike.search(text))
        or not _same_care(context, text, claim)
    ):
        return False
    if not told_on(context.record, sentence, claim.clause, claim.days) or not _of_it(
        context, sentence, claim
    ):
        return False
    still = thing.sort is not Sort.CARE or not _NOW.search(claim.clause) or _STILL.search(text)
    if not still or (_FAILED.search(claim.clause) and not _HELPED_NOT.search(text)):
        return False
    if thing.drugs and _medicated(text, thing, claim.clause):
        return True
    counted = (thing.tested or thing.of) and _MEASURED.search(claim.clause)
    if none_reported(sentence.text, claim.clause, claim.thing) or (not counted and sentence in told):
        return True
    return any(
        _stands(thing, text, m.start(), m.end())
        and not (thing.of and thing.unlike.search(text[max(0, m.start() - _AROUND) : m.end() + _AROUND]))
        and (not counted or _digit(text, m))
        for m in thing.shown.finditer(text)
    )


def _told(
    context: Context, rows: Sequence[RecordSentence], claim: Claim, wanted: _Wanted
) -> frozenset[RecordSentence]:
    """The rows that tell a finding of the lexicon which shows the thing, of the part that is meant.

    None where another row denies it; of what only has to be looked for, either answer shows it.
    """
    told = {
        row: one.affirms or claim.thing.tested
        for row in rows
        for one in told_in(context, row, claim.thing.findings, claim.thing.plans)
        if not (wanted.parts and one.regions and not wanted.parts & close(one.regions))
    }
    return frozenset(told) if all(told.values()) else frozenset()


def _of_it(context: Context, sentence: RecordSentence, claim: Claim) -> bool:
    """What is told of a treatment is told of the same one, and of a drug where a drug is meant."""
    if claim.thing.of and not of_same_treatment(context, claim.clause, sentence):
        return False
    return not claim.thing.medicated or drug_told(context, sentence)


def _same_care(context: Context, text: str, claim: Claim) -> bool:
    """The sentence speaks of the same kind of the thing, and of the same therapy."""
    if any(kind.search(claim.clause) and not kind.search(text) for kind in claim.thing.kinds):
        return False
    if not claim.thing.same:
        return True
    same = same_therapy(context, claim.clause, claim.sentence)
    return same is None or same.search(text) is not None


def _listed(sentence: RecordSentence, claim: Claim, wanted: _Wanted) -> bool:
    """It stands in a list of what was done to date; the part is that of its own place in the list."""
    thing, text = claim.thing, sentence.text
    if (
        claim.beside
        or thing.tested
        or thing.affirmed
        or thing.drugs
        or thing.sort not in (Sort.STUDY, Sort.CARE)
    ):
        return False
    done = _LIST.search(text)
    if done is None or sentence.plans or _LISTS_PLANS.search(text) or thing.unlike.search(text):
        return False
    if thing.same or days_of(claim.clause) or _NOW.search(claim.clause):
        return False
    return any(
        _is_listed(text, m, claim, wanted) and standing(text, *m.span()) is Standing.AFFIRMED
        for m in thing.said.finditer(text, done.end())
    )


def _is_listed(text: str, match: re.Match[str], claim: Claim, wanted: _Wanted) -> bool:
    """The member of the list is of the kind, the part and the side that are called absent."""
    start = max(text.rfind(mark, 0, match.start()) for mark in (",", ";", " and ")) + 1
    member = text[start : match.end()] + re.split(r"[,;]| and ", text[match.end() :])[0]
    if any(kind.search(claim.clause) and not kind.search(member) for kind in claim.thing.kinds):
        return False
    parts, sides = close(regions_in(member)), sides_in(member)
    if not parts and regions_in(claim.clause):
        return False
    if wanted.parts and parts and not wanted.parts & parts:
        return False
    return not (len(wanted.sides) == 1 and sides and not wanted.sides & sides)


def _digit(text: str, match: re.Match[str]) -> bool:
    return re.search(r"\d", re.split(r"[.;]", text[match.start() : match.end() + 40])[0]) is not None


def _stands(thing: Absent, text: str, start: int, end: int) -> bool:
    """The place in the record tells of a thing done or found."""
    if thing.plans:
        return True
    if thing.affirmed:
        past = thing.history and _HISTORY_OF.search(text[:start])
        return standing(text, start, end) is Standing.AFFIRMED or past is not None
    if thing.sort is Sort.CARE:
        return _given(thing, text, start, end)
    if thing.sort is Sort.STUDY and not thing.tested and _PLANS.search(text[start:end]):
        return False
    return not _TO_COME.search(re.split(r"[;,.]| and ", text[max(0, start - 60) : start])[-1])


def _given(thing: Absent, text: str, start: int, end: int) -> bool:
    if not thing.drugs and _ORDERED.match(text, end):
        return False
    to_come = _TO_COME.search(text[:end] + re.split(r"[;,.]", text[end : end + 25])[0])
    return to_come is None or _OF_THEM.search(text[:start]) is not None


_HISTORY_OF = re.compile(
    r"(?<!no )(?<!denies a )(?<!denies any )(?<!any )\bhistory (?:is |was )?"
    r"(?:of|(?:notable|significant|positive) for) (?:[\w-]+,? ){0,5}$",
    re.I,
)
# "3 of 8 authorized therapy visits": some of them were attended
_OF_THEM = re.compile(r"\b[1-9]\d? (?:of|out of) (?:the )?\d+ (?:authorized |approved |certified )?$", re.I)
# a drug that was not borne was taken
_TRIED_IN_VAIN = re.compile(
    r"\b(?:(?:could|can|did) ?not (?:tolerate|bear|stand)|unable to tolerate|did not (?:respond to|"
    r"improve with|get relief from)|"
    r"(?:was|were|is) (?:not|poorly|badly) (?:well )?tolerated|no (?:relief|benefit|help) (?:from|with))\b",
    re.I,
)


def _medicated(text: str, thing: Absent, clause: str) -> bool:
    text = _TRIED_IN_VAIN.sub(lambda m: "took".ljust(len(m.group())), text)
    if _NEVER_TAKEN.search(text) or (_ENDED.search(text) and not _EVER.search(clause)):
        return False
    return any(
        ("any" in thing.drugs or any(name in m.class_ for name in thing.drugs))
        and not (m.route == "topical" and _ORAL.search(clause))
        and standing(text, m.start, m.end) is Standing.AFFIRMED
        and not _TO_COME.search(re.split(r"[;.]", text[: m.start])[-1])
        for m in load_taxonomy().drug_mentions(text)
    )
