from dataclasses import replace

import pytest

from claims.decision import Conflict, ConflictKind, How, Match
from claims.learning import LabelSource
from claims.ports import Background, StoredSubmission
from claims.review import (
    DismissReason,
    DraftStep,
    ItemState,
    Lease,
    Moderator,
    Person,
    ReviewItem,
    RulingDraft,
    dismiss,
    release,
    rule,
    take,
)
from claims.submission import ChannelPost
from claims.verdict import Rating
from db.errors import StorageConflict
from db.schema import moderators
from tests.unit.db.builders import NOW, a_ruling, a_submission, later

NEAR = (
    Match(
        verdict_id=3,
        probability=0.25,
        how=How.WORDS,
        conflicts=(Conflict(ConflictKind.NUMBER, "5,000", "\ud800"),),
        part="the second sentence",
    ),
    Match(verdict_id=4, probability=0.125, how=How.MEANING),
)


MIA, MAX = Moderator(7), Moderator(8)


async def new_item(store, key="key", now=NOW):
    async with store.writing() as tx:
        return await tx.items.add(key, "Onions?", "es", NEAR, ("https://a.example",), now)


async def ask(store, item_id, person, seconds=0, **fields):
    async with store.writing() as tx:
        submission = a_submission(person, sent_at=later(seconds), **fields)
        return await tx.submissions.add(submission, "key", item_id)


async def get(store, item_id):
    async with store.reading() as tx:
        return await tx.items.get(item_id)


def channel(number, title):
    return ChannelPost(number, 1, title, NOW)


async def test_an_expected_submission_gets_the_id_that_any_other_would_get(store):
    ids = []
    for expected in (False, True, True, False):
        async with store.writing() as tx:
            if expected:
                await tx.submissions.expect()
            await tx.people.get(1)  # a statement: from here on the id is known
            ids += [
                await tx.submissions.add(a_submission(number, files=("file",)), "key", None)
                for number in (1, 2)
            ]
    async with store.writing() as tx:
        await tx.submissions.expect()
        ids.append(await tx.submissions.add(a_submission(3), "key", None))
        ids.append(await tx.submissions.add(a_submission(4), "key", None))
    async with store.reading() as tx:
        stored = await tx.submissions.get_many(ids)
        files = await tx.submissions.sharing_files(ids[:1])

    assert ids == list(range(1, 11))
    assert [stored[number].submission.person_id for number in ids] == [1, 2] * 4 + [3, 4]
    assert files == set(ids[:8])


async def test_an_expected_submission_that_is_rolled_back_leaves_no_trace(store):
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the transaction is what raises
        async with store.writing() as tx:
            await tx.submissions.expect()
            await tx.people.get(1)
            lost = await tx.submissions.add(a_submission(1), "key", None)
            raise ZeroDivisionError
    async with store.writing() as tx:
        kept = await tx.submissions.add(a_submission(2), "key", None)
    async with store.reading() as tx:
        stored = await tx.submissions.get_many([lost, kept])

    assert [(number, one.submission.person_id) for number, one in stored.items()] == [(kept, 2)]


async def test_the_background_of_a_question_holds_what_was_said_of_that_text(store):
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(a_ruling(), "key", NOW)
        nothing = await tx.backgrounds.of(1, "text", "ask:1")
        await tx.rejections.add(1, "text", verdict.id, NOW)
        await tx.rejections.add(2, "other text", verdict.id, NOW)
        await tx.pairs.add("text", verdict.id, LabelSource.ASKER_REJECTED, NOW, same=False)
        await tx.schedules.set("ask:1", later(7))
        found = await tx.backgrounds.of(1, "text", "ask:1")
        labelled = await tx.pairs.of("text")
        other = await tx.backgrounds.of(2, "text", "ask:2")

    assert nothing == Background(rejected=frozenset(), labelled=(), scheduled_at=None, revision=1)
    assert found == Background(
        rejected=frozenset({verdict.id}), labelled=tuple(labelled), scheduled_at=later(7), revision=1
    )
    assert other == replace(found, rejected=frozenset(), scheduled_at=None)
    assert len(labelled) == 1


async def test_a_new_item_comes_back_whole(store):
    item_id = await new_item(store)

    expected = ReviewItem(
        id=item_id,
        key="key",
        text="Onions?",
        state=ItemState.OPEN,
        version=1,
        askers=0,
        waiting_since=NOW,
        language="es",
        near=NEAR,
        links=("https://a.example",),
    )
    assert await get(store, item_id) == expected
    async with store.reading() as tx:
        assert await tx.items.find_by_key("key") == expected
        assert await tx.items.find_by_key("another") is None
        assert await tx.items.get(404) is None
        assert await tx.items.get(10**40) is None


async def test_askers_are_distinct_people_and_the_wait_is_that_of_the_first(store):
    item_id = await new_item(store, now=later(100))
    for person, seconds in [(1, 30), (2, 20), (1, 40)]:
        await ask(store, item_id, person, seconds)

    item = await get(store, item_id)

    assert (item.askers, item.waiting_since) == (2, later(20))


async def test_someone_who_stops_waiting_no_longer_counts(store):
    item_id = await new_item(store)
    first = await ask(store, item_id, 1, 10)
    await ask(store, item_id, 2, 20)
    async with store.writing() as tx:
        await tx.submissions.settle([first], NOW)
        stored = await tx.submissions.get(first)

    item = await get(store, item_id)
    assert (stored.item_id, item.askers, item.waiting_since) == (None, 1, later(20))


async def test_channels_are_named_once_each_in_the_order_they_appeared(store):
    item_id = await new_item(store)
    for person, origin in enumerate([channel(9, "City"), None, channel(8, "Town"), channel(9, "City")]):
        await ask(store, item_id, person, origin=origin)

    assert (await get(store, item_id)).channels == ("City", "Town")


async def test_the_newest_item_with_a_key_is_found(store):
    await new_item(store)
    newest = await new_item(store)

    async with store.reading() as tx:
        assert (await tx.items.find_by_key("key")).id == newest


async def test_the_queue_shows_most_askers_first_then_the_longest_waiting(store):
    few, old, many, closed = [await new_item(store, key) for key in "abcd"]
    for item_id, person, seconds in [(few, 1, 9), (old, 1, 1), (many, 1, 50), (many, 2, 60), (closed, 3, 0)]:
        await ask(store, item_id, person, seconds)
    async with store.writing() as tx:
        item = await tx.items.get(closed)
        assert await tx.items.save(dismiss(item, MIA, DismissReason.SPAM, NOW))

    async with store.reading() as tx:
        assert [item.id for item in await tx.items.open(10)] == [many, old, few]
        assert [item.id for item in await tx.items.open(1, offset=1)] == [old]
        assert await tx.items.count_open() == 3


async def test_every_change_of_an_item_is_kept(store):
    item_id = await new_item(store)
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(a_ruling(), "key", NOW)
        item = await tx.items.get(item_id)
        for change in (lambda item: take(item, MIA, NOW), lambda item: release(item, MIA, NOW)):
            item = change(item)
            assert await tx.items.save(item)
            assert await tx.items.get(item_id) == item
        item = rule(item, MIA, verdict.id, NOW)
        assert await tx.items.save(item)

    assert await get(store, item_id) == item
    other = await new_item(store)
    async with store.writing() as tx:
        dismissed = dismiss(await tx.items.get(other), MIA, DismissReason.OPINION, NOW)
        assert await tx.items.save(dismissed)
    assert await get(store, other) == dismissed


async def test_of_two_who_take_the_same_version_the_second_is_refused(store):
    item_id = await new_item(store)
    seen = await get(store, item_id)
    async with store.writing() as tx:
        assert await tx.items.save(take(seen, MIA, NOW))
    async with store.writing() as tx:
        assert not await tx.items.save(take(seen, MAX, NOW))
        assert not await tx.items.save(replace(take(seen, MAX, NOW), id=404))

    assert (await get(store, item_id)).lease == Lease(7, take(seen, MIA, NOW).lease.until)


async def test_submissions_come_back_whole_and_oldest_first(store):
    item_id = await new_item(store)
    young = a_submission(1, sent_at=later(9), links=("https://a.example",), language="pt")
    old = a_submission(-1002233445566, chat_id=-1, origin=channel(-1009988776655, "City"))
    async with store.writing() as tx:
        young_id = await tx.submissions.add(young, "a", item_id)
        old_id = await tx.submissions.add(old, "b", item_id)
        await tx.submissions.add(old, "b", None)

    async with store.reading() as tx:
        assert await tx.submissions.waiting_on(item_id) == [
            StoredSubmission(old_id, old, "b", item_id),
            StoredSubmission(young_id, young, "a", item_id),
        ]
        assert await tx.submissions.get(404) is None
        assert await tx.submissions.get(10**40) is None
        assert await tx.submissions.answers_to(young_id) == []


async def test_a_submission_cannot_wait_on_what_is_not_there(store):
    with pytest.raises(StorageConflict):
        await ask(store, 404, 1)


async def test_people_are_remembered(store):
    async with store.writing() as tx:
        assert await tx.people.get(1) is None
        await tx.people.save(Person(1, "de"))
        await tx.people.save(Person(1, "pt"))
        assert await tx.people.get(1) == Person(1, "pt")
        assert await tx.people.get(10**40) is None


async def test_that_somebody_stopped_the_bot_stays_known_though_they_write(store):
    async with store.writing() as tx:
        heard = [await tx.people.hear_from(Person(1, "de"))]
        await tx.people.set_blocked(1, blocked=True)
        await tx.people.set_blocked(404, blocked=True)
        await tx.people.save(Person(1, "es"))
        heard.append(await tx.people.hear_from(Person(1, "pt")))
        before = await tx.backgrounds.of(1, "text", "ask:1")
        assert await tx.people.get(1) == Person(1, "pt", blocked=True)
        assert await tx.people.get(404) is None

        await tx.people.set_blocked(1, blocked=False)
        heard.append(await tx.people.hear_from(Person(1)))
        after = await tx.backgrounds.of(1, "text", "ask:1")

    assert heard == [False, True, False]
    assert (before.blocked, after.blocked) == (True, False)


async def test_a_rejection_counts_once_for_each_person_text_and_verdict(store):
    async with store.writing() as tx:
        one = (await tx.verdicts.add(a_ruling("One"), "one", NOW)).id
        two = (await tx.verdicts.add(a_ruling("Two"), "two", NOW)).id
        said = [(1, "k", one), (1, "k", one), (1, "k", two), (1, "other", one), (2, "k", one)]
        new = [await tx.rejections.add(*rejection, NOW) for rejection in said]

        assert new == [True, False, True, True, True]
        assert await tx.rejections.of(1, "k") == {one, two}
        assert await tx.rejections.of(3, "k") == frozenset()
        assert await tx.rejections.count(one, "k") == 2
        assert await tx.rejections.count(two, "other") == 0


async def test_moderators_are_added_renamed_listed_and_removed(store):
    async with store.writing() as tx:
        said = [
            await tx.moderators.add(Moderator(9, "Ana", "es"), NOW),
            await tx.moderators.add(Moderator(9, "Ana", "es"), NOW),
            await tx.moderators.add(Moderator(9, "Ana B.", "es"), NOW),
            await tx.moderators.add(Moderator(5), NOW),
        ]
        assert said == [True, False, True, True]
        assert await tx.moderators.all() == [Moderator(5), Moderator(9, "Ana B.", "es")]
        assert await tx.moderators.get(9) == Moderator(9, "Ana B.", "es")
        assert [await tx.moderators.remove(9), await tx.moderators.remove(9)] == [True, False]
        assert await tx.moderators.get(9) is None
        assert await tx.moderators.get(10**40) is None


@pytest.mark.parametrize("account", [1087968824, 136817688, 777000, 0, -100, 10**40])
async def test_an_account_that_speaks_for_others_cannot_be_a_moderator(store, account):
    async with store.writing() as tx:
        with pytest.raises(ValueError, match="not the Telegram id of one person"):
            await tx.moderators.add(Moderator(account), NOW)
        assert await tx.moderators.all() == []


@pytest.mark.parametrize("account", [1087968824, 136817688, 777000, 0, -100])
async def test_the_schema_itself_refuses_such_an_account(store, account):
    with pytest.raises(StorageConflict):
        async with store.writing() as tx:
            await tx.moderators._connection.execute(moderators.insert().values(id=account, added_at=NOW))


async def test_a_moderator_has_one_draft_and_it_goes_with_them(store):
    item_id = await new_item(store)
    started = RulingDraft(moderator_id=9, item_id=item_id)
    ready = replace(started, step=DraftStep.CONFIRM, rating=Rating.SATIRE, summary="A joke", url="https://x")
    async with store.writing() as tx:
        await tx.moderators.add(Moderator(9), NOW)
        kept = [await tx.drafts.get(9)]
        for draft in (started, ready):
            await tx.drafts.save(draft)
            kept.append(await tx.drafts.get(9))
        await tx.drafts.discard(9)
        kept.append(await tx.drafts.get(9))
        await tx.drafts.save(ready)
        await tx.moderators.remove(9)
        kept.append(await tx.drafts.get(9))

    assert kept == [None, started, ready, None, None]
