"""Stories of ruling in few taps: an existing fact-check, the one behind a link, the claim in one sentence."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from claims.ports import LinkProblem, LinkRead, LinkUnreadable
from claims.verdict import Rating, Ruling
from matching.embeddings import TwoEncoders
from simulator.messages import Button
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom, open_newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
LINK = "https://factdesk.example/lindhaven-bridge"
CHECKED = a_ruling(
    claim="Ferries will replace a river crossing until 2028.",
    rating=Rating.MISLEADING,
    publisher="Fact Desk",
    url=LINK,
    summary="It closes for three nights.",
)


class OnePage:
    """A web with a single fact-check in it."""

    def __init__(self, ruling: Ruling) -> None:
        self.ruling = ruling
        self.asked_for: list[str] = []

    async def read(self, link: str) -> LinkRead | LinkUnreadable:
        self.asked_for.append(link)
        if link == self.ruling.url:
            return LinkRead((self.ruling,))
        return LinkUnreadable(LinkProblem.NO_FACT_CHECK, "There is no fact-check.")


@pytest.fixture
def pages() -> OnePage:
    return OnePage(CHECKED)


@pytest.fixture
async def online(tmp_path: Path, embedder: TwoEncoders, pages: OnePage) -> AsyncIterator[Newsroom]:
    """A newsroom that can read that page."""
    async with open_newsroom(tmp_path, embedder=embedder, reader=pages) as opened:
        yield opened


async def asks(newsroom: Newsroom, text: str = BRIDGE, name: str = "Ana") -> Person:
    person = newsroom.person(name)
    person.forwards(text)
    await newsroom.settle()
    return person


async def said(newsroom: Newsroom, person: Person, text: str) -> str:
    person.says(text)
    await newsroom.settle()
    return plain(person.last_message)


async def pressed(newsroom: Newsroom, person: Person, label: str) -> str:
    """Press a button of the newest message that has it."""
    press = person.presses(label)
    await newsroom.settle()
    return plain(press.message.text)


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "").replace("\u2060", "")


MAYOR = "The mayor of Lindhaven was arrested last night for stealing five million"
WHY = "It stays open on most nights, the town hall says. " * 11 + "So it is NOT false but true."
TOO_LONG = (
    f"That is too long: {len(WHY)} characters, and 550 fit. Nothing was done with it; please shorten it and"
    " send it again."
)


@pytest.mark.parametrize("ending", ["", " https://example.org/bridge"])
async def test_a_ruling_whose_reasons_are_too_long_is_not_published_without_their_end(
    newsroom: Newsroom, ending: str
) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)

    assert await said(newsroom, moderator, f"/verdict 1 false {WHY}{ending}") == TOO_LONG
    assert len(ana.messages) == 1


async def test_reasons_that_are_too_long_are_asked_for_once_more(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await said(newsroom, moderator, "/verdict 1 false")

    assert await said(newsroom, moderator, WHY) == TOO_LONG
    await said(newsroom, moderator, WHY[:550].strip())
    await said(newsroom, moderator, "https://example.org/bridge")
    await pressed(newsroom, moderator, "Publish")
    assert WHY[:550].strip() in plain(ana.last_message)


@pytest.mark.parametrize(
    ("command", "limit"),
    [
        ("/edit 1 summary", 550),
        ("/edit 1 true", 550),
        ("/edit 1 claim", 500),
        ("/claim 2", 500),
        ("/ask 2", 300),
    ],
)
async def test_what_people_would_read_is_never_cut_unseen(
    newsroom: Newsroom, command: str, limit: int
) -> None:
    moderator, _ = await newsroom.moderator(), await asks(newsroom)
    await said(newsroom, moderator, "/verdict 1 false It stays open. https://example.org/bridge")
    await asks(newsroom, "The mayor of Elmsworth sold the town forest to a mining company", "Ben")

    assert await said(newsroom, moderator, f"{command} {WHY}") == TOO_LONG.replace("550", str(limit))


async def test_three_taps_and_one_paste_answer_everybody(newsroom: Newsroom) -> None:
    await newsroom.publishes(CHECKED)
    moderator = await newsroom.moderator()
    people = [await asks(newsroom, name=name) for name in ("Ana", "Ben")]
    await pressed(newsroom, moderator, "Rule")
    await pressed(newsroom, moderator, "⚠️ Misleading")
    shown = await said(newsroom, moderator, LINK)
    done = await pressed(newsroom, moderator, "Publish to 2 people")

    assert shown.startswith(f"#1 · “{BRIDGE}”\n\nThis is what people will read:\n\n⚠️ Misleading")
    assert "Fact Desk" in shown
    assert done == f"#1 ruled ⚠️ Misleading: “{CHECKED.claim}”. 2 people are told."
    assert ["Fact Desk" in person.last_message for person in people] == [True, True]


async def test_the_link_of_an_imported_fact_check_alone_is_enough(newsroom: Newsroom) -> None:
    await newsroom.publishes(CHECKED)
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await pressed(newsroom, moderator, "Rule")
    await said(newsroom, moderator, LINK)
    done = await pressed(newsroom, moderator, "Publish to 1 person")

    assert done == f"#1 ruled ⚠️ Misleading: “{CHECKED.claim}”. 1 person is told."
    assert "It closes for three nights." in ana.last_message


@pytest.mark.parametrize("command", [f"/verdict 1 {LINK}", f"/link 1 {LINK}"])
async def test_a_page_is_read_and_shown_before_anything_goes_out(
    online: Newsroom, pages: OnePage, command: str
) -> None:
    moderator = await online.moderator()
    ana = await asks(online)
    shown = await said(online, moderator, command)
    assert "Claim: “Ferries will replace a river crossing until 2028.”" in shown
    assert len(ana.messages) == 1
    await pressed(online, moderator, "Publish to 1 person")

    assert pages.asked_for == [LINK]
    assert "Fact Desk" in ana.last_message
    assert ana.last.buttons[0].value == LINK


async def test_a_page_that_was_read_is_a_verdict_like_any_other(online: Newsroom) -> None:
    moderator = await online.moderator()
    await asks(online)
    await said(online, moderator, f"/verdict 1 {LINK}")
    await pressed(online, moderator, "Publish")
    ben = await asks(online, "Ferries will replace a river crossing until 2028.", "Ben")

    assert ben.last_message.startswith("⚠️ Misleading")


async def test_another_rating_than_that_of_the_fact_check_is_pointed_out(newsroom: Newsroom) -> None:
    await newsroom.publishes(CHECKED)
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await pressed(newsroom, moderator, "Rule")
    await pressed(newsroom, moderator, "❌ False")
    shown = await said(newsroom, moderator, LINK)
    assert "You chose ❌ False; this fact-check says ⚠️ Misleading" in shown

    await pressed(newsroom, moderator, "Rule ourselves: ❌ False")
    await said(newsroom, moderator, "It never closes for more than three nights.")
    await pressed(newsroom, moderator, "Publish to 1 person")
    assert "❌ False" in ana.last_message
    assert "Test newsroom" in ana.last_message
    assert ana.last.buttons[0].value == LINK


async def test_a_link_that_nobody_can_read_is_kept_as_the_source(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await pressed(newsroom, moderator, "Rule")
    shown = await said(newsroom, moderator, "https://example.org/town-hall")
    assert shown.startswith("I could not read a fact-check behind that link.")
    await pressed(newsroom, moderator, "❌ False")
    await pressed(newsroom, moderator, "Publish to 1 person")

    assert "❌ False" in ana.last_message
    assert ana.last.buttons[0].value == "https://example.org/town-hall"


async def test_a_fact_check_withdrawn_meanwhile_is_not_published(newsroom: Newsroom) -> None:
    await newsroom.publishes(CHECKED)
    moderator, other = await newsroom.moderator(), await newsroom.moderator("Mia")
    ana = await asks(newsroom)
    await said(newsroom, moderator, f"/verdict 1 {LINK}")
    await said(newsroom, other, "/retract 1")
    await pressed(newsroom, other, "Withdraw")
    shown = await pressed(newsroom, moderator, "Publish to 1 person")

    assert shown.startswith("I could not read a fact-check behind that link.")
    assert len(ana.messages) == 1


async def test_a_draft_survives_a_restart_between_any_two_steps(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    async with open_newsroom(tmp_path, embedder=embedder) as newsroom:
        await newsroom.publishes(CHECKED)
        moderator = await newsroom.moderator()
        ana = await asks(newsroom)
    world, clock = newsroom.world, newsroom.clock
    steps = [
        lambda: moderator.presses("Rule"),
        lambda: moderator.presses("❌ False"),
        lambda: moderator.says(LINK),
        lambda: moderator.presses("Rule ourselves"),
        lambda: moderator.says("It closes for three nights."),
        lambda: moderator.presses("Word the claim"),
        lambda: moderator.says("The bridge closes for two years."),
        lambda: moderator.presses("Publish to 1 person"),
    ]
    for step in steps:
        async with open_newsroom(tmp_path, world, clock, embedder) as restarted:
            step()
            await restarted.settle()

    assert "Claim: “The bridge closes for two years.”" in plain(ana.last_message)
    assert "It closes for three nights." in ana.last_message


async def test_people_read_the_claim_in_one_sentence(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom, f"URGENT!!! share with everyone you know. {BRIDGE} my cousin works there")
    await said(newsroom, moderator, "/claim 1 The stone bridge closes for two years.")
    await pressed(newsroom, moderator, "❌ False")
    await said(newsroom, moderator, "It closes for three nights.")
    await said(newsroom, moderator, "https://example.org/bridge")
    await pressed(newsroom, moderator, "Publish to 1 person")

    assert "Claim: “The stone bridge closes for two years.”" in plain(ana.last_message)
    ben = await asks(newsroom, f"URGENT!!! share with everyone you know. {BRIDGE} my cousin works there")
    assert "Claim: “The stone bridge closes for two years.”" in plain(ben.last_message)


async def test_same_as_takes_a_tap_a_number_or_a_link(newsroom: Newsroom) -> None:
    await newsroom.publishes(CHECKED)
    moderator = await newsroom.moderator()
    texts = [
        "The swimming hall of Aldham closes for good in October",
        "A doctor in Birkwell prescribes sugar against headaches",
        "The mayor of Elmsworth sold the town forest to a mining company",
    ]
    people = [await asks(newsroom, text, name) for text, name in zip(texts, ("A", "B", "C"), strict=True)]
    for number, answer in enumerate(("1", LINK), start=1):
        await said(newsroom, moderator, f"/link {number}")
        done = await said(newsroom, moderator, answer)
        assert done == f"#{number} ruled ⚠️ Misleading: “{CHECKED.claim}”. 1 person is told."
    taken = await said(newsroom, moderator, "/take 3")
    assert taken.startswith("#3 · 1 person")
    asked = await pressed(newsroom, moderator, "Same as…")
    assert "1. ⚠️ Misleading · Ferries will replace" in asked
    await pressed(newsroom, moderator, "1")

    assert ["Fact Desk" in person.last_message for person in people] == [True, True, True]


async def test_what_is_no_reference_is_asked_for_again_and_cancel_ends_it(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    await said(newsroom, moderator, "/link 1")
    again = await said(newsroom, moderator, "the second one, I think")
    assert again.startswith("That is neither a number nor a web link.")
    card = await pressed(newsroom, moderator, "Cancel")
    assert card.startswith("#1 · 1 person")
    asked = await said(newsroom, moderator, "The ferry between Port Elm and Norwick stops running for good")

    assert "not checked this yet" in asked


async def test_each_reason_shows_what_its_askers_are_told(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await said(newsroom, moderator, "/more 1")
    shown = await pressed(newsroom, moderator, "Set aside…")
    for words in ("no statement that can be true", "it is an opinion", "looks like spam", "no reliable way"):
        assert words in shown
    done = await pressed(newsroom, moderator, "Opinion")

    told = "A reviewer looked at it: it is an opinion, and opinions are not rated."
    assert done == f"#1 set aside: Opinion. 1 person is told.\n“{told}”"
    assert told in ana.last_message


@pytest.mark.parametrize("data", ["ow:1", "dp:1", "wc:1", "sa:99", "mo:99", "sd:99", "hi:99"])
async def test_stale_and_forged_steps_change_nothing(newsroom: Newsroom, data: str) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    newsroom.world.press(moderator.user, moderator.last, Button("forged", "callback_data", data))
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        item = await tx.items.get(1)
        assert (item.state, (await tx.inbox.counts()).get("dead", 0)) == ("open", 0)


async def test_what_was_set_aside_by_mistake_is_taken_back(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana, ben = await asks(newsroom, name="Ana"), await asks(newsroom, name="Ben")
    await pressed(newsroom, moderator, "Not a claim")
    assert "makes no statement" in ana.last_message
    messages = len(ana.messages)
    card = await pressed(newsroom, moderator, "Undo (10 min)")

    assert card.startswith("No longer set aside. 2 people wait again.")
    assert "not checked this yet" in ana.last_message
    assert len(ana.messages) == messages
    await said(newsroom, moderator, "/verdict 1 false It stays open. https://example.org/bridge")
    assert ["❌ False" in person.last_message for person in (ana, ben)] == [True, True]


async def test_who_asked_while_it_was_set_aside_waits_again_with_the_others(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    cleo = await asks(newsroom, name="Cleo")
    cleo.presses("Stop telling me")
    await said(newsroom, moderator, "/dismiss 1 opinion")
    ben = await asks(newsroom, name="Ben")
    assert "it is an opinion" in ben.last_message
    card = await said(newsroom, moderator, "/undo 1")
    assert card.startswith("No longer set aside. 2 people wait again.")
    assert "not checked this yet" in ben.last_message
    await said(newsroom, moderator, "/verdict 1 false It stays open. https://example.org/bridge")

    assert ["❌ False" in person.last_message for person in (ana, ben, cleo)] == [True, True, False]
    assert [len(person.messages) for person in (ana, ben)] == [3, 2]


async def test_who_asked_while_it_was_set_aside_is_answered_though_that_was_undone_before(
    newsroom: Newsroom,
) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    await said(newsroom, moderator, "/dismiss 1 opinion")
    ben = newsroom.person("Ben")
    ben.forwards(BRIDGE)
    newsroom.clock.advance(seconds=2)
    for step in (lambda: None, lambda: moderator.says("/undo 1")):  # Ben's reply is owed, and not sent
        step()
        await newsroom.receive()
        newsroom.clock.advance(seconds=2)
        await newsroom.program.worker.handle_waiting()
    await newsroom.settle()

    assert [plain(message.text).splitlines()[0] for message in ben.messages] == [
        "We have not checked this yet. Better not to share it until we know."
    ]


async def test_undo_is_a_command_for_every_way_to_close(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await asks(newsroom)
    for close in ("/dismiss 1 spam", "/verdict 1 false It stays open. https://example.org/bridge"):
        await said(newsroom, moderator, close)
        assert "1 person waits again." in await said(newsroom, moderator, "/undo 1")
    assert (await said(newsroom, moderator, "/undo 1")).startswith("#1 · 1 person")


async def test_after_ten_minutes_it_stays_set_aside(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await said(newsroom, moderator, "/dismiss 1 opinion")
    newsroom.clock.advance(minutes=10)

    assert await said(newsroom, moderator, "/undo 1") == "#1 was set aside: Opinion. By Max."
    assert "it is an opinion" in ana.last_message


async def test_what_was_set_aside_long_ago_is_reopened_by_button(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    await said(newsroom, moderator, "/dismiss 1 spam")
    ben = await asks(newsroom, name="Ben")
    newsroom.clock.advance(minutes=11)
    await said(newsroom, moderator, "/take 1")
    assert [button.text for button in moderator.last.buttons] == ["Reopen"]
    card = await pressed(newsroom, moderator, "Reopen")
    assert card.startswith("No longer set aside. 2 people wait again.")
    cleo = await asks(newsroom, name="Cleo")
    assert "not checked this yet" in cleo.last_message
    await said(newsroom, moderator, "/verdict 1 false It stays open. https://example.org/bridge")

    assert ["❌ False" in person.last_message for person in (ana, ben, cleo)] == [True, True, True]


async def test_a_notice_that_was_not_sent_yet_is_not_sent(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await asks(newsroom)
    moderator.says("/dismiss 1 opinion")
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    moderator.says("/undo 1")
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    await newsroom.settle()

    assert [plain(message.text).splitlines()[0] for message in ana.messages] == [
        "We have not checked this yet. Better not to share it until we know."
    ]


# --- two rulings at a time ---------------------------------------------------------------------------------


async def _half_written(newsroom: Newsroom, moderator: Person) -> None:
    """Let two things be asked, and the moderator write a ruling on the first that still wants a source."""
    await asks(newsroom)
    await asks(newsroom, MAYOR, "Ben")
    await said(newsroom, moderator, "/verdict 1")
    await pressed(newsroom, moderator, "❌ False")
    await said(newsroom, moderator, "It stays open on all days.")


@pytest.mark.parametrize("theirs", ["/take 2", "/dismiss 2 opinion"])
async def test_a_ruling_that_is_refused_leaves_what_was_written_on_another_item(
    newsroom: Newsroom, theirs: str
) -> None:
    moderator, eve = await newsroom.moderator(), await newsroom.moderator("Eve")
    await _half_written(newsroom, moderator)
    await said(newsroom, eve, theirs)
    refused = await said(newsroom, moderator, "/verdict 2")
    asked = await said(newsroom, moderator, "https://example.org/source")

    assert "#2" in refused
    assert "It stays open on all days." in asked
    assert "This is what people will read:" in asked


async def test_who_begins_another_ruling_reads_what_they_had_written_on_the_first(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _half_written(newsroom, moderator)
    asked = await said(newsroom, moderator, "/verdict 2")
    again = await said(newsroom, moderator, "/verdict 2")

    assert asked.splitlines()[:3] == [
        "Your half-written ruling on #1 makes room for this one. It read:",
        "❌ False",
        "“It stays open on all days.”",
    ]
    assert "half-written" not in again


PRIVATE = f"My neighbour Jane Roe, Mill Lane 4, says that {BRIDGE[0].lower()}{BRIDGE[1:]}"
WORDED = "The old stone bridge closes for two years."


async def test_a_claim_that_was_worded_is_what_a_ruling_in_one_line_tells(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom, PRIVATE)
    await said(newsroom, moderator, f"/claim 1 {WORDED}")
    done = await said(newsroom, moderator, "/verdict 1 false It stays open. https://example.org/b")

    assert done == f"#1 ruled ❌ False: “{WORDED}”. 1 person is told."
    assert f"Claim: “{WORDED}”" in plain(ana.last_message)
    assert "Jane Roe" not in ana.last_message


async def test_a_claim_that_was_worded_stays_when_the_ruling_begins(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom, PRIVATE)
    await asks(newsroom, "The mayor of Elmsworth sold the town forest to a mining company", "Ben")
    await said(newsroom, moderator, f"/claim 1 {WORDED}")
    await said(newsroom, moderator, "/verdict 1 false")
    await said(newsroom, moderator, "It stays open. https://example.org/b")
    await pressed(newsroom, moderator, "Publish to 1 person")
    other = await said(newsroom, moderator, "/verdict 2 true So it is. https://example.org/forest")

    assert f"Claim: “{WORDED}”" in plain(ana.last_message)
    assert other == "#2 ruled ✅ True. 1 person is told."
