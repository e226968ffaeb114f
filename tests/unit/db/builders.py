"""Things to store, with what a test does not care about filled in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from claims.delivery import Outgoing, Repeat
from claims.submission import Submission
from claims.verdict import Rating, Ruling

NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def a_ruling(claim: str = "Onions keep flies away", **fields: Any) -> Ruling:
    fields = {"url": "https://facts.example/onions", "publisher": "Plain Facts"} | fields
    return Ruling(claim=claim, rating=fields.pop("rating", Rating.FALSE), **fields)


def a_submission(person: int = 1, **fields: Any) -> Submission:
    fields = {"chat_id": person, "message_id": 5, "text": "Onions!", "sent_at": NOW} | fields
    return Submission(person_id=person, **fields)


def a_call(dedupe: str, chat: int = 1, **fields: Any) -> Outgoing:
    fields = {"method": "sendMessage", "params": {"text": dedupe}, "repeat": Repeat.NEVER} | fields
    return Outgoing(dedupe=dedupe, chat_id=chat, **fields)


def a_button_answer(dedupe: str, chat: int = 1) -> Outgoing:
    return a_call(dedupe, chat, method="answerCallbackQuery", repeat=Repeat.FREELY)
