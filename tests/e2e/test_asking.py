"""Stories of people who ask, through the real application."""

from dataclasses import replace
from urllib.parse import unquote

import pytest

from claims.delivery import OutgoingState
from claims.verdict import Rating, VerdictId
from simulator.messages import Button, Press
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.messages import adds
from tests.support.newsroom import Newsroom

LEMON = "Drinking warm lemon water cures the flu."
SET_ASIDE = "/dismiss 1 opinion"
STOPPED = (
    "We cannot say yet whether this is true. Better not to share it until we know.\n"
    "You will not hear from us about it. To ask once more, forward it again."
)
BRIDGE = "The old stone bridge in Lindhaven will be closed for two years from Monday"


async def test_a_known_claim_is_answered_with_rating_claim_publisher_date_and_link(
    newsroom: Newsroom,
) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.forwards(LEMON, from_channel="Health Secrets")
    await newsroom.settle()

    assert len(ana.messages) == 1
    assert ana.last_message.startswith("❌ False")
    for part in ("lemon water cures the flu", "No food or drink", "Example Health Desk", "3 Feb 2026"):
        assert part in ana.last_message
    assert [(button.text, button.kind) for button in ana.last.buttons] == [
        ("Read the fact-check", "url"),
        ("Share", "url"),
        ("Not this claim", "callback_data"),
    ]
    assert ana.last.buttons[0].value == "https://example.org/lemon"


async def test_a_forwarded_post_that_was_made_with_an_inline_bot_is_checked(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.forwards(LEMON, from_channel="Health Secrets")
    adds(ana, via_bot={"id": 99, "is_bot": True, "first_name": "like", "username": "like"})
    await newsroom.settle()

    assert ana.last_message.startswith("❌ False")


async def test_what_an_inline_bot_wrote_for_somebody_commands_nothing(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    moderator.says("/queue")
    adds(moderator, via_bot={"id": 99, "is_bot": True, "first_name": "like", "username": "like"})
    await newsroom.settle()

    assert moderator.last_message.startswith("Forward me a post or paste a claim,")


@pytest.mark.parametrize(
    "text",
    ["/start@simulated_bot", "/help@Simulated_Bot", "/check@simulated_bot x", f"@simulated_bot {LEMON}"],
)
async def test_who_names_the_bot_in_a_group_is_shown_the_way_to_the_private_chat(
    newsroom: Newsroom, text: str
) -> None:
    ana = newsroom.person()
    family = newsroom.world.add_group("Family", [ana.user])
    for _ in range(3):
        ana.says(text, chat=family)
    await newsroom.settle()

    [told] = [message for message in newsroom.world.in_chat(family.id) if message.sender.is_bot]
    assert told.text == "I check posts in a private chat: open it, and forward the post to me there."
    assert [button.value for button in told.buttons] == ["https://t.me/simulated_bot"]


@pytest.mark.parametrize(
    "text", [LEMON, "/start", "/help@otherbot", "@simulated_bots what is true?", "/queue"]
)
async def test_who_does_not_name_the_bot_in_a_group_hears_nothing(newsroom: Newsroom, text: str) -> None:
    ana = newsroom.person()
    family = newsroom.world.add_group("Family", [ana.user])
    ana.says(text, chat=family)
    await newsroom.settle()

    assert [message.text for message in newsroom.world.in_chat(family.id)] == [text]


async def test_the_answer_hangs_under_its_question(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    question = ana.forwards(LEMON)
    await newsroom.settle()

    assert ana.answers_to(question) == ana.messages


async def test_a_caption_is_checked_like_a_text(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.sends_photo(caption=LEMON)
    await newsroom.settle()

    assert ana.last_message.startswith("❌ False")


async def test_an_unknown_claim_is_queued_and_says_so(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.forwards(BRIDGE, from_channel="City News")
    await newsroom.settle()

    assert ana.last_message == (
        "We have not checked this yet. Better not to share it until we know.\n"
        "A reviewer will look at it. We will reply here."
    )
    assert [button.text for button in ana.last.buttons] == ["Stop telling me"]


async def test_the_same_unknown_claim_from_two_people_is_one_item_that_counts_both(
    newsroom: Newsroom,
) -> None:
    ana, ben = newsroom.person("Ana"), newsroom.person("Ben")
    ana.forwards(BRIDGE)
    await newsroom.settle()
    ben.forwards(f"  {BRIDGE.upper()} 😱😱")
    await newsroom.settle()

    assert "1 other person asked the same" in ben.last_message
    async with newsroom.program.store.reading() as tx:
        items = await tx.items.open(10)
    assert [item.askers for item in items] == [2]


@pytest.mark.parametrize("text", ["hi", "Good morning 🌞", "😂😂😂", "ok", "?"])
async def test_what_is_no_claim_gets_a_kind_hint_and_is_not_queued(newsroom: Newsroom, text: str) -> None:
    ana = newsroom.person()
    ana.says(text)
    await newsroom.settle()

    assert ana.last_message == "Forward me a post or paste a claim, and I will look for a fact-check."
    async with newsroom.program.store.reading() as tx:
        assert await tx.items.count_open() == 0


@pytest.mark.parametrize("text", ["https://example.com/strange-story", "Look https://t.me/somewhere/55"])
async def test_who_sends_only_a_link_reads_that_links_are_not_opened(newsroom: Newsroom, text: str) -> None:
    ana = newsroom.person()
    ana.says(text)
    await newsroom.settle()

    assert ana.last_message.startswith("I do not open links. Please paste the words of the post")


async def test_a_greeting_forwarded_from_a_channel_is_not_taken_for_a_link(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.forwards("Good morning 🌞", from_channel="Family")
    await newsroom.settle()

    assert ana.last_message.startswith("Forward me a post or paste a claim")


async def test_a_picture_without_words_is_not_pretended_to_be_read(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.sends_photo()
    await newsroom.settle()

    assert ana.last_message.startswith("I can only read text so far.")


async def test_not_this_claim_queues_it_and_is_remembered(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.forwards(LEMON)
    await newsroom.settle()
    press = ana.presses("Not this claim")
    await newsroom.settle()

    assert press.answer == "Thank you. A reviewer will look at it."
    assert list(ana.messages[0].buttons) == []
    assert "A reviewer will look at it" in ana.last_message
    ana.forwards(LEMON)
    await newsroom.settle()
    assert not ana.last_message.startswith("❌")


async def test_one_persons_not_this_claim_does_not_take_the_answer_from_others(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana, ben = newsroom.person("Ana"), newsroom.person("Ben")
    ana.forwards(LEMON)
    await newsroom.settle()
    ana.presses("Not this claim")
    await newsroom.settle()
    ben.forwards(LEMON)
    await newsroom.settle()

    assert ben.last_message.startswith("❌ False")


async def test_pressing_not_this_claim_twice_queues_once(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.forwards(LEMON)
    await newsroom.settle()
    first, second = ana.presses("Not this claim"), ana.presses("Not this claim")
    await newsroom.settle()

    assert first.answer == "Thank you. A reviewer will look at it."
    assert second.answer == "You told us already. A reviewer has it."
    async with newsroom.program.store.reading() as tx:
        assert await tx.items.count_open() == 1


async def test_an_old_not_this_claim_leaves_a_withdrawn_answer_its_buttons(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana, max_ = newsroom.person(), await newsroom.moderator()
    ana.forwards(LEMON)
    await newsroom.settle()
    answer = ana.last
    button = next(button for button in answer.buttons if button.text == "Not this claim")
    max_.says("/retract 1")
    await newsroom.settle()
    max_.presses("Withdraw")
    await newsroom.settle()
    press = newsroom.world.press(ana.user, answer, button)
    await newsroom.settle()

    assert press.answer == "This button no longer works."
    assert [button.text for button in answer.buttons] == ["Stop telling me"]


async def test_what_is_shared_holds_no_link_and_turns_no_writing(newsroom: Newsroom) -> None:
    claim = "The bank pays everybody, see phish.example/win \u202enow"
    await newsroom.publishes(a_ruling(claim=claim))
    ana = newsroom.person()
    ana.forwards(claim)
    await newsroom.settle()

    [share] = [unquote(button.value) for button in ana.last.buttons if button.text == "Share"]
    assert share.endswith("text=❌ False: “The bank pays everybody, see phish[.]example/win now”")


async def test_somebody_who_stops_waiting_is_not_told(newsroom: Newsroom) -> None:
    ana, max_ = newsroom.person(), await newsroom.moderator()
    ana.forwards(BRIDGE)
    await newsroom.settle()
    press = ana.presses("Stop telling me")
    await newsroom.settle()
    assert press.answer == "All right, I will not write to you about this."
    assert ana.last_message == STOPPED
    assert ana.last.buttons == ()
    max_.says("/verdict 1 false It stays open. https://example.org/bridge")
    await newsroom.settle()

    assert len(ana.messages) == 1


async def test_somebody_who_asked_twice_stops_waiting_once(newsroom: Newsroom) -> None:
    ana, max_ = newsroom.person(), await newsroom.moderator()
    for _ in range(2):
        ana.forwards(BRIDGE)
        await newsroom.settle()
    await _stops(newsroom, ana)
    max_.says("/verdict 1 false It stays open. https://example.org/bridge")
    await newsroom.settle()

    assert [message.text for message in ana.messages] == [STOPPED, STOPPED]
    assert [message.buttons for message in ana.messages] == [(), ()]


@pytest.mark.parametrize("closing", ["/verdict 1 false It stays open. https://example.org/bridge", SET_ASIDE])
async def test_somebody_who_stops_waiting_before_their_turn_to_be_told_is_not_told(
    newsroom: Newsroom, closing: str
) -> None:
    ana = await _asks_and_is_to_be_told(newsroom, closing)
    press = await _stops(newsroom, ana)

    assert press.answer == "All right, I will not write to you about this."
    assert [message.text for message in ana.messages] == [STOPPED.splitlines()[1]]


async def test_somebody_who_stops_waiting_is_not_told_after_an_undone_dismissal(newsroom: Newsroom) -> None:
    ana = await _asks_and_is_to_be_told(newsroom, SET_ASIDE)
    await _stops(newsroom, ana)
    mia = await newsroom.moderator("Mia")
    for command in ("/undo 1", "/verdict 1 false It stays open. https://example.org/bridge"):
        mia.says(command)
        await newsroom.settle()

    assert len(ana.messages) == 1


@pytest.mark.parametrize("state", [OutgoingState.SENDING, OutgoingState.UNKNOWN, OutgoingState.SENT])
async def test_somebody_who_stops_waiting_too_late_is_told_so(
    newsroom: Newsroom, state: OutgoingState
) -> None:
    ana = await _asks_and_is_to_be_told(newsroom, "/verdict 1 false It stays open. https://example.org/b")
    async with newsroom.program.store.writing() as tx:
        [owed] = await tx.outbox.telling(VerdictId(1))
        await tx.outbox.save(replace(owed, state=state))
    press = await _stops(newsroom, ana)
    async with newsroom.program.store.writing() as tx:
        await tx.outbox.save(replace(owed, state=OutgoingState.SENT))
    await newsroom.settle()

    assert press.answer == (
        "What came of it is already here, or on its way to you. You will not hear more from us about it."
    )
    assert ana.messages[0].text.startswith("We have not checked this yet.")


async def _asks_and_is_to_be_told(newsroom: Newsroom, closing: str) -> Person:
    """Ask, and let a moderator close the item; nothing of that is sent yet."""
    ana, max_ = newsroom.person(), await newsroom.moderator()
    ana.forwards(BRIDGE)
    await newsroom.settle()
    max_.says(closing)
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    return ana


async def _stops(newsroom: Newsroom, person: Person) -> Press:
    """Press "Stop telling me", which is handled before anything else is sent."""
    press = person.presses("Stop telling me")
    await newsroom.receive()
    await newsroom.program.worker.handle_waiting()
    await newsroom.settle()
    return press


@pytest.mark.parametrize(
    ("command", "beginning"),
    [
        ("/start", "Forward me something you are not sure about."),
        ("/start v_17", "Forward me something you are not sure about."),
        ("/help", "Forward a post to me, or paste the words you want checked."),
        ("/privacy", "To reply to you, and to tell you when a ruling comes, I keep:"),
        ("/nonsense", "I do not know that command."),
        ("/queue", "I do not know that command."),
    ],
)
async def test_commands_of_the_public(newsroom: Newsroom, command: str, beginning: str) -> None:
    ana = newsroom.person()
    ana.says(command)
    await newsroom.settle()

    assert ana.last_message.startswith(beginning)


async def test_what_is_kept_names_the_number_by_which_somebody_is_known(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.says("/privacy")
    await newsroom.settle()

    assert f"\n• your numeric Telegram id ({ana.id})," in ana.last_message


async def test_the_reader_is_answered_in_their_language(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person(language="es")
    ana.forwards(LEMON)
    await newsroom.settle()

    assert ana.last_message.startswith("❌ Falso")


async def test_the_publishers_own_words_stand_beside_the_rating(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling(rating_text="Pants on Fire", rating=Rating.FALSE))
    ana = newsroom.person()
    ana.forwards(LEMON)
    await newsroom.settle()

    assert ana.last_message.splitlines()[0].startswith("❌ False · “")
    assert "Pants on Fire" in ana.last_message.splitlines()[0]


async def test_a_bot_a_channel_and_an_edit_get_no_answer(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    sent = ana.says("/privacy")
    await newsroom.settle()
    ana.edits(sent, BRIDGE)
    await newsroom.settle()

    assert len(ana.messages) == 1


@pytest.mark.parametrize("post", [f"/ BREAKING / {BRIDGE}", f"/breaking {BRIDGE}", f"/stop {BRIDGE}"])
@pytest.mark.parametrize("photo", [None, b"x"])
async def test_a_forwarded_post_is_no_command_however_it_begins(
    newsroom: Newsroom, post: str, photo: bytes | None
) -> None:
    ana = newsroom.person()
    ana.forwards(post, from_channel="City News", photo=photo)
    await newsroom.settle()

    assert [message.text.partition(".")[0] for message in ana.messages] == ["We have not checked this yet"]


WITHIN_TELEGRAM = "tg://resolve?domain=dailybuzz"


async def test_a_link_to_a_place_within_telegram_is_no_word_of_the_post(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.forwards("Drinking warm lemon water cures the flu", links={"flu": WITHIN_TELEGRAM})
    await newsroom.settle()

    assert ana.last_message.startswith("❌ False")
    assert "The rest has not been checked." not in ana.last_message


@pytest.mark.parametrize(("said", "linked"), [("👉👉", "👉👉"), ("Hello friend", "Hello")])
async def test_such_a_link_makes_no_claim_of_what_states_nothing(
    newsroom: Newsroom, said: str, linked: str
) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    ana.forwards(said, links={linked: WITHIN_TELEGRAM})
    await newsroom.settle()
    moderator.says("/queue")
    await newsroom.settle()

    assert not ana.last_message.startswith("We have not checked this yet")
    assert "#1" not in moderator.last_message


async def test_a_forwarded_command_alone_is_no_claim(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.forwards("/forgetme")
    await newsroom.settle()

    assert [message.text for message in ana.messages] == [
        "Forward me a post or paste a claim, and I will look for a fact-check."
    ]


async def test_a_forwarded_post_of_an_inline_bot_is_no_command(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.forwards(f"/breaking {BRIDGE}", from_channel="City News")
    adds(ana, via_bot={"id": 99, "is_bot": True, "first_name": "like", "username": "like"})
    await newsroom.settle()

    assert [message.text.partition(".")[0] for message in ana.messages] == ["We have not checked this yet"]


async def test_a_pasted_text_with_a_stroke_in_front_is_no_command(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.says(f"/ BREAKING / {BRIDGE}")
    await newsroom.settle()

    assert ana.last_message.startswith("We have not checked this yet.")


async def test_a_command_under_a_picture_of_ones_own_is_no_claim(newsroom: Newsroom) -> None:
    ana = newsroom.person()
    ana.sends_photo(caption="/dismiss 1 spam")
    await newsroom.settle()

    assert ana.last_message.startswith("I do not know that command.")


async def _is_offered(newsroom: Newsroom) -> Person:
    """Publish a check about 500 euros and ask about 5,000."""
    claim = "From May, households in Verdania are fined 500 euros for watering the garden."
    await newsroom.publishes(a_ruling(claim=claim))
    ana = newsroom.person()
    ana.forwards("From May, households in Verdania are fined 5,000 euros for watering the garden")
    await newsroom.settle()
    assert ana.last_message.startswith("We found fact-checks that may be about something else.")
    return ana


async def test_a_suggestion_says_what_differs(newsroom: Newsroom) -> None:
    ana = await _is_offered(newsroom)

    assert "You asked about 5,000" in ana.last_message.replace("\u2068", "")
    assert [button.text for button in ana.last.buttons] == ["1", "None of these"]


async def test_a_picked_suggestion_becomes_the_answer_and_keeps_the_difference(newsroom: Newsroom) -> None:
    ana = await _is_offered(newsroom)
    ana.presses("1")
    await newsroom.settle()

    assert len(ana.messages) == 1
    assert ana.last_message.startswith("❌ False")
    assert "Please note: You asked about 5,000" in ana.last_message.replace("\u2068", "")


async def test_none_of_these_puts_the_claim_before_the_reviewers(newsroom: Newsroom) -> None:
    ana = await _is_offered(newsroom)
    ana.presses("None of these")
    await newsroom.settle()

    assert "A reviewer will look at it" in ana.last_message
    async with newsroom.program.store.reading() as tx:
        assert await tx.items.count_open() == 1


async def test_only_what_was_offered_can_be_picked(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    ana.forwards(BRIDGE)
    await newsroom.settle()
    press = newsroom.world.press(ana.user, ana.last, Button("forged", "callback_data", "s:1:1"))
    await newsroom.settle()

    assert press.answer == "This button no longer works."
    assert "not checked this yet" in ana.last_message


async def test_what_a_channel_puts_under_every_post_does_not_hide_the_claim(newsroom: Newsroom) -> None:
    footer = "\n\nHealth Secrets, the truth they keep from you\nOur clinic on Mill Lane opens at nine"
    ana = newsroom.person()
    for number, text in enumerate(("The bridge is closed", "A storm is coming", "The mayor resigned"), 1):
        ana.forwards(text + footer, from_channel="Health Secrets", post_id=number)
    await newsroom.settle()
    await newsroom.publishes(a_ruling())
    ana.forwards(LEMON + footer, from_channel="Health Secrets", post_id=4)
    await newsroom.settle()

    assert ana.last_message.startswith("❌ False")
    assert "About this part" not in ana.last_message


async def test_what_a_channel_counts_every_day_is_what_its_post_says(newsroom: Newsroom) -> None:
    counts = "Losses in the north today\nSoldiers killed: {}\nTanks destroyed: {}"
    moderator, ana, ben = await newsroom.moderator(), newsroom.person(), newsroom.person("Ben")
    for number, day in enumerate(((500, 12), (480, 9), (300, 7), (210, 4)), 1):
        ana.forwards(counts.format(*day), from_channel="North Front", post_id=number)
    await newsroom.settle()
    moderator.says("/verdict 4 false It was far fewer. https://example.org/north")
    await newsroom.settle()
    ben.forwards(counts.format(90, 1), from_channel="North Front", post_id=5)
    await newsroom.settle()

    assert ana.last_message.startswith("You asked on")
    assert not ben.last_message.startswith("❌ False")
    assert "You asked about 90" in ben.last_message.replace("\u2068", "")
