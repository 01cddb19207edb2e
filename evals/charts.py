"""Two plots as inline SVG, without scripts: lines, and points with their counts, on axes from 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 520, 300, 46, 40
_COLOURS = ("#1f5fa8", "#b35c00", "#4a7a3a")
Point = tuple[float, float]


def lines(title: str, across: str, series: Mapping[str, Sequence[Point]]) -> str:
    """Each series as a line with its points; both axes run from 0 to 1."""
    drawn = [
        _line(points, colour) for points, colour in zip(series.values(), _COLOURS, strict=False) if points
    ]
    low = _HEIGHT - _BOTTOM - 14
    legend = [
        f'<text x="{_LEFT + 12}" y="{low - 18 * n}" style="fill: {colour}">{escape(name)}</text>'
        for n, (name, colour) in enumerate(zip(series, _COLOURS, strict=False))
    ]
    return _frame(title, across, [*drawn, *legend])


def reliability(title: str, across: str, points: Sequence[tuple[float, float, int]]) -> str:
    """Said against true, with the diagonal; the area of a point grows with its items."""
    most = max((count for _, _, count in points), default=1)
    diagonal = f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" class="guide"/>'
    dots = [
        f'<circle cx="{_x(said):.1f}" cy="{_y(true):.1f}" r="{4 + 12 * (count / most) ** 0.5:.1f}"'
        f' fill="{_COLOURS[0]}" fill-opacity="0.6"><title>{count} items: said {said:.2f},'
        f" true {true:.2f}</title></circle>"
        for said, true, count in points
    ]
    return _frame(title, across, [diagonal, *dots])


def _line(points: Sequence[Point], colour: str) -> str:
    path = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in points)
    dots = "".join(
        f'<circle cx="{_x(x):.1f}" cy="{_y(y):.1f}" r="4" fill="{colour}">'
        f"<title>{x:.0%}: {y:.2f}</title></circle>"
        for x, y in points
    )
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'


def _frame(title: str, across: str, inside: Sequence[str]) -> str:
    ticks = "".join(_tick(n / 5) for n in range(6))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{ticks}{''.join(inside)}"
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 4}" text-anchor="middle">{escape(across)}</text></svg>'
    )


def _tick(at: float) -> str:
    return (
        f'<line x1="{_x(0)}" y1="{_y(at)}" x2="{_x(1)}" y2="{_y(at)}" class="grid"/>'
        f'<text x="{_LEFT - 6}" y="{_y(at) + 4}" text-anchor="end">{at:.1f}</text>'
        f'<text x="{_x(at)}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{at:.1f}</text>'
    )


def _x(value: float) -> float:
    return _LEFT + value * (_WIDTH - _LEFT - 14)


def _y(value: float) -> float:
    return 12 + (1 - value) * (_HEIGHT - _BOTTOM - 12)
