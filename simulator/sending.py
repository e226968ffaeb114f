"""Owns the Bot API methods that put messages into chats, change them and take them away."""

from collections.abc import Mapping
from typing import Any

from simulator.chats import Chat
from simulator.entities import Entity, trim, utf16_length, with_automatic
from simulator.keyboards import read_rows
from simulator.markup import parse_html
from simulator.messages import Content, File, Message
from simulator.params import Params
from simulator.refusals import Refused, bad_request
from simulator.world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024
DELETABLE_SECONDS = 48 * 3600


def find_chat(world: World, params: Params) -> Chat:
    """Return the chat of `chat_id`, if the bot knows it.

    Raises:
        Refused: 400 for none or an unknown one.
    """
    if not params.text("chat_id"):
        raise bad_request("chat_id is empty")
    if params.text("chat_id").startswith("@"):
        raise bad_request("chat not found")  # only channels and groups have such names, and none is the bot's
    chat = world.chats.get(params.integer("chat_id"))
    if chat is None or not chat.known:
        raise bad_request("chat not found")
    return chat


def writable_chat(world: World, params: Params) -> Chat:
    """Return the chat of `chat_id`, if the bot may write there."""
    chat = find_chat(world, params)
    if chat.became:
        raise Refused(
            400,
            "group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.became},
        )
    if chat.left:
        raise Refused(403, f"bot was kicked from the {chat.type} chat")
    if chat.blocked:
        raise Refused(403, "bot was blocked by the user")
    return chat


def send_message(world: World, params: Params) -> dict[str, Any]:
    """Send a text."""
    chat = writable_chat(world, params)
    content = _read_content(params, "text")
    if not content.text:
        raise bad_request("message text is empty")
    if utf16_length(content.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return _post(world, params, chat, content)


def send_photo(world: World, params: Params) -> dict[str, Any]:
    """Send a picture: uploaded, or by the id of one that Telegram has."""
    chat = writable_chat(world, params)
    photo = _read_photo(world, params)
    content = _read_content(params, "caption", photo)
    if utf16_length(content.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return _post(world, params, chat, content)


def _post(world: World, params: Params, chat: Chat, content: Content) -> dict[str, Any]:
    reply_to = _read_reply(world, params, chat)
    rows = read_rows(params)
    world.actions.pop(chat.id, None)
    thread_id = _read_topic(params, chat)
    sent = world.post(chat, world.bot, content, rows=rows, reply_to=reply_to, thread_id=thread_id)
    return sent.to_json()


def _read_topic(params: Params, chat: Chat) -> int | None:
    if not params.has("message_thread_id"):
        return None
    wanted = params.integer("message_thread_id")
    if wanted not in (chat.topics or {}):
        raise bad_request("message thread not found")
    return wanted


def _read_content(params: Params, name: str, photo: File | None = None) -> Content:
    text = params.text(name)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, found = parse_html(text)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        found = _read_entities(params, "entities" if photo is None else "caption_entities")
    kept, entities = trim(text, found)
    return Content(kept, with_automatic(kept, entities), photo)


def _read_entities(params: Params, name: str) -> list[Entity]:
    entities = []
    for raw in params.json(name, list, []):
        if not isinstance(raw, Mapping) or not all(isinstance(raw.get(k), int) for k in ("offset", "length")):
            raise bad_request("can't parse MessageEntity")
        url, language = str(raw.get("url") or ""), str(raw.get("language") or "")
        entities.append(Entity(str(raw.get("type")), raw["offset"], raw["length"], url, language))
    return entities


def _read_photo(world: World, params: Params) -> File:
    if upload := params.upload("photo"):
        return world.add_file(upload.content)
    known = world.files.get(params.text("photo"))
    if known is None:
        raise bad_request(
            "there is no photo in the request"
            if not params.has("photo")
            else "wrong file identifier/HTTP URL specified"
        )
    return known


def _read_reply(world: World, params: Params, chat: Chat) -> Message | None:
    wanted = params.json("reply_parameters", dict, {})
    number = Params(wanted).integer("message_id") or params.integer("reply_to_message_id")
    if not number:
        return None
    message = world.messages.get(number)
    if message is not None and message.chat is chat and not message.deleted:
        return message
    if wanted.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def edit_message_text(world: World, params: Params) -> dict[str, Any]:
    """Change an own text; buttons not given again are gone."""
    message = _own_message(world, params)
    content = _read_content(params, "text")
    if message.content.photo is not None:
        raise bad_request("there is no text in the message to edit")
    if not content.text:
        raise bad_request("message text is empty")
    if utf16_length(content.text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    return _revise(world, params, message, content)


def edit_message_caption(world: World, params: Params) -> dict[str, Any]:
    """Change the caption of an own picture."""
    message = _own_message(world, params)
    if message.content.photo is None:
        raise bad_request("there is no caption in the message to edit")
    content = _read_content(params, "caption", message.content.photo)
    if utf16_length(content.text) > MAX_CAPTION:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    return _revise(world, params, message, content)


def edit_message_reply_markup(world: World, params: Params) -> dict[str, Any]:
    """Change the buttons under an own message."""
    message = _own_message(world, params)
    return _revise(world, params, message, message.content)


def _revise(world: World, params: Params, message: Message, content: Content) -> dict[str, Any]:
    rows = read_rows(params)
    if (content, rows) == (message.content, message.rows):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    world.revise(message, content, rows)
    return message.to_json()


def find_message(world: World, params: Params, chat: Chat, what: str) -> Message:
    """Return the message of `message_id` in that chat.

    Raises:
        Refused: 400 "message `what` not found".
    """
    if not params.integer("message_id"):
        raise bad_request("message identifier is not specified")
    message = world.messages.get(params.integer("message_id"))
    if message is None or message.chat is not chat or message.deleted:
        raise bad_request(f"message {what} not found")
    return message


def _own_message(world: World, params: Params) -> Message:
    message = find_message(world, params, writable_chat(world, params), "to edit")
    if message.sender != world.bot:
        raise bad_request("message can't be edited")
    return message


def delete_message(world: World, params: Params) -> bool:
    """Take a message away, for everyone."""
    message = find_message(world, params, find_chat(world, params), "to delete")
    if world.now - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    world.touch(message)
    return True


def send_chat_action(world: World, params: Params) -> bool:
    """Show for five seconds that the bot is busy."""
    chat = writable_chat(world, params)
    world.actions[chat.id] = (params.text("action"), world.clock())
    world.changes.fire()
    return True
