"""CIT, what governs: guidelines, chapters and sections named in a draft are those of its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.citations import governing_at, names_governing
from assistant.checks.context import Context
from assistant.checks.rule import Example, Rule
from assistant.claims.fold import fold
from assistant.results import Finding, Severity, Verdict

_BODIES = (
    r"Official Disability Guidelines|\bODG\b",
    r"\bACOEM\b|Occupational Medicine Practice",
    r"Chronic Pain Medical Treatment",
    r"Postsurgical Treatment|Post-?surgical Treatment",
    r"Acupuncture Medical Treatment",
    r"Opioids Treatment Guidelines",
    r"Colorado",
    r"Washington State",
    r"Cochrane",
    r"AHRQ|Agency for Healthcare",
    r"AAOS|American Academy of Orthop",
    r"NASS|North American Spine",
    r"AANEM|AMA Guides",
    r"Medicare|\bCMS\b",
)
_BODY = tuple(re.compile(name) for name in _BODIES)
_GOVERNS = re.compile(
    r"\b(?:governing guideline is|guideline that governs is|governed by)\b[^.]{0,120}", re.I
)
_CHAPTER = re.compile(
    r"\b(?:Low Back|Neck and Upper Back|Shoulder|Elbow|Forearm, Wrist,? and Hand|Knee|Ankle and Foot|"
    r"Stress[- ]Related|Eye) (?:Complaints|Disorders|Conditions)\b"
)
_SECTION = re.compile(r"\((?:19|20)\d\d\), (?P<name>[^.]{4,160}?)(?=, pages? \d|\.|$)")


def _sources(context: Context) -> str:
    review = context.review
    parts = [p.citation for p in review.passages]
    if review.pack:
        pack = review.pack
        parts += [pack.citation, pack.recommended, *pack.also]
        parts += [f"{c.says} {c.short} {c.documentation}" for c in pack.criteria]
    if review.evaluation:
        parts += [review.evaluation.why, *(r.trace.why for r in review.evaluation.results)]
    return fold("\n".join(parts)).text


def _foreign(context: Context) -> Iterator[Finding]:
    if context.review.pack is None:
        return
    if context.human and not names_governing(context):
        return
    sources = _sources(context)
    known = f"{sources}\n{context.record.text}"
    places = [m.span() for body in _BODY if not body.search(known) for m in body.finditer(context.text)]
    if context.human:
        places = []
    places += _named_as_governing(context)
    chapters = [m.span() for m in _CHAPTER.finditer(context.text) if m.group() not in known]
    sections = [m.span("name") for m in _SECTION.finditer(context.text) if not _begins(m["name"], sources)]
    places += [p for p in (*chapters, *sections) if not context.human or governing_at(context, p[0])]
    for start, end in sorted(set(places)):
        yield context.finding(
            "CIT07",
            start,
            end,
            Verdict.CONTRADICTED,
            f"What governs is {context.review.pack.citation}.",
            mend="Cite what governs.",
        )


def _named_as_governing(context: Context) -> Iterator[tuple[int, int]]:
    """Guidelines, and names within a citation, said to govern that are not the pack's own."""
    assert context.review.pack is not None
    own = fold(context.review.pack.citation).text
    for said in _GOVERNS.finditer(context.text):
        for name in re.finditer(r"\b[A-Z][A-Za-z]{2,}", said.group()):
            if name.group().lower() not in own.lower():
                yield said.start() + name.start(), said.start() + name.end()
        for body in _BODY:
            found = body.search(said.group())
            if found and not body.search(own):
                yield said.start() + found.start(), said.start() + found.end()


def _begins(said: str, sources: str) -> bool:
    """The name begins as a section of the sources does (what follows a comma may be prose)."""
    return f"), {said.split(',')[0].strip()}" in sources


RULES = (
    Rule(
        "CIT07",
        "another guideline or section",
        "A draft cites a guideline, chapter or section that none of its sources is.",
        "The criteria applied are those of the governing section alone.",
        Severity.ERROR,
        Example(
            "The worker has back pain.",
            "Under the Official Disability Guidelines therapy is an option.",
            at="Official Disability Guidelines",
            setting="sample",
        ),
        Example(
            "The worker has back pain.",
            "Under the MTUS Sample Guidelines (2016), Sample therapy, therapy is an option.",
            setting="sample",
        ),
        _foreign,
    ),
)
