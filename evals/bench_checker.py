"""How long the checker takes on texts of 1,000 to 1,000,000 characters: the curve that shows it is linear.

The texts are made of invented sentences with numbers that keep changing, so that hardly two are alike and
nothing kept from one sentence helps the next. Times are of the processor: a busy machine matters little.
Run ``python -m evals.bench_checker`` for the table of docs/architecture.md.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.checks import check_text
from assistant.intake import case_from_text
from assistant.library import Library, open_library
from assistant.linting import reviewed
from assistant.samples import sample_text
from evals.worker import settings_for

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
_ITEM = 3
_BEST_OF = 5
_SMALL = 30_000
_SENTENCES = (
    "The worker is a {n} year old male who was seen on {m}/{d}/2016.",
    "Exam of the lumbar spine showed spasm, {p}/10 pain and flexion of {n} degrees.",
    "There is no documentation of failed therapy in the {n} days before.",
    "He takes naproxen {n}0 mg #{d} with {p} refills.",
    "The MTUS guidelines, page {n}, recommend physical medicine for low back pain.",
    "An MRI of the left knee dated {m}/{d}/2016 showed a {n} mm protrusion at L4-5.",
    "After {d} visits of physical therapy the worker had not improved at {n} percent.",
    "Therefore, the request for {n} sessions of physical therapy is not medically necessary.",
    "Motor strength was {p}/5 in the right leg after {n} days, the left ankle reflex {p}+ on {m}/{d}/2016.",
    "The treating physician did not say what the worker could do after {n} weeks of modified duty.",
    "According to ODG, low back, a repeat study needs new signs; criterion {n} asks for {d} of them.",
)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of the processor for one text of so many characters, and how many findings it had."""

    characters: int
    seconds: float
    findings: int

    @property
    def microseconds_a_character(self) -> float:
        return self.seconds / self.characters * 1e6


def curve(library: Library, sizes: Sequence[int] = SIZES) -> Iterator[Timing]:
    """One timing for each size, warm; the best of a few for short texts."""
    case = case_from_text(sample_text("back-and-knee.txt"), "back-and-knee.txt")
    known = reviewed(case, case.item(_ITEM), library)

    def timed(text: str) -> Timing:
        start = time.process_time()
        report = check_text(text, case, case.item(_ITEM), known, human=True)
        return Timing(len(text), time.process_time() - start, len(report.findings))

    timed(prose(2_000, seed=1))
    for size in sizes:
        rounds = range(_BEST_OF if size <= _SMALL else 1)
        yield min((timed(prose(size, seed=2 + n)) for n in rounds), key=lambda t: t.seconds)


def prose(characters: int, seed: int = 0) -> str:
    """A text of so many characters; other seeds give other sentences."""
    parts: list[str] = []
    length = 0
    for n in count(seed * 7_919):
        shape = _SENTENCES[n % len(_SENTENCES)]
        said = shape.format(n=18 + n % 8_999, m=1 + n % 12, d=1 + n // 12 % 28, p=1 + n // 7 % 9)
        parts.append(said)
        length += len(said) + 1
        if length > characters:
            return " ".join(parts)[:characters]
    raise AssertionError("count never ends")


def shown(timings: Sequence[Timing]) -> str:
    """The curve as a Markdown table."""
    rows = [
        f"| {t.characters:,} | {t.seconds * 1000:,.0f} ms | {t.microseconds_a_character:.1f} µs"
        f" | {t.findings:,} |"
        for t in timings
    ]
    head = ["| characters | processor time | a character | findings |", "| ---: | ---: | ---: | ---: |"]
    return "\n".join([*head, *rows])


def main() -> None:
    """Print the curve."""
    with TemporaryDirectory(prefix="imr-bench-") as name:
        print(shown(tuple(curve(open_library(settings_for(Path(name)))))))


if __name__ == "__main__":
    main()
