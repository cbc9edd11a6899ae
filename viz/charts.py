"""Small charts as inline SVG, coloured by the page's style; every text in them is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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
