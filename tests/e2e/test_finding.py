"""Stories of reviewers who find their way: views of the queue, the next item, search, verdicts, history."""

from pathlib import Path

import pytest

from claims.review import LEASE_DURATION
from claims.verdict import Rating
from matching.embeddings import Embedder
from simulator.messages import Button
from simulator.person import Person
from simulator.world import World
from tests.support.builders import a_ruling
from tests.support.clock import FakeClock
from tests.support.newsroom import Newsroom, open_newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
FERRY = "The ferry between Port Elm and Norwick stops running for good"
PLACES = ["Aldham", "Birkwell", "Corvale", "Dunmere", "Eastlow", "Farnby", "Grayford"]


async def asks(newsroom: Newsroom, text: str, name: str = "Ana", language: str = "en") -> Person:
    person = newsroom.person(name, language=language)
    person.forwards(text)
    await newsroom.settle()
    return person


async def seven_claims(newsroom: Newsroom) -> None:
    for place in PLACES:
        await asks(newsroom, f"The swimming hall of {place} closes for good in October", place)


async def said(newsroom: Newsroom, moderator: Person, command: str) -> str:
    moderator.says(command)
    await newsroom.settle()
    return moderator.last_message


async def pressed(newsroom: Newsroom, moderator: Person, label: str) -> str:
    moderator.presses(label, moderator.last)
    await newsroom.settle()
    return moderator.last_message


def shown(text: str) -> list[str]:
    """Return the places that a page names, in its order."""
    return [place for line in text.splitlines() for place in PLACES if place in line]


async def forged(newsroom: Newsroom, person: Person, data: str) -> None:
    newsroom.world.press(person.user, person.last, Button("forged", "callback_data", data))
    await newsroom.settle()


async def test_the_queue_is_turned_in_place_and_back(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await seven_claims(newsroom)
    first = await said(newsroom, moderator, "/queue")
    messages = len(moderator.messages)
    second = await pressed(newsroom, moderator, "More")
    again = await pressed(newsroom, moderator, "Back")

    assert (shown(first), shown(second), again) == (PLACES[:5], PLACES[5:], first)
    assert len(moderator.messages) == messages


async def test_old_buttons_of_a_view_work_after_a_restart(tmp_path: Path, embedder: Embedder) -> None:
    async with open_newsroom(tmp_path, embedder=embedder) as before:
        moderator = await before.moderator()
        await seven_claims(before)
        await said(before, moderator, "/queue swimming hall")
    async with open_newsroom(tmp_path, before.world, before.clock, embedder) as after:
        page = await pressed(after, moderator, "More")

    assert page.startswith("With “\u2068swimming hall\u2069”: 7")
    assert shown(page) == PLACES[5:]


async def test_mine_and_free_are_what_i_hold_and_what_nobody_holds(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await seven_claims(newsroom)
    await said(newsroom, max_, "/take 2")
    await said(newsroom, mia, "/take 5")

    assert shown(await said(newsroom, max_, "/queue mine")) == [PLACES[1]]
    assert shown(await said(newsroom, mia, "/queue MINE")) == [PLACES[4]]
    free = await said(newsroom, mia, "/queue free")
    assert free.startswith("Free: 5")
    assert shown(free) == [PLACES[0], *PLACES[2:4], *PLACES[5:]]

    newsroom.clock.advance(seconds=LEASE_DURATION.total_seconds())
    assert (await said(newsroom, max_, "/queue mine")).startswith("Yours: 0")


async def test_the_views_are_buttons_too(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await seven_claims(newsroom)
    await said(newsroom, moderator, "/take 3")
    await said(newsroom, moderator, "/queue")
    views = [[button.text for button in row] for row in moderator.last.rows[1:]]
    assert views == [["More"], ["Mine", "Free", "Oldest"], ["Hottest", "For editors"], ["Figures"]]

    titles = [
        (await pressed(newsroom, moderator, label)).splitlines()[0]
        for label in ("Mine", "Free", "Oldest", "Hottest", "All")
    ]
    assert titles == [
        "Yours: 1",
        "Free: 6",
        "7 claims are waiting, the oldest first",
        "7 claims are waiting, the most asked lately first",
        "7 claims are waiting",
    ]


async def test_needed_oldest_and_hottest_are_three_orders(tmp_path: Path, embedder: Embedder) -> None:
    clock = FakeClock()
    world = World(clock=lambda: clock.now().timestamp())
    async with open_newsroom(tmp_path, world, clock, embedder) as newsroom:
        await _three_orders(newsroom)


async def _three_orders(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, FERRY)
    for name in ("Ben", "Cleo", "Dora"):
        await asks(newsroom, FOREST, name)
    newsroom.clock.advance(hours=8)
    for name in ("Eve", "Finn"):
        await asks(newsroom, BRIDGE, name)

    def order(text: str) -> list[str]:
        places = {
            "ferry": text.index("ferry"),
            "forest": text.index("forest"),
            "bridge": text.index("bridge"),
        }
        return sorted(places, key=places.__getitem__)

    assert order(await said(newsroom, moderator, "/queue")) == ["forest", "bridge", "ferry"]
    assert order(await said(newsroom, moderator, "/queue oldest")) == ["ferry", "forest", "bridge"]
    assert order(await said(newsroom, moderator, "/queue hottest")) == ["bridge", "forest", "ferry"]


async def test_a_language_is_that_of_the_people_who_ask(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE, "Ana", "pt-br")
    await asks(newsroom, FOREST, "Ben", "es")
    page = await said(newsroom, moderator, "/queue pt")

    assert page.startswith("Asked in Portuguese: 1")
    assert ("bridge" in page, "forest" in page) == (True, False)
    assert "forest" in await pressed(newsroom, moderator, "Spanish")


@pytest.mark.parametrize("words", ["мост", "МОСТ", "Мост закроют", "100%", "a_b"])
async def test_words_are_found_in_any_case_and_are_no_pattern(newsroom: Newsroom, words: str) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, "Старый Мост закроют на два года: 100% жителей против, пишет a_b")
    await asks(newsroom, FOREST.replace("forest", "forest (100 acres, aXb)"), "Ben")
    page = await said(newsroom, moderator, f"/queue {words}")

    assert ("Старый" in page, "forest" in page) == (True, False)


async def test_a_view_without_items_says_so_and_leads_back(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE)

    assert await said(newsroom, moderator, "/queue submarine") == "With “\u2068submarine\u2069”: 0"
    assert (await pressed(newsroom, moderator, "All")).startswith("1 claim is waiting")


async def test_a_very_long_filter_is_cut_to_what_a_button_carries(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE)
    page = await said(newsroom, moderator, "/queue " + "мост " * 300_000)

    assert page.startswith("With “\u2068мост мост")
    assert all(len(button.value.encode()) <= 64 for button in moderator.last.buttons)


async def test_next_takes_the_most_needed_item_and_shows_its_card(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, FOREST)
    await asks(newsroom, BRIDGE, "Ben")
    await asks(newsroom, BRIDGE, "Cleo")
    card = await said(newsroom, moderator, "/next")

    assert "bridge" in card
    assert "Taken by \u2068Max\u2069" in card


async def test_two_who_press_next_at_the_same_instant_get_two_items(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await asks(newsroom, FOREST)
    await asks(newsroom, BRIDGE, "Ben")
    max_.says("/next")
    mia.says("/next")
    await newsroom.settle()

    cards = [max_.last_message, mia.last_message]
    assert sorted("bridge" in card for card in cards) == [False, True]
    assert ["Max" in cards[0], "Mia" in cards[1]] == [True, True]


async def test_without_a_free_item_next_says_so_kindly(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    assert await said(newsroom, mia, "/next") == "The queue is empty. Well done."
    await asks(newsroom, BRIDGE)
    await said(newsroom, max_, "/next")

    assert (await said(newsroom, mia, "/next")).startswith("Nothing to take: 1 claim is waiting")


@pytest.mark.parametrize(
    "data",
    [
        "l:0:w" + "é" * 30,
        "l:0:w\0",
        "l:0:g' OR 1=1",
        "l:999999:h",
        "l:0:w%",
        "y:999999999999999999",
        "o:999999999999999999",
        "o:0",
        "l:0:q",
    ],
)
async def test_forged_data_of_a_moderator_opens_nothing_strange(newsroom: Newsroom, data: str) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE)
    await said(newsroom, moderator, "/queue")
    await forged(newsroom, moderator, data)

    async with newsroom.program.store.reading() as tx:
        counts = await tx.inbox.counts()
        item = await tx.items.get(1)
    assert (counts.get("dead", 0), counts.get("new", 0), item.version) == (0, 0, 1)


@pytest.mark.parametrize("data", ["l:0:m", "l:0:wbridge", "y:0", "o:1"])
async def test_the_desks_buttons_show_nothing_to_the_public(newsroom: Newsroom, data: str) -> None:
    await newsroom.publishes(a_ruling())
    ana = await asks(newsroom, BRIDGE)
    before = ana.last_message
    await forged(newsroom, ana, data)

    assert [message.text for message in ana.messages] == [before]


async def test_find_shows_open_items_and_the_closest_verdicts_with_buttons(newsroom: Newsroom) -> None:
    await newsroom.publishes(
        a_ruling(), a_ruling(claim="The moon is hollow.", url="https://example.org/moon")
    )
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE)
    await asks(newsroom, FOREST, "Ben")

    page = await said(newsroom, moderator, "/find stone bridge")
    assert ("Lindhaven" in page, "Elmsworth" in page) == (True, False)
    page = await said(newsroom, moderator, "/find lemon water")
    assert page.startswith("No open claim contains “\u2068lemon water\u2069”.")
    assert "1 · ❌ False\n“\u2068Drinking warm lemon water" in page
    card = await pressed(newsroom, moderator, "❌ 1")
    assert card.startswith("Verdict 1\n\n❌ False")
    assert "/link 12 1" in card


@pytest.mark.parametrize(
    "text",
    [
        'NEAR( "foo AND -*',
        "'; DROP TABLE verdicts; --",
        "%",
        "\\",
        "a:b^2~ [x TO y]",
        "😀",
        "\u202e\0",
        "&<b>",
    ],
)
async def test_find_takes_query_syntax_as_words(newsroom: Newsroom, text: str) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE)
    page = await said(newsroom, moderator, f"/find {text}")

    assert page.startswith(("No open claim contains", "What shall I look for?"))
    async with newsroom.program.store.reading() as tx:
        assert (await tx.inbox.counts()).get("dead", 0) == 0


async def test_find_takes_a_megabyte(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE)
    page = await said(newsroom, moderator, "/find " + "bridge lemon " * 80_000)

    assert page.startswith("No open claim contains")
    assert "❌ False" in page
    assert len(page) < 4096


async def test_verdicts_are_listed_newest_first_and_turned_in_place(newsroom: Newsroom) -> None:
    claims = [f"The lake of {place} has dried up." for place in PLACES]
    await newsroom.publishes(
        *(a_ruling(claim=claim, url=f"https://example.org/{n}") for n, claim in enumerate(claims))
    )
    moderator = await newsroom.moderator()
    first = await said(newsroom, moderator, "/verdicts")
    second = await pressed(newsroom, moderator, "More")
    again = await pressed(newsroom, moderator, "Back")

    newest = PLACES[::-1]
    assert (shown(first), shown(second), again) == (newest[:5], newest[5:], first)
    await forged(newsroom, moderator, "y:500")
    assert moderator.last_message == first


async def test_without_verdicts_the_list_says_so(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()

    assert await said(newsroom, moderator, "/verdicts") == "There are no verdicts yet."


async def test_a_withdrawn_verdict_is_marked(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    async with newsroom.program.store.writing() as tx:
        await tx.verdicts.retract(1, newsroom.clock.now())

    assert "❌ False · withdrawn" in await said(newsroom, moderator, "/verdicts")
    assert "Withdrawn on 3 May 2026" in await pressed(newsroom, moderator, "❌ 1")


async def test_history_names_who_did_what_and_what_changed(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await asks(newsroom, BRIDGE)
    assert "Nothing yet." in await said(newsroom, max_, "/history 1")
    await said(newsroom, max_, "/take 1")
    await said(newsroom, max_, "/release 1")
    await said(newsroom, mia, "/verdict 1 false It stays open. https://example.org/bridge")
    text = (await said(newsroom, max_, "/history #1")).replace("\u2068", "").replace("\u2069", "")

    assert text.startswith("#1: what was done")
    took, released, ruled = text.split("\n\n")[2:]
    assert took.splitlines()[0].endswith("UTC · Max · took it")
    assert took.splitlines()[1:] == ["held by: – → Max"]
    assert released.splitlines()[1:] == ["held by: Max → –"]
    assert ruled.splitlines()[0].endswith("UTC · Mia · ruled")
    assert ruled.splitlines()[1:] == ["state: open → ruled on", "verdict: – → 1"]


async def test_a_long_history_shows_its_end_and_counts_the_rest(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator("<b>Max</b> " + "\u202e" + "x" * 900)
    await asks(newsroom, BRIDGE)
    for _ in range(9):
        await said(newsroom, moderator, "/take 1")
        await said(newsroom, moderator, "/release 1")
    text = await said(newsroom, moderator, "/history 1")

    assert "3 earlier acts are not shown" in text
    assert text.count("gave it back") == 8
    assert len(text) <= 4096


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


async def test_the_history_of_a_verdict_names_its_item_and_shows_old_words_beside_new(
    newsroom: Newsroom,
) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await asks(newsroom, BRIDGE)
    await said(newsroom, max_, "/verdict 1 false It stays open. https://example.org/bridge")
    newsroom.clock.advance(hours=1)
    await said(newsroom, mia, "/edit 1 misleading It closes for nights only.")
    newsroom.clock.advance(hours=1)
    await said(newsroom, mia, "/retract 1")
    await pressed(newsroom, mia, "Withdraw")
    title, first, published, corrected, withdrew = plain(
        await said(newsroom, max_, "/history verdict #1")
    ).split("\n\n")

    assert title == "Verdict 1: how it came to be"
    assert first.splitlines()[0].endswith("UTC · Revision 1 · Test newsroom")
    assert first.splitlines()[1:] == ["❌ False", f"“{BRIDGE}”"]
    assert published.splitlines()[0].endswith("UTC · Max · published it")
    assert published.splitlines()[1:] == ["item: – → 1"]
    assert corrected.splitlines()[0].endswith("UTC · Mia · corrected it")
    assert corrected.splitlines()[1] == "rating: ❌ False → ⚠️ Misleading"
    assert "withdrawn" not in corrected
    assert withdrew.endswith("UTC · Mia · withdrew it")
    assert [button.text for button in max_.last.buttons] == ["Verdict 1", "#1"]


async def test_the_card_of_a_verdict_leads_to_its_history_and_back(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await said(newsroom, moderator, "/verdicts")
    card = await pressed(newsroom, moderator, "❌ 1")
    history = await pressed(newsroom, moderator, "History")

    assert history.startswith("Verdict 1: how it came to be")
    assert history.endswith("Nothing has changed since.")
    assert await pressed(newsroom, moderator, "Verdict 1") == card


async def test_however_much_was_rewritten_the_card_of_a_verdict_opens_with_what_changed_last(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    opened = []
    for version in range(1, 6):
        summary = " ".join(f"reason{version}of{number} it" for number in range(50))
        mark, rating = ("❌", Rating.FALSE) if version % 2 else ("⚠️", Rating.MISLEADING)
        await newsroom.publishes(a_ruling(summary=summary, rating=rating))
        await said(newsroom, moderator, "/verdicts")
        card = await pressed(newsroom, moderator, f"{mark} 1")
        told = version == 1 or f"Revision {version}\nRating:" in card
        opened.append((card.startswith(f"Verdict 1\n\n{mark}"), told))

    assert opened == [(True, True)] * 5
    assert "Revision 2" not in card
    assert card.endswith("To answer item 12 with it: /link 12 1")


async def test_a_linked_verdict_tells_which_item_it_answered_and_that_this_was_undone(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    await asks(newsroom, BRIDGE)
    await said(newsroom, moderator, "/link 1 1")
    await said(newsroom, moderator, "/undo 1")
    answered, undone = plain(await said(newsroom, moderator, "/history verdict 1")).split("\n\n")[2:]

    assert answered.splitlines()[0].endswith("Max · answered an item with it")
    assert answered.splitlines()[1] == "item: – → 1"
    assert undone.splitlines()[0].endswith("Max · took that answer back")
    assert undone.splitlines()[1] == "item: 1 → –"


async def test_what_a_publisher_changed_is_told_without_a_name_and_its_links_cannot_be_tapped(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    changed = a_ruling(url="https://example.org/<b>other", title="\u202e<i>New</i> @somebody /take")
    async with newsroom.program.store.writing() as tx:
        await tx.verdicts.revise(1, changed, "key", newsroom.clock.now())
    revised = (await said(newsroom, moderator, "/history verdict 1")).split("\n\n")[2]

    assert revised.splitlines()[0].endswith("UTC · Revision 2")
    assert plain(revised).replace("\u2060", "").splitlines()[1:] == [
        "title: – → <i>New</i> @somebody /take",
        "link: hxxps[:]//example[.]org/lemon → hxxps[:]//example[.]org/<b>other",
    ]
    assert ("\u202e" in revised, "@somebody" in revised, "/take" in revised) == (False, False, False)


async def test_a_long_history_of_a_verdict_shows_its_beginning_and_its_end(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    async with newsroom.program.store.writing() as tx:
        for number in range(40):
            words = f"{number} <&> " + " ".join(f"w{number}&{place}" for place in range(300))
            await tx.verdicts.revise(1, a_ruling(summary=words), "key", newsroom.clock.now())
    text = await said(newsroom, moderator, "/history verdict 1")

    assert "earlier acts are not shown" in text
    assert ("Revision 1 ·" in text, "Revision 41" in text, "Revision 2\n" in text) == (True, True, False)
    assert len(text) <= 4096
