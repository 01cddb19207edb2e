"""ABS: what a text says is absent, against a search of the whole record.

A determination was set aside because "no documentation" was said of what lay in the file; these rules look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.context import Context
from assistant.checks.kinds import kinds_of, of_kind
from assistant.checks.record import RecordSentence, squeeze
from assistant.checks.rule import Example, Rule
from assistant.claims.assertion import Standing, standing
from assistant.claims.body import regions_in, related, sides_in
from assistant.claims.concepts import Concept, load_concepts
from assistant.claims.denial import denials_in
from assistant.claims.model import Denial
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.model import Status

_MOST_SHOWN = 3
_DIRECT_ONLY = 60


def absent_but_shown(context: Context, sure: bool) -> Iterator[Finding]:
    """Denials of a concept that the record shows."""
    for statement in context.told(Mode.CASE, Mode.DECISION):
        denials = denials_in(statement.text)
        if not denials or _retold(context, statement):
            continue
        for denial in denials:
            topic = statement.text[denial.topic.start : denial.topic.end]
            for concept in load_concepts():
                if concept.sure is sure and not concept.request:
                    yield from _decide(context, statement, denial, topic, concept)


def names_gap(context: Context, sentence: str) -> bool:
    """The denial is, in its own words, of a criterion that the evaluation finds undocumented as a whole."""
    evaluation = context.review.evaluation
    plain = squeeze(sentence)
    return evaluation is not None and any(
        r.status is Status.NOT_DOCUMENTED and squeeze(r.criterion.short) in plain
        for r in evaluation.results
    )


def _retold(context: Context, statement: Statement) -> bool:
    """A draft repeats a sentence of the record word for word."""
    said = re.sub(r"^according to the record, ", "", squeeze(statement.text))
    return not context.human and said in context.record.lowered


def _decide(
    context: Context, statement: Statement, denial: Denial, topic: str, concept: Concept
) -> Iterator[Finding]:
    named = concept.named.search(topic)
    if named is None or named.start() > _DIRECT_ONLY or (concept.unless and concept.unless.search(topic)):
        return
    before = statement.text[: denial.span.start]
    words = squeeze(statement.text[denial.span.start : denial.topic.start + named.end()])
    if denial.sort == "fact" and words in context.record.lowered:
        return  # the record's own words
    if _of_a_study(before) or _by_review(before) or _OF_IT.search(topic[: named.start()]):
        return
    shown = _shown(context, statement.text, topic, concept)
    sure = concept.sure and (bool(shown) or not context.human)
    shown = shown or _shown_anywhere(context, statement.text, topic, concept)
    if shown and not names_gap(context, statement.text):
        yield context.finding(
            "ABS01" if sure else "ABS02",
            statement.start + denial.span.start,
            statement.start + denial.span.end,
            Verdict.CONTRADICTED,
            f"The text says that {concept.name} is absent; the record shows it.",
            tuple(context.record.quote_sentence(s) for s in shown[:_MOST_SHOWN]),
            "State what the record shows, or say precisely what is missing from it.",
            severity=None if sure else Severity.WARNING,
        )


_STUDY = re.compile(
    r"\b(?:MRI|CT|x-?rays?|radiographs?|films|EMG|NCV|NCS|imaging|stud(?:y|ies)|ultrasound)\b"
    r"(?:[^.,;]{0,30}|[^.;]{0,90}\b(?:show|reveal|demonstrat|read|report)\w*(?: as)?\s?)$",
    re.I,
)


_REVIEW = re.compile(
    r"\b(?:utilization review|UR|claims administrator|reviewer)\b[^.;]{0,140}"
    r"\b(?:because|stat\w+|citing|cited|due to|noted|noting|found|reason\w*|since|that)\b[^.;]{0,40}$",
    re.I,
)


# "no evaluation of the cause of his insomnia", "no change in locking": neither denies the thing itself
_OF_IT = re.compile(
    r"\b(?:(?:evaluation|cause|reason|etiology|work-?up|explanation|source|origin)s? (?:of|for|behind)|"
    r"(?:change|difference|increase|worsening|progression)s? in)(?: (?:the|his|her|this|any))* $",
    re.I,
)


def _by_review(before: str) -> bool:
    """The denial is told as the claims administrator's own words."""
    return _REVIEW.search(before) is not None


def _of_a_study(before: str) -> bool:
    """The denial is what a study showed, not what the record lacks."""
    return _STUDY.search(before) is not None


def _shown_anywhere(context: Context, sentence: str, topic: str, concept: Concept) -> list[RecordSentence]:
    """A bare denial of a finding, no body part named: it is also of what another body part shows."""
    bare = concept.near in ("topic", "item") and not regions_in(sentence) and _WHOLE.match(topic)
    return _shown_at(context, sentence, topic, concept, frozenset()) if bare else []


_WHOLE = re.compile(r"^(?:\w+ ){0,2}\w+(?: on (?:physical )?examination)?$", re.I)


def _shown(context: Context, sentence: str, topic: str, concept: Concept) -> list[RecordSentence]:
    wanted = wanted_regions(context, sentence, topic, concept)
    return [] if wanted is None else _shown_at(context, sentence, topic, concept, wanted)


def _shown_at(
    context: Context, sentence: str, topic: str, concept: Concept, wanted: frozenset[str]
) -> list[RecordSentence]:
    if concept.shown is None:
        return []
    sides = sides_in(topic)
    same = same_therapy(context, topic, sentence) if concept.therapy else None
    if context.human and concept.id in _OFTEN_DENIED and _record_denies(context, topic, concept, wanted):
        return []
    muscle = _MUSCLE.search(sentence) if concept.id == "weakness" else None
    kinds = kinds_of(topic, concept) if concept.id == "tenderness" else ()
    return [
        s
        for s in context.record.clinical
        if (not wanted or s.regions & wanted)
        and not (sides and s.sides and not sides & s.sides)
        and not (concept.unlike and concept.unlike.search(s.text))
        and (same is None or same.search(s.text))
        and (not kinds or of_kind(concept, s.text, kinds))
        and (muscle is None or _weak(muscle.group(), s.text))
        and affirmed(concept, s.text)
    ]


def _weak(muscle: str, text: str) -> bool:
    """The record names the muscle that the text names, and does not grade it as full."""
    full = re.search(rf"\b{muscle}\b[^.;,]{{0,25}}\b5 ?/ ?5", text, re.I)
    return full is None and re.search(rf"\b{muscle}\b", text, re.I) is not None


def _record_denies(context: Context, topic: str, concept: Concept, wanted: frozenset[str]) -> bool:
    """The record itself says of the same part that the sign is absent, at one visit at least."""
    assert concept.shown is not None
    word = concept.named.search(topic)
    kind = _KIND.search(word.group()) if word else None
    return any(
        standing(s.text, *m.span()) is Standing.NEGATED
        or (concept.id == "limited-motion" and _FULL.search(s.text) is not None)
        for s in context.record.clinical
        if not wanted or s.regions & wanted
        for m in (re.compile(kind.group(), re.I) if kind else concept.shown).finditer(s.text)
    )


_OFTEN_DENIED = ("instability", "limited-motion")
_KIND = re.compile(
    r"\b(?:instability|laxity|locking|giving way|spasms?|swelling|effusion|weakness)\b", re.I
)
_FULL = re.compile(
    r"\b(?:motion|ROM|movement) (?:is|was|were) (?:full|normal|intact)|"
    r"\bfull (?:\w+ )?(?:range of )?motion",
    re.I,
)
_MUSCLE = re.compile(
    r"\b(?:triceps|biceps|deltoid|quadriceps|hamstrings?|supraspinatus|infraspinatus|gastrocnemius|"
    r"extensor hallucis|iliopsoas|tibialis|interosse\w+|EHL)\b",
    re.I,
)


_THERAPIES = (
    r"physical therapy|physiotherapy|\bPT\b",
    r"chiro\w*|manipulation|manual therapy",
    r"acupuncture",
    r"injections?|blocks?",
    r"medications?|drugs?|opioids?|NSAIDs?",
    r"surg\w+",
    r"occupational therapy",
)


def same_therapy(context: Context, topic: str, sentence: str) -> re.Pattern[str] | None:
    """The therapy that the claim (else the request) names; the record must speak of the same."""
    for wording in (topic, sentence, context.item_text):
        named = [p for p in _THERAPIES if re.search(p, wording, re.I)]
        if named:
            return re.compile("|".join(named), re.I)
    return None


def affirmed(concept: Concept, text: str) -> bool:
    assert concept.shown is not None
    return any(standing(text, *m.span()).value in concept.counts for m in concept.shown.finditer(text))


def wanted_regions(context: Context, sentence: str, topic: str, concept: Concept) -> frozenset[str] | None:
    """Regions of which the record must speak; empty: any; None: the claim cannot be placed."""
    if not concept.near:
        return frozenset()
    if concept.near == "item":
        own = regions_in(topic) or context.item_regions or regions_in(sentence)
        return related(own) if own else frozenset()
    own = regions_in(topic)
    if concept.near == "topic-strict":
        return own or None
    return own or regions_in(sentence) or context.item_regions


def _request_named(context: Context) -> Iterator[Finding]:
    """Denials of something that the request itself states."""
    for statement in context.told(Mode.CASE, Mode.DECISION):
        if not re.search(r"\brequest", statement.text, re.I):
            continue
        for denial in denials_in(statement.text):
            topic = statement.text[denial.topic.start : denial.topic.end]
            for concept in load_concepts():
                if concept.request and concept.named.search(topic) and _asked(context, concept.request):
                    if concept.unless and concept.unless.search(topic):
                        continue
                    yield context.finding(
                        "ABS03",
                        statement.start + denial.span.start,
                        statement.start + denial.span.end,
                        Verdict.CONTRADICTED,
                        f"The text says that the request does not state {concept.name}; it does:"
                        f" “{context.item.treatment if context.item else ''}”.",
                        mend="Drop the sentence or name what the request really lacks.",
                    )


def _asked(context: Context, what: str) -> bool:
    if context.item is None:
        return False
    request = context.item.request
    if what == "region":
        return bool(context.item_regions)
    return (request.quantity if what == "quantity" else request.visits) is not None


_ONLY = re.compile(
    r"\bonly (?:\w+ ){0,3}?(?:tenderness|pain|spasms?|mild \w+)(?: to palpation)? "
    r"(?:is|was|were|are) (?:noted|documented|found|reported|seen|described|"
    r"present)",
    re.I,
)
_SIGNS = ("limited-motion", "neurologic-deficit", "muscle-spasm", "swelling", "weakness", "instability")


def _only(context: Context) -> Iterator[Finding]:
    """One sign said to be the only one, where the record has others of the same body part."""
    for statement in context.told(Mode.CASE):
        match = _ONLY.search(statement.text)
        if match is None:
            continue
        others = [
            c for c in load_concepts() if c.id in _SIGNS and not (c.shown and c.shown.search(match.group()))
        ]
        for concept in others:
            shown = _shown(context, statement.text, "", concept)
            if shown:
                yield context.finding(
                    "ABS04",
                    statement.start + match.start(),
                    statement.start + match.end(),
                    Verdict.CONTRADICTED,
                    f"It is not the only finding: the record also shows {concept.name}.",
                    tuple(context.record.quote_sentence(s) for s in shown[:_MOST_SHOWN]),
                    "Name the other findings too.",
                )
                break


RULES = (
    Rule(
        "ABS04",
        "said to be the only finding",
        "One finding is said to be the only one; the record has others.",
        "'Only tenderness' denies everything else that was found.",
        Severity.ERROR,
        Example(
            "Exam of the neck showed tenderness. Flexion was 40 degrees and painful, motion was limited.",
            "Only tenderness is noted on examination.",
            "MRI of the cervical spine",
            "Only tenderness is noted",
        ),
        Example(
            "Exam of the neck showed tenderness.",
            "Only tenderness is noted on examination.",
            "MRI of the cervical spine",
        ),
        _only,
        "Name the other findings too.",
    ),
    Rule(
        "ABS01",
        "absent, yet shown",
        "Something is said to be undocumented, not found or not tried that the record shows.",
        "An absence that the record contradicts is the commonest plainly erroneous "
        "finding of fact in published"
        " determinations; the whole record is searched, not the last note.",
        Severity.ERROR,
        Example(
            "The worker is a 40 year old male. Exam of the lumbar spine showed spasm and guarding.",
            "There was a lack of muscle spasm on examination. The request is not medically necessary.",
            "Norflex 100 mg #60",
            "lack of muscle spasm",
        ),
        Example(
            "The worker is a 40 year old male. Exam of the lumbar spine showed tenderness without spasm.",
            "There was a lack of muscle spasm on examination. The request is not medically necessary.",
            "Norflex 100 mg #60",
        ),
        lambda c: absent_but_shown(c, sure=True),
        "State what the record shows, or say precisely what is missing from it.",
    ),
    Rule(
        "ABS02",
        "absence worded too widely",
        "Something is said to be absent of which the record shows at least a part.",
        "'No functional deficit' beside a limited range of motion invites an appeal; say what is missing.",
        Severity.WARNING,
        Example(
            "Exam of the lumbar spine showed decreased range of motion. The worker has low back pain.",
            "There is no documentation of objective functional deficits.",
            at="objective functional deficits",
        ),
        Example(
            "Exam of the lumbar spine showed full range of motion. The worker has low back pain.",
            "There is no documentation of objective functional deficits.",
        ),
        lambda c: absent_but_shown(c, sure=False),
        "Say which deficit or treatment is missing.",
    ),
    Rule(
        "ABS03",
        "request said to lack what it states",
        "The request is said not to name a body part, a quantity or a frequency that it names.",
        "The wording of the request is before the reviewer and before the reader of the determination.",
        Severity.ERROR,
        Example(
            "The worker has low back pain.",
            "The request failed to specify a body part.",
            at="failed to specify a body part",
        ),
        Example(
            "The worker has low back pain.",
            "The request failed to specify a body part.",
            "Infrared therapy, 4 sessions",
        ),
        _request_named,
        "Drop the sentence or name what the request really lacks.",
    ),
)
