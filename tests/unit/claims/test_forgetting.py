"""Forgetting: who may, and all or nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from claims.news import ButtonExpired, Forgotten, Press
from claims.review import Moderator, ModeratorId, Person
from claims.submission import ChatId, PersonId
from claims.usecases.forgetting import ForgetPerson
from db.store import SqlStore, open_store
from handlers.i18n import Catalogues
from handlers.voice import TelegramVoice
from tests.support.builders import NOON, a_submission
from tests.support.clock import FakeClock

ANA = PersonId(7)
PRESS = Press(callback_id="press", chat_id=ChatId(7), message_id=5)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = await open_store(tmp_path / "forwardcheck.db")
    async with store.writing() as tx:
        await tx.people.save(Person(ANA, "en"))
        await tx.submissions.add(a_submission(), "key", None)
    yield store
    await store.close()


@pytest.fixture
def voice() -> TelegramVoice:
    return TelegramVoice(Catalogues.load(), FakeClock(), "Test newsroom")


async def _known(store: SqlStore) -> tuple[bool, bool]:
    """Return whether the person is known, and what they sent."""
    async with store.reading() as tx:
        sent = await tx.submissions.get_many([1])  # type: ignore[list-item]  # a plain number here
        return await tx.people.get(ANA) is not None, bool(sent)


async def test_whoever_presses_is_forgotten_and_that_is_noted_without_their_name(
    store: SqlStore, voice: TelegramVoice
) -> None:
    assert await ForgetPerson(store, voice, FakeClock())(ANA, PRESS) == Forgotten()

    assert await _known(store) == (False, False)
    async with store.reading() as tx:
        noted = await tx.audit.after(0, 9)
    assert [(one.actor, one.act, one.subject) for one in noted] == [("asker", "was_forgotten", "people")]


@pytest.mark.parametrize("person", [PersonId(8), PersonId(-7)])
async def test_a_press_in_another_chat_than_ones_own_does_nothing(
    store: SqlStore, voice: TelegramVoice, person: PersonId
) -> None:
    assert await ForgetPerson(store, voice, FakeClock())(person, PRESS) == ButtonExpired()

    assert await _known(store) == (True, True)


async def test_a_moderator_stays_known_and_what_they_sent_goes(store: SqlStore, voice: TelegramVoice) -> None:
    async with store.writing() as tx:
        await tx.moderators.add(Moderator(ModeratorId(ANA), "Ana"), NOON)

    assert await ForgetPerson(store, voice, FakeClock())(ANA, PRESS) == Forgotten(at_the_desk=True)
    assert await _known(store) == (True, False)


async def test_if_the_confirmation_cannot_be_owed_nothing_is_deleted(
    store: SqlStore, voice: TelegramVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(voice, "acknowledge", cut_off)
    with pytest.raises(RuntimeError):
        await ForgetPerson(store, voice, FakeClock())(ANA, PRESS)

    assert await _known(store) == (True, True)
