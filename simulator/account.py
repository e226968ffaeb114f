"""Owns the Bot API methods about the bot itself: who it is, menus, chats, members, files, button answers."""

import re
from collections.abc import Mapping
from typing import Any

from simulator.params import Params
from simulator.refusals import Refused, bad_request
from simulator.sending import find_chat
from simulator.world import World

MAX_COMMANDS = 100
MAX_ANSWER = 200
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
PRESS_VALID_SECONDS = 15 * 60
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_PLAIN_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}


def get_me(world: World, _: Params) -> dict[str, Any]:
    """Tell who the bot is."""
    can = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
    return {**world.bot.to_json(), **can}


def answer_callback_query(world: World, params: Params) -> bool:
    """Answer a press, with a note on the screen if there is a text. Only the first answer shows."""
    press = world.presses.get(params.text("callback_query_id"))
    if press is None or world.clock() - press.date > PRESS_VALID_SECONDS:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(params.text("text")) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if press.answer is None:
        press.answer, press.alert = params.text("text"), params.flag("show_alert")
        world.changes.fire()
    return True


def set_my_commands(world: World, params: Params) -> bool:
    """Set the menu of a scope and language."""
    commands = params.json("commands", list, [])
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[_scope(world, params)] = [_command(raw) for raw in commands]
    world.changes.fire()
    return True


def _command(raw: Any) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        raise bad_request("can't parse BotCommand")
    command = str(raw.get("command", "")).removeprefix("/")
    description = str(raw.get("description", "")).strip()
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _scope(world: World, params: Params) -> tuple[str, str]:
    scope = params.json("scope", dict, {"type": "default"})
    kind, language = str(scope.get("type")), params.text("language_code")
    if kind in _PLAIN_SCOPES:
        return kind, language
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat = find_chat(world, Params(scope))
    return ":".join(map(str, [kind, chat.id, *([scope["user_id"]] if "user_id" in scope else [])])), language


def get_my_commands(world: World, params: Params) -> list[dict[str, str]]:
    """Return the menu of exactly that scope and language."""
    return world.commands.get(_scope(world, params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """Remove the menu of a scope and language; the next wider one shows again."""
    world.commands.pop(_scope(world, params), None)
    world.changes.fire()
    return True


def get_chat(world: World, params: Params) -> dict[str, Any]:
    """Describe a chat."""
    fixed = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    return {**find_chat(world, params).to_json(), **fixed}


_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    """Tell whether someone belongs to a chat."""
    chat = find_chat(world, params)
    user_id = params.integer("user_id")
    user = world.bot if user_id == world.bot.id else world.users.get(user_id)
    if user is None:
        raise bad_request("invalid user_id specified")
    inside = chat.id == user.id or user is world.bot or user.id in world.members.get(chat.id, ())
    return {"status": "member" if inside else "left", "user": user.to_json()}


def get_file(world: World, params: Params) -> dict[str, Any]:
    """Tell from where a file can be downloaded."""
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file.to_json()


def download(world: World, token: str, path: str) -> bytes:
    """Return the content of a file by its download path.

    Raises:
        Refused: 401 for another bot's token, 404 for no such file.
    """
    if token != world.token:
        raise Refused(401)
    for file in world.files.values():
        if file.path == path:
            return file.content
    raise Refused(404)
