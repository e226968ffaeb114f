"""The picture of the figures."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from claims.picture import Bar, BarGroup, Chart
from media import chart as media_chart
from media.chart import CannotDrawError, draw_chart

CHART = Chart(
    title="The last 7 days",
    subtitle="",
    caption="Asked by the day",
    columns=(0, 1, 7),
    first="1 May 2026",
    last="3 May 2026",
    groups=(BarGroup("Languages", (Bar("English", 7, "7"), Bar("Spanish", 1, "1"))),),
)


def picture(chart: Chart) -> Image.Image:
    return Image.open(io.BytesIO(draw_chart(chart)))


def blue(image: Image.Image) -> int:
    """Return how much of the picture is bar."""
    return sum(count for count, colour in image.getcolors(1 << 20) or [] if colour == (0x2F, 0x6F, 0xB0))


def test_it_is_a_png_of_a_phones_width() -> None:
    drawn = picture(CHART)

    assert (drawn.format, drawn.width) == ("PNG", 1080)


def test_more_is_drawn_larger() -> None:
    few = replace(CHART, groups=(BarGroup("A", (Bar("a", 10, "10"), Bar("b", 1, "1"))),))
    many = replace(CHART, groups=(BarGroup("A", (Bar("a", 10, "10"), Bar("b", 9, "9"))),))

    assert blue(picture(few)) < blue(picture(many))


@pytest.mark.parametrize(
    "chart",
    [
        replace(CHART, columns=(), groups=()),
        replace(CHART, columns=(0, 0), groups=(BarGroup("", (Bar("", 0, "0"),)),)),
        replace(CHART, columns=(10**12,) * 500),
        replace(CHART, title="x" * 5_000, subtitle="\u202e\x00\ufffd", first="", last="y" * 400),
        replace(CHART, groups=(BarGroup("z" * 300, (Bar("事実確認" * 50, 1e300, "9" * 80),) * 90),) * 9),
    ],
    ids=["nothing", "noughts", "much", "long", "odd"],
)
def test_odd_figures_make_a_picture_all_the_same(chart: Chart) -> None:
    drawn = picture(chart)

    assert drawn.width == 1080
    assert 100 < drawn.height < 8_000


def test_a_name_in_letters_that_the_font_lacks_is_drawn_as_its_number() -> None:
    def named(name: str) -> bytes:
        return draw_chart(replace(CHART, groups=(BarGroup("", (Bar(name, 1, "1"),)),)))

    assert named("事実確認") == named("1")
    assert named("Проверка") != named("1")


def test_it_survives_the_outbox() -> None:
    assert Chart.of(CHART.to_json()) == CHART


def test_what_cannot_be_drawn_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    media_chart._font.cache_clear()
    monkeypatch.setattr(media_chart, "FONT", tmp_path / "missing.ttf")
    with pytest.raises(CannotDrawError):
        draw_chart(CHART)
    media_chart._font.cache_clear()
