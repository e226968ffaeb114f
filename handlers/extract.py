"""Owns the way from a Telegram update to domain values: who, what text, which links, from where."""

import re
from collections.abc import Iterator, Sequence

from telegram import (
    CallbackQuery,
    ExternalReplyInfo,
    Message,
    MessageEntity,
    MessageOriginChannel,
    MessageOriginUser,
    PaidMedia,
    PaidMediaInfo,
    PaidMediaPreview,
    Poll,
    PollMedia,
    Story,
    Update,
)

from claims.evidence import MOST_FILES, PLACE
from claims.news import Address, Press
from claims.question import is_a_word
from claims.review import ModeratorId
from claims.submission import ChannelPost, ChatId, PersonId, Submission
from claims.usecases.moderating import Caller

LINK_KINDS: list[str] = [MessageEntity.URL, MessageEntity.TEXT_LINK]
LINK_ENTITIES: list[str | None] = [*LINK_KINDS]
MAX_LINKS = 20
ATTACHED = ("video", "animation", "document", "audio", "voice", "video_note", "live_photo")
COMMAND = re.compile(r"/\w")
CHANNELS_BEGIN_AT = 10**12  # the Bot API's number of a channel is minus this and its own


class NotFromAPersonError(Exception):
    """The update has no human sender: a channel, an anonymous admin, another bot."""


def submission(message: Message, joined: Sequence[Message] = ()) -> Submission:
    """Return what a person sent in a private chat; `joined` are the other parts of an album, or the comment
    that came with a forward. The forwarded words are checked, those of each part of an album, a comment only
    where there are none; what is linked to beside them counts with the words alone.

    Raises:
        NotFromAPersonError: nobody who could be answered sent it.
    """
    if message.from_user is None:
        raise NotFromAPersonError
    parts = [message, *_of_same_album(message, joined)]
    words = "\n\n".join(dict.fromkeys(text for text in map(text_of, parts) if text.strip()))
    comment = None if words else next((part for part in joined if text_of(part).strip()), None)
    parts += [comment] if comment else []
    own = origin_link(message)
    others = [link for part in parts for link in (*links_in(part), *origin_link(part))]
    return Submission(
        person_id=PersonId(message.from_user.id),
        chat_id=ChatId(message.chat_id),
        message_id=message.message_id,
        text=text_of(comment) if comment else words,
        sent_at=message.date,
        links=(*dict.fromkeys(link for link in others if link not in own), *own),
        origin=channel_post(message),
        language=message.from_user.language_code or "",
        files=tuple(dict.fromkeys(file for part in parts for file in files_in(part)))[:MOST_FILES],
        is_comment=comment is not None,
    )


def _of_same_album(message: Message, joined: Sequence[Message]) -> Sequence[Message]:
    album = message.media_group_id
    return [part for part in joined if album is not None and part.media_group_id == album]


def files_in(message: Message) -> tuple[str, ...]:
    """Return what Telegram calls the pictures, films, recordings and documents of a message, of what it
    quotes, of its poll; for what the bot is not shown, where that stands. A sticker says nothing about what
    it is sent with."""
    quoted = [message.external_reply, message.reply_to_message] if _checks_quotation(message) else []
    places = [f"{PLACE}{story.chat.id}/{story.id}" for story in _stories(message, *quoted)]
    post = channel_post(message)
    if post is not None and _has_unseen_media(message):
        places.append(f"{PLACE}{post.channel_id}/{post.message_id}")
    found = [file for holder in (message, *quoted) for file in _files_of(holder)]
    return tuple(dict.fromkeys([*found, *places]))


def _files_of(holder: Message | ExternalReplyInfo | PollMedia | PaidMedia | None) -> Iterator[str]:
    """Yield the file of a message or of a part of it, of a picture's sizes the largest, and those of its paid
    media and its poll."""
    sizes = getattr(holder, "photo", None) or ()
    attached = [*sizes[-1:], *(getattr(holder, kind, None) for kind in ATTACHED)]
    yield from [file.file_unique_id for file in attached if file is not None][:1]
    paid: PaidMediaInfo | None = getattr(holder, "paid_media", None)
    for media in paid.paid_media if paid is not None else ():
        yield from _files_of(media)
    poll: Poll | None = getattr(holder, "poll", None)
    if poll is not None:
        for part in (poll.media, poll.explanation_media, *(option.media for option in poll.options)):
            yield from _files_of(part)


def _stories(message: Message, *quoted: Message | ExternalReplyInfo | None) -> Iterator[Story]:
    stories = [message.story, message.reply_to_story, *(getattr(one, "story", None) for one in quoted)]
    yield from (story for story in stories if story is not None)


def _has_unseen_media(message: Message) -> bool:
    paid = message.paid_media.paid_media if message.paid_media is not None else ()
    return any(isinstance(media, PaidMediaPreview) for media in paid)


def text_of(message: Message) -> str:
    """Return the part to check: a passage that its sender quotes, else the text, the caption, what a poll
    says, or the lines of a checklist. The bot's own words are no passage to check: who quotes them says
    something about them. Nor is what the author of a forwarded post quoted."""
    if message.quote is not None and _checks_quotation(message):
        return message.quote.text
    if message.poll is not None:
        return _said_in(message.poll)
    if message.checklist is not None:
        return "\n".join([message.checklist.title, *(task.text for task in message.checklist.tasks)])
    return message.text or message.caption or ""


def _said_in(poll: Poll) -> str:
    """Return what a poll says, a line each: what is written above it, its question, the answers that it
    offers, and what a quiz explains. An answer of one word states nothing without the question."""
    offered = [option.text for option in poll.options if not is_a_word(option.text)]
    return "\n".join(filter(None, [poll.description, poll.question, *offered, poll.explanation]))


def is_own(message: Message) -> bool:
    """Return whether the words are the sender's own, not forwarded or written by an inline bot."""
    return message.forward_origin is None and message.via_bot is None


def is_like_command(message: Message) -> bool:
    """Return whether somebody wrote what begins like a command; what is forwarded is none."""
    return is_own(message) and COMMAND.match(message.text or message.caption or "") is not None


def replies_to_us(message: Message) -> bool:
    """Return whether a message replies to one of the bot in this chat."""
    replied = message.reply_to_message
    return (
        replied is not None and replied.from_user is not None and replied.from_user.id == message.get_bot().id
    )


def _checks_quotation(message: Message) -> bool:
    return message.quote is not None and is_own(message) and not _quotes_us(message)


def _quotes_us(message: Message) -> bool:
    """Return whether what is replied to is the bot's, in this chat or another."""
    elsewhere = message.external_reply.origin if message.external_reply is not None else None
    if isinstance(elsewhere, MessageOriginUser):
        return elsewhere.sender_user.id == message.get_bot().id
    return replies_to_us(message)


def links_in(message: Message) -> tuple[str, ...]:
    """Return the links of text, caption and what is written to a poll or explained by it, written out or
    behind words, that of the preview and those of the buttons, each once. What is written beside a quotation
    links to something else than that."""
    if _checks_quotation(message):
        return ()
    found = [
        *message.parse_entities(LINK_ENTITIES).items(),
        *message.parse_caption_entities(LINK_ENTITIES).items(),
        *_linked_in(message.poll),
    ]
    links = [*(entity.url or shown for entity, shown in found), *_shown_beside(message)]
    return tuple(dict.fromkeys(links))[:MAX_LINKS]


def _shown_beside(message: Message) -> Iterator[str]:
    """Yield the pages that a message leads to beside its words: the previewed one, those of buttons."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup is not None else ()
    preview = message.link_preview_options
    for link in (preview.url if preview is not None else None, *(one.url for row in rows for one in row)):
        if isinstance(link, str) and link.startswith(("https://", "http://")):
            yield link


def _linked_in(poll: Poll | None) -> Iterator[tuple[MessageEntity, str]]:
    if poll is not None and poll.description:
        yield from poll.parse_description_entities(LINK_KINDS).items()
    if poll is not None and poll.explanation:
        yield from poll.parse_explanation_entities(LINK_KINDS).items()


def channel_post(message: Message) -> ChannelPost | None:
    """Return the public channel post a message was forwarded from; people are never named."""
    origin = message.forward_origin
    if not isinstance(origin, MessageOriginChannel):
        return None
    return ChannelPost(
        channel_id=origin.chat.id,
        message_id=origin.message_id,
        title=origin.chat.title or origin.chat.username or "",
        posted_at=origin.date,
    )


def origin_link(message: Message) -> tuple[str, ...]:
    """Return the link of the channel post a message was forwarded from, if there is one."""
    origin = message.forward_origin
    if not isinstance(origin, MessageOriginChannel):
        return ()
    inner = -origin.chat.id - CHANNELS_BEGIN_AT  # as a number: it may have more than ten digits
    place = origin.chat.username or f"c/{inner}"
    return (f"https://t.me/{place}/{origin.message_id}",)


def address(update: Update, *, reply: bool = False) -> Address:
    """Return where a reply to this update goes.

    Raises:
        NotFromAPersonError: the update belongs to no chat or no person.
    """
    if update.effective_chat is None or update.effective_user is None:
        raise NotFromAPersonError
    message = update.effective_message
    return Address(
        chat_id=ChatId(update.effective_chat.id),
        debt=f"reply:{update.update_id}",
        language=update.effective_user.language_code or "",
        reply_to=message.message_id if reply and message else None,
        thread_id=message.message_thread_id if message and message.is_topic_message else None,
    )


def caller(update: Update) -> Caller:
    """Return who gave a command or typed a step of a ruling."""
    where = address(update)
    return Caller(moderator_id=ModeratorId(_user_id(update)), address=where)


def pressing_caller(update: Update, press: Press) -> Caller:
    """Return who pressed a reviewer's button; the reply takes the place of the pressed message."""
    where = Address(
        chat_id=press.chat_id,
        debt=f"pressed:{press.callback_id}",
        language=press.language,
        edit=press.message_id,
    )
    return Caller(moderator_id=ModeratorId(_user_id(update)), address=where, press=press)


def press(query: CallbackQuery) -> Press | None:
    """Return a button press, or None when its message is not in a chat with us."""
    if query.message is None:
        return None
    return Press(
        callback_id=query.id,
        chat_id=ChatId(query.message.chat.id),
        message_id=query.message.message_id,
        language=query.from_user.language_code or "",
    )


def _user_id(update: Update) -> int:
    if update.effective_user is None:
        raise NotFromAPersonError
    return update.effective_user.id
