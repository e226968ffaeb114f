from dataclasses import replace
from itertools import pairwise

import pytest

from claims.delivery import AnswerGiven, OutgoingState, Repeat, Urgency, start
from tests.unit.db.builders import NOW, a_button_answer, a_call, a_ruling, a_submission, later


async def owe(store, *calls):
    async with store.writing() as tx:
        for call in calls:
            await tx.outbox.add(call, NOW)


async def due(store, now=NOW, limit=100, busy=()):
    async with store.reading() as tx:
        return await tx.outbox.due(now, limit, busy)


async def names(store, **conditions):
    return [owed.outgoing.dedupe for owed in await due(store, **conditions)]


async def change(store, dedupe, **fields):
    """Write fields of a pending call, as sending would."""
    async with store.writing() as tx:
        [owed] = [owed for owed in await tx.outbox.due(later(1e6), 100, ()) if owed.outgoing.dedupe == dedupe]
        await tx.outbox.save(replace(owed, **fields))
        return owed


async def next_due_at(store):
    async with store.reading() as tx:
        return await tx.outbox.next_due_at()


async def pause(store, chat, until):
    async with store.writing() as tx:
        await tx.outbox.pause(chat, until)


async def test_each_chat_gets_its_oldest_call_and_the_oldest_chats_come_first(store):
    await owe(store, a_call("a1", 1), a_call("b1", 2), a_call("a2", 1), a_call("c1", -100))

    assert await names(store) == ["a1", "b1", "c1"]
    assert await names(store, limit=2) == ["a1", "b1"]
    assert await names(store, busy={1}) == ["b1", "c1"]


async def test_a_call_is_stored_once_and_comes_back_as_it_was(store):
    call = a_call("a", params={"text": "\ud800\x00<b>", "reply_markup": {"inline_keyboard": [[]]}})
    await owe(store, call, a_call("a", chat=9))

    [owed] = await due(store)

    assert owed.outgoing == call
    assert (owed.state, owed.attempts, owed.not_before) == (OutgoingState.PENDING, 0, NOW)


async def test_a_younger_call_never_overtakes_an_older_one_that_must_wait(store):
    await owe(store, a_call("first"), a_call("second"))
    await change(store, "first", not_before=later(30), attempts=1)

    assert await names(store, now=later(29)) == []
    assert await names(store, now=later(30)) == ["first"]


async def test_a_chat_with_a_call_under_way_gets_no_other(store):
    await owe(store, a_call("first"), a_call("second"), a_call("elsewhere", 2))
    owed = await change(store, "first", state=OutgoingState.SENDING)

    assert await names(store) == ["elsewhere"]
    async with store.reading() as tx:
        assert await tx.outbox.in_flight() == [replace(owed, state=OutgoingState.SENDING)]


@pytest.mark.parametrize("state", [OutgoingState.SENT, OutgoingState.UNKNOWN, OutgoingState.FAILED])
async def test_the_next_call_follows_once_the_first_has_ended(store, state):
    await owe(store, a_call("first"), a_call("second"))
    await change(store, "first", state=state, message_id=77, problem="none of yours")

    assert await names(store) == ["second"]


async def test_a_button_is_answered_while_messages_to_the_chat_wait(store):
    await owe(store, a_call("message"), a_button_answer("answer"))
    await change(store, "answer", not_before=NOW)
    await owe(store, a_call("later message"))
    async with store.writing() as tx:
        await tx.outbox.pause(1, later(60))

    assert await names(store) == ["answer"]


async def test_a_button_answer_that_must_wait_holds_no_message(store):
    await owe(store, a_button_answer("answer"), a_call("message"))
    await change(store, "answer", not_before=later(60))

    assert await names(store) == ["message"]
    assert await names(store, now=later(60)) == ["answer"]


async def test_only_button_answers_that_may_be_repeated_overtake(store):
    await owe(store, a_call("message"), a_call("edit", method="editMessageText", repeat=Repeat.FREELY))
    await change(store, "message", not_before=later(60))

    assert await names(store) == []


async def test_a_pause_holds_its_chat_or_everything_and_a_shorter_one_does_not_cut_it(store):
    await owe(store, a_call("a", 1), a_call("b", 2))
    await pause(store, 1, later(10))
    await pause(store, 1, later(5))
    assert await names(store, now=later(9)) == ["b"]
    assert await names(store, now=later(10)) == ["a", "b"]

    await pause(store, None, later(20))
    assert await names(store, now=later(19)) == []
    assert await names(store, now=later(20)) == ["a", "b"]


async def test_pauses_that_are_long_over_are_forgotten(store):
    await owe(store, a_call("a", 1), a_call("b", 2))
    await pause(store, 1, later(10))
    await pause(store, 2, later(90))
    async with store.writing() as tx:
        forgotten = await tx.outbox.forget(later(60))

    assert forgotten == 1
    assert await names(store, now=later(60)) == ["a"]


async def test_several_calls_are_saved_together_or_not_at_all(store):
    await owe(store, a_call("a", 1), a_call("b", 2))
    first, second = await due(store)
    async with store.writing() as tx:
        await tx.outbox.save(start(first), replace(second, state=OutgoingState.SENT, message_id=7))
    with pytest.raises(LookupError):
        async with store.writing() as tx:
            await tx.outbox.save(replace(first, state=OutgoingState.FAILED), replace(second, id=99))

    async with store.reading() as tx:
        assert await tx.outbox.get(first.id) == start(first)
        stored = await tx.outbox.get(second.id)
    assert (stored.state, stored.message_id, stored.outgoing.params) == (OutgoingState.SENT, 7, {})


async def test_an_answer_that_waits_is_not_hidden_by_a_long_line_of_broadcasts(store):
    broadcasts = [a_call(f"b{number}", number, urgency=Urgency.BROADCAST) for number in range(1, 30)]
    await owe(store, *broadcasts, a_call("answer", 99), a_button_answer("button", 1))

    assert await names(store, limit=3) == ["answer", "button", "b2"]


async def test_moments_are_read_and_written_together(store):
    async with store.writing() as tx:
        await tx.schedules.set("a", later(1))
        await tx.schedules.set_many({"a": later(2), "b": later(3)})
        await tx.schedules.set_many({})

    async with store.reading() as tx:
        assert dict(await tx.schedules.get_many(["a", "b", "c"])) == {"a": later(2), "b": later(3)}
        assert await tx.schedules.get_many([]) == {}


async def test_the_next_due_time_counts_what_holds_each_chat(store):
    assert await next_due_at(store) is None
    await owe(store, a_call("a", 1), a_call("a2", 1), a_call("b", 2))
    assert await next_due_at(store) == NOW

    await change(store, "a", not_before=later(30))
    await pause(store, 2, later(20))
    assert await next_due_at(store) == later(20)

    await pause(store, None, later(25))
    assert await next_due_at(store) == later(25)

    await owe(store, a_button_answer("button", 3))
    assert await next_due_at(store) == later(25)


async def test_what_waits_for_a_call_under_way_is_due_at_no_time(store):
    await owe(store, a_call("a"), a_call("a2"))
    await change(store, "a", state=OutgoingState.SENDING)

    assert await next_due_at(store) is None


@pytest.mark.sqlite
async def test_a_sent_call_keeps_its_message_id_and_forgets_its_text(store, path):
    await owe(store, a_call("a", params={"text": "a private sentence"}))
    await change(store, "a", state=OutgoingState.SENT, message_id=77)
    await store.close()

    stored = b"".join(file.read_bytes() for file in path.parent.iterdir())

    assert b"a private sentence" not in stored


async def test_calls_are_counted_by_state(store):
    await owe(store, a_call("a"), a_call("b", 2), a_call("c", 3))
    await change(store, "a", state=OutgoingState.UNKNOWN)

    async with store.reading() as tx:
        assert dict(await tx.outbox.counts()) == {
            "pending": 2,
            "sending": 0,
            "sent": 0,
            "unknown": 1,
            "failed": 0,
        }


async def test_saving_a_call_that_is_not_there_is_an_error(store):
    await owe(store, a_call("a"))
    [owed] = await due(store)

    with pytest.raises(LookupError):
        async with store.writing() as tx:
            await tx.outbox.save(replace(owed, id=99))


async def test_answers_travel_with_their_call_in_order_and_are_found_by_submission(store):
    async with store.writing() as tx:
        first = await tx.verdicts.add(a_ruling("One"), "one", NOW)
        second = await tx.verdicts.add(a_ruling("Two"), "two", NOW)
        submission = await tx.submissions.add(a_submission(), "key", None)
        given = (AnswerGiven(submission, second.id, 1), AnswerGiven(submission, first.id, 1))
        await tx.outbox.add(a_call("a", answers=given), NOW)

    [owed] = await due(store)
    async with store.reading() as tx:
        assert await tx.submissions.answers_to(submission) == list(given)
    assert owed.outgoing.answers == given

    await change(store, "a", state=OutgoingState.FAILED)
    async with store.reading() as tx:
        assert await tx.submissions.answers_to(submission) == []


async def test_many_pending_calls_leave_in_order_for_each_chat(store):
    async with store.writing() as tx:
        for number in range(400):
            await tx.outbox.add(a_call(f"{number}", chat=number % 7 + 1), NOW)
    sent = []
    async with store.writing() as tx:
        while found := await tx.outbox.due(NOW, 3, ()):
            for owed in found:
                sent.append((owed.outgoing.chat_id, owed.id))
                await tx.outbox.save(replace(start(owed), state=OutgoingState.SENT))

    assert len(sent) == 400
    by_chat = {chat: [number for other, number in sent if other == chat] for chat, _ in sent}
    assert all(older < younger for ids in by_chat.values() for older, younger in pairwise(ids))


async def oldest_due_at(store, now):
    async with store.reading() as tx:
        return await tx.outbox.oldest_due_at(now)


async def test_the_longest_waiting_call_that_may_be_sent_tells_since_when(store):
    assert await oldest_due_at(store, later(60)) is None
    await owe(store, a_call("a", 1), a_call("b", 2))
    await change(store, "a", not_before=later(30), attempts=1)
    assert await oldest_due_at(store, later(60)) == NOW

    await change(store, "b", state=OutgoingState.SENT)
    assert await oldest_due_at(store, later(29)) is None
    assert await oldest_due_at(store, later(60)) == later(30)


async def test_what_is_held_back_waits_since_that_ends(store):
    await owe(store, a_call("a", 1), a_call("a2", 1), a_call("b", 2))
    await change(store, "b", state=OutgoingState.SENDING)
    await owe(store, a_call("b2", 2))
    await change(store, "a", not_before=later(30))
    assert await oldest_due_at(store, later(29)) is None

    await pause(store, 1, later(40))
    assert await oldest_due_at(store, later(39)) is None
    assert await oldest_due_at(store, later(50)) == later(40)

    await owe(store, a_button_answer("button", 1))
    assert await oldest_due_at(store, later(35)) == NOW

    await pause(store, None, later(45))
    assert await oldest_due_at(store, later(44)) is None
    assert await oldest_due_at(store, later(50)) == later(45)


async def test_who_was_told_a_verdict_is_found_and_what_they_were_told_is_amended(store):
    async with store.writing() as tx:
        first = await tx.verdicts.add(a_ruling(), "key", NOW)
        second = await tx.verdicts.add(a_ruling("Garlic too", url="https://facts.example/2"), "key2", NOW)
        asked = await tx.submissions.add(a_submission(), "key", None)
        both = (AnswerGiven(asked, first.id, 1), AnswerGiven(asked, second.id, 1))
        await tx.outbox.add(a_call("both", answers=both), NOW)
        await tx.outbox.add(a_call("refused", answers=both), NOW)
        await tx.outbox.add(a_call("nothing"), NOW)
    await change(store, "both", state=OutgoingState.SENT, message_id=7)
    await change(store, "refused", state=OutgoingState.FAILED)

    async with store.writing() as tx:
        [told] = await tx.outbox.telling(first.id)
        assert (told.outgoing.dedupe, told.outgoing.answers, told.message_id) == ("both", both, 7)
        left = (AnswerGiven(asked, second.id, 4),)
        await tx.outbox.amend(replace(told, outgoing=replace(told.outgoing, answers=left)))
        assert await tx.outbox.telling(first.id) == []
        [told] = await tx.outbox.telling(second.id)
        assert (told.outgoing.answers, told.outgoing.params, told.message_id) == (left, {}, 7)


async def test_a_call_that_was_not_made_can_be_put_in_other_words(store):
    await owe(store, a_call("a"))
    [owed] = await due(store)
    async with store.writing() as tx:
        await tx.outbox.amend(replace(owed, outgoing=replace(owed.outgoing, params={"text": "b"})))

    [owed] = await due(store)
    assert (owed.outgoing.dedupe, owed.outgoing.params) == ("a", {"text": "b"})
