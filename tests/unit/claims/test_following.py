"""Answers that follow their verdict, in every state that their delivery can be in."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claims.decision import How, Match
from claims.delivery import (
    MESSAGE_OF_CALL,
    AnswerGiven,
    Outgoing,
    OutgoingState,
    Owed,
    Repeat,
    Urgency,
)
from claims.review import ItemId
from claims.submission import ChatId, PersonId
from claims.usecases.following import FollowUp, told_of
from claims.verdict import Rating, Verdict
from db.store import SqlStore, open_store
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
from tests.support.builders import NOON, a_ruling, a_submission
from tests.support.clock import FakeClock

S = OutgoingState


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = await open_store(tmp_path / "forwardcheck.db")
    yield store
    await store.close()


@pytest.fixture
def follow_up() -> FollowUp:
    clock = FakeClock()
    return FollowUp(TelegramVoice(Catalogues.load(), clock, "Test newsroom"), clock)


async def _answered(
    store: SqlStore, state: OutgoingState, debt: str = "checked:1", verdicts: int = 1
) -> Verdict:
    """Tell person 7 about verdicts; return the first of them."""
    async with store.writing() as tx:
        told = [
            await tx.verdicts.add(a_ruling(url=f"https://example.org/{number}"), "key", NOON)
            for number in range(verdicts)
        ]
        asked = await tx.submissions.add(a_submission(), "key", None)
        answers = tuple(AnswerGiven(asked, verdict.id, 1) for verdict in told)
        call = Outgoing(
            dedupe=debt,
            chat_id=ChatId(7),
            method="sendMessage",
            params={"text": "old"},
            repeat=Repeat.NEVER,
            answers=answers,
        )
        await tx.outbox.add(call, NOON)
        (owed,) = await tx.outbox.telling(told[0].id)
        await tx.outbox.save(replace(owed, state=state, message_id=71 if state is S.SENT else None))
        return told[0]


async def _calls(store: SqlStore) -> list[Owed]:
    async with store.reading() as tx:
        found = [await tx.outbox.get(number) for number in range(1, 10)]
    return [owed for owed in found if owed is not None]


async def _correct(store: SqlStore, follow_up: FollowUp, verdict: Verdict) -> int:
    async with store.writing() as tx:
        ruling = replace(verdict.ruling, rating=Rating.TRUE)
        return await follow_up.correct(tx, await tx.verdicts.revise(verdict.id, ruling, "key", NOON))


async def _withdraw(
    store: SqlStore, follow_up: FollowUp, verdict: Verdict, *, undoing: bool = False
) -> ItemId:
    async with store.writing() as tx:
        retracted = await tx.verdicts.retract(verdict.id, NOON)
        item_id = await tx.items.add("key", "Lemons", "en", (), (), NOON)
        told = await told_of(tx, verdict.id)
        places = {one.stored.id: item_id for one in told if one.stored.item_id is None}
        if undoing:
            await follow_up.unsay(tx, verdict.id, told, places, "undone")
        else:
            await follow_up.withdraw(tx, retracted, told, places, "withdrawn")
        return item_id


def _shape(owed: Owed) -> tuple[str, OutgoingState, Any]:
    target = owed.outgoing.params.get("message_id") or owed.outgoing.params.get(MESSAGE_OF_CALL)
    return owed.outgoing.method, owed.state, target


async def test_a_sent_answer_is_edited_and_pointed_to(store: SqlStore, follow_up: FollowUp) -> None:
    verdict = await _answered(store, S.SENT)
    assert await _correct(store, follow_up, verdict) == 1

    _answer, edit, note = await _calls(store)
    assert _shape(edit) == ("editMessageText", S.PENDING, 71)
    assert note.outgoing.params["reply_parameters"]["message_id"] == 71
    assert [edit.outgoing.urgency, note.outgoing.urgency] == [Urgency.BROADCAST] * 2
    assert [edit.outgoing.repeat, note.outgoing.repeat] == [Repeat.FREELY, Repeat.NEVER]


async def test_following_twice_owes_nothing_more(store: SqlStore, follow_up: FollowUp) -> None:
    verdict = await _answered(store, S.SENT)
    await _correct(store, follow_up, verdict)
    before = await _calls(store)
    async with store.writing() as tx:
        again = await follow_up.correct(tx, (await tx.verdicts.get_many([verdict.id]))[verdict.id])

    assert (again, await _calls(store)) == (0, before)


@pytest.mark.parametrize("undoing", [False, True])
async def test_an_answer_under_way_is_edited_by_the_number_of_its_call(
    store: SqlStore, follow_up: FollowUp, undoing: bool
) -> None:
    verdict = await _answered(store, S.SENDING)
    await _withdraw(store, follow_up, verdict, undoing=undoing)

    answer, edit, *notes = await _calls(store)
    assert _shape(edit) == ("editMessageText", S.PENDING, answer.id)
    assert answer.state is S.SENDING
    assert len(notes) == 1


@pytest.mark.parametrize("debt", ["checked:1", "ruled:1:3:7"])
async def test_a_pending_answer_is_put_right_before_it_is_sent(
    store: SqlStore, follow_up: FollowUp, debt: str
) -> None:
    verdict = await _answered(store, S.PENDING, debt)
    await _correct(store, follow_up, verdict)

    (answer,) = await _calls(store)
    assert _shape(answer) == ("sendMessage", S.PENDING, None)
    assert "✅ True" in answer.outgoing.params["text"]
    assert "Updated" not in answer.outgoing.params["text"]
    assert [given.revision for given in answer.outgoing.answers] == [2]


async def test_a_pending_answer_to_a_question_becomes_not_checked_yet(
    store: SqlStore, follow_up: FollowUp
) -> None:
    verdict = await _answered(store, S.PENDING)
    item_id = await _withdraw(store, follow_up, verdict)

    (answer,) = await _calls(store)
    assert answer.state is S.PENDING
    assert answer.outgoing.params["text"].startswith("We have not checked this yet.")
    assert answer.outgoing.answers == ()
    async with store.reading() as tx:
        assert [one.submission.person_id for one in await tx.submissions.waiting_on(item_id)] == [PersonId(7)]


async def test_a_pending_ruling_is_not_sent_at_all(store: SqlStore, follow_up: FollowUp) -> None:
    verdict = await _answered(store, S.PENDING, "ruled:1:3:7")
    item_id = await _withdraw(store, follow_up, verdict)

    (answer,) = await _calls(store)
    assert answer.state is S.FAILED
    async with store.reading() as tx:
        assert len(await tx.submissions.waiting_on(item_id)) == 1


@pytest.mark.parametrize(
    ("undoing", "words"), [(False, "was withdrawn on"), (True, "We took back an answer to this")]
)
async def test_what_may_not_have_arrived_is_told_anew(
    store: SqlStore, follow_up: FollowUp, undoing: bool, words: str
) -> None:
    verdict = await _answered(store, S.UNKNOWN)
    await _withdraw(store, follow_up, verdict, undoing=undoing)

    answer, anew = await _calls(store)
    assert answer.state is S.FAILED
    assert _shape(anew) == ("sendMessage", S.PENDING, None)
    assert anew.outgoing.params["reply_parameters"]["message_id"] == 70
    assert words in anew.outgoing.params["text"]


async def test_of_two_verdicts_in_one_answer_the_other_stays(store: SqlStore, follow_up: FollowUp) -> None:
    verdict = await _answered(store, S.SENT, verdicts=2)
    await _withdraw(store, follow_up, verdict)

    answer, edit, _note = await _calls(store)
    text = edit.outgoing.params["text"]
    assert text.startswith("One of these fact-checks was withdrawn on")
    assert text.count("❌ False") == 1
    assert [given.verdict_id for given in answer.outgoing.answers] == [verdict.id + 1]


async def test_who_waits_elsewhere_already_is_not_moved(store: SqlStore, follow_up: FollowUp) -> None:
    verdict = await _answered(store, S.SENT)
    async with store.writing() as tx:
        disputed = await tx.items.add("key!1", "Lemons", "en", (), (), NOON)
        (told,) = await told_of(tx, verdict.id)
        await tx.submissions.move(told.stored.id, disputed)
    item_id = await _withdraw(store, follow_up, verdict)

    async with store.reading() as tx:
        assert [len(await tx.submissions.waiting_on(number)) for number in (disputed, item_id)] == [1, 0]


async def _answered_again(store: SqlStore, verdict: Verdict, state: OutgoingState, debt: str) -> None:
    """Tell person 7 the verdict once more, in answer to a later message with that text."""
    async with store.writing() as tx:
        asked = await tx.submissions.add(replace(a_submission(), message_id=80), "key", None)
        call = Outgoing(
            dedupe=debt,
            chat_id=ChatId(7),
            method="sendMessage",
            params={"text": "old"},
            repeat=Repeat.NEVER,
            answers=(AnswerGiven(asked, verdict.id, 1),),
        )
        await tx.outbox.add(call, NOON)
        owed = (await tx.outbox.telling(verdict.id))[-1]
        await tx.outbox.save(replace(owed, state=state, message_id=81 if state is S.SENT else None))


@pytest.mark.parametrize("undoing", [False, True])
@pytest.mark.parametrize("state", [S.SENT, S.SENDING, S.PENDING, S.UNKNOWN])
async def test_a_further_answer_to_the_same_person_points_to_the_first_without_a_message(
    store: SqlStore, follow_up: FollowUp, state: OutgoingState, undoing: bool
) -> None:
    verdict = await _answered(store, S.SENT)
    await _answered_again(store, verdict, state, "checked:2")
    item_id = await _withdraw(store, follow_up, verdict, undoing=undoing)

    _first, second, *owed = await _calls(store)
    pointers = [one for one in (second, *owed) if "You asked this before" in str(one.outgoing.params)]
    assert [_shape(one) for one in pointers] == {
        S.SENT: [("editMessageText", S.PENDING, 81)],
        S.SENDING: [("sendMessage", S.SENDING, None), ("editMessageText", S.PENDING, second.id)],
        S.PENDING: [("sendMessage", S.PENDING, None)],
        S.UNKNOWN: [],
    }[state]
    assert second.state is (S.FAILED if state is S.UNKNOWN else state)
    assert second.outgoing.answers == ()
    assert [one.outgoing.method for one in owed if one not in pointers] == ["editMessageText", "sendMessage"]
    async with store.reading() as tx:
        assert await tx.submissions.ids_on(item_id) == [1]


@pytest.mark.parametrize(
    ("first", "notes"), [(S.PENDING, ["We took this answer back."]), (S.UNKNOWN, ["We took back an answer"])]
)
async def test_who_read_a_further_answer_alone_is_told_once_that_it_is_taken_back(
    store: SqlStore, follow_up: FollowUp, first: OutgoingState, notes: list[str]
) -> None:
    verdict = await _answered(store, first, "ruled:1:3:7")
    await _answered_again(store, verdict, S.SENT, "repeated:1:3:2")
    await _withdraw(store, follow_up, verdict, undoing=True)

    _first, _second, *owed = await _calls(store)
    said = [one.outgoing.params["text"] for one in owed if one.outgoing.method == "sendMessage"]
    assert [text.startswith(begins) for text, begins in zip(said, notes, strict=True)] == [True]


async def _hush(store: SqlStore) -> None:
    async with store.writing() as tx:
        await tx.submissions.hush(PersonId(7), {"key"})


async def test_what_may_not_have_arrived_is_not_told_anew_to_who_had_enough(
    store: SqlStore, follow_up: FollowUp
) -> None:
    verdict = await _answered(store, S.UNKNOWN)
    await _hush(store)

    assert await _correct(store, follow_up, verdict) == 0
    (answer,) = await _calls(store)
    assert (answer.state, answer.outgoing.answers) == (S.FAILED, ())


async def test_an_answer_that_is_still_to_come_is_wanted_though_an_earlier_one_was_enough(
    store: SqlStore, follow_up: FollowUp
) -> None:
    verdict = await _answered(store, S.PENDING)
    await _hush(store)
    item_id = await _withdraw(store, follow_up, verdict)

    (answer,) = await _calls(store)
    assert "not checked this yet" in answer.outgoing.params["text"]
    async with store.reading() as tx:
        (waiting,) = await tx.submissions.waiting_on(item_id)
    assert not waiting.hushed


async def test_who_had_enough_is_told_no_verdict_that_fits_after_all(store: SqlStore) -> None:
    async with store.writing() as tx:
        verdict = await tx.verdicts.add(a_ruling(), "key", NOON)
        near = Match(verdict_id=verdict.id, probability=0.6, how=How.WORDS)
        await tx.submissions.add(a_submission(), "key", None, (near,))
        assert len(await tx.submissions.unanswered("key", NOON)) == 1
    await _hush(store)

    async with store.reading() as tx:
        assert await tx.submissions.unanswered("key", NOON) == []
