"""Owns inline keyboards: read from a call, and refused where Telegram refuses them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from simulator.messages import Button, Rows
from simulator.params import Params
from simulator.refusals import bad_request

MAX_BUTTONS = 100
MAX_ROW = 8
MAX_CALLBACK_BYTES = 64
MAX_COPIED_TEXT = 256
_KINDS = (
    "callback_data",
    "url",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "pay",
)


def read_rows(params: Params) -> Rows:
    """Return the inline keyboard of `reply_markup`; none for other markups, which are accepted and not shown.

    Raises:
        Refused: 400 for buttons that Telegram does not accept.
    """
    markup = params.json("reply_markup", dict, {})
    keyboard = markup.get("inline_keyboard", [])
    if not isinstance(keyboard, list) or not all(isinstance(row, list) for row in keyboard):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup should be an Array of Arrays')
    rows = tuple(tuple(_button(raw) for raw in row) for row in keyboard if row)
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return rows


def _button(raw: Any) -> Button:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("text"), str):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not raw["text"].strip():
        raise bad_request("can't parse inline keyboard button: button text must be non-empty")
    kinds = [kind for kind in _KINDS if raw.get(kind) is not None]
    if not kinds:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    button = Button(raw["text"], kinds[0], raw[kinds[0]])
    _check(button)
    return button


def _check(button: Button) -> None:
    if button.kind == "callback_data" and not 1 <= _bytes(button.value) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.kind == "url" and not _is_link(button.value):
        raise bad_request(f"inline keyboard button URL '{button.value}' is invalid: Wrong HTTP URL")
    if button.kind == "copy_text" and not 1 <= len(_copied(button.value)) <= MAX_COPIED_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _bytes(value: Any) -> int:
    return len(value.encode("utf-8", errors="replace")) if isinstance(value, str) else 0


def _copied(value: Any) -> str:
    return str(value.get("text", "")) if isinstance(value, Mapping) else ""


def _is_link(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "tg":
        return True
    is_host = "." in host.strip(".") or ":" in host
    return parts.scheme in {"http", "https"} and is_host and not any(c.isspace() for c in value)
