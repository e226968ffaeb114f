"""Stories of reviewers and those who wait for them, through the real application."""

import pytest

from claims.review import LEASE_DURATION, ModeratorId
from claims.usecases.manage_moderators import ManageModerators
from simulator.messages import Button
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"


async def _asks(newsroom: Newsroom, text: str = BRIDGE, name: str = "Ana") -> Person:
    person = newsroom.person(name)
    person.forwards(text)
    await newsroom.settle()
    return person


async def test_a_person_hears_back_once_a_moderator_rules(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    moderator.says("/verdict 1 false The repairs take three nights. https://example.org/bridge")
    await newsroom.settle()

    assert moderator.last_message == "#1 ruled ❌ False. 1 person is told."
    first, second = ana.last_message.splitlines()[0], ana.last_message.splitlines()[2]
    assert first == "You asked on 3 May 2026:" or first.startswith("You asked on ")
    assert second.startswith("❌ False")
    assert "Test newsroom · checked 3 May 2026" in ana.last_message.replace("\u2068", "").replace(
        "\u2069", ""
    )
    assert ana.last.buttons[0].value == "https://example.org/bridge"


async def test_everyone_who_asked_is_told_once(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    people = [await _asks(newsroom, name=f"Person {number}") for number in range(5)]
    people[0].forwards(BRIDGE)
    await newsroom.settle()
    moderator.says("/verdict 1 true The town hall confirms it. https://example.org/bridge")
    await newsroom.settle()

    assert moderator.last_message == "#1 ruled ✅ True. 5 people are told."
    assert [sum("✅ True" in m.text for m in person.messages) for person in people] == [1] * 5


async def test_a_new_claim_reaches_every_moderator(newsroom: Newsroom) -> None:
    moderators = [await newsroom.moderator("Max"), await newsroom.moderator("Mia")]
    await _asks(newsroom)

    for moderator in moderators:
        assert moderator.last_message.startswith("New claim to check")
        assert [button.text for button in moderator.last.buttons] == [
            "Take",
            "Rule",
            "Not a claim",
            "More…",
        ]


async def test_a_ruling_step_by_step_with_buttons(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    moderator.presses("Rule")
    await newsroom.settle()
    moderator.presses("⚠️ Missing context")
    await newsroom.settle()
    moderator.says("It closes for three nights only.")
    await newsroom.settle()
    moderator.says("https://example.org/bridge")
    await newsroom.settle()
    assert "This is what people will read:" in moderator.last_message
    moderator.presses("Publish to 1 person")
    await newsroom.settle()

    assert moderator.last_message == "#1 ruled ⚠️ Missing context. 1 person is told."
    assert "⚠️ Missing context" in ana.last_message
    assert "It closes for three nights only." in ana.last_message


async def test_a_draft_can_be_cancelled_and_nothing_goes_out(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    moderator.says("/verdict 1")
    await newsroom.settle()
    moderator.presses("Cancel")
    await newsroom.settle()
    moderator.says("a sentence that is no summary any more, the river has flooded the market")
    await newsroom.settle()

    assert len(ana.messages) == 1
    assert "not checked this yet" in moderator.last_message or "New claim" in moderator.last_message


async def test_a_link_to_an_existing_verdict_answers_the_askers(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    moderator.says("/link 1 https://example.org/lemon")
    await newsroom.settle()

    claim = "\u2068Drinking warm lemon water cures the flu.\u2069"
    assert moderator.last_message == f"#1 ruled ❌ False: “{claim}”. 1 person is told."
    assert "lemon water" in ana.last_message


async def test_the_same_text_later_gets_the_moderators_ruling(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    moderator.says("/verdict 1 false It stays open. https://example.org/bridge")
    await newsroom.settle()
    ben = await _asks(newsroom, name="Ben")

    assert ben.last_message.startswith("❌ False")


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("opinion", "it is an opinion"),
        ("not a claim", "no statement that can be true or false"),
        ("spam", "looks like spam"),
        ("cannot_be_checked", "no reliable way to check it"),
    ],
)
async def test_a_dismissal_is_told_kindly(newsroom: Newsroom, reason: str, words: str) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom)
    moderator.says(f"/dismiss 1 {reason}")
    await newsroom.settle()

    assert words in ana.last_message
    ben = await _asks(newsroom, name="Ben")
    assert words in ben.last_message


async def test_taking_holds_an_item_for_fifteen_minutes(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await _asks(newsroom)
    max_.presses("Take")
    await newsroom.settle()
    mia.says("/take 1")
    await newsroom.settle()
    assert "is working on #1 until" in mia.last_message

    newsroom.clock.advance(seconds=LEASE_DURATION.total_seconds() + 1)
    mia.says("/take 1")
    await newsroom.settle()
    assert "Taken by" in mia.last_message
    assert "Mia" in mia.last_message


async def test_released_items_are_free_again(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    await _asks(newsroom)
    max_.says("/take 1")
    await newsroom.settle()
    max_.says("/release 1")
    await newsroom.settle()
    assert max_.last_message.endswith("Free")
    mia.says("/take 1")
    await newsroom.settle()

    assert "Taken by" in mia.last_message


async def test_two_moderators_ruling_at_the_same_moment_make_one_verdict(newsroom: Newsroom) -> None:
    max_, mia = await newsroom.moderator("Max"), await newsroom.moderator("Mia")
    ana = await _asks(newsroom)
    max_.says("/verdict 1 false It stays open. https://example.org/a")
    mia.says("/verdict 1 true It closes. https://example.org/b")
    await newsroom.settle()

    assert (
        mia.last_message.replace("\u2068", "").replace("\u2069", "")
        == "#1 has been ruled on: ❌ False. By Max."
    )
    assert sum("You asked on" in message.text for message in ana.messages) == 1


async def test_the_queue_lists_the_most_wanted_first(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom, "The mayor of Elmsworth sold the town forest to a mining company")
    await _asks(newsroom, BRIDGE, "Ben")
    await _asks(newsroom, BRIDGE, "Cleo")
    moderator.says("/queue")
    await newsroom.settle()

    text = moderator.last_message
    assert text.startswith("2 claims are waiting")
    assert text.index("bridge") < text.index("forest")


@pytest.mark.parametrize(
    "command",
    [
        "/queue",
        "/next",
        "/find bridge",
        "/verdicts",
        "/history 1",
        "/history verdict 1",
        "/stats",
        "/digest on",
        "/take 1",
        "/release 1",
        "/verdict 1 true x https://example.org/x",
        "/verdict 1 https://example.org/lemon",
        "/link 1",
        "/link 1 1",
        "/dismiss 1",
        "/dismiss 1 spam",
        "/claim 1 The bridge closes",
        "/more 1",
        "/note 1 x",
        "/ask 1 Where?",
        "/ask 1",
        "/merge 1 1",
        "/undo 1",
        "/split 1",
        "/split 1 1",
    ],
)
async def test_reviewers_commands_do_nothing_for_others(newsroom: Newsroom, command: str) -> None:
    await newsroom.publishes(a_ruling())
    ana = await _asks(newsroom)
    ana.says(command)
    await newsroom.settle()

    assert ana.last_message.startswith("I do not know that command.")
    async with newsroom.program.store.reading() as tx:
        item = await tx.items.get(1)
    assert (item.state, item.lease, item.version) == ("open", None, 1)


async def test_a_forwarded_command_of_a_moderator_does_nothing(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    moderator.forwards("/verdict 1 true It closes. https://example.org/b")
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        assert (await tx.items.get(1)).state == "open"


@pytest.mark.parametrize("photo", [None, b"x"])
async def test_a_moderators_forward_that_begins_like_a_command_is_a_question(
    newsroom: Newsroom, photo: bytes | None
) -> None:
    await newsroom.publishes(a_ruling())
    moderator = await newsroom.moderator()
    moderator.forwards(f"/retract 1 {BRIDGE}", from_channel="City News", photo=photo)
    await newsroom.settle()

    assert moderator.last_message.startswith("We have not checked this yet.")


async def test_an_edited_command_does_nothing(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    sent = moderator.says("/help")
    moderator.edits(sent, "/verdict 1 true It closes. https://example.org/b")
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        assert (await tx.items.get(1)).state == "open"


async def test_a_removed_moderators_old_button_does_nothing(newsroom: Newsroom) -> None:
    await newsroom.moderator("Olga")
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    await ManageModerators(newsroom.program.store, newsroom.clock).remove(ModeratorId(moderator.id))
    press = moderator.presses("Take")
    await newsroom.settle()

    assert press.answer.startswith("This button no longer works.")
    async with newsroom.program.store.reading() as tx:
        assert (await tx.items.get(1)).lease is None


async def test_forged_button_data_changes_nothing(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom)
    for data in (
        "p:1",
        "d:1:spam",
        "v:1:1",
        "g:1:false",
        "q:999",
        "x" * 64,
        "n:1:99",
        "s:1:1",
        "\x00",
        "l:5",
    ):
        newsroom.world.press(ana.user, ana.last, Button("forged", "callback_data", data))
    await newsroom.settle()

    async with newsroom.program.store.reading() as tx:
        item = await tx.items.get(1)
        dead = (await tx.inbox.counts()).get("dead", 0)
    assert (item.state, item.lease, item.askers, dead) == ("open", None, 1, 0)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/take", "Which item?"),
        ("/take twelve", "Which item?"),
        ("/take 99", "There is no item #99."),
        ("/history", "Which item?"),
        ("/history 99", "There is no item #99."),
        ("/history verdict", "Which verdict?"),
        ("/history verdict 1'; --", "Which verdict?"),
        ("/history verdict 99", "There is no verdict 99."),
        ("/history verdict 999999999999999999", "There is no verdict 999999999999999999."),
        ("/find", "What shall I look for?"),
        ("/stats many", "How many days"),
        ("/stats 0", "How many days"),
        ("/stats 367", "How many days"),
        ("/stats 7 7", "How many days"),
        ("/digest maybe", "Write /digest"),
        ("/verdict 1 nonsense", "Which rating?"),
        ("/link 1", "Which fact-check answers #1?"),
        ("/link 1 nonsense", "I do not know that verdict."),
        ("/link 1 77", "I do not know that verdict."),
        ("/dismiss 1", "Set #1 aside? 1 person would be told:"),
        ("/claim", "Which item?"),
        ("/more x", "Which item?"),
        ("/note", "Which item?"),
        ("/ask 99 Where?", "There is no item #99."),
        ("/merge 1 x", "Which item is it the same as?"),
        ("/merge 1 1", "Which item is it the same as?"),
        ("/merge 1 99", "There is no item #99."),
        ("/undo x", "Which item?"),
        ("/split 1 x", "Which wording?"),
        ("/dismiss 1 because", "Which reason?"),
        ("/take 999999999999999999999999999", "Which item?"),
    ],
)
async def test_a_mistyped_command_is_explained(newsroom: Newsroom, command: str, words: str) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    moderator.says(command)
    await newsroom.settle()

    assert moderator.last_message.startswith(words)


async def test_text_at_the_wrong_step_is_explained_and_never_becomes_a_question(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    moderator.says("/verdict 1")
    await newsroom.settle()
    moderator.says("hello I typed something instead of pressing")
    await newsroom.settle()
    assert moderator.last_message.startswith("Please press a button.")

    async with newsroom.program.store.reading() as tx:
        assert await tx.items.count_open() == 1


@pytest.mark.parametrize("link", ["gibberish", "javascript:alert(1)", "https://user:pw@example.org/"])
async def test_a_link_that_is_none_is_asked_for_again_with_the_reason(newsroom: Newsroom, link: str) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    moderator.says("/verdict 1 false It stays open.")
    await newsroom.settle()
    moderator.says(link)
    await newsroom.settle()

    assert moderator.last_message.startswith("That is not a web link.")


async def test_a_forgotten_draft_lets_its_author_ask_again_after_the_lease(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    moderator.says("/verdict 1")
    await newsroom.settle()
    newsroom.clock.advance(seconds=LEASE_DURATION.total_seconds() + 1)
    moderator.says("The ferry between Port Elm and Norwick stops running for good")
    await newsroom.settle()

    assert "not checked this yet" in moderator.last_message


async def test_links_of_strangers_cannot_be_tapped_anywhere(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    text = f"{BRIDGE} see https://phish.example/x and evil.com @durov /queue #now"
    ana = await _asks(newsroom, text)
    for command in ("/queue", "/verdict 1"):
        moderator.says(command)
        await newsroom.settle()
    moderator.says("/verdict 1 false It stays open. https://example.org/bridge")
    await newsroom.settle()
    ben = await _asks(newsroom, text, "Ben")

    everything = [*moderator.messages, *ana.messages, *ben.messages]
    shown = [message for message in everything if "bridge" in message.text]
    tappable = {entity.type for message in shown for entity in message.content.entities}
    assert tappable <= {"bold", "blockquote"}
    assert "phish" not in ben.last_message


async def test_an_old_button_past_the_end_of_the_queue_shows_its_beginning(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    await _asks(newsroom)
    newsroom.world.press(moderator.user, moderator.last, Button("More", "callback_data", "l:50"))
    await newsroom.settle()

    assert any("1 claim is waiting" in message.text for message in moderator.messages)


async def test_moderators_see_other_commands_in_their_menu_than_the_public(newsroom: Newsroom) -> None:
    await newsroom.moderator("Olga")
    ana, moderator = newsroom.person(), await newsroom.moderator()
    await newsroom.program.menus.show_public()
    await newsroom.program.menus.show_moderators()
    await newsroom.settle()
    assert ana.menu == ["/start", "/help", "/stop", "/privacy", "/forgetme"]
    assert moderator.menu[:3] == ["/queue", "/next", "/take"]

    await ManageModerators(newsroom.program.store, newsroom.clock).remove(ModeratorId(moderator.id))
    await newsroom.program.menus.show_moderators()
    await newsroom.settle()
    assert moderator.menu == ana.menu
