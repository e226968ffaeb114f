"""Draws the chart of the figures, as a PNG that is read on a phone."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from claims.picture import Bar, BarGroup, Chart

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
WIDTH, MARGIN = 1080, 48
TITLE, TEXT, SMALL = 40, 28, 24
COLUMNS_HEIGHT = 220
BAR_HEIGHT, BAR_GAP = 34, 14
NAME_SHARE = 0.40  # of the width of a lying bar's row
MAX_BARS = 6
MAX_COLUMNS = 366
INK, FAINT, PAPER = "#1f2933", "#66727f", "#ffffff"
COLUMN, TRACK = "#2f6fb0", "#e8edf2"
COLOURS = ("#2f6fb0", "#2a9d6f", "#8657b8", "#d9822b")  # of a group without a title


class CannotDrawError(Exception):
    """The picture could not be drawn; the numbers have to do."""


def draw_chart(chart: Chart) -> bytes:
    """Return the chart as PNG.

    Raises:
        CannotDrawError: the font is missing, or there is no memory for the picture.
    """
    try:
        return _draw(chart)
    except (OSError, ValueError, MemoryError) as error:
        raise CannotDrawError(str(error)) from error


def _draw(chart: Chart) -> bytes:
    image = Image.new("RGB", (WIDTH, _height(chart)), PAPER)
    pen = ImageDraw.Draw(image)
    top = _write(pen, MARGIN, MARGIN, chart.title, TITLE, INK) + 10
    if chart.subtitle:
        top = _write(pen, MARGIN, top, chart.subtitle, TEXT, FAINT)
    if chart.columns:
        top = _draw_columns(pen, chart, top + 28)
    for group in chart.groups:
        top = _draw_group(pen, group, top + 28)
    written = io.BytesIO()
    image.crop((0, 0, WIDTH, top + MARGIN)).save(written, "PNG", optimize=True)
    return written.getvalue()


def _height(chart: Chart) -> int:
    """Return enough for everything; what is left over is cut off."""
    groups = sum(TEXT * 3 + MAX_BARS * (BAR_HEIGHT + BAR_GAP) for _ in chart.groups)
    return 2 * MARGIN + TITLE * 4 + COLUMNS_HEIGHT * 2 + groups


def _draw_columns(pen: ImageDraw.ImageDraw, chart: Chart, top: int) -> int:
    columns = chart.columns[-MAX_COLUMNS:]
    top = _write(pen, MARGIN, top, chart.caption, TEXT, INK) + 14
    bottom, highest = top + COLUMNS_HEIGHT, max(columns)
    _write_right(pen, WIDTH - MARGIN, top - TEXT - 14, str(highest), SMALL, FAINT)
    step = (WIDTH - 2 * MARGIN) / len(columns)
    for number, count in enumerate(columns):
        left = MARGIN + number * step
        height = COLUMNS_HEIGHT * count / highest if highest else 0
        right = left + max(step * 0.8, 1)
        pen.rectangle((left, bottom - 3, right, bottom), fill=TRACK)
        if count:
            pen.rectangle((left, bottom - max(height, 6), right, bottom), fill=COLUMN)
    _write(pen, MARGIN, bottom + 8, chart.first, SMALL, FAINT)
    return _write_right(pen, WIDTH - MARGIN, bottom + 8, chart.last, SMALL, FAINT)


def _draw_group(pen: ImageDraw.ImageDraw, group: BarGroup, top: int) -> int:
    if group.title:
        top = _write(pen, MARGIN, top, group.title, TEXT, INK) + 14
    bars = group.bars[:MAX_BARS]
    highest = max((bar.value for bar in bars), default=0)
    for number, bar in enumerate(bars):
        colour = COLUMN if group.title else COLOURS[number % len(COLOURS)]
        _draw_bar(pen, bar, number, highest, top, colour)
        top += BAR_HEIGHT + BAR_GAP
    return top


def _draw_bar(pen: ImageDraw.ImageDraw, bar: Bar, number: int, highest: float, top: int, colour: str) -> None:
    left = MARGIN + int((WIDTH - 2 * MARGIN) * NAME_SHARE)
    room = WIDTH - MARGIN - left - 130
    name = bar.name if _is_drawable(bar.name) else str(number + 1)
    _write(pen, MARGIN, top, _shortened(name, left - MARGIN - 16, SMALL), SMALL, INK)
    pen.rectangle((left, top, left + room, top + BAR_HEIGHT), fill=TRACK)
    length = room * bar.value / highest if highest else 0
    if bar.value:
        pen.rectangle((left, top, left + max(length, 4), top + BAR_HEIGHT), fill=colour)
    _write(pen, left + room + 16, top, bar.label, SMALL, INK)


def _write(pen: ImageDraw.ImageDraw, left: float, top: float, text: str, size: int, ink: str) -> int:
    """Write one line; return where the next one begins."""
    shown = _shortened(text, WIDTH - MARGIN - left, size)
    pen.text((left, top), shown, fill=ink, font=_font(size))
    return int(top + size * 1.2)


def _write_right(pen: ImageDraw.ImageDraw, right: float, top: float, text: str, size: int, ink: str) -> int:
    """Write one line that ends at `right`."""
    shown = _shortened(text, right - MARGIN, size)
    pen.text((right, top), shown, fill=ink, font=_font(size), anchor="ra")
    return int(top + size * 1.2)


def _shortened(text: str, width: float, size: int) -> str:
    """Return as much of the text as fits into `width` pixels."""
    font = _font(size)
    if font.getlength(text) <= width:
        return text
    kept = text[:200]
    while kept and font.getlength(f"{kept}…") > width:
        kept = kept[:-1]
    return f"{kept}…"


def _is_drawable(text: str) -> bool:
    """Return whether the font has these letters; a row of empty boxes would name nothing."""
    return all(_has(letter) for letter in text[:200])


@cache
def _has(letter: str) -> bool:
    font, missing = _font(SMALL), "\U0010ffff"
    return letter.isspace() or _shape(font, letter) != _shape(font, missing)


def _shape(font: ImageFont.FreeTypeFont, letter: str) -> tuple[Sequence[int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
