"""Owns the drawing of the precision-coverage curve, as plain SVG."""

from collections.abc import Sequence

_WIDTH, _HEIGHT, _MARGIN = 560, 360, 48


def precision_coverage(scored: Sequence[tuple[float, bool]]) -> str:
    """Draw how precise answers are (upright) when the likeliest share of messages is answered (across)."""
    points = []
    right = 0
    for place, (_, correct) in enumerate(sorted(scored, key=lambda pair: -pair[0]), start=1):
        right += correct
        points.append((place / len(scored), right / place))
    line = " ".join(f"{_across(share):.1f},{_upright(precision):.1f}" for share, precision in points)
    return "\n".join(
        (_frame(), f'<polyline points="{line}" fill="none" stroke="#0b6" stroke-width="2"/>', "</svg>\n")
    )


def _across(share: float) -> float:
    return _MARGIN + share * (_WIDTH - 2 * _MARGIN)


def _upright(precision: float) -> float:
    return _HEIGHT - _MARGIN - precision * (_HEIGHT - 2 * _MARGIN)


def _frame() -> str:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"',
        ' font-family="sans-serif" font-size="11">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_WIDTH // 2}" y="{_HEIGHT - 12}" text-anchor="middle">share of messages answered</text>',
        f'<text x="{_MARGIN}" y="24">precision of the answers (gold verdict there and removed)</text>',
    ]
    for tenth in range(0, 11, 2):
        share = tenth / 10
        x, y = _across(share), _upright(share)
        across = f"M{_across(0)} {y:.1f} H{_across(1)}"
        lines.append(f'<path d="M{x:.1f} {_upright(0)} V{_upright(1)} {across}" stroke="#ddd"/>')
        lines.append(f'<text x="{x:.1f}" y="{_upright(0) + 16:.1f}" text-anchor="middle">{share:g}</text>')
        lines.append(f'<text x="{_MARGIN - 8}" y="{y + 4:.1f}" text-anchor="end">{share:g}</text>')
    return "\n".join(lines)
