"""The composition root: the only place that knows which part plays which role."""

import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram.ext import Application, ApplicationBuilder, ContextTypes
from telegram.request import BaseRequest, HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.clock import SystemClock
from bot.gateway import TelegramGateway
from bot.menus import Menus
from bot.polling import Poller
from bot.sender import MAX_SIDE_BY_SIDE, Sender
from bot.settings import Settings
from bot.worker import Worker
from claims.catalogue import Catalogue
from claims.ports import Clock, Matcher, Store, UpdateId
from claims.usecases.deliver import Deliver
from db.store import open_store
from handlers.context import SERVICES_KEY, Context
from handlers.i18n import Catalogues
from handlers.routes import register
from handlers.services import Services
from handlers.voice import TelegramVoice
from matching.embeddings import Embedder
from matching.matcher import HybridMatcher

App = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True)
class Program:
    """The running parts, wired together."""

    application: App
    store: Store
    catalogue: Catalogue
    poller: Poller
    worker: Worker
    sender: Sender
    menus: Menus


@dataclass(frozen=True)
class Knowledge:
    """The verdicts and the matcher over them; enough to check a text without Telegram."""

    store: Store
    matcher: Matcher
    catalogue: Catalogue


@asynccontextmanager
async def open_knowledge(settings: Settings, embedder: Embedder | None = None) -> AsyncIterator[Knowledge]:
    """Open the database (migrated to this version) and the index, and close them in the end."""
    store = await open_store(settings.database_path)
    try:
        matcher = HybridMatcher.open(settings.index_path, embedder=embedder)
        try:
            yield Knowledge(store, matcher, Catalogue(store, matcher))
        finally:
            matcher.close()
    finally:
        await store.close()


@asynccontextmanager
async def open_program(
    settings: Settings,
    token: str,
    *,
    clock: Clock | None = None,
    request: BaseRequest | None = None,
    embedder: Embedder | None = None,
) -> AsyncIterator[Program]:
    """Wire the whole bot; `request` replaces the network in tests, `embedder` spares them loading another."""
    async with open_knowledge(settings, embedder) as knowledge:
        yield wire(settings, token, knowledge, clock or SystemClock(), request)


def wire(
    settings: Settings, token: str, knowledge: Knowledge, clock: Clock, request: BaseRequest | None
) -> Program:
    """Put the parts together over an open database and index."""
    store, catalogue = knowledge.store, knowledge.catalogue
    catalogues = Catalogues.load()
    voice = TelegramVoice(catalogues, clock, settings.newsroom)

    def services_for(update_id: UpdateId) -> Services:
        return Services(store.settling(update_id), catalogue, voice, clock, settings.newsroom)

    application = build_application(settings.api_url, token, request)
    application.bot_data[SERVICES_KEY] = services_for
    register(application)
    sender = Sender(Deliver(store, TelegramGateway(application.bot), clock), store, clock)
    worker = Worker(application, store, on_handled=sender.wake)
    poller = Poller(application.bot, store, clock, on_new=worker.wake)
    menus = Menus(store, catalogues, clock)
    return Program(application, store, catalogue, poller, worker, sender, menus)


def build_application(api_url: str, token: str, request: BaseRequest | None) -> App:
    """Return an application without an updater of its own: our poller stores before it acknowledges."""
    # calls are stored before they are made, so their method is only known by name
    warnings.filterwarnings("ignore", message="Please use 'Bot", category=PTBUserWarning)
    # the gateway reads both forms of retry_after
    warnings.filterwarnings("ignore", category=PTBDeprecationWarning)
    builder = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context))
        .request(request or HTTPXRequest(connection_pool_size=MAX_SIDE_BY_SIDE + 2))
    )
    if request is not None:
        builder = builder.get_updates_request(request)
    return builder.build()
