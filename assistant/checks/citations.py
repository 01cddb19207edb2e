"""CIT, what is cited: the guideline's chapter, section, pages and edition fit the request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.prose import Mode
from assistant.results import Finding, Severity, Verdict

_CHAPTERS: dict[str, str] = {
    "lumbar": r"Low(?:er)? Back|LOW BACK",
    "cervical": r"Neck(?: and| &)? ?(?:Upper Back)?|Cervical and Thoracic",
    "shoulder": r"Shoulder",
    "elbow": r"Elbow",
    "wrist": r"(?:Forearm,? )?(?:Wrist,? (?:and |& )?Hand|Hand,? Wrist)",
    "knee": r"Knee",
    "ankle": r"Ankle(?: and| &)? ?(?:Foot)?",
}
_CHAPTER = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{k}>{v})" for k, v in _CHAPTERS.items())
    + r")(?:,? (?:Complaints|Chapter|Disorders|COMPLAINTS|CHAPTER)\b|(?= \((?:Acute|Lumbar)))"
)
_HOME: dict[str, frozenset[str]] = {
    "lumbar": frozenset(
        ("lumbar", "sacroiliac", "lower_extremity", "leg", "thigh", "buttock", "thoracic", "hip", "foot")
    ),
    "cervical": frozenset(
        (
            "cervical",
            "thoracic",
            "upper_extremity",
            "head",
            "upper_arm",
            "shoulder",
            "hand",
            "forearm",
            "finger",
            "wrist",
        )
    ),
    "shoulder": frozenset(("shoulder", "upper_arm", "upper_extremity", "cervical", "chest")),
    "elbow": frozenset(("elbow", "forearm", "upper_extremity", "upper_arm", "wrist", "hand")),
    "wrist": frozenset(
        ("wrist", "hand", "finger", "forearm", "upper_extremity", "elbow", "cervical", "upper_arm")
    ),
    "knee": frozenset(("knee", "leg", "lower_extremity", "thigh")),
    "ankle": frozenset(("ankle", "foot", "lower_extremity", "leg")),
}


_NUMBERED = {
    "8": "cervical",
    "9": "shoulder",
    "10": "elbow",
    "11": "wrist",
    "12": "lumbar",
    "13": "knee",
    "14": "ankle",
}
_BY_NUMBER = re.compile(r"\bACOEM\b[^.;\d]{0,60}\b(?:chapter|ch\.?) ?(?P<n>\d{1,2})\b(?!\.\d)", re.I)


_SHORT = re.compile(
    r"\b(?:ODG|ACOEM)(?:[ ,:(/-]{1,3}(?:TWC|guidelines?|practice|chapter|section|ch\.?)){0,3}"
    r"[ ,:(/-]{1,3}(?:"
    r"(?P<lumbar>low(?:er)? back)|(?P<cervical>neck(?: (?:and|&) upper back)?)|(?P<shoulder>shoulder)|"
    r"(?P<elbow>elbow)|(?P<wrist>forearm,? wrist|wrist (?:and|&) hand)|(?P<knee>knee(?: (?:and|&) leg)?)|"
    r"(?P<ankle>ankle(?: (?:and|&) foot)?))\b"
    r"(?=\)|,|:|;|\.|$| chapter| (?:states?|notes?|says|recommends?)\b)",
    re.I,
)


def _chapters(text: str) -> list[tuple[int, int, str]]:
    """The complaint chapters cited, by name, in short, or by number, with their places."""
    short = [(*m.span(m.lastgroup or 0), m.lastgroup or "") for m in _SHORT.finditer(text)]
    found = short + [(*m.span(), m.lastgroup or "") for m in _CHAPTER.finditer(text)]
    numbered = [(*m.span(), _NUMBERED.get(m["n"], "")) for m in _BY_NUMBER.finditer(text)]
    return sorted(found + [row for row in numbered if row[2]])


def _spoken(regions: frozenset[str]) -> str:
    return ", ".join(sorted(region.replace("_", " ") for region in regions))


def _foreign_chapter(context: Context) -> Iterator[Finding]:
    """Complaint chapters cited for a body region that none of them covers."""
    if not context.item_regions:
        return
    found = _chapters(context.text)
    if not found or any(_HOME[region] & context.item_regions for _, _, region in found):
        return
    start, end, _ = found[0]
    yield context.finding(
        "CIT01",
        start,
        end,
        Verdict.CONTRADICTED,
        f"The cited chapter is not about the {_spoken(context.item_regions)}.",
        mend="Cite the chapter of the body part.",
    )


_TOPICS: tuple[tuple[str, str, str], ...] = (
    # topic, how a guideline section names it, which requests it governs
    (
        "epidural steroid injections",
        r"epidural steroid injections?|\bESIs?\b",
        r"epidural|\bESI|injection|transforaminal|interlaminar",
    ),
    ("thermography", r"thermograph\w*", r"thermogra"),
    (
        "topical analgesics",
        r"topical (?:NSAIDs?|analgesics?|agents|salicylates?)",
        r"cream|gel\b|ointment|topical|patch|lotion|lido\w*|terocin|medrox|"
        r"compound|salonpas|biofreeze|capsaicin|%|menthol|flector|solaraze|"
        r"rub\b|spray|solution|pennsaid",
    ),
    (
        "facet joint injections",
        r"facet (?:joint )?(?:injections?|blocks?)",
        r"facet|medial branch|block|rhizotom|radiofrequency|ablation|injection",
    ),
    (
        "chiropractic manipulation",
        r"manual therapy (?:&|and) manipulation",
        r"chiro|manipul|manual|myofascial|massage|therapy|adjust|treatment|rehab",
    ),
    ("gym memberships", r"gym memberships?", r"gym|exercise|pool|aquatic|health club|fitness"),
    (
        "functional capacity evaluation",
        r"functional capacity evaluations?",
        r"functional|FCE|capacity|work",
    ),
    ("shock wave therapy", r"(?:extracorporeal )?shock ?wave therapy|\bESWT\b", r"shock|ESWT"),
    ("trigger point injections", r"trigger point injections?", r"trigger|injection|TPI|impedance"),
    ("spinal cord stimulators", r"spinal cord stimulat\w+", r"stimulat"),
)


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((topic, re.compile(named, re.I), re.compile(rule, re.I)) for topic, named, rule in _TOPICS)


def _foreign_topic(context: Context) -> Iterator[Finding]:
    """A guideline section about another treatment than the disputed one."""
    wording = context.item_text
    if not wording:
        return
    for topic, named, governs in _topics():
        if governs.search(wording):
            continue
        for statement in context.told(Mode.GUIDELINE, Mode.QUOTED, Mode.DECISION, Mode.CASE):
            match = named.search(statement.text)
            if match and _is_basis(context, statement.text, match, named):
                yield context.finding(
                    "CIT02",
                    statement.start + match.start(),
                    statement.start + match.end(),
                    Verdict.CONTRADICTED,
                    f"The guideline on {topic} does not govern “{context.asked[:90]}”.",
                    mend="Cite the section that governs the disputed treatment.",
                )
                break


def _is_basis(context: Context, sentence: str, match: re.Match[str], named: re.Pattern[str]) -> bool:
    """The topic is what the guideline is cited for, not a treatment in passing."""
    before = sentence[max(0, match.start() - 70) : match.start()]
    cited = re.search(
        r"(?:Section\(s\)[^.]{0,60}|guidelines? (?:\w+ ){0,2}(?:for|on|regarding) "
        r"|According to [^.]{0,60}(?:guidelines?|MTUS|ODG),? |Chapter,? )$",
        before,
        re.I,
    )
    after = sentence[match.end() : match.end() + 60]
    ruled = (
        re.match(r"[^.]{0,45}\b(?:(?:is|are) (?:not )?recommended|can provide|recommended)", after, re.I)
        and len(named.findall(context.text)) >= 2
    )
    return bool(cited or ruled)


_GOVERNING = re.compile(r"\b(?:governing guideline is|guideline that governs is|governed by)\b", re.I)
_REACH = 260


def names_governing(context: Context) -> bool:
    """The text says in so many words which guideline governs."""
    return _GOVERNING.search(context.text) is not None


def governing_at(context: Context, at: int) -> bool:
    """The place stands in the citation of what is said to govern; a person may cite more besides."""
    said = [m.end() for m in _GOVERNING.finditer(context.text, max(0, at - _REACH), at)]
    return bool(said) and not re.search(r"\. (?!ed\b)(?=[A-Z])", context.text[said[-1] : at])


_PAGE = re.compile(r"\b(?:pages?(?:\(s\))?|pgs?\.?|pp?\.):? ?(\d{1,4})\b", re.I)
_SLACK = 5
_BEFORE = 90


def _pages_of_section(context: Context) -> Iterator[Finding]:
    """A page far from those that the packs know for the section named just before it."""
    for match in _PAGE.finditer(context.text):
        before = _plain(context.text[max(0, match.start() - _BEFORE) : match.start()])
        named = [p for p in context.review.packs if p.pages and _first_name(p.section) in before]
        if not named or governing_at(context, match.start()):
            continue
        if all(not min(p.pages) - _SLACK <= int(match[1]) <= max(p.pages) + _SLACK for p in named):
            yield context.finding(
                "CIT03",
                *match.span(),
                Verdict.UNSUPPORTED,
                f"That section is known as {named[0].citation}.",
                mend="Check the page.",
            )


@lru_cache(maxsize=2048)
def _first_name(section: str) -> str:
    """The section's main name in plain words, without aliases and chapters in brackets."""
    return _plain(re.split(r"[(;,/]", section)[0])


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _pages(context: Context) -> Iterator[Finding]:
    """In a draft, the pages, edition and section cited are those of the governing pack or of a passage."""
    pack = context.review.pack
    if context.human:
        yield from _pages_of_section(context)
    if pack is None:
        return
    sources = [pack.citation, *pack.also, *(p.citation for p in context.review.passages)]
    sources += [
        p.citation
        for p in context.review.packs
        if p.guideline == pack.guideline and p.edition == pack.edition
    ]
    known = {n for text in sources for n in re.findall(r"\d+", text)}
    known |= {
        str(n)
        for low, high in re.findall(r"(\d+)-(\d+)", " ".join(sources))
        for n in range(int(low), min(int(high), int(low) + 200) + 1)
    }
    for match in re.finditer(
        r"\b(?:pages?|pgs?\.?|pp?\.) ?(\d{1,4})(?: ?(?:-|to|and|,) ?(\d{1,4}))?", context.text, re.I
    ):
        if context.human and not governing_at(context, match.start()):
            continue
        if any(group and group not in known for group in match.groups()):
            yield context.finding(
                "CIT03",
                *match.span(),
                Verdict.CONTRADICTED,
                f"The governing section is {pack.citation}.",
                mend="Cite the pages of the governing section.",
            )


_EDITION = re.compile(r"\b(?:MTUS|ACOEM|ODG|guidelines?)\b[^.\d]{0,60}\(?((?:19|20)\d{2})\b", re.I)


def _edition(context: Context) -> Iterator[Finding]:
    pack = context.review.pack
    if pack is None:
        return
    known = set(
        re.findall(
            r"(?:19|20)\d{2}",
            " ".join(
                [
                    pack.citation,
                    pack.recommended,
                    pack.notes,
                    *pack.also,
                    *(p.citation for p in context.review.passages),
                ]
            ),
        )
    )
    for match in _EDITION.finditer(context.text):
        if context.human and not governing_at(context, match.start(1)):
            continue
        if match[1] not in known:
            yield context.finding(
                "CIT04",
                *match.span(1),
                Verdict.CONTRADICTED,
                f"The edition that governs is {pack.edition}: {pack.citation}.",
                mend="Cite the edition in force.",
            )


RULES = (
    Rule(
        "CIT01",
        "chapter of another body part",
        "The only chapter cited is about another body region than the request.",
        "The criteria of a low back chapter cannot decide a knee study.",
        Severity.ERROR,
        Example(
            "The worker has left knee pain.",
            "Decision based on MTUS Low Back Complaints 2004, Special Studies. "
            "The request is not medically necessary.",
            "MRI of the left knee",
            "Low Back Complaints",
        ),
        Example(
            "The worker has left knee pain.",
            "Decision based on MTUS Knee Complaints 2004, Special Studies. The "
            "request is not medically necessary.",
            "MRI of the left knee",
        ),
        _foreign_chapter,
    ),
    Rule(
        "CIT02",
        "section about another treatment",
        "The guideline section cited governs another treatment.",
        "A guideline on topical drugs says nothing of tablets.",
        Severity.ERROR,
        Example(
            "The worker has shoulder pain.",
            "The MTUS guidelines for epidural steroid injections recommend failed "
            "conservative care. The request is not medically necessary.",
            "MRI of the lumbar spine",
            "epidural steroid injections",
        ),
        Example(
            "The worker has back pain.",
            "The MTUS guidelines for epidural steroid injections recommend failed "
            "conservative care. The request is not medically necessary.",
            "Epidural steroid injection at L4-5",
        ),
        _foreign_topic,
    ),
    Rule(
        "CIT03",
        "pages",
        "Pages that are not those of the governing section.",
        "A page that does not exist cannot be checked.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "Under the guideline, page 99, therapy is an option. Therefore, the "
            "request is not medically necessary.",
            at="page 99",
            setting="sample",
        ),
        Example(
            "The worker has back pain.",
            "Under the guideline, pages 10-12, therapy is an option. Therefore, "
            "the request is not medically necessary.",
            setting="sample",
        ),
        _pages,
    ),
    Rule(
        "CIT04",
        "edition",
        "Another edition than the one in force for this case.",
        "The edition in force on the date of the request governs.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "The MTUS guidelines (2009) make therapy an option. Therefore, the "
            "request is not medically necessary.",
            at="2009",
            setting="sample",
        ),
        Example(
            "The worker has back pain.",
            "The MTUS guidelines (2016) make therapy an option. Therefore, the "
            "request is not medically necessary.",
            setting="sample",
        ),
        _edition,
    ),
)
