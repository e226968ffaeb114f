from dataclasses import replace
from datetime import timedelta

from claims.delivery import AnswerGiven, OutgoingState, Urgency
from claims.figures import Share
from claims.review import ItemState
from tests.unit.db.builders import NOW, a_call, a_ruling, a_submission, later

EDGES = [later(0), later(100), later(200), later(300)]


async def ask(store, person, seconds, item_id=None, **fields):
    async with store.writing() as tx:
        return await tx.submissions.add(
            a_submission(person, sent_at=later(seconds), **fields), "key", item_id
        )


async def tell(store, submission_id, verdict, dedupe, urgency=Urgency.ANSWER):
    given = AnswerGiven(submission_id, verdict.id, verdict.revision)
    async with store.writing() as tx:
        await tx.outbox.add(a_call(dedupe, urgency=urgency, answers=(given,)), NOW)


async def publish(store, publisher):
    async with store.writing() as tx:
        return await tx.verdicts.add(
            a_ruling(publisher=publisher, url=f"https://{publisher}.example"), "key", NOW
        )


async def figures(store, since=0, until=300):
    async with store.reading() as tx:
        return await tx.bookkeeping.figures(later(since), later(until), EDGES)


async def ruled_item(store, opened, *ruled, state=ItemState.RULED):
    async with store.writing() as tx:
        item_id = await tx.items.add(f"key {opened}", "Onions?", "", (), (), later(opened))
        item = await tx.items.get(item_id)
        await tx.items.save(replace(item, state=state, version=2))
        for act, seconds in ruled:
            await tx.audit.write("moderator:9", act, f"item:{item_id}", later(seconds))


async def test_questions_are_counted_in_their_stretch_and_language(store):
    for person, (seconds, language) in enumerate(
        [(-1, "es"), (0, "es"), (99, "pt"), (100, "pt-BR"), (299, ""), (300, "es")], start=1
    ):
        await ask(store, person, seconds, language=language)

    counted = await figures(store)

    assert (counted.asked, counted.asked_in) == (4, (2, 1, 1))
    assert counted.languages == (Share("pt", 2), Share("", 1), Share("es", 1))


async def test_the_first_answer_says_how_a_question_was_answered(store):
    plain, desk = await publish(store, "plain"), await publish(store, "desk")
    at_once, reviewed, twice, refused, unanswered = [
        await ask(store, person, 10 * person) for person in range(1, 6)
    ]
    await tell(store, at_once, plain, "a")
    await tell(store, at_once, desk, "a corrected", Urgency.BROADCAST)
    await tell(store, reviewed, desk, "b", Urgency.BROADCAST)
    await tell(store, twice, plain, "c")
    await tell(store, twice, plain, "c again")
    await tell(store, refused, plain, "d")
    async with store.writing() as tx:
        [owed] = [call for call in await tx.outbox.due(NOW, 10, set()) if call.outgoing.dedupe == "a"]
        assert owed.outgoing.answers[0].submission_id == at_once
        numbered = [await tx.outbox.get(owed.id + step) for step in range(6)]
        lost = next(call for call in numbered if call and call.outgoing.dedupe == "d")
        await tx.outbox.save(replace(lost, state=OutgoingState.FAILED))

    counted = await figures(store)

    assert (counted.asked, counted.at_once, counted.after_review) == (5, 2, 1)
    assert counted.publishers == (Share("plain", 2), Share("desk", 1))
    assert unanswered


async def test_people_who_wait_count_once_whenever_they_asked(store):
    async with store.writing() as tx:
        first = await tx.items.add("a", "Onions?", "", (), (), NOW)
        second = await tx.items.add("b", "Garlic?", "", (), (), NOW)
    for person, seconds, item_id in [(1, -5000, first), (1, 5, second), (2, 6, second), (3, 7, None)]:
        await ask(store, person, seconds, item_id)

    assert (await figures(store)).waiting == 2


async def test_the_wait_is_the_median_of_items_ruled_on_in_the_time(store):
    await ruled_item(store, -100, ("ruled", 20))
    await ruled_item(store, 0, ("took", 1), ("linked", 50), ("ruled", 60))
    await ruled_item(store, -1_000, ("ruled", 0))
    await ruled_item(store, 1, ("ruled", 300))
    await ruled_item(store, 2, ("ruled", 10), state=ItemState.OPEN)
    await ruled_item(store, 3, ("dismissed", 10), state=ItemState.DISMISSED)

    counted = await figures(store)

    assert (counted.rulings, counted.median_wait) == (3, timedelta(seconds=120))


async def test_nothing_at_all_is_counted_as_nothing(store):
    counted = await figures(store)

    assert (counted.asked, counted.waiting, counted.rulings, counted.median_wait) == (0, 0, 0, None)
    assert (counted.languages, counted.publishers, counted.asked_in) == ((), (), (0, 0, 0))
