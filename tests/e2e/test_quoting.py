"""Stories of replies that quote: a passage of a post is checked, the bot's own words never are."""

from simulator.person import Person
from tests.e2e.test_ruling_steps import BRIDGE, asks, plain, said
from tests.support.builders import a_ruling
from tests.support.messages import adds, quotes
from tests.support.newsroom import Newsroom

LEMON = "Drinking warm lemon water cures the flu."
HONEY = "Honey cures the flu within two days, says a doctor in Lindhaven"


async def quoting(newsroom: Newsroom, person: Person, passage: str, text: str) -> None:
    """Reply to the bot's last message with a quote of it."""
    person.says(text, reply_to=person.last)
    quotes(person, passage)
    await newsroom.settle()


async def test_a_quoted_passage_of_a_post_is_checked_alone(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    ana = newsroom.person()
    post = ana.forwards(f"{BRIDGE}. {LEMON}")
    await newsroom.settle()
    question = ana.says("Is this true?", reply_to=post)
    quotes(ana, LEMON)
    await newsroom.settle()

    [answer] = ana.answers_to(question)
    assert answer.text.startswith("❌ False")


async def test_of_a_forwarded_post_that_quotes_another_its_own_words_are_checked(newsroom: Newsroom) -> None:
    await newsroom.publishes(a_ruling())
    moderator, ana = await newsroom.moderator(), newsroom.person()
    ana.forwards(HONEY, from_channel="City News")
    quotes(ana, LEMON)
    await newsroom.settle()

    assert ana.last_message.startswith("We have not checked this yet.")
    assert HONEY in moderator.last_message


async def test_reviewers_read_the_answer_to_their_question_and_not_the_question_that_it_quotes(
    newsroom: Newsroom,
) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await said(newsroom, moderator, "/ask 1 Where did you get it?")
    await quoting(newsroom, ana, "Where did you get it?", "From my neighbour")

    assert "Asker 1: From my neighbour" in plain(moderator.last_message)


async def test_what_somebody_says_about_our_words_is_checked_and_not_our_words(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await quoting(newsroom, ana, "Better not to share it until we know.", HONEY)

    queue = await said(newsroom, moderator, "/queue")
    assert HONEY in queue
    assert "Better not to share" not in queue


async def test_our_words_quoted_from_another_chat_are_not_checked(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), newsroom.person()
    ana.says(HONEY)
    quotes(ana, "We have not checked this yet.")
    bot = {"type": "user", "date": 1, "sender_user": newsroom.world.bot.to_json()}
    adds(ana, external_reply={"origin": bot})
    await newsroom.settle()

    assert HONEY in await said(newsroom, moderator, "/queue")


async def test_a_ruling_takes_what_its_author_typed_and_not_what_they_quote(newsroom: Newsroom) -> None:
    moderator, ana = await newsroom.moderator(), await asks(newsroom)
    await said(newsroom, moderator, "/verdict 1 false")
    await quoting(newsroom, moderator, "one or two sentences", "The contractor says three nights only.")
    post = moderator.forwards(BRIDGE)
    await newsroom.settle()
    moderator.says("https://example.org/bridge", reply_to=post)
    quotes(moderator, BRIDGE)
    await newsroom.settle()
    moderator.presses("Publish")
    await newsroom.settle()

    assert "The contractor says three nights only." in ana.last_message
