"""What somebody in a story does, until the bot has answered, and what they see then."""

from simulator.person import Person
from tests.support.newsroom import Newsroom


async def says(newsroom: Newsroom, person: Person, text: str) -> str:
    """Write a text or a command; return the newest message from the bot."""
    person.says(text)
    await newsroom.settle()
    return person.last_message


async def forwards(newsroom: Newsroom, person: Person, text: str) -> None:
    """Forward a post."""
    person.forwards(text)
    await newsroom.settle()


def shown(person: Person) -> list[str]:
    """Return what the bot's messages say now, oldest first."""
    return [message.text for message in person.messages]
