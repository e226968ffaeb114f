"""Owns the calls to the Bot API: made as they are stored, their outcome named as the domain knows it."""

import asyncio
import html
import logging
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpcore
import httpx
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from claims.delivery import Delivered, Gone, NotReached, Outcome, PlaceLost, Rejected, Throttled, Unclear
from claims.picture import CHART, Chart
from claims.submission import ChatId
from media.chart import CannotDrawError, draw_chart

log = logging.getLogger(__name__)

NEVER_LEFT = (
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
)
AS_GOOD_AS_DONE = (
    "message is not modified",
    "query is too old",
    "message to delete not found",
    "message to react not found",
)
EDITED_IS_GONE = "message to edit not found"
BUTTONS_REFUSED = ("button url", "button_url", "reply markup is too long", "reply_markup_too_long")
TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_closed")
CHAT_GONE = (
    "chat not found",
    "user is deactivated",
    "peer_id_invalid",
    "not enough rights to send",
    "have no rights to send",
    "chat_write_forbidden",
)
_TAG = re.compile(r"<[^<>]{0,2100}>")


class TelegramGateway:
    """Makes Bot API calls through python-telegram-bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def call(self, method: str, params: Mapping[str, Any]) -> Outcome:
        """Make one call; its outcome tells whether it may be made again."""
        if _chart_of(params) is not None:
            return await self._send_chart(params)
        try:
            return _delivered(await self._bot.do_api_request(method, api_kwargs=dict(params)))
        except BadRequest as error:
            problem = str(error).lower()
            if "can't parse entities" in problem and "parse_mode" in params:
                log.warning("reply_sent_as_plain_text method=%s", method)
                return await self.call(method, _as_plain_text(params))
            without_links = _without_links(params)
            if without_links != params and any(known in problem for known in BUTTONS_REFUSED):
                log.warning("reply_sent_without_links method=%s", method)
                return await self.call(method, without_links)
            return _outcome_of(error)
        except TelegramError as error:
            return _outcome_of(error)

    async def _send_chart(self, params: Mapping[str, Any]) -> Outcome:
        """Draw and send a picture; where that cannot be done, its text says the same in numbers."""
        try:
            drawn = await asyncio.to_thread(draw_chart, Chart.of(params["photo"][CHART]))
        except CannotDrawError as error:
            log.warning("chart_not_drawn problem=%s", error)
            return await self.call("sendMessage", _as_text(params))
        picture = InputFile(drawn, filename="figures.png")
        outcome = await self.call("sendPhoto", {**params, "photo": picture})
        if isinstance(outcome, Rejected) and not outcome.blocked:
            return await self.call("sendMessage", _as_text(params))
        return outcome


def _chart_of(params: Mapping[str, Any]) -> object:
    photo = params.get("photo")
    return photo.get(CHART) if isinstance(photo, Mapping) else None


def _as_text(params: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in params.items() if name not in {"photo", "caption"}}
    return kept | {"text": params["caption"]}


def _delivered(result: object) -> Delivered | Unclear:
    """Return what a result confirms; the Bot API answers our calls with the message, or with a plain yes."""
    match result:
        case {"message_id": int(message_id)}:
            return Delivered(message_id)
        case dict() | True:
            return Delivered()
        case _:
            return Unclear(f"a result that is {type(result).__name__}")


def _outcome_of(error: TelegramError) -> Outcome:
    problem = f"{type(error).__name__}: {error}"
    match error:
        case RetryAfter():
            return Throttled(_wait_of(error))
        case BadRequest() if any(known in str(error).lower() for known in AS_GOOD_AS_DONE):
            return Delivered()
        case BadRequest() if EDITED_IS_GONE in str(error).lower():
            return Gone()
        case Forbidden():
            return Rejected(problem, blocked=True, lost=PlaceLost.REMOVED)
        case ChatMigrated():
            return Rejected(problem, lost=PlaceLost.MOVED, moved_to=ChatId(error.new_chat_id))
        case BadRequest() if (lost := _lost(str(error).lower())) is not None:
            return Rejected(problem, lost=lost)
        case BadRequest() | InvalidToken():
            return Rejected(problem)
        case EndPointNotFound():  # 401, once connected: not executed, and a new token may come
            return NotReached(problem)
        case NetworkError() if isinstance(error.__cause__, NEVER_LEFT):
            return NotReached(problem)
        case _:
            return Unclear(problem)


def _lost(problem: str) -> PlaceLost | None:
    if any(known in problem for known in TOPIC_GONE):
        return PlaceLost.TOPIC
    return PlaceLost.REMOVED if any(known in problem for known in CHAT_GONE) else None


def _wait_of(error: RetryAfter) -> timedelta:
    """Return the wait, which this library gives in seconds or as a timedelta, by its settings."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _as_plain_text(params: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in params.items() if name != "parse_mode"}
    said = "caption" if "caption" in params else "text"
    return plain | {said: html.unescape(_TAG.sub("", str(params.get(said, ""))))}


def _without_links(params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a call without those of its buttons that open a page; without any, unchanged."""
    rows = (params.get("reply_markup") or {}).get("inline_keyboard", [])
    kept = [[button for button in row if "url" not in button] for row in rows]
    if kept == rows:
        return params
    return {**params, "reply_markup": {"inline_keyboard": [row for row in kept if row]}}
