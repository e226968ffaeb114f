"""Keeps the house: forgets what has served its time, tells reviewers of replies that may be lost."""

from dataclasses import dataclass
from datetime import timedelta

from claims.days import THE_END
from claims.delivery import OutgoingId, send_again
from claims.news import Address, DeliveriesUnknown, News, SentAgain
from claims.pacing import NOTICES, Booked, book
from claims.ports import Clock, RawUpdate, Store, Transaction, Voice
from claims.retrying import next_try_at
from claims.review import LEASE_DURATION, Moderator
from claims.submission import ChatId, PersonId
from claims.usecases.moderating import Caller, ModeratorAct

# Telegram repeats an update for 24 hours; twice that leaves no doubt.
KEEP_UPDATE_IDS = timedelta(hours=48)
KEEP_UNREADABLE_UPDATES = timedelta(days=30)
KEEP_SENT_CALLS = timedelta(hours=48)
KEEP_CLOSING_LINES = timedelta(days=90)
KEEP_INVITATIONS = timedelta(days=7)
EMPTIED_AT_ONCE = 200  # questions, in one transaction
MOST_TURNS = 10  # transactions of these in one round
MOST_SENT_AGAIN = 500
MOST_TRIED_AGAIN = 400
CAME_TOGETHER = timedelta(seconds=10)
NOTICE_SCHEDULE = "notice:unknown"
TOLD_SCHEDULE = "told:unknown"
CLOCK_SCHEDULE = "seen:clock"
CLOCK_TOLERANCE = timedelta(seconds=5)
FAR_OFF = timedelta(hours=1)  # from here on, what is done by the hour or day was planned wrongly


@dataclass(frozen=True)
class KeepHouse:
    """What is done by the clock. `keep` is how long a settled question is kept whole; None: for ever."""

    store: Store
    voice: Voice
    clock: Clock
    keep: timedelta | None = None

    async def forget(self) -> int:
        """Delete what has served its time; return how many rows that were."""
        now = self.clock.now()
        async with self.store.writing() as tx:
            return (
                await tx.inbox.forget(now - KEEP_UPDATE_IDS, now - KEEP_UNREADABLE_UPDATES)
                + await tx.outbox.forget(now - KEEP_SENT_CALLS)
                + await tx.footers.forget(now - KEEP_CLOSING_LINES)
                + await tx.schedules.forget("send:", now)
                + await tx.schedules.forget("ask:", now)
                + await tx.schedules.forget("our-fault:", now)
                + await tx.schedules.forget("lease-ends:", now)
                + await tx.invitations.forget(now - KEEP_INVITATIONS)
                + (await tx.retention.forget_unknown(now - self.keep) if self.keep else 0)
            )

    async def try_again(self) -> int:
        """Let those questions wait to be handled again that failed and whose time has come; return how many
        updates that were. What came within seconds of them in the same chat may belong to them."""
        now = self.clock.now()
        async with self.store.reading() as tx:
            held = await tx.inbox.held(MOST_TRIED_AGAIN)
        due = [raw for raw in held if (next_try_at(raw.received_at, raw.tries) or now) <= now]
        if not due:
            return 0
        released = {raw.id for raw in held if any(_came_together(raw, other) for other in due)}
        async with self.store.writing() as tx:
            await tx.inbox.release(released)
        return len(released)

    async def empty_questions(self) -> int:
        """Forget of questions that have served their time who asked them and in what words, some in a
        transaction, so that others may write in between; return how many. The next round goes on."""
        if self.keep is None:
            return 0
        now, emptied = self.clock.now(), 0
        for _ in range(MOST_TURNS):
            async with self.store.reading() as tx:
                if not await tx.retention.has_served(now - self.keep):
                    break
            async with self.store.writing() as tx:
                emptied += await tx.retention.empty(now - self.keep, now, EMPTIED_AT_ONCE)
        return emptied

    async def mind_the_clock(self) -> bool:
        """Note the time; when it is earlier than noted before, end the waits that were set by the old clock.

        Return whether the clock was set back."""
        now = self.clock.now()
        async with self.store.writing() as tx:
            noted = await tx.schedules.get(CLOCK_SCHEDULE)
            await tx.schedules.set(CLOCK_SCHEDULE, now)
            set_back = noted is not None and noted - now > CLOCK_TOLERANCE
            if set_back:
                await tx.outbox.wait_no_longer(now)
                await tx.schedules.set(NOTICE_SCHEDULE, now)
                await tx.schedules.set(TOLD_SCHEDULE, now)
            if noted is not None and noted - now > FAR_OFF:
                await tx.feeds.wait_no_longer(now)
                await tx.items.end_leases(now + LEASE_DURATION)
                await tx.schedules.forget("remind:", THE_END)
            return set_back

    async def tell_unknown(self) -> int:
        """Tell every moderator, once in a while, of replies that may not have arrived; return how many."""
        now = self.clock.now()
        async with self.store.writing() as tx:
            unknown = await tx.outbox.unknown(MOST_SENT_AGAIN)
            told_until = await tx.schedules.get(TOLD_SCHEDULE)
            fresh = [owed for owed in unknown if told_until is None or owed.not_before > told_until]
            notice = book(NOTICES, await tx.schedules.get(NOTICE_SCHEDULE), now)
            if not fresh or not isinstance(notice, Booked):
                return 0
            await tx.schedules.set(NOTICE_SCHEDULE, notice.schedule)
            await tx.schedules.set(TOLD_SCHEDULE, max(owed.not_before for owed in unknown))
            await self._tell_moderators(tx, DeliveriesUnknown(len(unknown), max(owed.id for owed in unknown)))
            return len(unknown)

    async def _tell_moderators(self, tx: Transaction, news: DeliveriesUnknown) -> None:
        for moderator in await tx.moderators.all():
            person = await tx.people.get(PersonId(moderator.id))
            address = Address(
                chat_id=ChatId(moderator.id),
                debt=f"unknown:{news.newest}:{moderator.id}",
                language=person.language if person else moderator.language,
            )
            await tx.outbox.add(self.voice.say(address, news), self.clock.now())


def _came_together(raw: RawUpdate, other: RawUpdate) -> bool:
    return raw.chat_id == other.chat_id and abs(raw.received_at - other.received_at) <= CAME_TOGETHER


class SendUnknownAgain(ModeratorAct):
    """Send replies once more that a reviewer takes to be lost."""

    async def __call__(self, caller: Caller, newest: OutgoingId) -> News:
        """Return how many are sent; those that became unknown after `newest` are left for the next notice."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            now = self.clock.now()
            lost = [owed for owed in await tx.outbox.unknown(MOST_SENT_AGAIN) if owed.id <= newest]
            for owed in lost:
                await tx.outbox.save(send_again(owed, now))
            await tx.audit.write(
                actor=f"moderator:{moderator.id}",
                act="sent_again",
                subject="outbox",
                now=now,
                after={"calls": [owed.id for owed in lost]},
            )
            return SentAgain(len(lost))

        return await self.perform(caller, act)
