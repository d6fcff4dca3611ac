"""Curves as pictures (SVG), without a drawing library: axes, lines, points."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks.scoring import Bin, calibration_error

SIZE, EDGE = 360, 46


def _at(x: float, y: float) -> tuple[float, float]:
    return EDGE + x * SIZE, EDGE + (1 - y) * SIZE


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _axes(title: str, across: str, up: str, top: float = 1.0) -> list[str]:
    """Both axes begin at 0; the one across ends at 1, the one up at ``top``."""
    marks = [
        f'<rect width="{SIZE + 2 * EDGE}" height="{SIZE + 2 * EDGE}" fill="#fff"/>',
        _text(EDGE + SIZE / 2, EDGE - 20, title),
        _text(EDGE + SIZE / 2, SIZE + 2 * EDGE - 8, across),
        f'<g transform="rotate(-90 11 {EDGE + SIZE / 2})">{_text(11, EDGE + SIZE / 2, up)}</g>',
    ]
    for step in range(6):
        share = step / 5
        (left, height), (along, low) = _at(0, share), _at(share, 0)
        marks += [
            f'<path d="M{left} {height}h{SIZE}M{along} {low}v-{SIZE}" stroke="#ddd" fill="none"/>',
            _text(left - 6, height + 4, f"{share * top:.2g}", "end"),
            _text(along, low + 16, f"{share:.1f}"),
        ]
    return marks


def _picture(marks: Sequence[str], width: int = SIZE + 2 * EDGE, height: int | None = None) -> str:
    height = height or width
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
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


def draw_risk(
    points: Sequence[tuple[float, float, float]], top: float, title: str, target: Path
) -> None:
    """Points (share accepted, share of it wrong, its bound): the bound dashed above the share."""
    marks = _axes(title, "values accepted", "wrong among them", top)
    for at, colour, dash, label in (
        (1, "#1f5fa8", "none", "wrong"),
        (2, "#b26a00", "5 4", "bound"),
    ):
        inside = [(one[0], one[at] / top) for one in points if one[at] <= top]
        line = " ".join("{:.1f},{:.1f}".format(*_at(*point)) for point in inside)
        marks.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>'
        )
        if inside:
            x, y = _at(*max(inside))
            marks.append(_text(*((x + 30, y + 44) if at == 1 else (x - 8, y - 8)), label, "end"))
    target.write_text(_picture(marks), encoding="utf-8")


ROW, NAMES = 22, 130
_COLOURS = ("#1f5fa8", "#b26a00", "#1e6b3a", "#a32218", "#7a3fa0")


def draw_dots(
    rows: Mapping[str, Mapping[str, float]], least: float, title: str, target: Path
) -> None:
    """A row for each name, a dot for each of its series at its value, from ``least`` to 1."""
    height = ROW * (len(rows) + 3)
    width = NAMES + SIZE + EDGE
    series = list(dict.fromkeys(name for row in rows.values() for name in row))
    marks = [
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        _text(NAMES + SIZE / 2, ROW - 6, title),
    ]
    for step in range(6):
        x = NAMES + SIZE * step / 5
        marks.append(f'<path d="M{x} {2 * ROW}V{height - ROW}" stroke="#ddd"/>')
        marks.append(_text(x, height - 6, f"{least + (1 - least) * step / 5:.1f}"))
    for at, name in enumerate(series):
        x = NAMES + 10 + at * 90
        marks += [_dot(x, 1.5 * ROW, at), _text(x + 10, 1.5 * ROW + 4, name, "start")]
    for at, (name, row) in enumerate(rows.items()):
        y = ROW * (at + 2.5)
        marks += [
            _text(NAMES - 10, y + 4, name, "end"),
            f'<path d="M{NAMES} {y}h{SIZE}" stroke="#eee"/>',
        ]
        for one, value in row.items():
            share = max(0.0, (value - least) / (1 - least))
            marks.append(_dot(NAMES + SIZE * share, y, series.index(one), f"{one} {value:.2f}"))
    target.write_text(_picture(marks, width, height), encoding="utf-8")


def _dot(x: float, y: float, series: int, told: str = "") -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{_COLOURS[series % len(_COLOURS)]}" '
        f'fill-opacity=".75"><title>{escape(told)}</title></circle>'
    )
