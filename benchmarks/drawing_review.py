"""The review curve as a picture: what share of the wrong values a review of so many values finds."""

from collections.abc import Sequence
from pathlib import Path

SIZE, MARGIN = 320, 44


def review_curve(values: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Points (share reviewed, share of the wrong values caught), the least sure reviewed first."""
    rights = [right for _, right in sorted(values)]
    wrong = max(sum(not right for right in rights), 1)
    points, caught = [(0.0, 0.0)], 0
    for n, right in enumerate(rights, start=1):
        caught += not right
        points.append((n / len(rights), caught / wrong))
    return points


def draw_review(points: Sequence[tuple[float, float]], title: str, target: Path) -> None:
    """Write the curve as SVG, with the line of a review that knows nothing beside it."""

    def at(x: float, y: float) -> str:
        return f"{MARGIN + x * SIZE:.1f},{MARGIN + (1 - y) * SIZE:.1f}"

    whole = SIZE + 2 * MARGIN
    ticks = "".join(
        f'<text x="{MARGIN + t * SIZE:.0f}" y="{MARGIN + SIZE + 16}" text-anchor="middle">{t:.0%}</text>'
        f'<text x="{MARGIN - 6}" y="{MARGIN + (1 - t) * SIZE + 4:.0f}" text-anchor="end">{t:.0%}</text>'
        for t in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    target.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" font-size="11">'
        f'<rect width="{whole}" height="{whole}" fill="white"/>'
        f'<text x="{whole / 2:.0f}" y="20" text-anchor="middle" font-size="13">{title}</text>{ticks}'
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#999"/>'
        f'<polyline points="{at(0, 0)} {at(1, 1)}" fill="none" stroke="#999" stroke-dasharray="4"/>'
        f'<polyline points="{" ".join(at(x, y) for x, y in points)}" fill="none" stroke="#0b6" stroke-width="2"/>'
        f'<text x="{whole / 2:.0f}" y="{whole - 8}" text-anchor="middle">share of values reviewed</text>'
        f'<text transform="translate(12 {whole / 2:.0f}) rotate(-90)" text-anchor="middle">share of wrong values caught</text>'
        "</svg>\n",
        encoding="utf-8",
    )
