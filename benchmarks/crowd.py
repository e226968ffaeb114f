"""Owns the people of an experiment: what they forward, and which replies each message has."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from claims.verdict import Rating, Ruling
from simulator.messages import Message
from simulator.person import Person
from simulator.world import World

KNOWN_CLAIMS = (
    "Drinking warm lemon water cures the flu.",
    "The mayor of Elmsworth sold the town forest to a mining company.",
    "Charging a phone overnight doubles the electricity bill.",
)
PLACES = (
    "Lindhaven",
    "Ostrava Road",
    "Kestrel Bay",
    "Marlow Hill",
    "Fenbridge",
    "Saltby",
    "Corran",
    "Wexdale",
)
RUMOURS = (
    "The stone bridge in {place} will be closed for {number} years from Monday",
    "The tap water of {place} was mixed with {number} tons of chlorine last night",
    "A shop in {place} hands out {number} free phones to everybody who shares this",
)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A message of the public and the update by which the bot hears of it."""

    message: Message
    update_id: int


class Crowd:
    """Several people who forward posts: known claims and unknown ones, by the dice of `seeded`."""

    def __init__(self, world: World, size: int, seeded: random.Random) -> None:
        self._world = world
        self._seeded = seeded
        self._people = [Person(world, f"Person {number}") for number in range(1, size + 1)]
        self.forwarded: list[Forwarded] = []

    def forwards_one(self) -> None:
        """Let somebody forward the next post."""
        person = self._seeded.choice(self._people)
        message = person.forwards(self._post(), from_channel="City News")
        self.forwarded.append(Forwarded(message, self._world.updates.pending[-1]["update_id"]))

    def _post(self) -> str:
        if self._seeded.random() < 0.5:
            return self._seeded.choice(KNOWN_CLAIMS)
        rumour, place = self._seeded.choice(RUMOURS), self._seeded.choice(PLACES)
        return rumour.format(place=place, number=self._seeded.randint(2, 400))

    @property
    def replies(self) -> Mapping[int, int]:
        """How many replies each message has that has any."""
        return Counter(answer.reply_to.id for answer in self._answers if answer.reply_to is not None)

    @property
    def reply_count(self) -> int:
        """How many replies people have got."""
        return sum(self.replies.values())

    @property
    def answered_with_a_verdict(self) -> int:
        """How many replies tell a verdict, not that the claim is queued."""
        return sum(answer.text.startswith("❌") for answer in self._answers)

    @property
    def _answers(self) -> Sequence[Message]:
        return [message for message in self._world.messages.values() if message.sender.is_bot]


def published() -> Sequence[Ruling]:
    """Return a ruling on each of the known claims."""
    return [
        Ruling(
            claim=claim,
            rating=Rating.FALSE,
            publisher="Example Desk",
            url=f"https://example.org/{number}",
            summary="There is no evidence for it.",
            published_at=date(2026, 2, 3),
            language="en",
        )
        for number, claim in enumerate(KNOWN_CLAIMS, 1)
    ]
