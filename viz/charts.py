"""Small charts as inline SVG, coloured by the page's style; every text in them is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from viz.text import shorten

_WIDTH, _HEIGHT = 320, 96


def bars(years: Sequence[int], values: Sequence[int], *, title: str, width: int = _WIDTH, height: int = _HEIGHT) -> str:
    """Draw values by year as bars, each with its value as tooltip."""
    n, most = max(len(years), 1), max([*values, 1])
    base, top = height - 16, 14
    pitch = width / n
    bar = min(pitch * 0.78, 34.0)
    parts = [f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">']
    parts.append(f'<line class="axis" x1="0" x2="{width}" y1="{base}" y2="{base}"/>')
    every = max(1, round(34 / pitch))
    for i, (year, value) in enumerate(zip(years, values, strict=True)):
        tall = (base - top) * value / most
        x = i * pitch + (pitch - bar) / 2
        middle = i * pitch + pitch / 2
        parts.append(
            f'<rect class="bar" x="{x:.1f}" y="{base - tall:.1f}" width="{bar:.1f}" height="{tall:.1f}" rx="1.5">'
            f"<title>{year}: {value:,}</title></rect>"
        )
        if value == most:
            parts.append(f'<text class="value" x="{middle:.1f}" y="{base - tall - 4:.1f}">{value:,}</text>')
        if (n - 1 - i) % every == 0:
            parts.append(f'<text class="tick" x="{middle:.1f}" y="{height - 3}">{year}</text>')
    parts.append("</svg>")
    return "".join(parts)


def lines(
    years: Sequence[int],
    series: Sequence[tuple[str, Sequence[float | None]]],
    *,
    title: str,
    label: str,
    width: int = 640,
    height: int = 260,
) -> str:
    """Draw several series by year as lines, each named at its end; ``None`` leaves a gap.

    Lines are told apart by dash pattern and by their names, so that no reader needs to tell colours apart; their
    colour is that of the type ``label``.
    """
    right, base, top, start = 190, height - 22, 12, 34
    most = max([v for _, values in series for v in values if v is not None] or [1.0]) or 1.0
    step = (width - start - right) / max(len(years) - 1, 1)

    def x(i: int) -> float:
        return start + i * step

    def y(value: float) -> float:
        return base - (base - top) * value / most

    box = f'viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}"'
    parts = [f'<svg class="chart wide t-{escape(label)}" {box}>']
    for share in (0.0, 0.5, 1.0):
        level = y(most * share)
        parts.append(f'<line class="axis" x1="{start}" x2="{width - right}" y1="{level:.1f}" y2="{level:.1f}"/>')
        parts.append(f'<text class="tick end" x="{start - 6}" y="{level + 3.5:.1f}">{most * share:.0f}</text>')
    every = max(1, round(40 / step)) if step else 1
    for i, year in enumerate(years):
        if (len(years) - 1 - i) % every == 0:
            parts.append(f'<text class="tick" x="{x(i):.1f}" y="{height - 5}">{year}</text>')
    ends = _apart([y(next((v for v in reversed(values) if v is not None), 0.0)) for _, values in series], 14.0)
    for k, (name, values) in enumerate(series):
        points = [(x(i), y(v)) for i, v in enumerate(values) if v is not None]
        if not points:
            continue
        path = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in points)
        parts.append(f'<path class="series s{k % 6}" d="{path}"><title>{escape(name)}</title></path>')
        last = points[-1]
        parts.append(
            f'<path class="leader" d="M{last[0]:.1f} {last[1]:.1f}L{width - right + 12:.1f} {ends[k]:.1f}"/>'
            f'<text class="start" x="{width - right + 16}" y="{ends[k] + 3.5:.1f}">{escape(shorten(name, 28))}</text>'
        )
    parts.append("</svg>")
    return "".join(parts)


def _apart(places: Sequence[float], gap: float) -> list[float]:
    """Move places apart so that captions don't overlap, keeping their order."""
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + gap)
    shift = (sum(places) - sum(moved)) / max(len(places), 1)
    return [m + shift for m in moved]
