"""The browser chat in a real Chromium, with a tiny bot behind it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from simulator.api import call
from simulator.chat_page import Sample, Seat
from simulator.faults import Faults
from simulator.person import Person
from simulator.server import serve
from simulator.world import World

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
KEYS = {
    "inline_keyboard": [
        [{"text": "Read it", "url": "https://example.org/sea"}],
        [
            {"text": "Copy", "copy_text": {"text": "copied words"}},
            {"text": "Not this", "callback_data": "no"},
        ],
    ]
}
ANSWER = (
    "<b>False</b>\n<blockquote>The sea &lt;rose&gt;</blockquote>\nSee <a href='https://example.org/'>more</a>"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: install Debian's chromium"),
]


class TinyBot:
    """Answers every message, and edits its answer when a button is pressed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._faults = Faults()

    async def invoke(self, method: str, **params: Any) -> Any:
        status, body = await call(self._world, self._world.token, method, params, self._faults)
        assert status == 200, body
        return body["result"]

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self.invoke("getUpdates", offset=offset, timeout=50):
                offset = update["update_id"] + 1
                if "message" in update:
                    await self._answer(update["message"])
                elif "callback_query" in update:
                    await self._take_back(update["callback_query"])

    async def _answer(self, message: dict[str, Any]) -> None:
        reply = {"message_id": message["message_id"]}
        chat_id = message["chat"]["id"]
        await self.invoke(
            "sendMessage",
            chat_id=chat_id,
            text=ANSWER,
            parse_mode="HTML",
            reply_parameters=reply,
            reply_markup=KEYS,
        )

    async def _take_back(self, query: dict[str, Any]) -> None:
        message = query["message"]
        where = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        await self.invoke("editMessageText", **where, text="Taken back")
        await self.invoke("answerCallbackQuery", callback_query_id=query["id"], text="Thank you")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
        yield chromium
        await chromium.close()


@pytest.fixture
def people() -> tuple[Person, Person]:
    world = World(bot_name="Tiny bot")
    return Person(world, "Ana"), Person(world, "Maya")


@pytest.fixture
async def page(browser: Browser, people: tuple[Person, Person]) -> AsyncIterator[Page]:
    """Open the page of a world in which the bot runs; no script may fail and no policy be broken."""
    public, moderator = people
    world, bot = public.world, TinyBot(public.world)
    seats = [Seat(public, "Public"), Seat(moderator, "Moderator")]
    samples = [Sample("Rising sea", "The sea rose by a metre overnight", "City News")]
    running = asyncio.create_task(bot.run())
    async with serve(world, seats=seats, samples=samples) as served:
        page = await browser.new_page(viewport={"width": 1200, "height": 800}, reduced_motion="reduce")
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        await page.goto(served.url)
        await expect(page.locator(".seat")).to_have_count(2)
        yield page
        await page.close()
    running.cancel()
    await asyncio.wait([running])
    assert problems == []


def phone(page: Page, label: str) -> Locator:
    return page.get_by_role("region", name=label)


async def test_a_sample_is_forwarded_with_one_click_and_answered(
    page: Page, people: tuple[Person, Person]
) -> None:
    left = phone(page, "Public: Ana")

    await left.get_by_title("Forward a sample post").click()
    await left.get_by_role("button", name="Rising sea").click()

    question, answer = left.locator(".message.mine"), left.locator(".message.theirs")
    await expect(question.locator(".origin")).to_have_text("Forwarded from City News")
    await expect(question.locator(".text")).to_contain_text("The sea rose by a metre overnight")
    await expect(answer.locator(".text strong")).to_have_text("False")
    await expect(answer.locator("blockquote")).to_have_text("The sea <rose>")
    await expect(answer.get_by_role("link", name="more")).to_have_attribute("href", "https://example.org/")
    await expect(answer.get_by_role("link", name="Read it")).to_have_attribute("rel", "noopener noreferrer")
    await expect(answer.locator(".quoted")).to_contain_text("AnaThe sea rose by a metre overnight")
    await expect(phone(page, "Moderator: Maya").locator(".message")).to_have_count(0)
    assert people[0].conversation[0].origin is not None


async def test_a_press_edits_the_bubble_in_place_and_shows_the_note(page: Page) -> None:
    left = phone(page, "Public: Ana")
    await left.get_by_label("Message from Ana").fill("is it true?")
    await left.get_by_title("Send").click()

    await left.get_by_role("button", name="Not this").click()

    answer = left.locator(".message.theirs")
    await expect(answer.locator(".text")).to_contain_text("Taken back")
    await expect(answer.locator(".edited")).to_have_text("edited")
    await expect(answer.locator(".key")).to_have_count(0)
    await expect(left.locator(".toast.up")).to_have_text("Thank you")
    await expect(left.locator(".message")).to_have_count(2)
    await expect(left.get_by_label("Message from Ana")).to_have_value("")


async def test_what_people_write_is_never_markup(page: Page) -> None:
    left = phone(page, "Public: Ana")

    await left.get_by_label("Message from Ana").fill("<img src=x onerror=alert(1)> <b>x</b>")
    await page.keyboard.press("Enter")

    await expect(left.locator(".message.mine .text")).to_contain_text("<img src=x onerror=alert(1)> <b>x</b>")
    await expect(left.locator(".message img")).to_have_count(0)


async def test_the_menu_is_the_persons_own(page: Page, people: tuple[Person, Person]) -> None:
    maya = people[1]
    maya.says("hello")
    bot = TinyBot(maya.world)
    queue = [{"command": "queue", "description": "What waits"}]
    await bot.invoke("setMyCommands", commands=queue, scope={"type": "chat", "chat_id": maya.id})
    right = phone(page, "Moderator: Maya")

    await right.get_by_title("Commands").click()
    await right.get_by_role("button", name="/queue What waits").click()

    await expect(right.locator(".message.mine").last).to_contain_text("/queue")
    await expect(phone(page, "Public: Ana").get_by_title("Commands")).to_be_hidden()


async def test_right_to_left_text_runs_right_to_left(page: Page) -> None:
    left = phone(page, "Public: Ana")

    await left.get_by_label("Message from Ana").fill("هل هذا صحيح؟")
    await left.get_by_title("Send").click()

    text = left.locator(".message.mine .text")
    await expect(text).to_contain_text("هل هذا صحيح؟")
    assert await text.evaluate("node => getComputedStyle(node).direction") == "rtl"


async def test_a_narrow_screen_shows_one_phone_at_a_time(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 640})
    left, right = phone(page, "Public: Ana"), page.locator(".seat").nth(1)
    await expect(left).to_be_visible()
    await expect(right).to_be_hidden()

    await page.get_by_role("tab", name="Moderator").click()

    await expect(right).to_be_visible()
    await expect(left).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_message_sent_elsewhere_appears_by_itself(page: Page, people: tuple[Person, Person]) -> None:
    people[0].says("from the terminal")

    await expect(phone(page, "Public: Ana").locator(".message.theirs")).to_have_count(1)
