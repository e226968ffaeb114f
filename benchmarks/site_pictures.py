"""Takes the pictures of the public pages for docs/feeds.md, wide and on a phone, in both directions.

Run it with: python -m benchmarks.site_pictures
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright

from bot.clock import SystemClock
from bot.site import SiteDoor
from bot.stage import free_port
from bot.web import WebServer
from claims.ports import Store
from claims.site import Site
from claims.verdict import Rating, Ruling, Source
from db.store import open_store
from handlers.i18n import Catalogues

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
NEWSROOM = "Lindhaven Post"
START = datetime(2026, 5, 3, 9, tzinfo=UTC)
WIDE, PHONE = {"width": 1000, "height": 760}, {"width": 360, "height": 740}

GARDENS = Ruling(
    claim="From May, households in Verdania are fined 5,000 euros for watering the garden.",
    rating=Rating.FALSE,
    publisher=NEWSROOM,
    summary="The ordinance sets fines from 50 to 500 euros, and only after a written warning. It holds for"
    " eleven villages whose reservoir is nearly empty, not for the whole country.",
    claimant="City News, a channel",
    claimed_at=date(2026, 4, 29),
    published_at=date(2026, 5, 3),
    language="en",
    wordings=("What somebody wrote to the bot",),
    sources=(
        Source("https://verdania.example/ordinance-14", "Ordinance 14 of the regional council"),
        Source("https://water.example/reservoirs/april"),
    ),
)
LEMON = Ruling(
    claim="شرب الماء الدافئ مع الليمون يشفي من الإنفلونزا خلال يوم واحد.",
    rating=Rating.FALSE,
    rating_text="كاذب",
    publisher="مرصد الأخبار",
    url="https://marsad.example/lemon-water",
    summary="لا يوجد طعام أو شراب يشفي من الإنفلونزا. يخفف الماء الدافئ التهاب الحلق، لكن المرض يستمر عادة"
    " من خمسة إلى سبعة أيام، بحسب منظمة الصحة العالمية (WHO).",
    published_at=date(2026, 2, 3),
    language="ar",
    sources=(Source("https://who.example/influenza", "Influenza (seasonal), fact sheet"),),
)
OTHERS = (
    Ruling(
        claim="The old stone bridge in Lindhaven will be closed for two years from Monday.",
        rating=Rating.MISSING_CONTEXT,
        publisher=NEWSROOM,
        published_at=date(2026, 4, 20),
        language="en",
    ),
    Ruling(
        claim="El ayuntamiento regalará bicicletas a todos los mayores de 65 años.",
        rating=Rating.SATIRE,
        publisher="Verifica Norte",
        url="https://verifica.example/bicicletas",
        published_at=date(2026, 4, 22),
        language="es",
    ),
    Ruling(
        claim="Lindhaven's trams were free of charge on the day of the storm.",
        rating=Rating.TRUE,
        publisher=NEWSROOM,
        published_at=date(2026, 4, 27),
        language="en",
    ),
    Ruling(
        claim="A second reservoir under the old quarry was hidden from the public.",
        rating=Rating.UNPROVEN,
        publisher="Example Fact Check",
        url="https://example.org/quarry",
        published_at=date(2026, 4, 30),
        language="en",
    ),
)


async def furnish(store: Store) -> None:
    """Store the made-up verdicts: number 5 in Arabic, number 6, the newest, corrected two days later."""
    async with store.writing() as tx:
        for place, ruling in enumerate((*OTHERS, LEMON)):
            await tx.verdicts.add(ruling, f"key {place}", START)
        gardens = await tx.verdicts.add(GARDENS, "gardens", START)
        corrected = replace(GARDENS, rating=Rating.MISSING_CONTEXT)
        await tx.verdicts.revise(gardens.id, corrected, "gardens", START + timedelta(days=2))


@asynccontextmanager
async def served_site(store: Store) -> AsyncIterator[str]:
    """Serve the pages on loopback; yield their address."""
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}")
    door = SiteDoor(store, Catalogues.load(), site, NEWSROOM, SystemClock())
    server = WebServer(door.routes(), "127.0.0.1", port)
    serving = asyncio.create_task(server.run())
    await asyncio.sleep(0)  # from its first step on it listens
    try:
        yield site.address
    finally:
        server.stop()
        await serving


async def take_pictures(folder: Path) -> Sequence[str]:
    """Open the pages in Chromium and return the names of the pictures."""
    with tempfile.TemporaryDirectory(prefix="forwardcheck-site-") as home:
        store = await open_store(Path(home) / "forwardcheck.db")
        try:
            await furnish(store)
            async with served_site(store) as address, async_playwright() as playwright:
                chromium = await playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
                )
                taken = [
                    await _shoot(chromium, f"{address}/verdict/6", folder / "site-verdict.png", WIDE),
                    await _shoot(
                        chromium, f"{address}/verdict/6", folder / "site-phone.png", PHONE, dark=True
                    ),
                    await _shoot(chromium, f"{address}/verdict/5", folder / "site-rtl.png", WIDE),
                    await _shoot(chromium, f"{address}/verdict/5", folder / "site-rtl-phone.png", PHONE),
                    await _shoot(chromium, f"{address}/?lang=es", folder / "site-list-phone.png", PHONE),
                ]
                await chromium.close()
                return taken
        finally:
            await store.close()


async def _shoot(
    chromium: Browser, link: str, path: Path, size: dict[str, int], *, dark: bool = False
) -> str:
    page = await chromium.new_page(
        viewport={"width": size["width"], "height": size["height"]},
        device_scale_factor=1.5,
        color_scheme="dark" if dark else "light",
    )
    await page.goto(link)
    await page.screenshot(path=path, full_page=True)
    await page.close()
    Image.open(path).quantize(160).save(path, optimize=True)
    return path.name


def main() -> None:
    """Write the pictures."""
    for name in asyncio.run(take_pictures(IMAGES)):
        sys.stdout.write(f"docs/images/{name}\n")


if __name__ == "__main__":
    main()
