"""The public pages in a real Chromium: they fit, they can be read, and the browser finds nothing amiss."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

from benchmarks.site_pictures import furnish, served_site
from db.store import open_store
from tests.support.builders import NOON, a_ruling

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
WIDE, PHONE = {"width": 1000, "height": 760}, {"width": 320, "height": 560}
HOSTILE = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>" + "W" * 900
CONTRASTS = """() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const linear = c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4;
    const [x, y, z] = [r, g, b].map(c => linear(c / 255));
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const behind = node => {
    for (let at = node; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    throw new Error('no background');
  };
  const words = [...document.body.querySelectorAll('*')].filter(
    node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()));
  return words.map(node => {
    const [one, other] = [light(numbers(getComputedStyle(node).color)), light(behind(node))];
    return (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
  });
}"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: install Debian's chromium"),
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield chromium
        await chromium.close()


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    """Where the made-up verdicts are shown: 5 in Arabic, 6 corrected, 7 hostile, 8 withdrawn."""
    store = await open_store(tmp_path / "forwardcheck.db")
    await furnish(store)
    async with store.writing() as tx:
        await tx.verdicts.add(a_ruling(claim=HOSTILE, summary=HOSTILE, publisher=HOSTILE), "hostile", NOON)
        gone = await tx.verdicts.add(a_ruling(), "gone", NOON)
        await tx.verdicts.retract(gone.id, NOON)
    async with served_site(store) as served:
        yield served
    await store.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page; nothing of it may fail, break the policy, or be fetched beside it."""
    page = await browser.new_page(viewport=WIDE)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.on("request", lambda asked: None if asked.is_navigation_request() else problems.append(asked.url))
    yield page
    await page.close()
    assert [problem for problem in problems if "favicon" not in problem] == []


async def test_no_page_is_wider_than_its_screen(page: Page, address: str) -> None:
    widths = {}
    for path in ("/", "/verdict/5", "/verdict/6", "/verdict/7"):
        for size in (WIDE, PHONE):
            await page.set_viewport_size({"width": size["width"], "height": size["height"]})
            await page.goto(f"{address}{path}")
            fits = await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            widths[path, size["width"]] = fits

    assert set(widths.values()) == {True}, widths


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_word_stands_out_from_what_is_behind_it(page: Page, address: str, scheme: str) -> None:
    await page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    contrasts: list[float] = []
    for path in ("/", "/verdict/5", "/verdict/6"):
        await page.goto(f"{address}{path}")
        contrasts += await page.evaluate(CONTRASTS)

    assert len(contrasts) > 30
    assert min(contrasts) >= 4.5  # WCAG 2.2, 1.4.3


async def test_arabic_runs_from_the_right_and_our_words_keep_their_order(page: Page, address: str) -> None:
    await page.goto(f"{address}/verdict/5")
    sides = await page.evaluate("""() => {
      const box = selector => document.querySelector(selector).getBoundingClientRect();
      return {claim: box('h1').right - box('.rating').right, first: box('dt').left > box('dd').left};
    }""")
    direction = await page.locator("h1 q").evaluate("node => getComputedStyle(node).direction")
    summary = await page.locator(".summary").evaluate("node => getComputedStyle(node).direction")

    assert (direction, summary) == ("rtl", "rtl")
    assert sides == {"claim": 0, "first": True}
    assert await page.locator("h1 .rating").inner_text() == "❌ False"


async def test_what_strangers_wrote_is_never_markup(page: Page, address: str) -> None:
    await page.goto(f"{address}/verdict/7")

    assert "owned" in (await page.title())
    assert (await page.title()).startswith("❌ False: “</script>")
    assert await page.locator("body img, body script").count() == 0


async def test_somebody_finds_their_way_with_the_keyboard_alone(page: Page, address: str) -> None:
    await page.goto(f"{address}/")
    for _stop in range(3):  # the newsroom's name, the hostile verdict, the corrected one
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/verdict/6")

    await page.get_by_role("link", name="Español").click()
    assert await page.get_by_role("heading", level=1).inner_text() == (
        "⚠️ Falta contexto\nFrom May, households in Verdania are fined 5,000 euros for watering the garden."
    )
    await page.get_by_role("link", name="Verificaciones más recientes").click()
    assert await page.locator("html").get_attribute("lang") == "es"


async def test_a_withdrawn_verdict_is_gone(address: str, browser: Browser) -> None:
    page = await browser.new_page()
    response = await page.goto(f"{address}/verdict/8")
    shown = await page.locator("main").inner_text()
    await page.close()

    assert response is not None
    assert response.status == 410
    assert "This fact-check was withdrawn on 3 May 2026." in shown
