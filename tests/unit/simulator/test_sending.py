"""Sending, editing and deleting, and what Telegram refuses."""

import json
from typing import Any

import pytest

from simulator.params import Upload
from simulator.person import PIXEL, Person
from simulator.world import World


def keyboard(**button: Any) -> str:
    return json.dumps({"inline_keyboard": [[{"text": "go", **button}]]})


async def test_a_message_arrives_with_formatting_and_buttons(api: Any, ana: Person) -> None:
    sent = await api(
        "sendMessage",
        chat_id=str(ana.id),
        text="<b>No</b> 😀 <i>way</i>",
        parse_mode="HTML",
        reply_markup=keyboard(callback_data="x"),
    )

    assert (ana.last.text, ana.last.html) == ("No 😀 way", "<b>No</b> 😀 <i>way</i>")
    assert [b.text for b in ana.last.buttons] == ["go"]
    assert sent["entities"] == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "italic", "offset": 6, "length": 3},
    ]


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n"}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "x", "parse_mode": "MarkDownish"}, "unsupported parse_mode"),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": "99"}, "chat not found"),
        ({"text": "x", "chat_id": "@channel"}, "chat not found"),
        ({"text": "x", "chat_id": "abc"}, 'invalid chat_id "abc" specified'),
        ({"text": "x", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply_markup"),
        ({"text": "x", "reply_markup": keyboard(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keyboard(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "reply_markup": keyboard(url="http://nowhere")},
            "inline keyboard button URL 'http://nowhere' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "reply_markup": keyboard(url="javascript:alert(1)")},
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "reply_markup": keyboard()},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
async def test_a_message_that_telegram_refuses(
    api: Any, ana: Person, params: dict[str, Any], problem: str
) -> None:
    assert await api("sendMessage", **{"chat_id": ana.id, **params}) == (400, f"Bad Request: {problem}")
    assert ana.messages == []


async def test_the_limit_counts_after_the_markup_is_read(api: Any, ana: Person) -> None:
    await api("sendMessage", chat_id=ana.id, text=f"<b>{'&amp;' * 4096}</b>", parse_mode="HTML")

    assert ana.last_message == "&" * 4096


async def test_nobody_is_written_to_before_they_wrote(api: Any, world: World) -> None:
    stranger = Person(world, "Ben")

    assert await api("sendMessage", chat_id=stranger.id, text="hi") == (400, "Bad Request: chat not found")


async def test_a_person_who_blocked_the_bot_gets_nothing_until_they_write_again(
    api: Any, ana: Person
) -> None:
    ana.blocks_bot()

    refused = await api("sendMessage", chat_id=ana.id, text="hi")
    ana.says("back")
    await api("sendMessage", chat_id=ana.id, text="welcome")

    assert refused == (403, "Forbidden: bot was blocked by the user")
    assert ana.last_message == "welcome"


async def test_a_reply_hangs_under_its_question(api: Any, ana: Person) -> None:
    question = ana.says("true?")

    sent = await api("sendMessage", chat_id=ana.id, text="no", reply_parameters={"message_id": question.id})

    assert sent["reply_to_message"]["text"] == "true?"
    assert [m.text for m in ana.answers_to(question)] == ["no"]


async def test_a_reply_to_nothing_may_go_out_alone(api: Any, ana: Person) -> None:
    reply = json.dumps({"message_id": 999, "allow_sending_without_reply": True})

    sent = await api("sendMessage", chat_id=ana.id, text="no", reply_parameters=reply)

    assert "reply_to_message" not in sent


async def test_an_edit_replaces_text_and_buttons_and_is_remembered(api: Any, ana: Person) -> None:
    sent = await api("sendMessage", chat_id=ana.id, text="one", reply_markup=keyboard(callback_data="x"))

    await api("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="two")

    assert (ana.last_message, ana.last.buttons, ana.last.edited) == ("two", (), True)
    assert [content.text for content in ana.last.history] == ["one"]


@pytest.mark.parametrize(
    ("method", "params", "problem"),
    [
        (
            "editMessageText",
            {"text": "one"},
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message",
        ),
        ("editMessageText", {"text": "x", "message_id": 999}, "message to edit not found"),
        ("editMessageText", {"text": "x", "message_id": ""}, "message identifier is not specified"),
        ("editMessageText", {"text": ""}, "message text is empty"),
        ("editMessageText", {"text": "x" * 4097}, "MESSAGE_TOO_LONG"),
        ("editMessageCaption", {"caption": "x"}, "there is no caption in the message to edit"),
        ("editMessageReplyMarkup", {"message_id": 1}, "message can't be edited"),
        ("deleteMessage", {"message_id": 999}, "message to delete not found"),
        ("setMessageReaction", {"reaction": [{"type": "emoji", "emoji": "✅"}]}, "REACTION_INVALID"),
    ],
)
async def test_an_edit_that_telegram_refuses(
    api: Any, ana: Person, method: str, params: dict[str, Any], problem: str
) -> None:
    sent = await api("sendMessage", chat_id=ana.id, text="one")

    refused = await api(method, **{"chat_id": ana.id, "message_id": sent["message_id"], **params})

    assert refused == (400, f"Bad Request: {problem}")
    assert (ana.last_message, ana.last.edited) == ("one", False)


async def test_buttons_can_change_alone(api: Any, ana: Person) -> None:
    sent = await api("sendMessage", chat_id=ana.id, text="one", reply_markup=keyboard(callback_data="x"))

    await api("editMessageReplyMarkup", chat_id=ana.id, message_id=sent["message_id"])

    assert (ana.last_message, ana.last.buttons, ana.last.edited) == ("one", (), False)


async def test_a_deleted_message_is_gone_and_cannot_be_edited(api: Any, ana: Person) -> None:
    sent = await api("sendMessage", chat_id=ana.id, text="one")

    await api("deleteMessage", chat_id=ana.id, message_id=sent["message_id"])

    edit = await api("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="x")
    assert (ana.messages, edit) == ([], (400, "Bad Request: message to edit not found"))


async def test_an_old_message_cannot_be_deleted(api: Any, ana: Person, clock: Any) -> None:
    sent = await api("sendMessage", chat_id=ana.id, text="one")
    clock.now += 48 * 3600 + 1

    refused = await api("deleteMessage", chat_id=ana.id, message_id=sent["message_id"])

    assert refused == (400, "Bad Request: message can't be deleted for everyone")


async def test_a_picture_is_sent_and_downloaded_by_its_id(api: Any, ana: Person) -> None:
    photo = Upload("p.png", PIXEL)
    sent = await api(
        "sendPhoto", chat_id=ana.id, photo="attach://one", one=photo, caption="<i>c</i>", parse_mode="HTML"
    )

    again = await api("sendPhoto", chat_id=ana.id, photo=sent["photo"][-1]["file_id"])

    file = await api("getFile", file_id=again["photo"][-1]["file_id"])
    assert sent["caption_entities"] == [{"type": "italic", "offset": 0, "length": 1}]
    assert file["file_size"] == len(PIXEL)
    assert [m.content.photo.content for m in ana.messages if m.content.photo] == [PIXEL, PIXEL]


async def test_a_caption_is_shorter_than_a_text(api: Any, ana: Person) -> None:
    refused = await api("sendPhoto", chat_id=ana.id, photo=Upload("p.png", PIXEL), caption="x" * 1025)

    assert refused == (400, "Bad Request: message caption is too long")


async def test_a_reaction_shows(api: Any, ana: Person) -> None:
    question = ana.says("true?")

    await api(
        "setMessageReaction",
        chat_id=ana.id,
        message_id=question.id,
        reaction='[{"type":"emoji","emoji":"👀"}]',
    )

    assert question.reaction == "👀"
