"""ABS, unseen: a test, finding or treatment said never to have been done or recorded, that the record shows.

The things are a table: how a reviewer names them, and how a record shows that they were done or measured. The
denial is read from the words around the name. Another part or side, a plan, and a review's own words show
nothing; what a text wants newer, repeated or fuller than the record is left alone.
"""
# ruff: noqa: E501 - tables of wording, one entry a line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.checks.context import Context
from assistant.checks.record import RecordSentence
from assistant.checks.rule import Example, Rule
from assistant.claims.body import close, regions_in, sides_in
from assistant.claims.prose import Mode, Statement
from assistant.results import Finding, Severity, Verdict
from knowledge.document import Span

_GRADE = r"\d\s?[+-]?\s?(?:/|out of|of)\s?5"
_STATE = r"(?:normal|intact|symmetric\w*|equal|absent|diminished|decreased|reduced|increased|brisk|full|weak\w*|limited)"
_SHOWS = r"(?: of| dated| from| on| obtained| taken| done| performed|\W{1,3}\d)?[^.;]{0,60}?\b(?:show\w*|reveal\w*|demonstrat\w*|not(?:ed|es)|read|were|was|negative|positive|normal|dated|document\w*|found|confirmed|interpreted|indicat\w*|consistent)\b"
_THINGS: tuple[tuple[str, str, str], ...] = (
    ("plain films", r"(?:plain |standing |weight.bearing )?(?:x-?rays?|radiographs?|films)(?: studies)?|radiographic (?:studies|imaging|evaluation)", rf"\b(?:x-?rays?|radiographs?|films)\b{_SHOWS}"),
    ("MRI", r"MRIs?|magnetic resonance(?: imaging)?(?: stud(?:y|ies))?", rf"\b(?:MRI|magnetic resonance)\b{_SHOWS}"),
    ("CT", r"CT(?: scans?)?|computed tomography", rf"\b(?:CT|computed tomography)\b{_SHOWS}"),
    ("electrodiagnostic study", r"(?:electrodiagnostic|EMG|NCS|NCV|nerve conduction)(?:[/ ](?:NCS|NCV))?(?: stud(?:y|ies)| tests?| testing)?", rf"\b(?:electrodiagnostic|EMG|NCS|NCV|nerve conduction)\b{_SHOWS}"),
    ("reflexes", r"(?:deep tendon |ankle |knee |biceps |triceps |patellar |achilles )?reflex(?:es)?(?: (?:testing|examination))?", rf"\breflex\w*\b[^.;]{{0,40}}?(?:\d\s?\+?(?:/4)?|{_STATE})"),
    ("strength", r"(?:muscle |motor |manual muscle )?(?:strength|testing of strength)(?: (?:testing|grading|grades?))?|motor (?:examination|exam|testing|function)", rf"\b(?:strength|motor\w*|muscle\w*|supraspinatus|quadriceps|deltoid|abductor|extensor\w*|flexor\w*)\b[^.;]{{0,40}}?(?:{_GRADE}|{_STATE})|{_GRADE}"),
    ("sensation", r"sensation|sensibility|sensory (?:examination|exam|testing|function)", rf"\b(?:sensation|sensory|sensibility|pinprick|light touch|two.point discrimination)\b[^.;]{{0,40}}?(?:{_STATE}|\d)"),
    ("grip", r"grip(?: strength)?", r"\bgrip\b[^.;]{0,40}?\d"),
    ("range of motion", r"range of (?:motion|movement)(?: measurements?)?|measurements? of motion", rf"\b(?:range of motion|flexion|extension|abduction|adduction|rotation|dorsiflexion|motion)\b[^.;]{{0,30}}?(?:\d{{1,3}}|{_STATE})"),
    ("gait", r"gait", r"\b(?:gait|limp\w*|ambulat\w*|walk(?:s|ed|ing))\b"),
    ("blood pressure", r"blood pressure(?: readings?| measurements?)?|vital signs", r"\b(?:blood pressure|BP)\b[^.;]{0,20}?\d{2,3}\s?(?:/|over)\s?\d{2,3}"),
    ("body weight", r"(?:height (?:and|or) )?(?:body )?weight|BMI|body mass index", r"\b(?:weigh\w*|BMI|body mass)\b[^.;]{0,20}?\d{2,3}|\d{2,3} (?:pounds|lbs)\b(?! (?:from|to|lift))"),
    ("work status", r"(?:current )?work(?:ing)? status|whether (?:or not )?(?:he|she|the \w+(?: \w+)?) (?:is|has been|was) (?:\w+ )?work(?:ing)?", r"\b(?:work status|(?:modified|full|light|regular|restricted|usual) (?:duty|work|job|duties)|return\w* to (?:work|regular|full|his|her)|off work|temporar\w+ (?:total|partial)\w*|(?:is|are|been|was|not) (?:currently )?working|permanent and stationary)\b"),
    ("pain score", r"pain (?:scores?|ratings?|levels?|intensity)(?: or (?:ratings?|levels?))?|(?:VAS|numeric\w*) (?:scores?|ratings?)", r"\b\d{1,2}(?:\s?-\s?\d{1,2})?\s?(?:/|out of|of)\s?10\b"),
    ("questionnaire", r"(?:disability |functional |outcome )?(?:questionnaires?|indices|outcome measures?)", r"\b(?:Oswestry|DASH|QuickDASH|Neck Disability|Roland|LEFS|PHQ|questionnaire|disability index)\b"),
    ("injection", r"(?:cortisone |corticosteroid |steroid |epidural |subacromial |intra-?articular |joint |facet |trigger point )*injections?", r"\binjections?\b"),
    ("splint", r"(?:wrist |night |thumb )?(?:splint(?:s|ing)?|brac(?:es?|ing))", r"\b(?:splint(?:s|ing|ed)?|brac(?:es?|ing))\b"),
    ("home exercise", r"(?:independent |any )?home (?:exercises?|stretch\w*)(?: pro\w+)?|(?:a )?home program|HEP", r"\bhome (?:exercise|stretch|program)\w*|\b(?:exercises?|stretch\w*) at home\b|\bHEP\b"),
    ("TENS", r"TENS(?: units?| devices?)?", r"\bTENS\b"),
    ("CURES", r"CURES(?: report| database(?: \w+)?)?", r"\bCURES\b"),
    ("urine drug test", r"urine (?:drug )?(?:tests?|testing|screens?|screening)|urine toxicology", r"\b(?:urine|UDS|toxicology)\b"),
    ("chiropractic care", r"chiropractic(?: care| treatment| visits?| manipulation)?", r"\bchiropract\w+"),
    ("acupuncture", r"acupuncture(?: treatment| visits?)?", r"\bacupuncture\b"),
    ("physical therapy", r"(?:physical|occupational) therapy(?: visits?| sessions?)?", r"\b(?:physical|occupational) therapy\b|\bPT\b"),
)  # fmt: skip
_TREATMENTS = frozenset(
    ("injection", "splint", "home exercise", "TENS", "chiropractic care", "acupuncture", "physical therapy")
)
_OF_NO_PART = frozenset(
    (
        "work status",
        "blood pressure",
        "body weight",
        "gait",
        "questionnaire",
        "CURES",
        "urine drug test",
        "TENS",
    )
)
_DONE = r"(?:obtained|taken|performed|done|tested|measured|graded|examined|checked|recorded|assessed|documented|noted|furnished|provided|described|mentioned|specified|stated|reported|attempted|tried|used|worn|given|undertaken|carried out|completed|ordered|administered|reviewed|included|submitted|available|part of (?:his|her|the) (?:care|treatment))"
_NEVER = r"(?:not|never|yet to be|nowhere|neither)"
_BEFORE = re.compile(
    r"\b(?:(?:no|without|lacks?|lacking|never (?:had|tried|used|worn|underwent|undergone|received|been given)|"
    r"(?:has|have|had|did|does) not (?:yet |ever )?(?:had?|undergone|undergo|tried|try|received?|used?|worn|wear|been (?:given|prescribed|offered)|"
    r"includ\w+|contain\w*|document\w*|record\w*|mention\w*|describ\w*|provid\w*|report\w*|state|show|measur\w*|grad\w+)|"
    r"fail(?:s|ed)? to (?:state|mention|document|record|describe|specify|provide|include|report|measure)|contains? no\w*|silent (?:as to|on|about)|"
    r"un(?:clear|known|certain|stated)|not (?:clear|known|stated))"
    r"(?:(?: (?:any|a|an|the|his|her|evidence|documentation|record|records|mention|indication|report|reports|results?|findings?|measurements?|history|of|for|on|prior|previous|earlier|to|that|or|and|has|had|have|been|trial|use))){0,6}) ?$",
    re.I,
)
_AFTER = re.compile(
    rf"^(?: (?:of|for|at|to|in|on) (?:the |his |her |this )?(?:[\w-]+ ){{0,3}}?(?=(?:has|have|had|was|were|is|are)\b)| )?\s?(?:(?:has|have|had|was|were|is|are) )?{_NEVER} (?:yet |ever |previously |actually )?(?:been )?(?:\w+ly )?{_DONE}\b",
    re.I,
)
_MORE = re.compile(
    r"\b(?:recent|current|new(?:er)?|updated?|repeat\w*|follow-?up|further|additional|another|second|formal|detailed|specific|quantif\w*|objective|complete|"
    r"full|adequate|sufficient|since|post|subsequent|flexion-extension|dynamic|stress|serial|continued|ongoing|active|supervised|sustained|lasting|failed|failure|"
    r"signs?|abnormal\w*|deficits?|loss|weakness|decreased|diminished|improve\w*|change\w*|interval|plan\w*|request\w*|guideline\w*|more|prior to|before|unless|if|when|response|results? of|benefit|"
    r"relief|outcome|effect|with and without|versus|compared|number|count|frequency|duration|goals?|indication for|need for|reason|rationale|why|how)\b",
    re.I,
)
_TO_COME = re.compile(
    r"\b(?:request\w*|recommend\w*|order(?:ed|s)?|plan\w*|pending|consider\w*|scheduled?|refer\w*|authoriz\w*|would|will|should|if|not|no|never|denie[sd]|without|awaiting|to be)\b",
    re.I,
)
_LIMBS = (
    ("arm", re.compile(r"\b(?:upper extremit|upper limb|arms?\b)", re.I)),
    ("leg", re.compile(r"\b(?:lower extremit|lower limb|legs?\b|feet\b)", re.I)),
)
_MOST = 3


@dataclass(frozen=True)
class _Thing:
    name: str
    said: re.Pattern[str]
    shown: re.Pattern[str]


@cache
def _things() -> tuple[_Thing, ...]:
    return tuple(
        _Thing(name, re.compile(rf"\b(?:{said})(?!\w)", re.I), re.compile(shown, re.I))
        for name, said, shown in _THINGS
    )


def _unseen(context: Context) -> Iterator[Finding]:
    """A denial of a thing in a statement on the case, against every sentence of the clinical record."""
    for statement in context.told(Mode.CASE):
        for thing in _things():
            for match in thing.said.finditer(statement.text):
                place = _denial(statement, match)
                rows = _rows(context, statement, thing) if place else ()
                if place and rows:
                    yield context.finding(
                        "ABS07",
                        statement.start + place.start,
                        statement.start + place.end,
                        Verdict.CONTRADICTED,
                        f"The text says that there is no {thing.name}; the record shows it.",
                        tuple(context.record.quote_sentence(s) for s in rows[:_MOST]),
                        "State what the record shows, or say precisely what is missing from it.",
                    )
                    break


def _denial(statement: Statement, match: re.Match[str]) -> Span | None:
    """The denial with the thing, where the words around it deny it plainly."""
    text = statement.text
    after = _AFTER.match(text, match.end()) or _AFTER.match(text[match.end() :])
    before = _BEFORE.search(text[max(0, match.start() - 110) : match.start()])
    if after is None and before is None:
        return None
    start = max(0, match.start() - 110) + before.start() if before else match.start()
    end = match.end() + (len(after.group()) if after else 0)
    led = re.split(r"[;.]", text[max(0, match.start() - 45) : match.start()])[-1]
    around = f"{text[start : match.start()]} {led} {text[match.end() : end + 45]}"
    return None if _MORE.search(around) else Span(start, end)


def _rows(context: Context, statement: Statement, thing: _Thing) -> tuple[RecordSentence, ...]:
    named = frozenset[str]() if thing.name in _OF_NO_PART else regions_in(statement.text)
    asked = frozenset[str]() if thing.name in _OF_NO_PART else regions_in(context.asked)
    parts, sides = close(named or asked), sides_in(statement.text)
    limbs = _limbs(statement.text)
    return tuple(s for s in context.record.clinical if _shown(s, thing, parts, sides, limbs))


def _limbs(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _LIMBS if pattern.search(text))


def _shown(
    sentence: RecordSentence,
    thing: _Thing,
    parts: frozenset[str],
    sides: frozenset[str],
    limbs: frozenset[str],
) -> bool:
    if sentence.plans:
        return False
    if parts and sentence.regions and not parts & close(sentence.regions) and not _limbs(sentence.text):
        return False
    if len(sides) == 1 and sentence.sides and not sides & sentence.sides:
        return False
    if limbs and (own := _limbs(sentence.text)) and not limbs & own:
        return False
    for match in thing.shown.finditer(sentence.text):
        head = sentence.text[: match.start()]
        if thing.name in _TREATMENTS:
            if _TO_COME.search(head + sentence.text[match.start() : match.end() + 25]):
                continue
        elif _TO_COME.search(re.split(r"[;,.]", head[-60:])[-1]):
            continue
        return True
    return False


RULES = (
    Rule(
        "ABS07",
        "test, finding or treatment said never done or recorded, in the record",
        "A study, a measurement or a treatment is called undone or unrecorded, in whatever words, and the record has it.",
        "The most frequent slip of fact; it invites an appeal.",
        Severity.ERROR,
        Example(
            "The worker has knee pain. X-rays of the knee dated 5/2/2016 showed no fracture.",
            "Plain radiographs have never been obtained.",
            "MRI of the left knee",
            "Plain radiographs have never been obtained",
        ),
        Example(
            "The worker has knee pain. X-rays of the knee will be obtained.",
            "Plain radiographs have never been obtained.",
            "MRI of the left knee",
        ),
        _unseen,
        "State what the record shows, or say precisely what is missing from it.",
    ),
)
