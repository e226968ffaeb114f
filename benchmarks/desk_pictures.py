"""Takes the pictures of README.md and docs/moderating.md: phones in the browser chat, step by step.

Run it with: python -m benchmarks.desk_pictures
"""

import asyncio
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator, Page, Playwright, async_playwright

from bot.clock import SystemClock
from bot.demo import SAMPLES, demo_settings, load_demo_verdicts, play
from bot.settings import Settings
from bot.stage import Stage, open_stage
from claims.review import ModeratorId
from claims.roles import Role
from claims.usecases.manage_moderators import ManageModerators
from simulator.chat_page import Seat
from simulator.person import Person
from simulator.world import World

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
CLAIM = "They will fine households for watering their gardens, my neighbour heard it at the town hall"
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday, the town hall says"
CURE = "Drinking warm lemon water cures the flu!! Share this with your family"
WHY = "The town hall has announced repairs for three nights in May. https://example.org/lindhaven-bridge"
BETTER_WHY = "The town hall has announced repairs for four nights in June. By day the bridge stays open."
NAMES = ["Ana", "Bea", "Cai", "Dov", "Eli", "Fay", "Gil", "Hana"]
PLACES = ["Aldham", "Birkwell", "Corvale", "Dunmere", "Eastlow", "Farnby", "Grayford"]
LANGUAGES = ["es", "es", "es", "pt", "pt", "en", "ru"]
DAYS = 30
SECONDS_IN_A_DAY = 86_400


async def take_pictures(folder: Path) -> Sequence[str]:
    """Play a moderator's first minutes, and return the names of the pictures."""
    taken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="forwardcheck-desk-") as home:
        settings = Settings(home=Path(home), newsroom="Lindhaven Post", embedder="default")
        await load_demo_verdicts(settings)
        async with open_stage(settings) as stage, async_playwright() as playwright:
            page = await _opened(playwright, stage)
            await _play(stage, page, folder, taken)
            await page.context.close()
        taken += await _take_pictures_of_a_team(settings, folder)
        taken += await _take_picture_of_the_demo(Path(home) / "demo", folder)
    return taken


async def _take_picture_of_the_demo(home: Path, folder: Path) -> list[str]:
    """Play the scenes of `forwardcheck demo`, as README.md shows them, and show its two phones."""
    taken: list[str] = []
    settings = demo_settings(home)
    await load_demo_verdicts(settings)
    async with open_stage(settings, SAMPLES) as stage, async_playwright() as playwright:
        await play(stage, lambda _line: None)
        page = await _opened(playwright, stage)
        await _shoot(page.locator("body"), folder, "browser-chat", taken)
        await page.context.close()
    return taken


async def _take_pictures_of_a_team(settings: Settings, folder: Path) -> list[str]:
    """Play a ruling that a second moderator approves, with a card in the moderators' group."""
    taken: list[str] = []
    settings = settings.model_copy(update={"four_eyes": True, "home": settings.home / "team"})
    await load_demo_verdicts(settings)

    def seats(world: World, max_: Person) -> Sequence[Seat]:
        eva = Person(world, "Eva")
        group = world.add_group("Lindhaven Post: fact-checks", [max_.user, eva.user])
        return [Seat(eva, "An editor"), Seat(max_, "The moderators' group", group)]

    async with open_stage(settings, more_seats=seats) as stage, async_playwright() as playwright:
        page = await _opened(playwright, stage, width=1_900)
        eva = next(user for user in stage.world.users.values() if user.first_name == "Eva")
        await ManageModerators(stage.program.store, SystemClock()).add(
            ModeratorId(eva.id), "Eva", Role.EDITOR
        )
        group = page.get_by_role("region", name="The moderators' group: Max")
        editor = page.get_by_role("region", name="An editor: Eva")
        desk = page.get_by_role("region", name="A moderator: Max")
        await _type(stage, editor, "/start", "Eva")
        await _type(stage, group, "/desk", "Max")
        for number, name in enumerate(NAMES):
            who = Person(stage.world, name, language_code="es" if number % 2 else "en")
            who.forwards(BRIDGE, from_channel="Lindhaven Today")
        await stage.settle()
        await stage.program.housekeeping.keep_once(1)
        stage.program.sender.wake()
        await stage.settle()
        await _shoot(group, folder, "desk-group", taken)
        await _press(stage, group, "Rule")
        await _press(stage, desk, "❌ False")
        await _type(stage, desk, WHY)
        await _press(stage, desk, "Ask for approval")
        await _press(stage, editor, "Approve: tell 8 people")
        number = await _number_of_ruling(stage)
        await _type(stage, editor, f"/edit {number} misleading {BETTER_WHY}", "Eva")
        await _shoot(desk, folder, "desk-approval", taken)
        await page.context.close()
    return taken


async def _number_of_ruling(stage: Stage) -> int:
    async with stage.program.store.reading() as tx:
        return (await tx.verdicts.newest(1))[0].id


async def _opened(playwright: Playwright, stage: Stage, width: int = 1_240) -> Page:
    """Open the browser chat."""
    chromium = await playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
    )
    page = await chromium.new_page(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", device_scale_factor=1.5
    )
    await page.goto(stage.url)
    return page


async def _play(stage: Stage, page: Page, folder: Path, taken: list[str]) -> None:
    desk = page.get_by_role("region", name="A moderator: Max")
    await _a_month_passes(stage)
    for name in NAMES[:5]:
        Person(stage.world, name).forwards(BRIDGE, from_channel="Lindhaven Today")
    await stage.settle()
    await _shoot(desk, folder, "desk-card", taken)
    await _press(stage, desk, "Rule")
    await _shoot(desk, folder, "desk-rating", taken)
    await _press(stage, desk, "❌ False")
    await _type(stage, desk, WHY)
    await _shoot(desk, folder, "desk-preview", taken)
    await _press(stage, desk, "Publish to 5 people")
    for name in NAMES[:3]:
        Person(stage.world, name).forwards(CLAIM)
    await stage.settle()
    await _press(stage, desk, "More…")
    await _press(stage, desk, "Ask the askers")
    await _type(stage, desk, "Where did you hear it?")
    await _shoot(desk, folder, "desk-asked", taken)
    await _type(stage, desk, f"/stats {DAYS}")
    chart = stage.moderator.last.content.photo
    if chart is not None:
        (folder / "desk-figures.png").write_bytes(chart.content)
        taken.append("desk-figures.png")
    await _shoot(desk, folder, "desk-figures-in-chat", taken)


async def _a_month_passes(stage: Stage) -> None:
    """Let people ask on the days before today, and the moderator rule on some of it."""
    chance = random.Random(5)  # noqa: S311 - scenery
    clock = stage.world.clock
    for day in range(DAYS - 1, 0, -1):
        moment = time.time() - day * SECONDS_IN_A_DAY
        stage.world.clock = lambda moment=moment: moment
        for number in range(chance.randint(0, 4) + (6 if day in {17, 18, 19} else 0)):
            person = Person(stage.world, chance.choice(NAMES), language_code=chance.choice(LANGUAGES))
            person.forwards(CURE if number % 2 else f"The swimming hall of {PLACES[day % 7]} closes for good")
        await stage.settle()
    stage.world.clock = clock
    for item in (1, 2, 3, 4, 5):
        stage.moderator.says(f"/verdict {item} false It stays open. https://example.org/hall")
        await stage.settle()


async def _press(stage: Stage, desk: Locator, label: str) -> None:
    await desk.get_by_role("button", name=label).last.click()
    await stage.settle()


async def _type(stage: Stage, desk: Locator, text: str, name: str = "Max") -> None:
    await desk.get_by_label(f"Message from {name}").fill(text)
    await desk.get_by_label(f"Message from {name}").press("Enter")
    await stage.settle()


async def _shoot(desk: Locator, folder: Path, name: str, taken: list[str]) -> None:
    await asyncio.sleep(1.0)  # the page has drawn what the bot said
    path = folder / f"{name}.png"
    await desk.screenshot(path=path)
    picture = Image.open(path).convert("RGB")
    picture.quantize(256, Image.Quantize.MAXCOVERAGE).save(path, optimize=True)  # keeps a red cross red
    taken.append(f"{name}.png")


def main() -> None:
    """Write the pictures."""
    for name in asyncio.run(take_pictures(IMAGES)):
        sys.stdout.write(f"docs/images/{name}\n")


if __name__ == "__main__":
    main()
