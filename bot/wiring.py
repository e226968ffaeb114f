"""The composition root: the only place that knows which part plays which role."""

import hashlib
import hmac
import secrets
import warnings
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram.ext import Application, ApplicationBuilder, ContextTypes
from telegram.request import BaseRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.calibrating import IN_USE
from bot.calls import request_for_calls
from bot.clock import SystemClock
from bot.feeding import FeedPoller, feed_poller
from bot.gateway import TelegramGateway
from bot.health import HealthCheck
from bot.jobs import Housekeeping
from bot.knowledge import Knowledge, open_knowledge
from bot.levelling import Levelling
from bot.menus import Menus
from bot.neighbours import Neighbours
from bot.polling import Poller
from bot.registration import PostTo
from bot.rewording import RewordingsAtWork
from bot.sender import MAX_SIDE_BY_SIDE, Sender
from bot.settings import Settings
from bot.site import SiteDoor
from bot.ways import Ways
from bot.web import HealthDoor, TelegramDoor, WebServer
from bot.webhook import Webhook
from bot.worker import Worker
from claims.catalogue import Catalogue
from claims.ports import Clock, FactCheckReader, SettlingStore, Store
from claims.usecases.cards import RefreshCards
from claims.usecases.deliver import Deliver
from claims.usecases.give_up import GiveUp
from claims.usecases.keep_house import KeepHouse
from claims.usecases.mending import MendDesks
from claims.usecases.offering import OfferNews
from claims.usecases.reminding import Remind
from claims.usecases.tell_figures import SendDigests
from claims.usecases.tell_on import TellOn
from feeds.reading import LinkReader
from handlers.context import SERVICES_KEY, Context
from handlers.i18n import Catalogues
from handlers.routes import register
from handlers.services import Services
from handlers.voice import TelegramVoice
from matching.embeddings import TwoEncoders

Door = TelegramDoor | HealthDoor | SiteDoor
App = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True)
class Program:
    """The running parts, wired together; `web` is None when nothing is served, `neighbours` when no other
    process may work on the database."""

    application: App
    store: Store
    catalogue: Catalogue
    levelling: Levelling
    intake: Poller | Webhook
    worker: Worker
    sender: Sender
    menus: Menus
    housekeeping: Housekeeping
    neighbours: Neighbours | None
    feeds: FeedPoller
    web: WebServer | None


@asynccontextmanager
async def open_program(
    settings: Settings,
    token: str,
    *,
    clock: Clock | None = None,
    request: BaseRequest | None = None,
    embedder: TwoEncoders | None = None,
    reader: FactCheckReader | None = None,
    ways: Ways | None = None,
) -> AsyncIterator[Program]:
    """Wire the whole bot; `request`, `reader` and `ways` replace the network in tests, `embedder` spares them
    loading another."""
    async with open_knowledge(settings, embedder) as knowledge:
        yield wire(settings, token, knowledge, clock or SystemClock(), request, reader, ways)


def wire(
    settings: Settings,
    token: str,
    knowledge: Knowledge,
    clock: Clock,
    request: BaseRequest | None,
    reader: FactCheckReader | None = None,
    ways: Ways | None = None,
) -> Program:
    """Put the parts together over an open database and index."""
    store, catalogue = knowledge.store, knowledge.catalogue
    catalogues = Catalogues.load(zone=settings.zone)
    voice = TelegramVoice(catalogues, clock, settings.newsroom, settings.site)
    days = settings.days

    def services_for(settling: SettlingStore) -> Services:
        return Services(
            settling,
            catalogue,
            voice,
            clock,
            settings.newsroom,
            days,
            reader or LinkReader(),
            IN_USE,
            lambda: secrets.token_urlsafe(24),
            settings.four_eyes,
            settings.reminding,
            settings.age_limit,
            settings.site,
            settings.keep_days,
        )

    application = build_application(settings.api_url, token, request)
    application.bot_data[SERVICES_KEY] = services_for
    register(application)
    sender = Sender(Deliver(store, TelegramGateway(application.bot), clock), store, clock)
    give_up = GiveUp(store, voice, clock)
    worker = Worker(
        application,
        store,
        clock,
        give_up,
        on_handled=sender.wake,
        listened_since=lambda now: intake.listened_since(now),
        heard_until=lambda now: intake.heard_until(now),
    )
    intake: Poller | Webhook
    doors: list[Door] = []
    if settings.webhook_url:
        post_to = PostTo(settings.webhook_url, webhook_secret(settings, token))
        intake = hook = Webhook(application.bot, store, clock, worker.wake, post_to)
        doors.append(TelegramDoor(hook.keep, post_to.secret))
    else:
        intake = Poller(application.bot, store, clock, on_new=worker.wake)
    doors.append(HealthDoor(HealthCheck(store, clock, lambda: intake.last_success)))
    if settings.site.is_on:
        doors.append(SiteDoor(store, catalogues, settings.site, settings.newsroom, clock, days))
    menus = Menus(store, catalogues, clock, settings.four_eyes)
    digests = SendDigests(store, voice, clock, days)
    housekeeping = Housekeeping(
        KeepHouse(store, voice, clock, settings.keep),
        TellOn(store, voice, clock),
        digests,
        OfferNews(store, catalogue, voice, clock),
        RefreshCards(store, voice, clock),
        Remind(store, voice, clock, settings.reminding),
        MendDesks(store, voice, clock),
        on_owed=sender.wake,
    )
    web = serve_at(settings, doors)
    ways = ways or Ways(google_key=settings.google_key_value)
    feeds = feed_poller(
        store,
        voice,
        clock,
        ways,
        sender.wake,
        settings.recheck_days,
        RewordingsAtWork(catalogue).restates,
        settings.site,
        settings.age_limit,
        settings.days,
    )
    neighbours = Neighbours(store, catalogue, sender.recover) if store.is_shared else None
    return Program(
        application,
        store,
        catalogue,
        Levelling(catalogue),
        intake,
        worker,
        sender,
        menus,
        housekeeping,
        neighbours,
        feeds,
        web,
    )


def webhook_secret(settings: Settings, token: str) -> str:
    """Return the secret that was set, or a new one for this run; replicas, any of which may get any post,
    make the same one of the token."""
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    if settings.database_url is not None:
        return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()
    return secrets.token_urlsafe(32)


def serve_at(settings: Settings, doors: Sequence[Door]) -> WebServer | None:
    """Return the server of these doors, or None when none is wanted."""
    if not settings.listen_port:
        return None
    routes = [route for door in doors for route in door.routes()]
    return WebServer(routes, settings.http_host, settings.listen_port)


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
        .request(request or request_for_calls(MAX_SIDE_BY_SIDE + 2))
    )
    if request is not None:
        builder = builder.get_updates_request(request)
    return builder.build()
