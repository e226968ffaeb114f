"""Owns made-up verdicts and posts: as many as asked, no two the same, about nobody and nowhere."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice, product

from claims.verdict import Rating, Ruling

WHO = (
    "The health ministry", "The city council", "A hospital", "The water company", "The railway",
    "A well-known bakery", "The election office", "The school board", "A phone maker", "The tax office",
    "The fire brigade", "A football club", "The power company", "The university", "The harbour authority",
)  # fmt: skip
DID = (
    "will fine every household {n} euros for watering the garden",
    "closed {n} streets after a gas leak",
    "hides {n} cases of a new virus",
    "pays {n} euros to anybody who leaves the town",
    "poisoned {n} wells with waste oil",
    "will switch off the lights for {n} hours every night",
    "lost {n} ballot papers on the way to the count",
    "banned {n} books from the libraries",
    "gives {n} free tickets to everybody who shares this",
    "dismissed {n} nurses who refused to lie",
    "replaces cash with a card from {n} January on",
    "covered up {n} accidents with the new buses",
)
WHERE = (
    "Lindhaven", "Kestrel Bay", "Marlow Hill", "Fenbridge", "Saltby", "Corran", "Wexdale", "Ostrava Road",
    "Port Elling", "Greyminster", "Nether Stow", "Harrowgate Sands", "Millbrook", "Tarnwick", "Duncastle",
)  # fmt: skip
FIRST = date(2024, 1, 1)


def statements(number: int, start: int = 0) -> list[str]:
    """Return that many different statements, the same ones every time; `start` leaves that many out."""
    combined = (
        f"{who} in {place} {did.format(n=n)}"
        for n in range(2, 100_000)
        for who, did, place in product(WHO, DID, WHERE)
    )
    return list(islice(combined, start, start + number))


def rulings(number: int) -> Sequence[Ruling]:
    """Return that many rulings, each on another statement."""
    return [
        Ruling(
            claim=f"{statement}.",
            rating=Rating.FALSE,
            publisher="Example Desk",
            url=f"https://example.org/made-up/{position}",
            summary="There is no evidence for it.",
            published_at=FIRST + timedelta(days=position % 700),
            language="en",
        )
        for position, statement in enumerate(statements(number), 1)
    ]
