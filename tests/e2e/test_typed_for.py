"""Stories of what a reviewer types for one question while they press for another, in a group."""

from pathlib import Path

from claims.ports import LinkRead, LinkUnreadable
from claims.review import ItemId, ModeratorId, RulingDraft
from matching.embeddings import TwoEncoders
from simulator.messages import Message
from simulator.person import Person
from tests.e2e.test_cards import FOREST, Group, opened
from tests.e2e.test_ruling_steps import BRIDGE, CHECKED, LINK, OnePage, asks, plain, pressed, said
from tests.support.newsroom import Newsroom, open_newsroom


def card_of(group: Group, number: int) -> Message:
    return next(card for card in group.cards if plain(card.text).startswith(f"#{number} "))


def heard(person: Person) -> list[str]:
    """Return how everything begins that somebody was told."""
    return [plain(message.text).splitlines()[0] for message in person.messages]


async def two_questions(newsroom: Newsroom) -> tuple[Group, Person, Person]:
    group = await opened(newsroom)
    return group, await asks(newsroom, BRIDGE, "Ana"), await asks(newsroom, FOREST, "Ben")


async def test_a_number_typed_for_one_question_answers_no_other_that_is_pressed_a_moment_later(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(CHECKED)
    group, ana, ben = await two_questions(newsroom)
    group.owner.presses("Same as…", card_of(group, 1))
    await newsroom.settle()
    group.owner.says("1")
    group.owner.presses("Same as…", card_of(group, 2))
    await newsroom.settle()

    assert len(heard(ben)) == 1
    assert len(heard(ana)) == 2
    assert "Which fact-check answers #2?" in plain(group.owner.last_message)


async def test_a_link_pasted_for_one_ruling_is_put_into_no_other(newsroom: Newsroom) -> None:
    await newsroom.publishes(CHECKED)
    group, _, _ = await two_questions(newsroom)
    group.owner.presses("Rule", card_of(group, 1))
    await newsroom.settle()
    group.owner.says(LINK)
    group.owner.presses("Rule", card_of(group, 2))
    await newsroom.settle()

    preview, rating = (plain(message.text) for message in group.owner.messages[-2:])
    assert preview.startswith(f"#1 · “{BRIDGE}”")
    assert "Ferries will replace a river crossing" in preview
    assert "How do you rate #2?" in rating


async def test_a_ruling_shows_for_which_question_it_is_before_it_is_published(newsroom: Newsroom) -> None:
    moderator, _ = await newsroom.moderator(), await asks(newsroom)
    await said(newsroom, moderator, "/claim 1 Ferries replace the bridge.")
    await pressed(newsroom, moderator, "False")
    preview = await said(newsroom, moderator, "It stays open. https://example.org/b")

    assert preview.startswith(f"#1 · “{BRIDGE}”\n\nThis is what people will read:")


class SlowPage(OnePage):
    """A page that is read while the reviewer begins another ruling, in the group."""

    newsroom: Newsroom
    moderator_id: ModeratorId

    async def read(self, link: str) -> LinkRead | LinkUnreadable:
        async with self.newsroom.program.store.writing() as tx:
            await tx.drafts.save(RulingDraft(moderator_id=self.moderator_id, item_id=ItemId(2)))
        return await super().read(link)


async def test_a_link_that_is_read_while_another_ruling_begins_is_put_into_no_other(
    tmp_path: Path, embedder: TwoEncoders
) -> None:
    page = SlowPage(CHECKED)
    async with open_newsroom(tmp_path, embedder=embedder, reader=page) as newsroom:
        moderator, _ = await newsroom.moderator(), await asks(newsroom)
        await asks(newsroom, FOREST, "Ben")
        page.newsroom, page.moderator_id = newsroom, ModeratorId(moderator.id)
        await said(newsroom, moderator, "/verdict 1")

        assert (await said(newsroom, moderator, LINK)).startswith("There is no ruling under way.")
        async with newsroom.program.store.reading() as tx:
            draft = await tx.drafts.get(page.moderator_id)
        assert draft == RulingDraft(moderator_id=page.moderator_id, item_id=ItemId(2))
