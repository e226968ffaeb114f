"""Owns the two pictures of the matcher's quality, as plain SVG: precision by coverage, and reliability."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

_LEFT, _TOP, _SIDE, _BOTTOM = 64, 76, 24, 56
_PLOT_WIDTH, _PLOT_HEIGHT = 560, 340
_WIDTH, _HEIGHT = _LEFT + _PLOT_WIDTH + _SIDE, _TOP + _PLOT_HEIGHT + _BOTTOM
_COLOURS = ("#00695c", "#c2410c", "#6d28d9", "#64748b")
_DASHES = ("", "7 4", "2 4", "9 3 2 3")
_FAINT = "#94a3b8"
_FEWEST_SHOWN = 5  # of the first few answers, each one moves the precision by a fifth


@dataclass(frozen=True, slots=True)
class Curve:
    """A method's best candidates for so many messages, (certainty, right?); messages without a candidate have
    none. `stands` is where it is as used: (share of the messages answered, share of the answers right)."""

    name: str
    messages: int
    scored: Sequence[tuple[float, bool]]
    stands: tuple[float, float] | None = None


def precision_coverage(title: str, note: str, curves: Sequence[Curve], *, answerable: float) -> str:
    """Draw how many answers are right (upright) when the surest share of messages is answered (across).

    `answerable` is the share of messages that have a right answer: more than those nobody answers rightly.
    """
    ticks = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    reachable = [(place / 50, min(1.0, answerable * 50 / place)) for place in range(1, 51)]
    lines = [
        *_frame(
            title, note, "share of all messages that are answered", "share of the answers that are right"
        ),
        *_grid(ticks),
        _line([(0.0, 1.0), *reachable], _FAINT, ""),
        *_legend(curves),
    ]
    dots = []
    for place, curve in enumerate(curves):
        colour = _COLOURS[place % 4]
        lines.append(_line(coverage(curve.scored, curve.messages), colour, _DASHES[place % 4]))
        if curve.stands is not None:
            dots.append(_dot(*curve.stands, colour, radius=4.5 if place else 7))
    return _closed([*lines, *reversed(dots)])


def coverage(scored: Sequence[tuple[float, bool]], messages: int) -> list[tuple[float, float]]:
    """Return (share answered, share of it right) for each threshold; equal certainties come together."""
    points = []
    answered = right = 0
    for _, group in groupby(sorted(scored, key=lambda pair: -pair[0]), key=lambda pair: pair[0]):
        outcomes = [correct for _, correct in group]
        answered += len(outcomes)
        right += sum(outcomes)
        if answered >= _FEWEST_SHOWN:
            points.append((answered / messages, right / answered))
    return points


def _legend(curves: Sequence[Curve]) -> list[str]:
    x, y = _LEFT + 16, _TOP + _PLOT_HEIGHT - 18 * (len(curves) + 2)
    lines = []
    for place, curve in enumerate(curves):
        lines += [_line_at(x, y, _COLOURS[place % 4], _DASHES[place % 4]), _text(x + 40, y + 4, curve.name)]
        y += 18
    lines += [_line_at(x, y, _FAINT, ""), _text(x + 40, y + 4, "the most that is possible")]
    y += 18
    lines.append(f'<circle cx="{x + 16}" cy="{y}" r="4.5" fill="#fff" stroke="#111" stroke-width="2"/>')
    return [*lines, _text(x + 40, y + 4, "where each stands with its threshold")]


def reliability(title: str, note: str, bins: Iterable[Mapping[str, float]]) -> str:
    """Draw how often candidates were right (upright) that were said to be so probable (across).

    `bins` are those of `evaluate`; the bars at the bottom say how many candidates a bin holds.
    """
    kept = list(bins)
    ticks = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    lines = [
        *_frame(title, note, "probability that the matcher gave", "share that was right"),
        *_grid(ticks),
        _line([(0, 0), (1, 1)], _FAINT, "5 5"),
    ]
    most = max((row["n"] for row in kept), default=1)
    for row in kept:
        x, width = _across(row["from"]) + 3, _across(row["to"]) - _across(row["from"]) - 6
        height = 0.16 * _PLOT_HEIGHT * row["n"] / most
        y = _upright(0) - height
        lines.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="#cbd5e1"/>'
        )
        lines.append(_text(x + width / 2, y - 4, f"{row['n']:,.0f}", anchor="middle", colour="#475569"))
    lines.append(_line([(row["said"], row["true"]) for row in kept], _COLOURS[0], ""))
    lines += [_dot(row["said"], row["true"], _COLOURS[0], radius=4.5) for row in kept]
    return _closed(lines)


def _across(share: float) -> float:
    return _LEFT + share * _PLOT_WIDTH


def _upright(share: float) -> float:
    return _TOP + (1 - share) * _PLOT_HEIGHT


def _frame(title: str, note: str, across: str, upright: str) -> list[str]:
    middle = _TOP + _PLOT_HEIGHT / 2
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="13" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="32" font-size="16" font-weight="bold" fill="#111">{escape(title)}</text>',
        _text(_LEFT, 54, note, colour="#475569"),
        _text(_across(0.5), _HEIGHT - 14, across, anchor="middle"),
        f'<text x="20" y="{middle}" text-anchor="middle" fill="#111" '
        f'transform="rotate(-90 20 {middle})">{escape(upright)}</text>',
    ]


def _grid(ticks: Sequence[float]) -> list[str]:
    lines = []
    for share in ticks:
        x, y = _across(share), _upright(share)
        lines.append(f'<path d="M{x:.1f} {_upright(0):.1f} V{_upright(1):.1f}" stroke="#e2e8f0"/>')
        lines.append(f'<path d="M{_across(0):.1f} {y:.1f} H{_across(1):.1f}" stroke="#e2e8f0"/>')
        lines.append(_text(x, _upright(0) + 18, f"{share:g}", anchor="middle"))
        lines.append(_text(_LEFT - 8, y + 4, f"{share:g}", anchor="end"))
    return lines


def _line(points: Sequence[tuple[float, float]], colour: str, dash: str) -> str:
    path = " ".join(f"{_across(across):.1f},{_upright(up):.1f}" for across, up in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{_dashed(dash)}/>'


def _line_at(x: float, y: float, colour: str, dash: str) -> str:
    return f'<path d="M{x} {y} h32" stroke="{colour}" stroke-width="2"{_dashed(dash)}/>'


def _dashed(dash: str) -> str:
    return f' stroke-dasharray="{dash}"' if dash else ""


def _dot(across: float, up: float, colour: str, *, radius: float) -> str:
    x, y = _across(across), _upright(up)
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="#fff" stroke="{colour}" stroke-width="2.5"/>'
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = "#111") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def _closed(lines: Sequence[str]) -> str:
    return "\n".join([*lines, "</svg>"]) + "\n"
