"""Says when a group, or a moderator, is not reminded of anything."""

from dataclasses import dataclass, replace
from typing import ClassVar

from claims.news import News, NightSet, Usage
from claims.night import Reminding
from claims.ports import Transaction
from claims.review import Moderator
from claims.roles import Right
from claims.usecases.moderating import Caller, ModeratorAct


@dataclass(frozen=True)
class NightAct(ModeratorAct):
    """What both share: the night of the installation, which holds where none is set."""

    reminding: Reminding

    def told(self, night: str) -> NightSet:
        """Return the news of the night that holds."""
        return NightSet(self.reminding.with_night(night), own=bool(night))


class SetGroupNight(NightAct):
    """Set the night of the moderators' group in which this is said; editors and owners may."""

    needs: ClassVar[Right] = Right.QUIET

    async def __call__(self, caller: Caller, night: str | None) -> News:
        """Return the night that holds; "" goes back to the installation's, None changes nothing."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            desk = await tx.desks.get(caller.address.chat_id)
            if desk is None:
                return Usage("desk", "group")
            if night is not None and night != desk.night:
                await tx.desks.put(replace(desk, night=night))
                await _audit(tx, self, moderator, f"group:{desk.chat_id}", desk.night, night)
            return self.told(desk.night if night is None else night)

        return await self.perform(caller, act)


class SetOwnNight(NightAct):
    """Set the night of the moderator who says so."""

    async def __call__(self, caller: Caller, night: str | None) -> News:
        """Return the night that holds; "" goes back to the installation's, None changes nothing."""

        async def act(tx: Transaction, moderator: Moderator) -> News:
            if night is not None and night != moderator.night:
                await tx.moderators.add(replace(moderator, night=night), self.clock.now())
                await _audit(tx, self, moderator, f"moderator:{moderator.id}", moderator.night, night)
            return self.told(moderator.night if night is None else night)

        return await self.perform(caller, act)


async def _audit(
    tx: Transaction, act: ModeratorAct, moderator: Moderator, subject: str, before: str, after: str
) -> None:
    await tx.audit.write(
        actor=f"moderator:{moderator.id}",
        act="set_night",
        subject=subject,
        now=act.clock.now(),
        before={"night": before},
        after={"night": after},
    )
