import json
from contextlib import suppress

import pytest

from claims.ports import AlreadySettled
from tests.unit.db.builders import NOW, later


def updates(*ids):
    return [{"update_id": number, "message": {"text": f"no {number}"}} for number in ids]


async def waiting(store, limit=100):
    async with store.reading() as tx:
        return await tx.inbox.waiting(limit, per_chat=100)


async def counts(store):
    async with store.reading() as tx:
        return dict(await tx.inbox.counts())


async def received(store, *ids):
    async with store.writing() as tx:
        return await tx.inbox.add(updates(*ids), NOW)


async def test_updates_wait_in_order_of_arrival_not_of_id(store):
    await received(store, 30, 10)
    await received(store, 20)

    assert [update.id for update in await waiting(store)] == [30, 10, 20]
    assert [update.id for update in await waiting(store, limit=2)] == [30, 10]


async def test_a_redelivery_is_recognised_within_a_batch_across_batches_and_after_it_was_done(store):
    assert await received(store, 1, 2, 1) == 2
    async with store.writing() as tx:
        await tx.inbox.done(1)

    assert await received(store, 1, 2, 3) == 1
    assert await received(store) == 0
    assert await counts(store) == {"new": 2, "held": 0, "done": 1, "dead": 0}


async def test_the_body_comes_back_as_it_was_sent_whatever_it_holds(store):
    raw = {"update_id": 1, "message": {"text": "a\x00b \ud800 \u202e 🧅", "n": 1e300, "deep": [[[None]]]}}
    async with store.writing() as tx:
        await tx.inbox.add([raw], NOW)

    [update] = await waiting(store)

    assert json.loads(update.body) == raw


async def test_what_is_held_waits_again_once_it_is_released(store):
    await received(store, 1, 2, 3)
    async with store.writing() as tx:
        await tx.inbox.done(3)
        assert await tx.inbox.hold([1, 2], 3, "boom")
        assert not await tx.inbox.hold([3], 3, "too late")
    assert (await waiting(store), await counts(store)) == ([], {"new": 0, "held": 2, "done": 1, "dead": 0})

    async with store.writing() as tx:
        held = await tx.inbox.held(10)
        await tx.inbox.release([1])
    assert [(update.id, update.tries) for update in held] == [(1, 3), (2, 3)]
    assert [update.id for update in await waiting(store)] == [1]


async def test_a_failing_update_counts_its_tries_and_a_dead_one_is_set_aside(store):
    await received(store, 1, 2)
    async with store.writing() as tx:
        await tx.inbox.failed(1, "boom", dead=False)
    assert [(update.id, update.tries) for update in await waiting(store)] == [(1, 1), (2, 0)]

    async with store.writing() as tx:
        await tx.inbox.failed(1, "boom again", dead=True)
    assert [update.id for update in await waiting(store)] == [2]
    assert await counts(store) == {"new": 1, "held": 0, "done": 0, "dead": 1}


async def test_what_is_done_cannot_fail_any_more(store):
    await received(store, 1)
    async with store.writing() as tx:
        await tx.inbox.done(1)
        await tx.inbox.failed(1, "too late", dead=True)

    assert await counts(store) == {"new": 0, "held": 0, "done": 1, "dead": 0}


async def test_settling_marks_the_update_done_with_the_first_write_and_only_then(store):
    await received(store, 1)
    settling = store.settling(1)
    async with settling.reading():
        pass
    assert not settling.settled

    async with settling.writing() as tx:
        await tx.audit.write("a", "b", "c", NOW)
    async with settling.writing() as tx:
        await tx.audit.write("a", "b", "c", NOW)

    assert settling.settled
    assert await counts(store) == {"new": 0, "held": 0, "done": 1, "dead": 0}


async def test_settling_takes_nothing_when_its_transaction_fails(store):
    await received(store, 1)
    settling = store.settling(1)
    with pytest.raises(ZeroDivisionError):
        async with settling.writing():
            raise ZeroDivisionError

    assert (settling.settled, await counts(store)) == (False, {"new": 1, "held": 0, "done": 0, "dead": 0})
    async with settling.writing():
        pass
    assert settling.settled


@pytest.mark.parametrize("update_id", [1, 404])
async def test_what_was_done_before_or_never_came_cannot_be_settled(store, update_id):
    await received(store, 1)
    async with store.settling(1).writing():
        pass
    settling = store.settling(update_id)

    with pytest.raises(AlreadySettled):
        async with settling.writing() as tx:
            await tx.inbox.add(updates(7), NOW)

    assert not settling.settled
    assert await waiting(store) == []


async def test_nothing_is_stored_of_what_was_done_before_whoever_overhears_that(store):
    await received(store, 1)
    async with store.settling(1).writing():
        pass

    async def overhear():
        async with store.settling(1).writing() as tx:
            for number in (7, 8):
                with suppress(AlreadySettled):
                    await tx.inbox.add(updates(number), NOW)

    with pytest.raises(AlreadySettled):
        await overhear()
    assert await waiting(store) == []


async def test_the_oldest_update_that_waits_tells_its_time_of_arrival(store):
    async def oldest():
        async with store.reading() as tx:
            return await tx.inbox.oldest_waiting_at()

    assert await oldest() is None
    for number in (1, 2, 3):
        async with store.writing() as tx:
            await tx.inbox.add(updates(number), later(number))
    assert await oldest() == later(1)

    async with store.writing() as tx:
        await tx.inbox.done(1)
        await tx.inbox.failed(2, "boom", dead=True)
        await tx.inbox.failed(3, "boom", dead=False)
    assert await oldest() == later(3)
