"""Questions that have served their time lose who asked them and in what words; nothing else is touched."""

from dataclasses import replace

import pytest

from claims.asking import Question
from claims.decision import How, Match
from claims.delivery import AnswerGiven, Delivered, OutgoingState, settle, start
from claims.learning import LabelSource
from claims.offers import Offer
from claims.review import ItemState, Moderator, Person
from tests.support.traces import traces_of
from tests.unit.db.builders import NOW, a_call, a_ruling, a_submission, later
from tests.unit.db.test_db_query_plans import plan_of, recorded

ANA, BEN, MODERATOR = 700_000_007, 700_000_008, 700_000_009
DAY = 86_400
SERVED = later(100 * DAY)  # what was settled before then has served its time


async def publish(store, name="onions"):
    async with store.writing() as tx:
        return await tx.verdicts.add(a_ruling(url=f"https://facts.example/{name}"), name, NOW)


async def ask(store, person, *, words="Onions!", days=0.0, item_id=None, offered=(), **fields):
    async with store.writing() as tx:
        await tx.people.save(Person(person, "en"))
        asked = a_submission(person, text=words, sent_at=later(days * DAY), **fields)
        return await tx.submissions.add(asked, f"key of {words}", item_id, offered)


async def tell(store, submission_id, person, verdict, *, days=0.0, state=OutgoingState.SENT, kind="checked"):
    """Let the person be told a verdict; return the number of the call."""
    given = (AnswerGiven(submission_id, verdict.id, verdict.revision),)
    async with store.writing() as tx:
        call = a_call(f"{kind}:{submission_id}", person, answers=given)
        await tx.outbox.add(call, later(days * DAY))
        (owed,) = await tx.outbox.paying([call.dedupe])
        if state is OutgoingState.SENT:
            await tx.outbox.save(settle(start(owed), Delivered(77), NOW))
        else:
            await tx.outbox.save(replace(owed, state=state))
    return owed.id


async def open_item(store, key="item"):
    async with store.writing() as tx:
        return await tx.items.add(key, "Onions?", "", (), (), NOW)


async def empty(store, limit=50):
    async with store.writing() as tx:
        return await tx.retention.empty(SERVED, later(200 * DAY), limit)


async def figures(store):
    async with store.reading() as tx:
        return await tx.bookkeeping.figures(later(-DAY), later(DAY), [later(-DAY), later(DAY)])


async def test_nothing_of_a_served_question_says_who_asked_it_or_what(store):
    verdict = await publish(store)
    near = Match(verdict_id=verdict.id, probability=0.6, how=How.WORDS)
    asked = await ask(store, ANA, words="My aunt says", offered=(near,), files=("ana-file",))
    await tell(store, asked, ANA, verdict)
    async with store.writing() as tx:
        await tx.rejections.add(ANA, "key of My aunt says", verdict.id, NOW)
        await tx.pairs.add("key of My aunt says", verdict.id, LabelSource.ASKER_REJECTED, NOW, same=False)
        offer = {"key": "key of My aunt says", "text": "My aunt says", "people": 1, "probability": 0.6}
        await tx.offers.add([Offer(verdict_id=verdict.id, number=1, **offer)])

    assert await empty(store) == 1
    assert await traces_of(store, ANA) == []
    assert await traces_of(store, "My aunt says") == []
    assert await traces_of(store, "ana-file") == []
    assert await empty(store) == 0


async def test_the_figures_count_as_before(store):
    verdict = await publish(store)
    asked = await ask(store, ANA, language="es")
    await tell(store, asked, ANA, verdict)
    unsure = await ask(store, BEN, words="Garlic!", language="pt")
    await tell(store, unsure, BEN, verdict, state=OutgoingState.UNKNOWN)
    before = await figures(store)
    await empty(store)

    assert await figures(store) == before
    assert (before.asked, before.at_once) == (2, 2)
    async with store.reading() as tx:
        assert await tx.outbox.unknown(9) == []


async def test_no_correction_reaches_who_is_known_no_more(store):
    verdict = await publish(store)
    await tell(store, await ask(store, ANA), ANA, verdict)
    later_asked = await ask(store, BEN, days=150)
    call = await tell(store, later_asked, BEN, verdict, days=150)
    await empty(store)

    async with store.reading() as tx:
        assert [owed.id for owed in await tx.outbox.telling(verdict.id)] == [call]


async def test_an_emptied_question_is_found_no_more(store):
    asked = await ask(store, ANA)
    await empty(store)

    async with store.reading() as tx:
        assert await tx.submissions.get(asked) is None
        assert await tx.submissions.get_many([asked]) == {}
        assert await tx.submissions.waiting_nowhere(["key of Onions!"]) == []


async def test_what_waits_is_not_touched_and_is_counted_from_when_it_was_settled(store):
    item_id = await open_item(store)
    asked = await ask(store, ANA, item_id=item_id)

    assert await empty(store) == 0
    async with store.writing() as tx:
        await tx.submissions.settle([asked], later(150 * DAY))
    assert await empty(store) == 0
    async with store.writing() as tx:
        await tx.submissions.move_many([asked], item_id)
        await tx.submissions.settle([asked], later(99 * DAY))
    assert await empty(store) == 1


async def test_what_waits_again_has_not_served(store):
    asked = await ask(store, ANA)
    item_id = await open_item(store)
    async with store.writing() as tx:
        await tx.submissions.move(asked, item_id)

    assert await empty(store) == 0
    async with store.reading() as tx:
        assert (await tx.items.get(item_id)).askers == 1


@pytest.mark.parametrize("state", [OutgoingState.PENDING, OutgoingState.SENDING])
async def test_what_is_owed_to_the_chat_comes_first(store, state):
    verdict = await publish(store)
    asked = await ask(store, ANA)
    await tell(store, asked, ANA, verdict, state=state)
    before = await traces_of(store, ANA)

    assert await empty(store) == 0
    async with store.reading() as tx:
        assert not await tx.retention.has_served(SERVED)
    assert await traces_of(store, ANA) == before


async def test_what_others_sent_and_what_came_later_stays(store):
    verdict = await publish(store)
    for person, days in ((ANA, 0), (BEN, 150)):
        await tell(store, await ask(store, person, days=days), person, verdict, days=days)
    kept = await ask(store, ANA, days=150)
    async with store.writing() as tx:
        for person in (ANA, BEN):
            await tx.rejections.add(person, "key of Onions!", verdict.id, NOW)
        await tx.pairs.add("key of Onions!", verdict.id, LabelSource.ASKER_REJECTED, NOW, same=False)
    before = await traces_of(store, BEN)

    assert await empty(store) == 1
    assert await traces_of(store, BEN) == before
    async with store.reading() as tx:
        assert (await tx.submissions.get(kept)).submission.text == "Onions!"
        assert await tx.people.get(ANA) is not None
        assert await tx.rejections.of(ANA, "key of Onions!") == {verdict.id}
        assert len(await tx.pairs.of("key of Onions!")) == 1


async def test_talk_with_reviewers_goes_once_its_person_waits_for_nothing(store):
    item_id = await open_item(store)
    await ask(store, ANA, words="First")
    waits = await ask(store, ANA, words="Second", item_id=item_id)
    async with store.writing() as tx:
        question = Question(item_id=item_id, moderator_id=MODERATOR, text="Where?", asked=1, asked_at=NOW)
        await tx.questions.add(question)
        await tx.questions.reply(item_id, ANA, "From my aunt", NOW)
        await tx.outbox.add(a_call(f"asked:{item_id}:{ANA}", ANA), NOW)
        (owed,) = await tx.outbox.paying([f"asked:{item_id}:{ANA}"])
        await tx.outbox.save(settle(start(owed), Delivered(5), NOW))

    assert await empty(store) == 1
    assert {"replies.person_id", "outbox.dedupe"} <= set(await traces_of(store, ANA))
    async with store.writing() as tx:
        await tx.submissions.settle([waits], later(DAY))
    assert await empty(store) == 1
    assert await traces_of(store, ANA) == []
    assert await traces_of(store, "From my aunt") == []


async def test_whoever_works_at_the_desk_is_still_known(store):
    async with store.writing() as tx:
        await tx.moderators.add(Moderator(MODERATOR, "Max"), NOW)
    await ask(store, MODERATOR)
    await empty(store)

    async with store.reading() as tx:
        assert await tx.people.get(MODERATOR) is not None


async def test_so_many_at_a_time_the_longest_settled_first(store):
    late, early = await ask(store, ANA, days=2), await ask(store, BEN, days=1)

    assert await empty(store, limit=1) == 1
    async with store.reading() as tx:
        assert set(await tx.submissions.get_many([late, early])) == {late}
    assert await empty(store, limit=1) == 1


async def test_verdicts_and_items_keep_their_words(store):
    verdict = await publish(store)
    item_id = await open_item(store, "key of Onions!")
    asked = await ask(store, ANA)
    await tell(store, asked, ANA, verdict)
    await empty(store)

    async with store.reading() as tx:
        item = await tx.items.get(item_id)
        assert (item.text, item.state) == ("Onions?", ItemState.OPEN)
        assert await tx.verdicts.get(verdict.id) == verdict


async def test_of_what_may_never_have_arrived_only_answers_stay(store):
    verdict = await publish(store)
    asked = await ask(store, ANA)
    kept = await tell(store, asked, ANA, verdict, state=OutgoingState.UNKNOWN)
    async with store.writing() as tx:
        await tx.outbox.add(a_call("hint:1", BEN), NOW)
        (hint,) = await tx.outbox.paying(["hint:1"])
        await tx.outbox.save(replace(hint, state=OutgoingState.UNKNOWN))

        assert await tx.retention.forget_unknown(NOW) == 0
        assert await tx.retention.forget_unknown(later(1)) == 1
        assert [owed.id for owed in await tx.outbox.unknown(9)] == [kept]


@pytest.mark.sqlite
async def test_what_has_served_is_found_by_its_index(store, path):
    with recorded() as statements:
        async with store.reading() as tx:
            await tx.retention.has_served(SERVED)

    assert any("ix_submissions_settled_at" in step for step in plan_of(path, statements))
