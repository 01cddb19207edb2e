"""Body regions and sides, and the sided regions of a text. Works on folded text.

Regions are coarse on purpose: what a record calls "lower back" and a reviewer "lumbar spine" is one region.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.claims.model import ReflexGrade, SidedRegion
from knowledge.document import Span

_WORDING: dict[str, str] = {
    "cervical": r"cervical(?: spine)?|c-spine|necks?|paracervical",
    "thoracic": r"thoracic(?: spine)?|t-spine|mid[- ]?back|upper back|dorsal spine|thoracolumbar",
    "lumbar": r"lumbar(?: spine)?|low(?:er)?[- ]?back|l-spine|lumbosacral|lumbago|thoracolumbar|LBP",
    "sacroiliac": r"sacro-?iliac|SI joints?|sacrum|coccyx|tailbone",
    "shoulder": r"shoulders?|rotator cuffs?|glenohumeral|acromioclavicular|scapulas?|"
    r"scapular|clavicles?|subacromial",
    "elbow": r"elbows?|epicondyl\w+|cubital",
    "forearm": r"forearms?|radius|ulnar?",
    "wrist": r"wrists?|carpal",
    "hand": r"hands?|metacarpals?|palms?",
    "finger": r"fingers?|thumbs?|digits?",
    "upper_arm": r"upper arms?|humerus|arms?|biceps|triceps",
    "upper_extremity": r"upper extremit(?:y|ies)|upper limbs?",
    "hip": r"hips?|groins?|trochant\w+",
    "thigh": r"thighs?|quadriceps|hamstrings?|femur",
    "knee": r"knees?|patell\w+|menisc\w+|ACL|MCL",
    "leg": r"legs?|calf|calves|shins?|tibia\w*|fibula\w*",
    "ankle": r"ankles?|achilles|malleol\w+|tal(?:us|ar)",
    "foot": r"foot|feet|metatarsals?|toes?|heels?|plantar|calcane\w+|hindfoot|midfoot|forefoot",
    "lower_extremity": r"lower extremit(?:y|ies)|lower limbs?",
    "head": r"(?<!metatarsal )(?<!femoral )(?<!humeral )(?<!radial )(?<!fibular "
    r")heads?|skull|brain|cranial|headaches?|migraines?",
    "face": r"face|facial|jaw|TMJ|nose|nasal",
    "eye": r"eyes?|ocular|vision",
    "ear": r"ears?|hearing",
    "chest": r"chest|ribs?|sternum",
    "abdomen": r"abdom\w+|inguinal|hernias?",
    "buttock": r"buttocks?|gluteal",
}
_PATTERN = re.compile(r"\b(?:" + "|".join(f"(?P<{k}>{v})" for k, v in _WORDING.items()) + r")\b", re.I)
_SIDE = r"(?:left|right|bilateral(?:ly)?|both|lt|rt)"
_SIDED = re.compile(
    rf"\b(?P<side>{_SIDE})(?:(?: and | or |/| & )(?P<second>left|right))?[- "
    rf"]+(?:\w+[- ]){{0,2}}?(?=(?:{'|'.join(_WORDING.values())})\b)",
    re.I,
)
_LIST = re.compile(
    rf"(?:,| and| or|/|, and|,? as well as)\s?(?P<side>{_SIDE} )?(?:the "
    rf")?(?=(?:{'|'.join(_WORDING.values())})\b)",
    re.I,
)
_AFTER = re.compile(
    rf"\b(?:{'|'.join(_WORDING.values())})\b(?: joints?| region| area)?[,(: -]{{1,3}}"
    r"(?P<side>left|right|bilateral)\b(?! (?:greater|more|worse|than|(?:and|or) (?:left|right))\b)"
    rf"(?![- ](?:[\w-]+ ){{0,2}}?(?:sided?|{'|'.join(_WORDING.values())})\b)",
    re.I,
)
_BOTH = frozenset(("left", "right"))
_NEAR = {
    "cervical": ("upper_extremity", "upper_arm", "forearm", "hand", "finger", "shoulder", "head", "wrist"),
    "thoracic": ("chest",),
    "lumbar": ("lower_extremity", "leg", "foot", "thigh", "buttock", "hip", "sacroiliac", "ankle", "knee"),
    "sacroiliac": ("lumbar", "buttock", "hip", "leg"),
    "shoulder": ("upper_arm", "upper_extremity"),
    "elbow": ("forearm", "upper_extremity", "upper_arm"),
    "forearm": ("elbow", "wrist", "upper_extremity"),
    "wrist": ("hand", "forearm", "upper_extremity", "finger"),
    "hand": ("wrist", "finger", "upper_extremity"),
    "finger": ("hand", "upper_extremity"),
    "hip": ("thigh", "lower_extremity", "buttock"),
    "knee": ("leg", "lower_extremity", "thigh"),
    "ankle": ("foot", "lower_extremity", "leg"),
    "foot": ("ankle", "lower_extremity"),
    "upper_extremity": ("upper_arm", "forearm", "hand", "finger", "wrist", "elbow", "shoulder"),
    "lower_extremity": ("leg", "foot", "thigh", "ankle", "knee", "hip"),
}
_GRADE = r"(?:\+\s?[0-4]|[0-4]\s?\+|[0-4]/4)"
_REFLEX_JOINT = re.compile(
    r"\b(?P<ankle>ankles?|achilles)|(?P<knee>knees?|patell\w+)|(?P<biceps>biceps)|(?P<triceps>triceps)\b",
    re.I,
)
_REFLEX_PAIR_AFTER = re.compile(rf"(?P<grade>{_GRADE})\s(?:on|in|at) the (?P<side>left|right)\b", re.I)
_REFLEX_PAIR = re.compile(rf"\b(?P<side>left|right)\b[^.;,]{{0,40}}?(?P<grade>{_GRADE})", re.I)
_REFLEX_TALK = re.compile(r"\b(?:reflex\w*|DTR'?s?)\b", re.I)


@lru_cache(maxsize=16_384)
def region_mentions(text: str) -> tuple[tuple[str, Span], ...]:
    """Each region named, with its place."""
    return tuple([(m.lastgroup or "", Span(*m.span())) for m in _PATTERN.finditer(text)])


_THORACOLUMBAR = re.compile(r"\bthoracolumbar\b", re.I)


@lru_cache(maxsize=16_384)
def regions_in(text: str) -> frozenset[str]:
    """The regions that a text names."""
    found = {m.lastgroup or "" for m in _PATTERN.finditer(text)}
    if _THORACOLUMBAR.search(text):
        found |= {"thoracic", "lumbar"}
    return frozenset(found)


def related(regions: frozenset[str]) -> frozenset[str]:
    """The regions with those whose findings bear on them."""
    return regions | {near for region in regions for near in _NEAR.get(region, ())}


_CLOSE = (
    frozenset(("leg", "lower_extremity", "thigh")),
    frozenset(("upper_arm", "upper_extremity", "forearm")),
    frozenset(("hand", "finger", "wrist")),
    frozenset(("foot", "ankle")),
    frozenset(("lumbar", "sacroiliac", "buttock")),
)


def close(regions: frozenset[str]) -> frozenset[str]:
    """The regions with those that are another word for them."""
    return regions.union(*(group for group in _CLOSE if group & regions))


_ANY_SIDE = re.compile(rf"\b{_SIDE}\b", re.I)


def sides_in(text: str) -> frozenset[str]:
    """The sides that a text names anywhere."""
    found = {m.lower() for m in _ANY_SIDE.findall(text)}
    return frozenset(side for word in found for side in _sides(word))


def _sides(word: str) -> frozenset[str]:
    word = word.lower().strip()
    if word in ("left", "lt"):
        return frozenset(("left",))
    if word in ("right", "rt"):
        return frozenset(("right",))
    return _BOTH


@lru_cache(maxsize=16_384)
def sided_regions(text: str) -> tuple[SidedRegion, ...]:
    """Regions with the side written before them, carried along a list, or just after."""
    if not _ANY_SIDE.search(text):
        return ()
    result: list[SidedRegion] = []
    for match in _SIDED.finditer(text):
        sides = _sides(match["side"]) | (_sides(match["second"]) if match["second"] else frozenset())
        _follow(text, match.start(), match.end(), sides, result)
    before = [m.span for m in result]
    for match in _AFTER.finditer(text):
        region = _PATTERN.match(text, match.start())
        place = Span(*match.span())
        if region and not any(place.overlaps(span) for span in before):
            result.append(SidedRegion(region.lastgroup or "", _sides(match["side"]), place))
    return tuple(sorted(result, key=lambda m: (m.span.start, m.span.end)))


def _follow(text: str, start: int, at: int, sides: frozenset[str], result: list[SidedRegion]) -> None:
    for _ in range(8):
        region = _PATTERN.match(text, at)
        if region is None:
            return
        result.append(SidedRegion(region.lastgroup or "", sides, Span(start, region.end())))
        link = _LIST.match(text, region.end())
        if link is None or link["side"]:
            return
        start, at = link.end(), link.end()


def reflex_grades(text: str) -> list[ReflexGrade]:
    """Graded reflexes with joint and side, for one sentence ("left ankle reflex 2+, right 1+")."""
    if not _REFLEX_TALK.search(text):
        return []
    result = []
    joints = [(m.start(), m.lastgroup or "") for m in _REFLEX_JOINT.finditer(text)]
    pairs = list(_REFLEX_PAIR_AFTER.finditer(text)) or list(_REFLEX_PAIR.finditer(text))
    for match in pairs:
        joint = _nearest(joints, match)
        side = match["side"].lower()
        grade = match["grade"].replace(" ", "").replace("/4", "").strip("+")
        if joint:
            result.append(ReflexGrade(joint, side, grade, Span(*match.span())))
    return result


def _nearest(joints: list[tuple[int, str]], match: re.Match[str]) -> str:
    inside = [name for at, name in joints if match.start() <= at < match.end()]
    before = [name for at, name in joints if at < match.start()]
    return inside[-1] if inside else before[-1] if before else ""
