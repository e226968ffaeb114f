"""Owns the context that handlers receive: the use cases, bound to the updates at hand."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from telegram import Message, Update
from telegram.ext import Application, CallbackContext, ExtBot

from claims.ports import UpdateId
from handlers.joining import Bundle
from handlers.services import Services

App = Application[Any, Any, Any, Any, Any, Any]
ServicesFor = Callable[[Sequence[UpdateId]], Services]
SERVICES_KEY = "services_for"
BUNDLES_KEY = "bundles"


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
            bundles: Mapping[int, Bundle] = application.bot_data.get(BUNDLES_KEY, {})
            bundle = bundles.get(update.update_id)
            context.services = services_for(bundle.ids if bundle else [UpdateId(update.update_id)])
            context.joined = _further_messages(bundle, application) if bundle else ()
        return context


def _further_messages(bundle: Bundle, application: App) -> list[Message]:
    updates = [Update.de_json(json.loads(raw.body), application.bot) for raw in bundle.updates[1:]]
    return [update.message for update in updates if update and update.message]
