"""Curves as pictures (SVG), without a drawing library: axes from 0 to 1, a line, points."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.scoring import Bin, calibration_error

SIZE, EDGE = 360, 46


def _at(x: float, y: float) -> tuple[float, float]:
    return EDGE + x * SIZE, EDGE + (1 - y) * SIZE


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _axes(title: str, across: str, up: str) -> list[str]:
    marks = [
        f'<rect width="{SIZE + 2 * EDGE}" height="{SIZE + 2 * EDGE}" fill="#fff"/>',
        _text(EDGE + SIZE / 2, EDGE - 20, title),
        _text(EDGE + SIZE / 2, SIZE + 2 * EDGE - 8, across),
        f'<g transform="rotate(-90 14 {EDGE + SIZE / 2})">{_text(14, EDGE + SIZE / 2, up)}</g>',
    ]
    for step in range(6):
        share = step / 5
        (left, height), (along, low) = _at(0, share), _at(share, 0)
        marks += [
            f'<path d="M{left} {height}h{SIZE}M{along} {low}v-{SIZE}" stroke="#ddd" fill="none"/>',
            _text(left - 6, height + 4, f"{share:.1f}", "end"),
            _text(along, low + 16, f"{share:.1f}"),
        ]
    return marks


def _picture(marks: Sequence[str]) -> str:
    side = SIZE + 2 * EDGE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}"'
    return "\n".join([f'{head} font-family="sans-serif" font-size="12">', *marks, "</svg>\n"])


def draw_reliability(curve: Sequence[Bin], title: str, target: Path) -> None:
    """Claimed confidence against the share right; a point's area grows with its values."""
    most = max((b.count for b in curve), default=1)
    line = " ".join("{:.1f},{:.1f}".format(*_at(b.confidence, b.right)) for b in curve)
    (x0, y0), (x1, y1) = _at(0, 0), _at(1, 1)
    marks = _axes(f"{title}: error {calibration_error(curve):.3f}", "claimed", "right")
    marks.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="5 4"/>')
    marks.append(f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>')
    for b in curve:
        x, y = _at(b.confidence, b.right)
        radius = 3 + 9 * (b.count / most) ** 0.5
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#1f5fa8" '
            f'fill-opacity=".5"><title>{b.count}</title></circle>'
        )
    target.write_text(_picture(marks), encoding="utf-8")


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
    """Share reviewed against share of wrong values caught, beside a review that knows nothing."""
    line = " ".join("{:.1f},{:.1f}".format(*_at(x, y)) for x, y in points)
    (x0, y0), (x1, y1) = _at(0, 0), _at(1, 1)
    marks = _axes(title, "values reviewed", "wrong values caught")
    marks.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="5 4"/>')
    marks.append(f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>')
    target.write_text(_picture(marks), encoding="utf-8")
