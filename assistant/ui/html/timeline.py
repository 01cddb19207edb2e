"""The dated course of a case as a plot, and under it the same as a list whose lines open their sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from assistant.desk.moments import Moment, moments
from assistant.records import OpenCase

_WIDTH, _SIDE, _TOP = 430, 16, 16
"""About the width of the panel in a small window, so that letters are shown there near their own size."""
_LINE, _LETTER = 17, 7.4
_MOST_TICKS = 5


def course(opened: OpenCase) -> str:
    """Plot and list of every day that header or record names."""
    if opened.case is None:
        return '<p class="imr-empty">The file could not be read.</p>'
    found = moments(opened.case)
    if not found:
        return '<p class="imr-empty">Neither header nor record states a full date.</p>'
    rows = "".join(_row(n, m) for n, m in enumerate(found))
    return f'{_plot(found)}{_LEGEND}<ol class="imr-course">{rows}</ol>'


_LEGEND = (
    '<p class="imr-legend"><span class="imr-key-header" aria-hidden="true">◆</span> header'
    ' <span class="imr-key-record" aria-hidden="true">●</span> record; a larger dot stands for more'
    " sentences on that day</p>"
)


def key_of(number: int) -> str:
    """The key of a moment, by which its sentence in the record is found: T0, T1, ..."""
    return f"T{number}"


def _row(number: int, moment: Moment) -> str:
    if moment.quote is None:
        said = f"<span>{escape(moment.label)} <cite>header</cite></span>"
    else:
        said = (
            f'<button type="button" class="imr-moment" data-cites="{key_of(number)}"'
            f' title="Open this place in the record">{escape(moment.label)}'
            f" <cite>page {moment.quote.page}</cite></button>"
        )
    return f"<li><strong>{moment.day:%m/%d/%Y}</strong> {said}</li>"


@dataclass(frozen=True)
class _Scale:
    """Days as places across the plot."""

    first: date
    last: date

    def x(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        return _SIDE + (_WIDTH - 2 * _SIDE) * (day - self.first).days / span

    def ticks(self) -> Iterator[tuple[date, str]]:
        """First days of months or years, not more than a few."""
        months = [
            date(year, month, 1)
            for year in range(self.first.year, self.last.year + 1)
            for month in range(1, 13)
        ]
        for every in (1, 2, 3, 6, 12, 24, 60, 120):
            chosen = [m for m in months if (m.year * 12 + m.month - 1) % every == 0]
            inside = [m for m in chosen if self.first < m < self.last]
            if len(inside) <= _MOST_TICKS:
                yield from ((m, f"{m:%Y}" if every >= 12 else f"{m:%b %Y}") for m in inside)
                return


def _plot(found: Sequence[Moment]) -> str:
    scale = _Scale(found[0].day, found[-1].day)
    labels = list(_labels(found, scale))
    axis = _TOP + _LINE * (max((level for *_, level in labels), default=0) + 1) + 8
    height = axis + 42
    parts = [
        f'<line class="imr-axis" x1="{_SIDE}" y1="{axis}" x2="{_WIDTH - _SIDE}" y2="{axis}"/>',
        *(_tick(scale.x(day), axis, said) for day, said in scale.ticks()),
        *(_lead(x, _TOP + _LINE * level, axis) for x, _, _, level in labels),
        *(_label(x, anchor, words, _TOP + _LINE * level) for x, anchor, words, level in labels),
        *_dots(found, scale, axis),
        f'<text x="{_SIDE}" y="{axis + 36}" text-anchor="start">{scale.first:%m/%d/%Y}</text>',
        f'<text x="{_WIDTH - _SIDE}" y="{axis + 36}" text-anchor="end">{scale.last:%m/%d/%Y}</text>',
    ]
    return (
        f'<svg class="imr-line" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="Course from'
        f' {scale.first:%m/%d/%Y} to {scale.last:%m/%d/%Y}; the list below names each day">'
        f"{''.join(parts)}</svg>"
    )


def _labels(found: Sequence[Moment], scale: _Scale) -> Iterator[tuple[float, str, str, int]]:
    """The header's days: place, anchor, words, and the level at which they overlap no other's words."""
    taken: list[float] = []
    for moment in found:
        if moment.quote is not None:
            continue
        x, width = scale.x(moment.day), len(moment.label) * _LETTER
        anchor = "start" if x + width < _WIDTH else "end"
        left = x if anchor == "start" else x - width
        level = next((n for n, end in enumerate(taken) if end < left), len(taken))
        taken[level : level + 1] = [left + width + 8]
        yield x, anchor, moment.label, level


def _lead(x: float, y: float, axis: float) -> str:
    """From the words down to their day; drawn before all words, which stay readable."""
    return f'<line class="imr-lead" x1="{x:.1f}" y1="{y + 3}" x2="{x:.1f}" y2="{axis}"/>'


def _label(x: float, anchor: str, words: str, y: float) -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _tick(x: float, axis: float, words: str) -> str:
    half = len(words) * _LETTER / 2
    middle = min(max(x, half), _WIDTH - half)  # words at the edge are drawn inside, not cut off
    return (
        f'<line class="imr-tick" x1="{x:.1f}" y1="{axis}" x2="{x:.1f}" y2="{axis + 6}"/>'
        f'<text class="imr-small-text" x="{middle:.1f}" y="{axis + 19}" text-anchor="middle">{words}</text>'
    )


def _dots(found: Sequence[Moment], scale: _Scale, axis: float) -> Iterator[str]:
    days: dict[date, list[int]] = {}
    for number, moment in enumerate(found):
        if moment.quote is None:
            x = scale.x(moment.day)
            shape = f"M{x:.1f} {axis - 7} l7 7 -7 7 -7 -7z"
            yield f'<path class="imr-dot-header" d="{shape}"><title>{_title(moment)}</title></path>'
        else:
            days.setdefault(moment.day, []).append(number)
    for day, numbers in days.items():
        keys = " ".join(key_of(n) for n in numbers)
        told = "&#10;".join(_title(found[n]) for n in numbers)
        size = min(3.5 + len(numbers), 8)
        yield (
            f'<circle class="imr-dot" cx="{scale.x(day):.1f}" cy="{axis}" r="{size}" data-cites="{keys}">'
            f"<title>{told}</title></circle>"
        )


def _title(moment: Moment) -> str:
    return f"{moment.day:%m/%d/%Y} {escape(moment.label)}"
