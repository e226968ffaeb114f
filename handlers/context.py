"""Owns the context that handlers receive: the use cases, bound to the updates at hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Message, Update
from telegram.ext import Application, CallbackContext, ExtBot

from claims.ports import SettlingStore
from handlers.joining import Bundle
from handlers.reading import read_update
from handlers.services import Services

App = Application[Any, Any, Any, Any, Any, Any]
ServicesFor = Callable[[SettlingStore], Services]
SERVICES_KEY = "services_for"
HANDLINGS_KEY = "handlings"


@dataclass(frozen=True, slots=True)
class Handling:
    """A bundle of updates while it is handled, and the store that settles it."""

    bundle: Bundle
    store: SettlingStore


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """A typed context. `services` settles the updates with the first thing it commits; `joined` are the
    further messages that belong to the one at hand."""

    services: Services
    joined: Sequence[Message] = ()

    @classmethod
    def from_update(cls, update: object, application: App) -> "Context":
        """Return the context for one update."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            services_for: ServicesFor = application.bot_data[SERVICES_KEY]
            handlings: Mapping[int, Handling] = application.bot_data[HANDLINGS_KEY]
            handling = handlings[update.update_id]
            context.services = services_for(handling.store)
            context.joined = _further_messages(handling.bundle, application)
        return context


def _further_messages(bundle: Bundle, application: App) -> list[Message]:
    updates = [read_update(raw.body, application.bot) for raw in bundle.updates[1:]]
    return [update.message for update in updates if update.message]
