"""Which kind of treatment a request asks for, and what its wording says of it.

The taxonomy is data (``treatments.yaml``); this module matches it. Knows nothing of guidelines or of
whether a treatment is necessary.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.drugs import Drug, DrugMention, Formulary, read_formulary
from knowledge.lexicon import Lexicon, lower
from knowledge.regions import ordered_regions, region_spans, regions_in, related, side_in
from knowledge.surgery_context import SurgeryContext

TREATMENTS = Path(__file__).with_name("treatments.yaml")
_ORIGINAL = re.compile(r"\s+was the original request\b.*", re.S | re.I)
_ALONG = re.compile(r"\b(?:with|including|followed by|plus)\b", re.I)
_AFTER = re.compile(r"\b(?:after|following|status[- ]post|s/p)\b", re.I)
_DRUG_PRIORITY, _WEAK_PRIORITY, _PRIORITY = 50, 30, 60


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of treatment. ``broader`` is the catch-all that published readings count it under."""

    id: str
    label: str
    kind: str
    broader: str | None = None


@dataclass(frozen=True)
class Classified:
    """The family of a request (None: not recognised), what its wording states, and why."""

    family: str | None
    attributes: Mapping[str, frozenset[str]]
    why: str


@dataclass(frozen=True, slots=True)
class _Match:
    """A wording found in a request; the best is the one of highest rank."""

    priority: int
    start: int
    length: int
    key: str
    text: str

    @property
    def rank(self) -> tuple[int, int, int, str]:
        return (self.priority, -self.start, self.length, self.key)


@dataclass(frozen=True)
class _Entry:
    """The compiled wordings of a family, or of a group of families told apart by region."""

    key: str
    raw: Mapping[str, Any]

    @cached_property
    def _strong(self) -> Lexicon:
        words = f"{self.raw.get('words', '')}; {self.raw.get('codes', '')}"
        return Lexicon({self.key: words, "": self.raw.get("hides", "")})

    @cached_property
    def _weak(self) -> Lexicon:
        return Lexicon({self.key: self.raw.get("weak", "")})

    def match(self, text: str) -> _Match | None:
        for lexicon, priority in (
            (self._strong, int(self.raw.get("priority", _PRIORITY))),
            (self._weak, _WEAK_PRIORITY),
        ):
            for hit in lexicon.hits(text):
                return _Match(priority, hit.start, hit.end - hit.start, self.key, text[hit.start : hit.end])
        return None


_KEPT = 16_384
_REQUESTS = 1_024  # a request is classified for its review, and again beside the drafts on it
_SENTENCE = 2_000


class Taxonomy:
    """Families, drugs and the context words of ``treatments.yaml``."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw
        self._entries = {
            key: _Entry(key, entry) for key, entry in (raw["families"] | raw["regional"]).items()
        }
        self._formulary: Formulary = read_formulary(raw["drugs"], raw["compounds"])
        self._kept_mentions = lru_cache(maxsize=_KEPT)(self._formulary.mentions)
        self._kept_best = lru_cache(maxsize=_REQUESTS)(self._best)
        self._attributes = {name: Lexicon(words) for name, words in raw["attributes"].items()}
        self._implied = Lexicon(raw["implied_regions"])
        self._surgery = SurgeryContext(raw["surgery_context"])
        self._mentions = Lexicon({key: entry.raw.get("words", "") for key, entry in self._entries.items()})

    @cached_property
    def families(self) -> Mapping[str, Family]:
        """All families by id."""
        found = {
            key: Family(key, entry["label"], entry["kind"], entry.get("broader"))
            for key, entry in self._raw["families"].items()
        }
        for group in self._raw["regional"].values():
            for key in group["by_region"]:
                found[key] = Family(key, group["label"], group["kind"])
        return found

    def drug_mentions(self, text: str) -> tuple[DrugMention, ...]:
        """Drugs named in a text, in order; brand and generic have the same ``generic``."""
        return self._kept_mentions(text) if len(text) <= _SENTENCE else self._formulary.mentions(text)

    def drug(self, name: str) -> Drug | None:
        """The drug of a name (brand, generic or near misspelling), or None."""
        for found in self._formulary.mentions(name):
            return Drug(found.generic, found.class_, found.family, found.route, found.components)
        return None

    def treatment_mentions(self, text: str) -> tuple[tuple[int, int, str], ...]:
        """Treatments named in a text as (start, end, family), in order; drugs are not among them.

        MRI, EMG and surgery take the family of the region named next, else just before.
        """
        hits = tuple(self._mentions.hits(text))
        spans = region_spans(text) if any(hit.key in self._raw["regional"] for hit in hits) else ()
        return tuple(
            (hit.start, hit.end, self._family_near(hit.key, hit.start, hit.end, text, spans))
            for hit in hits
        )

    def classify(self, treatment: str, record: str = "", siblings: Sequence[str] = ()) -> Classified:
        """The family and attributes of a request.

        ``record`` (the case's clinical text) and ``siblings`` (the other requests of the case) decide only
        where the wording leaves it open: the region of an MRI, whether therapy follows a surgery.
        """
        asked = _ORIGINAL.sub("", treatment) or treatment
        drugs = self._formulary.mentions(asked)
        best = self._kept_best(asked, drugs)
        attributes = self._read_attributes(asked, drugs)
        compounded = bool(attributes.pop("compound", None))
        if best is None:
            return Classified(None, attributes, "No wording of a known treatment was found.")
        family = self._specific(best.key, asked, record)
        why = f"the wording {best.text!r}"
        if best.key in self._raw["regional"]:
            self._imply_region(asked, attributes)
        if best.priority == _DRUG_PRIORITY:
            family, why = self._drug_family(asked, drugs, attributes, compounded), f"the drug {best.text!r}"
        beside = self._beside_surgery(siblings) if self._surgery.changes(family) else []
        regions = attributes.get("region", frozenset())
        family, reason, depends = self._surgery.family(family, asked, regions, record, beside)
        if depends or self._raw["families"].get(family, {}).get("depends_on"):
            attributes["depends_on"] = frozenset({"surgery"})
        return Classified(family, attributes, f"Named by {why}{reason}.")

    def _best(self, asked: str, drugs: tuple[DrugMention, ...]) -> _Match | None:
        """The best wording; what comes along ("with") or went before ("after") counts only alone."""
        found = [match for entry in self._entries.values() if (match := entry.match(asked))]
        if drugs:
            first = drugs[0]
            text = asked[first.start : first.end]
            found.append(_Match(_DRUG_PRIORITY, first.start, len(text), first.family, text))
        after = _AFTER.search(asked)
        found = [
            m for m in found if after and m.start < after.start()
        ] or found  # "therapy after a release"
        along = _ALONG.search(asked)
        head = [m for m in found if along and m.start < along.start() and m.priority > _WEAK_PRIORITY]
        return max(head or found, key=lambda match: match.rank, default=None)

    def _specific(self, key: str, asked: str, record: str) -> str:
        group = self._raw["regional"].get(key)
        if group is None:
            return key
        named = ordered_regions(asked) or tuple(hit.key for hit in self._implied.hits(asked))
        counted = Counter(region for _, _, region in region_spans(record)) if not named else Counter()
        for region in (*named, *(region for region, _ in counted.most_common())):
            for family, regions in group["by_region"].items():
                if region in regions:
                    return str(family)
        return str(group["default"])

    def _imply_region(self, asked: str, attributes: dict[str, frozenset[str]]) -> None:
        implied = frozenset(hit.key for hit in self._implied.hits(asked))
        if "region" not in attributes and implied:
            attributes |= {"region": implied, "region_related": related(implied)}

    def _family_near(
        self, key: str, start: int, end: int, text: str, spans: Sequence[tuple[int, int, str]]
    ) -> str:
        group = self._raw["regional"].get(key)
        if group is None:
            return key
        stop = text.find(".", end)
        stop = stop if stop >= 0 else len(text)
        after = [region for a, _, region in spans if end <= a < min(stop, end + 60)]
        before = [region for _, b, region in reversed(spans) if start - 40 <= b <= start]
        inside = [region for a, b, region in spans if start <= a and b <= end]
        for region in (*inside, *after[:1], *before[:1]):
            for family, regions in group["by_region"].items():
                if region in regions:
                    return str(family)
        return str(group["default"])

    def _read_attributes(self, asked: str, drugs: Sequence[DrugMention]) -> dict[str, frozenset[str]]:
        found = {
            name: frozenset(h.key for h in words.hits(asked)) for name, words in self._attributes.items()
        }
        regions = regions_in(asked)
        side = side_in(asked)
        generics = [part for drug in drugs for part in (drug.components or (drug.generic,))]
        found |= {
            "region": regions,
            "region_related": related(regions),
            "side": frozenset({side} if side else ()),
            "drug": frozenset(generics),
            "drug_class": frozenset(drug.class_ for drug in drugs),
        }
        if drugs and not found["route"]:
            found["route"] = frozenset({drugs[0].route or "oral"})
        return {name: values for name, values in found.items() if values}

    def _drug_family(
        self,
        asked: str,
        drugs: Sequence[DrugMention],
        attributes: dict[str, frozenset[str]],
        compounded: bool,
    ) -> str:
        generics = attributes["drug"]
        ready_made = any(drug.class_ == "compound" for drug in drugs)
        strengths = len(re.findall(r"\d\s*%", asked))
        topical = "topical" in attributes["route"]
        if ready_made or compounded or (len(generics) > 1 and (topical or strengths > 1)):
            attributes |= {"component": generics, "route": frozenset({"topical"})}
            return "compound_topical"
        if topical and "transdermal" not in lower(asked) and drugs[0].class_ != "opioid":
            return "topical_analgesic" if drugs[0].family != "other_drug" else "other_drug"
        return drugs[0].family

    def _beside_surgery(self, siblings: Sequence[str]) -> list[frozenset[str]]:
        """The regions of each surgery among the other requests of the case."""
        found = []
        for sibling in siblings:
            asked = _ORIGINAL.sub("", sibling) or sibling
            best = self._best(asked, ())
            if best is not None and best.key == "surgery":
                found.append(regions_in(asked) | {hit.key for hit in self._implied.hits(asked)})
        return found


@cache
def load_taxonomy(path: Path = TREATMENTS) -> Taxonomy:
    """The taxonomy of a YAML file (cached)."""
    return Taxonomy(yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader))
