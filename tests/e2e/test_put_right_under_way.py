"""Stories of answers that were under way when their verdict changed, and did not arrive at the first try."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from claims.decision import Decision
from claims.delivery import Owed, recover
from claims.learning import LabelSource
from claims.ports import Transaction
from claims.usecases.deliver import Deliver, Finished
from claims.verdict import Rating, Ruling, VerdictId
from matching.segment import fingerprint
from simulator.faults import BadCall, CutAfter, Fault, ServerError, TooManyRequests
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

LEMON = "Drinking warm lemon water cures the flu."
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"
RULE = "/verdict 1 false The repairs take three nights. https://example.org/bridge"
EDIT = "/edit 1 true It does."
WITHDRAWN = "This fact-check was withdrawn on"


@dataclass
class MidAir:
    """A ruling that is under way to Ana; all else goes on."""

    newsroom: Newsroom
    moderator: Person
    ana: Person
    deliver: Deliver
    calls: Sequence[Owed]

    async def moderates(self, *commands: str) -> None:
        """Let the moderator write commands, or press the buttons of that name."""
        for command in commands:
            if command.startswith("/"):
                self.moderator.says(command)
            else:
                self.moderator.presses(command)
            await self.newsroom.settle()

    async def ends(self, fault: Fault) -> None:
        """Let the call to Ana meet a fault."""
        self.newsroom.faults.add(fault, method="sendMessage", chat_id=self.ana.id)
        finished = [Finished(owed, await self.deliver.call(owed)) for owed in self.calls]
        await self.deliver.take_turn(finished, 0, frozenset())

    async def shows(self) -> list[str]:
        """Send what is owed, call by call; return all that Ana saw of the ruling on the way."""
        seen: dict[str, None] = {}
        for _ in range(30):
            self.newsroom.clock.advance(seconds=5)
            await self.deliver(1)
            seen |= dict.fromkeys(message.text for message in self.ana.messages[1:])
        return list(seen)


@pytest.fixture
async def mid_air(newsroom: Newsroom) -> MidAir:
    """A ruling under way."""
    moderator, ana = await newsroom.moderator(), newsroom.person()
    ana.forwards(BRIDGE)
    await newsroom.settle()
    moderator.says(RULE)
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    deliver = newsroom.program.sender._deliver
    claimed = (await deliver.take_turn((), 8, frozenset())).claimed
    to_ana = [owed for owed in claimed if owed.outgoing.chat_id == ana.id]
    others = [owed for owed in claimed if owed not in to_ana]
    ended = [Finished(owed, await deliver.call(owed)) for owed in others]
    await deliver.take_turn(ended, 0, frozenset())
    return MidAir(newsroom, moderator, ana, deliver, to_ana)


async def test_what_is_sent_a_second_time_tells_what_holds_by_then(mid_air: MidAir) -> None:
    await mid_air.moderates(EDIT)
    await mid_air.ends(TooManyRequests(30))

    assert not any("❌ False" in text for text in await mid_air.shows())
    assert sum("✅ True" in message.text for message in mid_air.ana.messages) == 1


async def test_a_withdrawn_verdict_is_not_sent_a_second_time(mid_air: MidAir) -> None:
    await mid_air.moderates("/retract 1", "Withdraw")
    await mid_air.ends(TooManyRequests(30))

    seen = await mid_air.shows()
    assert not any("False" in text for text in seen)
    assert seen[0].startswith(WITHDRAWN)


async def test_of_two_corrections_the_last_one_stands(mid_air: MidAir) -> None:
    await mid_air.moderates("/edit 1 satire It was a joke.")
    await mid_air.ends(TooManyRequests(600))
    await mid_air.moderates(EDIT)
    await mid_air.shows()

    assert "✅ True" in mid_air.ana.messages[1].text


async def test_a_withdrawal_after_a_correction_stands(mid_air: MidAir) -> None:
    await mid_air.moderates(EDIT)
    await mid_air.ends(TooManyRequests(600))
    await mid_air.moderates("/retract 1", "Withdraw")

    assert not any("True" in text for text in await mid_air.shows())


@pytest.mark.parametrize("fault", [CutAfter(), ServerError(), BadCall()])
async def test_who_may_have_the_old_answer_is_told_the_new_one_once(mid_air: MidAir, fault: Fault) -> None:
    await mid_air.moderates(EDIT)
    await mid_air.ends(fault)
    await mid_air.newsroom.settle()

    texts = [message.text for message in mid_air.ana.messages]
    assert sum("was False, now True" in text for text in texts) == 1


@pytest.mark.parametrize("fault", [CutAfter(), ServerError()])
async def test_who_may_have_a_withdrawn_answer_is_told_so_once(mid_air: MidAir, fault: Fault) -> None:
    await mid_air.moderates("/retract 1", "Withdraw")
    await mid_air.ends(fault)
    await mid_air.newsroom.settle()

    assert sum(message.text.startswith(WITHDRAWN) for message in mid_air.ana.messages) == 1


async def test_what_a_killed_program_was_sending_is_told_as_it_stands_now(mid_air: MidAir) -> None:
    await mid_air.moderates("/retract 1", "Withdraw")
    async with mid_air.newsroom.program.store.writing() as tx:
        under_way = await tx.outbox.owed_to(mid_air.calls[0].outgoing.chat_id, ["ruled:"])
        await tx.outbox.save(*(recover(owed, mid_air.newsroom.clock.now()) for owed in under_way))
    await mid_air.newsroom.settle()

    assert [message.text.startswith(WITHDRAWN) for message in mid_air.ana.messages[1:]] == [True]


async def test_who_wants_to_hear_no_more_is_not_told_anew(mid_air: MidAir) -> None:
    await mid_air.moderates("/retract 1", "Withdraw")
    mid_air.ana.says("/stop")
    await mid_air.newsroom.receive()
    await mid_air.newsroom.program.worker.handle_waiting()
    await mid_air.ends(CutAfter())
    await mid_air.newsroom.settle()

    assert not any(message.text.startswith(WITHDRAWN) for message in mid_air.ana.messages)


async def test_sending_again_what_may_be_lost_never_sends_what_was_withdrawn(mid_air: MidAir) -> None:
    await mid_air.moderates("/retract 1", "Withdraw")
    await mid_air.ends(ServerError())
    await mid_air.newsroom.keep_house()
    await mid_air.moderates("Send again")

    assert sum(message.text.startswith(WITHDRAWN) for message in mid_air.ana.messages) == 1
    assert not any("False" in message.text for message in mid_air.ana.messages)


@dataclass
class WhileDecided:
    """Has the verdict revised by another replica between a decision and the turn to write it."""

    newsroom: Newsroom
    monkeypatch: pytest.MonkeyPatch

    async def becomes(self, ruling: Ruling) -> None:
        """Store a verdict, and let it be revised during the next decision."""
        now = self.newsroom.clock.now()

        async def revise(tx: Transaction) -> None:
            await tx.verdicts.revise(VerdictId(1), ruling, fingerprint(ruling.claim), now)

        await self.newsroom.publishes(a_ruling())
        self.happens(revise)

    async def is_of_another_claim(self, text: str) -> None:
        """Store a verdict, and let a reviewer rule that the text states another claim."""
        now, key = self.newsroom.clock.now(), fingerprint(text)

        async def rule(tx: Transaction) -> None:
            await tx.pairs.add(key, VerdictId(1), LabelSource.RULED_OTHERWISE, now, same=False)
            await tx.verdicts.add(a_ruling(claim=BRIDGE), fingerprint(BRIDGE), now)

        await self.newsroom.publishes(a_ruling())
        self.happens(rule)

    def happens(self, act: Callable[[Transaction], Awaitable[None]]) -> None:
        """Let that be done during the next decision."""
        catalogue, store = self.newsroom.program.catalogue, self.newsroom.program.store
        decide = catalogue.decide

        async def decided_before_it(*asked: Any, **named: Any) -> Decision:
            self.monkeypatch.setattr(catalogue, "decide", decide)
            decision = await decide(*asked, **named)
            async with store.writing() as tx:
                await act(tx)
            return decision

        self.monkeypatch.setattr(catalogue, "decide", decided_before_it)


@pytest.fixture
def while_decided(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> WhileDecided:
    """Who revises in the gap."""
    return WhileDecided(newsroom, monkeypatch)


async def test_a_verdict_that_a_reviewer_took_for_another_claim_meanwhile_is_not_told(
    newsroom: Newsroom, while_decided: WhileDecided
) -> None:
    text = "Warm lemon water cures the flu"
    await while_decided.is_of_another_claim(text)
    ana = newsroom.person()
    ana.forwards(text)
    await newsroom.settle()

    assert ana.last_message.startswith("We have not checked this yet.")


@pytest.mark.parametrize("text", [LEMON, "Warm lemon water cures the flu"])
async def test_a_verdict_that_came_to_be_about_another_claim_meanwhile_is_not_told(
    newsroom: Newsroom, while_decided: WhileDecided, text: str
) -> None:
    await while_decided.becomes(a_ruling(claim="Vaccinated people shed the virus.", rating=Rating.TRUE))
    ana = newsroom.person()
    ana.forwards(text)
    await newsroom.settle()

    assert ana.last_message.startswith("We have not checked this yet.")


async def test_a_verdict_on_the_same_claim_is_told_as_it_is_by_now(
    newsroom: Newsroom, while_decided: WhileDecided
) -> None:
    await while_decided.becomes(a_ruling(rating=Rating.MISLEADING, summary="It soothes, and no more."))
    ana = newsroom.person()
    ana.forwards(LEMON)
    await newsroom.settle()

    assert "Misleading" in ana.last_message
    assert "It soothes, and no more." in ana.last_message
