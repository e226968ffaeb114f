"""What the desk keeps: prompts, notes, questions and replies, judged pairs, offers, mergers."""

from dataclasses import replace
from itertools import pairwise

import pytest

from claims.asking import Note, Question
from claims.decision import How, Match
from claims.learning import LabelSource
from claims.offers import Offer
from claims.prompt import Prompt, PromptKind
from claims.review import DraftStep, Moderator, RulingDraft, merge
from claims.verdict import Rating
from tests.unit.db.builders import NOW, a_call, a_ruling, a_submission, later

HOSTILE = "\x00 \ud800 ‮ 🧑‍🚀"
PLAIN = "\ufffd \ufffd ‮ 🧑‍🚀"


async def an_item(tx, key="key"):
    return await tx.items.add(key, "text", "", (), (), NOW)


def an_offer(verdict_id, number, **changes):
    values = {"key": "key", "text": HOSTILE, "people": 2, "probability": 0.9} | changes
    return Offer(verdict_id=verdict_id, number=number, **values)


async def test_a_prompt_waits_until_its_time_and_the_newest_counts(store):
    async with store.writing() as tx:
        await tx.moderators.add(Moderator(7, "Max"), NOW)
        first, second = await an_item(tx, "a"), await an_item(tx, "b")
        await tx.prompts.save(Prompt(7, first, PromptKind.NOTE, later(60)))
        await tx.prompts.save(Prompt(7, second, PromptKind.MERGE, later(90)))

        assert await tx.prompts.get(7, later(89)) == Prompt(7, second, PromptKind.MERGE, later(90))
        assert await tx.prompts.get(7, later(90)) is None
        assert await tx.prompts.get(8, NOW) is None
        assert await tx.prompts.get(10**30, NOW) is None
        await tx.moderators.remove(7)
        assert await tx.prompts.get(7, NOW) is None


async def test_a_draft_keeps_the_fact_check_behind_its_link(store):
    draft = RulingDraft(
        moderator_id=7,
        item_id=1,
        step=DraftStep.CONFIRM,
        rating=Rating.FALSE,
        url="https://facts.example/onions",
        claim="Onions!",
        found=a_ruling(wordings=("a", "b")),
        verdict_id=3,
    )
    async with store.writing() as tx:
        await tx.moderators.add(Moderator(7), NOW)
        await an_item(tx)
        await tx.drafts.save(draft)

        assert await tx.drafts.get(7) == draft


async def test_notes_are_the_newest_oldest_first_and_move(store):
    async with store.writing() as tx:
        first, second = await an_item(tx, "a"), await an_item(tx, "b")
        for number in range(4):
            note = Note(item_id=first, moderator_id=7, text=f"{number} {HOSTILE}", written_at=NOW)
            await tx.notes.add(note)
        assert [note.text[0] for note in await tx.notes.on(first, 3)] == ["1", "2", "3"]
        await tx.notes.move(first, second)

        assert await tx.notes.on(first, 3) == []
        assert (await tx.notes.on(second, 1))[0].text == f"3 {PLAIN}"


async def test_replies_are_numbered_by_person_and_follow_a_merger(store):
    async with store.writing() as tx:
        first, second = await an_item(tx, "a"), await an_item(tx, "b")
        question = Question(item_id=first, moderator_id=7, text="Where?", asked=2, asked_at=NOW)
        await tx.questions.add(question)
        for person in (70, 71, 70):
            await tx.questions.reply(first, person, HOSTILE, NOW)
        await tx.items.save(merge(await tx.items.get(first), second, Moderator(7), NOW))

        assert [(reply.asker, reply.text) for reply in await tx.questions.replies(first)] == [
            (1, PLAIN),
            (2, PLAIN),
            (1, PLAIN),
        ]
        assert await tx.questions.count_of(first, 70) == 2
        assert await tx.questions.about(second) == [question]
        assert await tx.questions.get(second) is None


async def test_a_merged_items_text_leads_to_the_item_that_took_it_over(store):
    async with store.writing() as tx:
        items = [await an_item(tx, key) for key in "abc"]
        for item, into in pairwise(items):
            assert await tx.items.save(merge(await tx.items.get(item), into, Moderator(7), NOW))

        assert (await tx.items.find_by_key("a")).id == items[2]
        assert await tx.items.count_open() == 1


async def test_pairs_are_counted_and_taken_back(store):
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(a_ruling(), "onions", NOW)
        for probability in (None, 0.5, 0.75):
            await tx.pairs.add("key", verdict.id, LabelSource.LINKED, NOW, same=True, probability=probability)
        (pair,) = await tx.pairs.of("key")
        assert (pair.times, pair.probability, pair.same) == (3, 0.5, True)
        for left in (2, 1):
            await tx.pairs.take_back("key", verdict.id, LabelSource.LINKED)
            assert [pair.times for pair in await tx.pairs.all()] == [left]
        await tx.pairs.take_back("key", verdict.id, LabelSource.LINKED)

        assert await tx.pairs.all() == []


async def test_a_plan_is_settled_once_and_an_offer_taken_once(store):
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(a_ruling(), "onions", NOW)
        await tx.offers.plan(verdict.id, 7, NOW)
        await tx.offers.plan(verdict.id, 8, NOW)
        assert await tx.offers.planned(5) == [(verdict.id, 8)]
        offers = [an_offer(verdict.id, 1), an_offer(verdict.id, 2, item_id=await an_item(tx))]

        assert [await tx.offers.settle(verdict.id, offers, NOW) for _ in range(2)] == [True, False]
        assert [await tx.offers.take(verdict.id, 2, NOW) for _ in range(2)] == [True, False]
        assert await tx.offers.of(verdict.id) == [
            replace(offers[0], text=PLAIN),
            replace(offers[1], text=PLAIN, taken=True),
        ]
        assert await tx.offers.planned(5) == []


async def test_near_misses_are_suggestions_that_nobody_took(store):
    near = Match(verdict_id=1, probability=0.4, how=How.WORDS)
    async with store.writing() as tx:
        await tx.verdicts.add(a_ruling(), "onions", NOW)
        item = await an_item(tx)
        for person in (1, 2, 2):
            await tx.submissions.add(a_submission(person), "shown", None, [near])
        await tx.submissions.add(a_submission(3), "nothing shown", None)
        await tx.submissions.add(a_submission(4), "waits", item, [near])
        await tx.submissions.add(a_submission(5, sent_at=later(-60)), "long ago", None, [near])
        found = await tx.submissions.near_misses(NOW, 5)

        assert [(stored.key, stored.submission.person_id, people) for stored, people in found] == [
            ("shown", 2, 2)
        ]
        assert len(await tx.submissions.unanswered("shown", NOW)) == 3
        assert await tx.submissions.unanswered("long ago", NOW) == []


@pytest.mark.parametrize("number", [1, 1_500])
async def test_calls_are_found_by_what_they_pay(store, number):
    async with store.writing() as tx:
        for debt in range(number):
            await tx.outbox.add(a_call(f"debt {debt}"), NOW)
        found = await tx.outbox.paying([f"debt {debt}" for debt in range(number)] + ["none"])

        assert len({owed.outgoing.dedupe for owed in found}) == number
        assert await tx.outbox.debt_of(1, 99) is None
