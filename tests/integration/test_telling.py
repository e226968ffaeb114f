"""A ruling that many wait for: told some at a time, everybody once, wherever the program is killed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from claims.decision import Queued
from claims.delivery import AnswerGiven, OutgoingState
from claims.news import Address, Checked, News, Published
from claims.ports import Transaction
from claims.review import DismissReason, ItemId, ItemState, ModeratorId, ReviewItem
from claims.site import NO_SITE
from claims.submission import ChatId, PersonId, SubmissionId
from claims.usecases.correct_verdict import RetractVerdict
from claims.usecases.debts import debt_of_pointing
from claims.usecases.manage_moderators import ManageModerators
from claims.usecases.moderating import Caller
from claims.usecases.rule_on_item import DismissItem, RuleOnItem
from claims.usecases.tell_on import TellOn
from claims.usecases.telling import SOME
from claims.usecases.undo_ruling import UndoRuling
from claims.verdict import Rating, VerdictId
from db.store import SqlStore, open_store
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
from tests.support.builders import NOON, a_submission
from tests.support.clock import FakeClock

PEOPLE = 2 * SOME + 30
TWICE = 50  # of them asked again, after everybody else
CALLER = Caller(
    moderator_id=ModeratorId(7), address=Address(chat_id=ChatId(7), debt="reply:1", language="en")
)
CLOCK = FakeClock()
VOICE = TelegramVoice(Catalogues.load(), CLOCK, "Test newsroom", NO_SITE)
RULE = ("There is no evidence.", "https://example.org/lemon")


@asynccontextmanager
async def opened(home: Path) -> AsyncIterator[SqlStore]:
    """Open the database; again for a restart."""
    store = await open_store(home / "forwardcheck.db")
    try:
        yield store
    finally:
        await store.close()


async def asked_by_many(store: SqlStore) -> ItemId:
    """Let many people wait on one item, some of them with two messages."""
    await ManageModerators(store, CLOCK).add(ModeratorId(7), "Max")
    async with store.writing() as tx:
        item_id = await tx.items.add("key", "Lemon water cures flu", "", (), (), NOON)
        for number in [*range(PEOPLE), *range(TWICE)]:
            person = 1_000 + number
            asked = replace(a_submission(), person_id=PersonId(person), chat_id=ChatId(person))
            await tx.submissions.add(asked, "key", item_id)
    return item_id


async def rule(store: SqlStore, item_id: ItemId) -> News:
    """Rule on the item."""
    return await RuleOnItem(store, VOICE, CLOCK, four_eyes=False, newsroom="Test newsroom")(
        CALLER, item_id, Rating.FALSE, *RULE
    )


async def told(store: SqlStore) -> Counter[int]:
    """Return how many calls are owed to each asker."""
    async with store.reading() as tx:
        calls = await tx.outbox.due(CLOCK.now(), 10_000, ())
    return Counter(owed.outgoing.chat_id for owed in calls if owed.outgoing.chat_id >= 1_000)


async def waiting(store: SqlStore, item_id: ItemId) -> int:
    """Return how many submissions wait on the item."""
    async with store.reading() as tx:
        return len(await tx.submissions.ids_on(item_id))


ONCE = Counter({1_000 + number: 1 for number in range(PEOPLE)})


async def test_the_ruling_tells_some_and_the_housekeeping_the_others(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        item_id = await asked_by_many(store)
        news = await rule(store, item_id)
        at_once = await told(store)
        await TellOn(store, VOICE, CLOCK)()

        assert isinstance(news, Published)
        assert (news.told, len(at_once)) == (PEOPLE, SOME)
        assert await told(store) == ONCE
        assert await waiting(store, item_id) == 0
        assert await TellOn(store, VOICE, CLOCK)() == 0


async def test_everybody_is_told_once_wherever_the_telling_is_cut(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        item_id = await asked_by_many(store)
        await rule(store, item_id)
    cut = 0
    for number in range(40):
        async with opened(tmp_path) as store:  # a start after each cut
            telling = asyncio.create_task(TellOn(store, VOICE, CLOCK)())
            await asyncio.sleep(0.002 * number)
            cut += not telling.done()
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
    async with opened(tmp_path) as store:
        await TellOn(store, VOICE, CLOCK)()

        assert cut > 0
        assert await told(store) == ONCE
        assert await waiting(store, item_id) == 0


async def test_an_error_amid_the_telling_leaves_no_half_of_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        item_id = await asked_by_many(store)
        await rule(store, item_id)
        before = await told(store)
        await asyncio.gather(TellOn(store, _Hoarse(), CLOCK)(), return_exceptions=True)

        assert await told(store) == before
        await TellOn(store, VOICE, CLOCK)()
        assert await told(store) == ONCE


async def test_each_asker_is_known_to_have_been_told_the_verdict(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        item_id = await asked_by_many(store)
        await rule(store, item_id)
        await TellOn(store, VOICE, CLOCK)()
        async with store.reading() as tx:
            telling = await tx.outbox.telling(VerdictId(1))

    given = {answer for owed in telling for answer in owed.outgoing.answers}
    assert given == {AnswerGiven(SubmissionId(number + 1), VerdictId(1), 1) for number in range(PEOPLE)}


async def test_an_undone_ruling_tells_nobody_more(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        item_id = await asked_by_many(store)
        await rule(store, item_id)
        await UndoRuling(store, VOICE, CLOCK)(CALLER, item_id, VerdictId(1))
        await TellOn(store, VOICE, CLOCK)()

        assert await told(store) == Counter()
        async with store.reading() as tx:
            item = await tx.items.get(item_id)
        assert item is not None
        assert (item.state, item.askers) == (ItemState.OPEN, PEOPLE)


async def test_who_was_not_told_a_withdrawn_verdict_waits_on(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        item_id = await asked_by_many(store)
        await rule(store, item_id)
        await RetractVerdict(store, VOICE, CLOCK, four_eyes=False)(CALLER, VerdictId(1))
        await TellOn(store, VOICE, CLOCK)()

        async with store.reading() as tx:
            item = await tx.items.get(item_id)
        assert item is not None
        assert (item.state, item.askers) == (ItemState.OPEN, PEOPLE)


async def test_an_item_set_aside_tells_everybody_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        item_id = await asked_by_many(store)
        await DismissItem(store, VOICE, CLOCK)(CALLER, item_id, DismissReason.OPINION)
        await TellOn(store, VOICE, CLOCK)()

        assert await told(store) == ONCE


async def test_who_asked_twice_has_the_other_reply_pointed_to_the_first(tmp_path: Path) -> None:
    async with opened(tmp_path) as store:
        item_id = await asked_by_many(store)
        await _replied(store, item_id)
        await rule(store, item_id)
        await TellOn(store, VOICE, CLOCK)()
        async with store.reading() as tx:
            debts = [
                debt_of_pointing(await _closed(tx, item_id), SubmissionId(number))
                for number in range(1, 1_000)
            ]
            edits = await tx.outbox.paying(debts)

    chats = sorted(owed.outgoing.chat_id for owed in edits)
    assert chats == [1_000 + number for number in range(TWICE)]
    assert {owed.outgoing.params["message_id"] for owed in edits} == {
        PEOPLE + 1 + number for number in range(TWICE)
    }


async def _closed(tx: Transaction, item_id: ItemId) -> ReviewItem:
    item = await tx.items.get(item_id)
    assert item is not None
    return item


async def _replied(store: SqlStore, item_id: ItemId) -> None:
    """Send the first reply to everything that waits; each has the number of its submission."""
    async with store.writing() as tx:
        for stored in await tx.submissions.waiting_on(item_id):
            address = Address(chat_id=stored.submission.chat_id, debt=f"checked:{stored.id}", language="en")
            await tx.outbox.add(VOICE.say(address, Checked(stored.id, Queued())), NOON)
    async with store.writing() as tx:
        owed = await tx.outbox.paying([f"checked:{number}" for number in range(1, 1_000)])
        await tx.outbox.save(
            *(replace(one, state=OutgoingState.SENT, message_id=int(one.outgoing.dedupe[8:])) for one in owed)
        )


class _Hoarse(TelegramVoice):
    """Loses its voice after some sentences."""

    def __init__(self) -> None:
        super().__init__(Catalogues.load(), CLOCK, "Test newsroom", NO_SITE)
        self._left = SOME // 2

    def say(self, *said: Any) -> Any:
        """Say it while that goes."""
        self._left -= 1
        if self._left < 0:
            raise RuntimeError("no voice left")
        return super().say(*said)
