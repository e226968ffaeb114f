from dataclasses import replace
from datetime import date

import pytest

from claims.approval import (
    Correcting,
    FurtherAnswers,
    KnownRuling,
    NewRuling,
    Stage,
    Withdrawing,
    subject_of,
)
from claims.prompt import Prompt, PromptKind, SendBackPrompt
from claims.review import Moderator
from claims.verdict import Correction, Rating, Unlimited
from db.errors import StorageConflict
from tests.unit.db.builders import NOW, a_ruling, later

CHANGES = [
    NewRuling(1, a_ruling(claim="A half \ud83d of it")),
    KnownRuling(2, verdict_id=3),
    KnownRuling(2, found=a_ruling()),
    FurtherAnswers(3, (1, 4)),
    Correcting(3, Correction(rating=Rating.OUTDATED, summary="Since May.")),
    Correcting(4, Correction(valid_until=date(2027, 1, 31))),
    Correcting(5, Correction(valid_until=Unlimited())),
    Withdrawing(3),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
async def test_a_proposal_comes_back_as_it_was(store, change):
    async with store.writing() as tx:
        added = await tx.proposals.add(change, 7, NOW)
    async with store.reading() as tx:
        assert await tx.proposals.get(added.id) == added
        assert await tx.proposals.waiting_for(subject_of(change)) == added
        assert await tx.proposals.get(2**63) is None


async def test_of_one_subject_one_change_waits_at_a_time(store):
    async with store.writing() as tx:
        first = await tx.proposals.add(Withdrawing(3), 7, NOW)
    with pytest.raises(StorageConflict):
        async with store.writing() as tx:
            await tx.proposals.add(Correcting(3, Correction(claim="x")), 8, NOW)
    async with store.writing() as tx:
        other = await tx.proposals.add(FurtherAnswers(3, (1,)), 8, NOW)
        assert [one.id for one in await tx.proposals.waiting(9)] == [first.id, other.id]


async def test_it_is_decided_once(store):
    async with store.writing() as tx:
        waiting = await tx.proposals.add(Withdrawing(3), 7, NOW)
        sent_back = replace(waiting, stage=Stage.SENT_BACK, decided_by=8, note="Why?", version=2, basis="x")
        saved = [
            await tx.proposals.save(sent_back),
            await tx.proposals.save(replace(waiting, stage=Stage.APPROVED)),
        ]
        again = await tx.proposals.add(Withdrawing(3), 7, NOW)

    assert saved == [True, False]
    async with store.reading() as tx:
        assert await tx.proposals.get(waiting.id) == sent_back
        assert await tx.proposals.waiting_for("verdict:3") == again


async def test_a_note_that_is_waited_for_takes_the_place_of_a_prompt_and_gives_way_to_one(store):
    async with store.writing() as tx:
        await tx.moderators.add(Moderator(7), NOW)
        item_id = await tx.items.add("key", "text", "", (), (), NOW)
        proposal = await tx.proposals.add(Withdrawing(3), 8, NOW)
        about_item = Prompt(7, item_id, PromptKind.NOTE, later(60))
        sending_back = SendBackPrompt(7, proposal.id, later(60))
        seen = []
        for prompt in (about_item, sending_back, sending_back, about_item, sending_back):
            await tx.prompts.save(prompt)
            seen.append(await tx.prompts.get(7, NOW))
        seen.append(await tx.prompts.get(7, later(61)))
        await tx.prompts.discard(7)
        seen.append(await tx.prompts.get(7, NOW))

    assert seen == [about_item, sending_back, sending_back, about_item, sending_back, None, None]
