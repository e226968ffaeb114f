"""Stories of the live cards: one a claim in the moderators' group, edited in place, safe for many at once."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from claims.review import LEASE_DURATION, UNDO_DURATION, ModeratorId
from claims.roles import Role
from claims.usecases.manage_moderators import ManageModerators
from matching.embeddings import TwoEncoders
from simulator.chats import Chat
from simulator.messages import Button, Message, Press
from simulator.person import Person
from tests.e2e.test_ruling_steps import BRIDGE, asks, plain, said
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom, open_newsroom

FOREST = "The mayor of Elmsworth sold the town forest to a mining company"
DESK_TOPIC = 2


@dataclass
class Group:
    """A moderators' group with topics, the first of which is the desk."""

    newsroom: Newsroom
    chat: Chat
    owner: Person
    mia: Person

    @property
    def cards(self) -> list[Message]:
        """The messages of the bot that have buttons or had some: all but its confirmations."""
        mine = [m for m in self.newsroom.world.in_chat(self.chat.id) if m.sender.is_bot]
        return [m for m in mine if m.text.startswith("#")]

    @property
    def card(self) -> str:
        """What the only card shows now."""
        (card,) = self.cards
        return plain(card.text)

    async def press(self, person: Person, label: str) -> Press:
        """Press a button of the only card, and let the bot come to rest."""
        (card,) = self.cards
        press = person.presses(label, card)
        await self.newsroom.settle()
        return press


async def opened(newsroom: Newsroom) -> Group:
    owner, mia = await newsroom.moderator("Olga"), await newsroom.moderator("Mia", Role.REVIEWER)
    chat = newsroom.world.add_forum("Newsroom", [owner.user, mia.user], ["Desk", "Coffee"])
    owner.says("/desk", chat=chat, thread_id=DESK_TOPIC)
    await newsroom.settle()
    return Group(newsroom, chat, owner, mia)


@pytest.fixture
async def group(newsroom: Newsroom) -> Group:
    return await opened(newsroom)


async def test_a_claim_gets_one_card_in_the_topic_and_none_in_private(
    newsroom: Newsroom, group: Group
) -> None:
    before = len(group.owner.messages)
    await asks(newsroom)

    (card,) = group.cards
    assert card.thread_id == DESK_TOPIC
    assert [button.text for button in card.buttons] == ["Take", "Rule", "Not a claim", "Same as…", "More…"]
    assert len(group.owner.messages) == before


async def test_changed_numbers_edit_the_card_in_place_once_a_round(newsroom: Newsroom, group: Group) -> None:
    for number in range(4):
        person = newsroom.person(f"Person {number}", language="pt" if number else "es")
        person.forwards(BRIDGE, from_channel="City News", links={"stone bridge": "https://city.example/b"})
        await newsroom.settle()
    assert group.card.startswith("#1 · 1 person")
    await newsroom.keep_house()
    (card,) = group.cards

    assert len(card.history) == 1
    assert group.card.startswith("#1 · 4 people · waiting")
    assert "From: City News" in group.card
    assert "hxxps[:]//city[.]example/b" in group.card
    assert "First seen " in group.card
    assert "+4 this hour · pt 3, es 1" in group.card
    await newsroom.keep_house()
    assert len(card.history) == 1


async def test_take_rule_and_undo_on_the_card(newsroom: Newsroom, group: Group) -> None:
    ana = await asks(newsroom)
    await group.press(group.mia, "Take")
    assert group.card.splitlines()[-1] == "Taken by Mia until 12:15 UTC"
    await said(newsroom, group.mia, "/verdict 1 false It stays open. https://example.org/bridge")
    await newsroom.keep_house()
    assert group.card.splitlines()[-1] == "Ruled ❌ False by Mia at 12:00 UTC · 1 told"
    await group.press(group.owner, "Undo (10 min)")

    assert group.card.splitlines()[-1] == "Taken by Olga until 12:15 UTC"
    assert ana.messages[-2].text.startswith("We have not checked this yet.")
    assert ana.last_message.startswith("We took this answer back.")


async def test_a_card_names_the_verdict_that_it_was_answered_with(newsroom: Newsroom, group: Group) -> None:
    await newsroom.publishes(a_ruling(claim="Ferries will replace a river crossing until 2028."))
    await asks(newsroom)
    await said(newsroom, group.mia, "/link 1 1")
    await newsroom.keep_house()

    assert group.card.splitlines()[-2:] == [
        "Ruled ❌ False by Mia at 12:00 UTC · 1 told",
        "“Ferries will replace a river crossing until 2028.”",
    ]


async def test_rule_goes_on_in_private_and_the_group_sees_who_has_it(
    newsroom: Newsroom, group: Group
) -> None:
    await asks(newsroom)
    press = await group.press(group.mia, "Rule")

    assert press.answer == "It goes on in our private chat."
    assert plain(group.mia.last_message).startswith("How do you rate #1?")
    assert "Taken by Mia" in group.card


async def test_a_moderator_who_never_opened_a_private_chat_is_told_to(
    newsroom: Newsroom, group: Group
) -> None:
    await asks(newsroom)
    zoe = newsroom.person("Zoe")
    await ManageModerators(newsroom.program.store, newsroom.clock).add(ModeratorId(zoe.id), "Zoe")
    press = await group.press(zoe, "Rule")
    assert press.answer == "Open our private chat and press Start first, then press here again."
    await said(newsroom, zoe, "/start")
    await group.press(zoe, "Rule")

    assert plain(zoe.last_message).startswith("How do you rate #1?")


async def test_a_lease_ends_by_itself_and_the_card_shows_it(newsroom: Newsroom, group: Group) -> None:
    await asks(newsroom)
    await group.press(group.mia, "Take")
    newsroom.clock.advance(minutes=10)
    await said(newsroom, group.mia, "/take 1")
    newsroom.clock.advance(minutes=10)
    await newsroom.keep_house()
    assert "Taken by Mia until 12:25 UTC" in group.card
    newsroom.clock.advance(seconds=LEASE_DURATION.total_seconds())
    await newsroom.keep_house()

    assert group.card.splitlines()[-1] == "Free"


async def test_two_press_take_at_the_same_instant_and_one_is_told_who_was_faster(
    newsroom: Newsroom, group: Group
) -> None:
    await asks(newsroom)
    (card,) = group.cards
    presses = [person.presses("Take", card) for person in (group.owner, group.mia)]
    await newsroom.settle()

    holder = "Olga" if "Taken by Olga" in group.card else "Mia"
    told = [press.answer for press in presses if press.answer]
    assert told == [f"{holder} is working on #1 until 12:15 UTC."]


async def test_the_slower_of_two_who_set_aside_sees_who_did_it(newsroom: Newsroom, group: Group) -> None:
    ana = await asks(newsroom)
    (card,) = group.cards
    presses = [person.presses("Not a claim", card) for person in (group.owner, group.mia)]
    await newsroom.settle()

    by = "Olga" if "by Olga" in group.card else "Mia"
    assert [p.answer for p in presses if p.answer] == [f"{by} was faster. The card shows how #1 was closed."]
    assert group.card.splitlines()[-1] == f"Set aside (Not a claim) by {by} at 12:00 UTC · 1 told"
    assert len(ana.messages) == 2


async def test_undo_leaves_the_card_after_ten_minutes_and_the_card_is_left_alone(
    newsroom: Newsroom, group: Group
) -> None:
    await asks(newsroom)
    await said(newsroom, group.mia, "/verdict 1 false It stays open. https://example.org/bridge")
    await newsroom.keep_house()
    (card,) = group.cards
    assert [button.text for button in card.buttons] == ["Undo (10 min)"]
    newsroom.clock.advance(seconds=UNDO_DURATION.total_seconds())
    await newsroom.keep_house()

    assert card.buttons == ()
    async with newsroom.program.store.reading() as tx:
        assert await tx.cards.all(10) == []


async def test_in_the_group_only_moderators_numbers_count(newsroom: Newsroom, group: Group) -> None:
    ana = await asks(newsroom)
    shown = group.card
    press = await group.press(ana, "Take")
    assert press.answer == "These buttons work for those whom /team lists."
    messages = len(newsroom.world.in_chat(group.chat.id))
    channel = newsroom.world.channel("Somebody's channel")
    ana.says("/desk off", chat=group.chat, thread_id=3)
    for speaking in (group.chat, channel):
        group.owner.says("/desk off", chat=group.chat, thread_id=3, in_the_name_of=speaking)
    await newsroom.settle()

    assert group.card == shown
    assert len(newsroom.world.in_chat(group.chat.id)) == messages + 3
    async with newsroom.program.store.reading() as tx:
        assert [desk.thread_id for desk in await tx.desks.all()] == [DESK_TOPIC]


@pytest.mark.parametrize("data", ["s:2:1", "q:2", "n:2:1"])
async def test_an_askers_button_does_nothing_to_the_groups_card(
    newsroom: Newsroom, group: Group, data: str
) -> None:
    fined = "From May, households in Verdania are fined 500 euros for watering the garden."
    await newsroom.publishes(a_ruling(claim=fined))
    await asks(newsroom)
    ben = await asks(newsroom, fined.replace("500", "5,000"), "Ben")
    (card,) = group.cards
    before = (card.text, card.buttons, len(newsroom.world.in_chat(group.chat.id)))
    press = newsroom.world.press(ben.user, card, Button("forged", "callback_data", data))
    await newsroom.settle()

    assert press.answer == "These buttons work for those whom /team lists."
    assert (card.text, card.buttons, len(newsroom.world.in_chat(group.chat.id))) == before


async def test_the_desk_is_the_owners_to_move_and_to_close(newsroom: Newsroom, group: Group) -> None:
    group.mia.says("/desk off", chat=group.chat, thread_id=3)
    await newsroom.settle()
    assert newsroom.world.in_chat(group.chat.id)[-1].text == "That is for owners. They are listed under /team"
    group.owner.says("/desk off", chat=group.chat, thread_id=3)
    await newsroom.settle()
    await asks(newsroom)

    assert group.cards == []
    assert group.mia.last_message.startswith("New claim to check")


async def test_who_prefers_private_cards_gets_them_level_too(newsroom: Newsroom, group: Group) -> None:
    await said(newsroom, group.mia, "/cards on")
    await asks(newsroom)
    assert group.mia.last_message.startswith("New claim to check")
    await group.press(group.owner, "Take")
    await newsroom.keep_house()

    assert plain(group.mia.last_message).splitlines()[-1] == "Taken by Olga until 12:15 UTC"


async def test_a_desk_that_opens_shows_what_waits_the_most_needed_first(newsroom: Newsroom) -> None:
    await asks(newsroom, FOREST)
    for name in ("Ben", "Cleo"):
        await asks(newsroom, BRIDGE, name)
    group = await opened(newsroom)

    assert [card.text.split(" · ")[:2] for card in group.cards] == [["#2", "2 people"], ["#1", "1 person"]]


async def test_cards_go_on_after_a_restart(tmp_path: Path, embedder: TwoEncoders) -> None:
    async with open_newsroom(tmp_path, embedder=embedder) as first:
        group = await opened(first)
        await asks(first)
        (card,) = group.cards
    async with open_newsroom(tmp_path, first.world, first.clock, embedder=embedder) as second:
        group.newsroom = second
        press = await group.press(group.mia, "Take")

    assert press.answer in ("", None)
    assert "Taken by Mia" in plain(card.text)
    assert len(group.cards) == 1


# --- private cards stay level ------------------------------------------------------------------------------


async def test_every_card_of_a_claim_follows_whoever_presses_and_none_is_sent_anew(
    newsroom: Newsroom, group: Group
) -> None:
    eva = await newsroom.moderator("Eva")
    for person in (group.mia, eva):
        await said(newsroom, person, "/cards on")
    await asks(newsroom)
    seen = [len(person.messages) for person in (group.mia, eva)]
    eva.presses("Take")
    await newsroom.settle()
    for name in ("Ben", "Cleo"):
        await asks(newsroom, name=name)
    await newsroom.keep_house()

    shown = [group.card, *(plain(person.last_message) for person in (group.mia, eva))]
    assert [card.splitlines()[-1] for card in shown] == ["Taken by Eva until 12:15 UTC"] * 3
    assert ["3 people" in card for card in shown] == [True] * 3
    newsroom.clock.advance(seconds=LEASE_DURATION.total_seconds())
    await newsroom.keep_house()
    shown = [group.card, *(plain(person.last_message) for person in (group.mia, eva))]
    assert [card.splitlines()[-1] for card in shown] == ["Free"] * 3
    assert [len(person.messages) for person in (group.mia, eva)] == seen


async def test_who_is_removed_sees_nothing_new_on_their_cards(newsroom: Newsroom, group: Group) -> None:
    await said(newsroom, group.mia, "/cards on")
    await asks(newsroom)
    card = group.mia.last
    before = card.text
    await said(newsroom, group.owner, f"/remove {group.mia.id}")
    group.owner.presses("Remove")
    await newsroom.settle()
    await said(newsroom, group.owner, "/note 1 Ask the town hall")
    await newsroom.keep_house()

    assert card.text == before
    assert "Ask the town hall" in group.card


async def test_notes_and_askers_answers_stand_on_the_groups_card(newsroom: Newsroom, group: Group) -> None:
    ana = await asks(newsroom)
    await said(newsroom, group.mia, "/note 1 They call at noon")
    await said(newsroom, group.mia, "/ask 1 Where did you get it?")
    ana.says("From my neighbour", reply_to=ana.last)
    await newsroom.settle()
    await newsroom.keep_house()

    assert "Note by Mia: They call at noon" in group.card
    assert "Asker 1: From my neighbour" in group.card


# --- the group is lost -------------------------------------------------------------------------------------


def lost(person: Person) -> list[str]:
    """Return what somebody was told of the group."""
    words = ("nothing was lost", "became a supergroup")
    return [plain(m.text) for m in person.messages if any(word in m.text for word in words)]


async def test_when_the_topic_is_deleted_owners_hear_once_and_cards_go_on_in_private(
    newsroom: Newsroom, group: Group
) -> None:
    await asks(newsroom)
    newsroom.world.delete_topic(group.chat, DESK_TOPIC)
    await asks(newsroom, FOREST, "Ben")
    for _round in range(3):
        await newsroom.keep_house()

    assert lost(group.owner) == [
        "The topic for the cards is gone or closed. 2 claims wait; nothing was lost.\n"
        "New claims come to this chat from now on.\nTo go on in a group, write /desk there."
    ]
    assert lost(group.mia) == [
        "The topic for the cards is gone or closed. 2 claims wait; nothing was lost.\n"
        "New claims come to this chat from now on."
    ]
    for person in (group.owner, group.mia):
        assert sum(m.text.startswith("New claim to check") for m in person.messages) == 1
        assert any(FOREST in m.text for m in person.messages)
    await asks(newsroom, "Lemon trees are forbidden in Elmsworth since May", "Cleo")
    assert "Lemon trees" in group.mia.last_message
    group.owner.says("/desk", chat=group.chat, thread_id=3)
    await newsroom.settle()
    assert len([card for card in group.cards if card.thread_id == 3]) == 3


async def test_when_the_bot_is_removed_the_queue_goes_on_in_private(newsroom: Newsroom, group: Group) -> None:
    newsroom.world.remove_bot(group.chat)
    await asks(newsroom)
    for _round in range(3):
        await newsroom.keep_house()

    assert lost(group.owner) == [
        "I can no longer write to the moderators' group. 1 claim waits; nothing was lost.\n"
        "New claims come to this chat from now on.\nTo go on in a group, write /desk there."
    ]
    card = next(m for m in group.mia.messages if m.text.startswith("New claim to check"))
    group.mia.presses("Take", card)
    await newsroom.settle()
    assert plain(card.text).splitlines()[-1] == "Taken by Mia until 12:15 UTC"
    async with newsroom.program.store.reading() as tx:
        (entry,) = [one for one in await tx.audit.after(0, 100) if one.act == "lost_desk"]
    assert entry.after == {"desk": False, "why": "removed", "moved_to": None}


async def test_a_group_that_becomes_a_supergroup_keeps_its_cards(newsroom: Newsroom) -> None:
    owner, mia = await newsroom.moderator("Olga"), await newsroom.moderator("Mia", Role.REVIEWER)
    chat = newsroom.world.add_group("Newsroom", [owner.user, mia.user])
    owner.says("/desk", chat=chat)
    await asks(newsroom)
    group = Group(newsroom, newsroom.world.upgrade(chat), owner, mia)
    await asks(newsroom, FOREST, "Ben")
    for _round in range(3):
        await newsroom.keep_house()

    assert sorted(plain(card.text).split(" · ")[0] for card in group.cards) == ["#1", "#2"]
    assert lost(owner) == [
        "The moderators' group became a supergroup. The cards go on there, as new messages."
    ]
    assert lost(mia) == []
    press = mia.presses("Take", group.cards[0])
    await newsroom.settle()
    assert press.answer in ("", None)
    assert "Taken by Mia" in plain(group.cards[0].text)


async def test_a_lost_group_is_noticed_before_a_restart_and_mended_after_it(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    async with open_newsroom(tmp_path, embedder=embedder) as first:
        group = await opened(first)
        first.world.remove_bot(group.chat)
        await asks(first)
    async with open_newsroom(tmp_path, first.world, first.clock, embedder=embedder) as second:
        await second.keep_house()
        await second.keep_house()

    assert len(lost(group.owner)) == 1
    assert sum(m.text.startswith("New claim to check") for m in group.mia.messages) == 1
