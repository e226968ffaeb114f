"""A person who wants to be forgotten leaves no trace, and takes nothing of anybody else along."""

import pytest

from claims.asking import Question
from claims.decision import How, Match
from claims.delivery import AnswerGiven, Delivered, NotReached, OutgoingState, settle, start
from claims.learning import LabelSource
from claims.offers import Offer
from claims.review import ItemState, Moderator, Person
from db.schema import metadata
from tests.support.traces import traces_of
from tests.unit.db.builders import NOW, a_button_answer, a_call, a_ruling, a_submission, later

ANA, BEN, MODERATOR = 700_000_007, 700_000_008, 700_000_009
ALONE = {ANA: "goats", BEN: "sheep", MODERATOR: "mules"}  # what each of them alone asked about

# A new table belongs into one of these; how it is dealt with, into db/erasure.py and docs/operating.md.
HOLDS_ASKERS = {
    *("inbox", "outbox", "pauses", "schedules", "people", "submissions", "submission_files", "answers"),
    *("rejections", "replies", "pairs", "offers"),
}
NAMES_NO_ASKER = {
    *("publishers", "verdicts", "verdict_wordings", "verdict_sources", "verdict_appearances"),
    *("verdict_revisions", "heard", "counters", "review_items", "tellings", "channel_lines", "offer_runs"),
    *("feeds", "feed_pages", "page_looks", "rating_words"),
    # those who work at the desk
    *("moderators", "desks", "cards", "invitations", "drafts", "prompts", "proposals", "send_backs", "notes"),
    *("questions", "audit"),
}


def test_of_every_table_it_was_thought() -> None:
    assert set(metadata.tables) == HOLDS_ASKERS | NAMES_NO_ASKER


async def _asked(store, person):
    """Let somebody leave something wherever that can be; return the verdict that they were told."""
    animals = ALONE[person]
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(a_ruling(url=f"https://facts.example/{animals}"), animals, NOW)
        item = await tx.items.find_by_key("key") or await tx.items.get(
            await tx.items.add("key", "Onions!", "", (), (), NOW)
        )
        near = Match(verdict_id=verdict.id, probability=0.6, how=How.WORDS)
        waits = await tx.submissions.add(a_submission(person, files=("file",)), "key", item.id)
        told = await tx.submissions.add(a_submission(person, text="Told!"), "told", None)
        near_miss = a_submission(person, text=f"My neighbour sells stolen {animals}")
        await tx.submissions.add(near_miss, f"sells {animals}", None, (near,))
        given = (AnswerGiven(told, verdict.id, 1),)
        await tx.outbox.add(a_call(f"checked:{told}", person, answers=given), NOW)
        await tx.outbox.add(a_call(f"checked:{waits}", person), NOW)
        await tx.outbox.add(a_call(f"asked:{item.id}:{person}", person), NOW)
        await tx.outbox.add(a_call(f"reply:{person}", person, params={"text": "Help"}), NOW)
        await tx.people.save(Person(person, "en"))
        await tx.rejections.add(person, f"sells {animals}", verdict.id, NOW)
        for key in ("key", f"sells {animals}"):
            await tx.pairs.add(key, verdict.id, LabelSource.ASKER_REJECTED, NOW, same=False)
        await tx.pairs.add("key", verdict.id, LabelSource.LINKED, NOW, same=True)
        offer = {"key": f"sells {animals}", "text": near_miss.text, "people": 1, "probability": 0.6}
        await tx.offers.add([Offer(verdict_id=verdict.id, number=1, **offer)])
        await tx.outbox.pause(person, later(1))
        names = (f"ask:{person}", f"ask:{person}:notice", f"send:{person}", f"our-fault:{person}")
        await tx.schedules.set_many(dict.fromkeys(names, NOW))
        if await tx.questions.get(item.id) is None:
            question = Question(item_id=item.id, moderator_id=MODERATOR, text="Where?", asked=2, asked_at=NOW)
            await tx.questions.add(question)
        await tx.questions.reply(item.id, person, f"From a seller of {animals}", NOW)
    return verdict.id


def _update(number, person, **fields):
    chat = {"chat": {"id": person}, "from": {"id": person, "first_name": "Ana"}, "text": "hi"}
    return {"update_id": number, "message": chat | fields}


async def _erase(store, person=ANA, **options):
    async with store.writing() as tx:
        await tx.erasure.erase(person, NOW, **options)


async def test_nothing_leads_to_who_was_forgotten(store):
    await _asked(store, ANA)
    await _erase(store)

    assert await traces_of(store, ANA) == []
    assert await traces_of(store, "stolen goats") == []
    assert await traces_of(store, "sells goats") == []


async def test_it_leaves_what_others_asked_and_what_the_claim_says(store):
    await _asked(store, ANA)
    await _asked(store, BEN)
    before = await traces_of(store, BEN)
    await _erase(store)

    assert await traces_of(store, BEN) == before
    async with store.reading() as tx:
        item = await tx.items.find_by_key("key")
        labels = {pair.source for pair in await tx.pairs.of("key")}
        replies = await tx.questions.replies(item.id)
    assert (item.text, item.state, item.askers) == ("Onions!", ItemState.OPEN, 1)
    assert labels == {LabelSource.ASKER_REJECTED, LabelSource.LINKED}
    assert [reply.text for reply in replies] == ["From a seller of sheep"]


async def test_what_was_offered_of_a_text_that_is_gone_cannot_be_taken_and_keeps_its_number(store):
    verdict_id = await _asked(store, ANA)
    await _erase(store)

    async with store.reading() as tx:
        offers = await tx.offers.of(verdict_id)
    assert [(offer.number, offer.text, offer.taken) for offer in offers] == [(1, "", True)]


async def test_the_verdict_that_somebody_was_told_is_told_to_nobody(store):
    verdict_id = await _asked(store, ANA)
    await _erase(store)

    async with store.reading() as tx:
        assert await tx.outbox.telling(verdict_id) == []


async def test_a_button_still_ends_its_waiting_and_a_confirmation_is_still_owed(store):
    async with store.writing() as tx:
        await tx.outbox.add(a_button_answer("ack:1", ANA), NOW)
        await tx.outbox.add(a_call(f"forgotten:{ANA}:5", ANA), NOW)
    await _erase(store)

    async with store.reading() as tx:
        owed = [await tx.outbox.get(number) for number in (1, 2)]
    assert [one.state for one in owed] == [OutgoingState.PENDING] * 2


@pytest.mark.parametrize("outcome", [Delivered(9), NotReached("no network")])
async def test_the_end_of_a_call_under_way_can_be_stored_and_names_nobody(store, outcome):
    async with store.writing() as tx:
        await tx.outbox.add(a_call(f"asked:1:{ANA}", ANA, params={"chat_id": ANA, "text": "Where?"}), NOW)
        under_way = start(await tx.outbox.get(1))
        await tx.outbox.save(under_way)
    await _erase(store)
    async with store.writing() as tx:
        await tx.outbox.save(settle(under_way, outcome, NOW))

    assert await traces_of(store, ANA) == []
    async with store.reading() as tx:
        assert (await tx.outbox.get(1)).outgoing.params == {}


async def test_of_handled_updates_the_number_stays_and_of_unreadable_ones_nothing_else(store):
    async with store.writing() as tx:
        forwarded = {"forward_origin": {"type": "user", "sender_user": {"id": ANA}}}
        updates = [_update(1, ANA), _update(2, ANA), _update(3, BEN, **forwarded), _update(4, BEN)]
        await tx.inbox.add(updates, NOW)
        await tx.inbox.done(1)
        for number in (2, 3, 4):
            await tx.inbox.failed(number, f"cannot read {ANA}" if number < 4 else "", dead=True)
    await _erase(store)

    assert await traces_of(store, ANA) == []
    async with store.writing() as tx:
        assert await tx.inbox.add(updates, NOW) == 0
        assert await tx.inbox.counts() == {"new": 0, "held": 0, "done": 3, "dead": 1}


async def test_what_came_after_the_wish_is_still_to_be_handled(store):
    async with store.writing() as tx:
        await tx.inbox.add([_update(1, ANA)], NOW)
    await _erase(store)

    async with store.reading() as tx:
        assert [raw.chat_id for raw in await tx.inbox.waiting(9, 9)] == [ANA]


async def test_of_a_moderator_what_they_asked_goes_and_what_they_are_owed_as_one_stays(store):
    await _asked(store, ANA)
    async with store.writing() as tx:
        await tx.moderators.add(Moderator(ANA, "Ana"), NOW)
        await tx.outbox.add(a_call(f"new-item:1:{ANA}", ANA), NOW)
    await _erase(store, at_the_desk=True)

    assert {place.split(".")[0] for place in await traces_of(store, ANA)} == {
        "moderators",
        "outbox",
        "people",
    }
    async with store.reading() as tx:
        debts = [f"new-item:1:{ANA}", f"asked:1:{ANA}", f"reply:{ANA}", "checked:1", "checked:2"]
        left = {owed.outgoing.dedupe for owed in await tx.outbox.paying(debts)}
    assert left == {f"new-item:1:{ANA}", f"reply:{ANA}"}
