"""Owns the command menus in Telegram: one for everybody, another for each moderator."""

import asyncio
import logging
from typing import Any

from claims.delivery import Outgoing, Repeat
from claims.ports import Clock, Store
from claims.review import ModeratorId
from claims.roles import Role
from claims.submission import ChatId, PersonId
from db.errors import StorageUnavailable
from handlers.commands import moderator_menu, public_menu
from handlers.i18n import SOURCE_LANGUAGE, Catalogues

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 10.0
NO_CHAT = ChatId(0)


class Menus:
    """Keeps the menus level with who is a moderator."""

    def __init__(self, store: Store, catalogues: Catalogues, clock: Clock, four_eyes: bool = False) -> None:
        self._store = store
        self._catalogues = catalogues
        self._clock = clock
        self._four_eyes = four_eyes
        self._shown: dict[ModeratorId, tuple[str, Role]] = {}

    async def run(self) -> None:
        """Owe the public menu once, and look for changed moderators for ever."""
        public_shown = False
        while True:
            try:
                if not public_shown:
                    await self.show_public()
                    public_shown = True
                await self.show_moderators()
            except StorageUnavailable as error:
                log.error("storage_unavailable: %s", error)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def show_public(self) -> None:
        """Owe everybody's menu in each language."""
        for language in self._catalogues.languages():
            commands = public_menu(self._catalogues.for_language(language))
            params: dict[str, Any] = {"commands": [command.to_dict() for command in commands]}
            if language != SOURCE_LANGUAGE:
                params["language_code"] = language
            await self._owe("setMyCommands", params, NO_CHAT, f"public:{language}")

    async def show_moderators(self) -> None:
        """Owe the menus of moderators who came or went since the last look."""
        reachable = await self._reachable()
        for moderator_id, (language, role) in reachable.items():
            if self._shown.get(moderator_id) != (language, role):
                commands = moderator_menu(
                    self._catalogues.for_language(language), role, four_eyes=self._four_eyes
                )
                menu = {"commands": [command.to_dict() for command in commands]}
                await self._owe("setMyCommands", menu | _scope(moderator_id), ChatId(moderator_id), "menu")
        for moderator_id in self._shown.keys() - reachable.keys():
            await self._owe("deleteMyCommands", _scope(moderator_id), ChatId(moderator_id), "no-menu")
        self._shown = reachable

    async def _reachable(self) -> dict[ModeratorId, tuple[str, Role]]:
        """Return language and role of each moderator who has written to the bot; Telegram knows no others."""
        async with self._store.reading() as tx:
            moderators = await tx.moderators.all()
            people = [await tx.people.get(PersonId(moderator.id)) for moderator in moderators]
        return {
            moderator.id: (person.language, moderator.role)
            for moderator, person in zip(moderators, people, strict=True)
            if person
        }

    async def _owe(self, method: str, params: dict[str, Any], chat_id: ChatId, name: str) -> None:
        now = self._clock.now()
        debt = f"{name}:{chat_id}:{now.isoformat()}"
        async with self._store.writing() as tx:
            await tx.outbox.add(
                Outgoing(dedupe=debt, chat_id=chat_id, method=method, params=params, repeat=Repeat.FREELY),
                now,
            )


def _scope(chat_id: int) -> dict[str, Any]:
    return {"scope": {"type": "chat", "chat_id": chat_id}}
