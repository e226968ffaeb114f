"""Owns the context that handlers receive: the use cases, bound to the update at hand."""

from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from claims.ports import UpdateId
from handlers.services import Services

ServicesFor = Callable[[UpdateId], Services]
SERVICES_KEY = "services_for"


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """A typed context; `services` settles the update with the first thing it commits."""

    services: Services

    @classmethod
    def from_update(
        cls, update: object, application: "Application[Any, Any, Any, Any, Any, Any]"
    ) -> "Context":
        """Return the context for one update."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            services_for: ServicesFor = application.bot_data[SERVICES_KEY]
            context.services = services_for(UpdateId(update.update_id))
        return context
