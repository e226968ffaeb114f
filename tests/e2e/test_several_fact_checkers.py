"""Stories of claims that several fact-checkers looked at: told together, never mixed with other claims."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

from claims.verdict import Rating, Ruling, VerdictId
from simulator.person import Person
from tests.support.builders import a_ruling
from tests.support.newsroom import Newsroom

LEMON = "Drinking warm lemon water cures the flu."
PARK = "The mayor of Lindhaven sold the town park to a parking company"
POST = "https://t.me/healthtips/55"
DIFFER = "Fact-checkers differ on this:"
LAKE = a_ruling(
    publisher="Lake Facts",
    url="https://lake.example/lemon",
    rating=Rating.MISSING_CONTEXT,
    summary="It soothes, it does not heal.",
    published_at=date(2026, 3, 4),
)
LAKE_AGREES = replace(LAKE, rating=Rating.FALSE)


async def _asks(newsroom: Newsroom, *rulings: Ruling, text: str = LEMON, name: str = "Ana") -> Person:
    await newsroom.publishes(*rulings)
    person = newsroom.person(name)
    person.forwards(text)
    await newsroom.settle()
    return person


def _lines(person: Person) -> list[str]:
    return person.last_message.replace("\u2068", "").replace("\u2069", "").splitlines()


async def test_two_who_rule_differently_stand_side_by_side(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(), LAKE)

    assert _lines(ana) == [
        DIFFER,
        "",
        "❌ False",
        f"Claim: “{LEMON}”",
        "No food or drink cures influenza.",
        "Example Health Desk · checked 3 Feb 2026",
        "",
        "⚠️ Missing context",
        "It soothes, it does not heal.",
        "Lake Facts · checked 4 Mar 2026",
    ]
    assert [button.value for button in ana.last.buttons if button.text.startswith("Read")] == [
        "https://example.org/lemon",
        "https://lake.example/lemon",
    ]
    assert "Share" not in [button.text for button in ana.last.buttons]


async def _loses_one_of_two(newsroom: Newsroom) -> tuple[Person, Person]:
    """Return a moderator who withdrew one of two verdicts, and an asker who was told both."""
    ana = await _asks(newsroom, a_ruling(), LAKE)
    moderator = await newsroom.moderator()
    moderator.says("/retract 2")
    await newsroom.settle()
    moderator.presses("Withdraw")
    await newsroom.settle()
    return moderator, ana


async def test_where_one_of_two_is_withdrawn_the_note_says_that_the_other_stands(newsroom: Newsroom) -> None:
    _moderator, ana = await _loses_one_of_two(newsroom)

    assert ana.messages[0].text.startswith("One of these fact-checks was withdrawn on 3 May 2026.")
    assert ana.last_message == "One of the fact-checks in this answer was withdrawn. It shows what is left."


async def test_who_holds_the_other_one_does_not_get_it_again_as_the_ruling(newsroom: Newsroom) -> None:
    moderator, ana = await _loses_one_of_two(newsroom)
    messages = len(ana.messages)
    moderator.says("/link 1 1")
    await newsroom.settle()

    assert ana.messages[0].text.startswith("Updated 3 May 2026\n\n❌ False")
    assert len(ana.messages) == messages

    moderator.says("/undo 1")
    await newsroom.settle()
    moderator.says("/verdict 1 true It does help. https://example.org/b")
    await newsroom.settle()
    assert "It does help." in ana.last_message


async def test_two_who_agree_are_one_answer_that_names_both(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(), LAKE_AGREES)

    assert _lines(ana)[0] == "❌ False"
    assert _lines(ana)[-1] == (
        "2 fact-checkers agree: Example Health Desk (3 Feb 2026), Lake Facts (4 Mar 2026)"
    )
    assert sum("Claim:" in line for line in _lines(ana)) == 1


async def test_an_answer_of_four_fact_checkers_can_be_called_another_claim(newsroom: Newsroom) -> None:
    desks = [replace(LAKE, publisher=f"Desk {n}", url=f"https://desk{n}.example/lemon") for n in range(4)]
    ana = await _asks(newsroom, *desks)

    press = ana.presses("Not this claim")
    await newsroom.settle()

    assert press.answer == "Thank you. A reviewer will look at it."


async def test_a_rating_that_nobody_knows_neither_agrees_nor_differs(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(), replace(LAKE, rating=Rating.UNRATED, rating_text="Hm"))

    assert _lines(ana)[0] == "❌ False"
    assert _lines(ana)[-1] == "Also checked by Lake Facts (4 Mar 2026)"


def _shared(person: Person) -> list[dict[str, list[str]]]:
    """Return what the share buttons of the last message pass on."""
    return [
        parse_qs(urlsplit(button.value).query) for button in person.last.buttons if button.text == "Share"
    ]


async def test_a_claim_is_passed_on_with_the_rating_that_is_told(newsroom: Newsroom) -> None:
    no_rating = a_ruling(rating=Rating.UNRATED, rating_text="Here is what we know")
    ana = await _asks(newsroom, no_rating, LAKE_AGREES)

    assert _lines(ana)[0] == "❌ False"
    assert _shared(ana) == [{"url": ["https://lake.example/lemon"], "text": [f"❌ False: “{LEMON}”"]}]


async def test_what_is_passed_on_is_in_the_readers_language_where_it_was_told_in_it(
    newsroom: Newsroom,
) -> None:
    spanish = replace(LAKE_AGREES, language="es", summary="No cura nada.")
    await newsroom.publishes(a_ruling(), spanish)
    ana = newsroom.person(language="es")
    ana.forwards(LEMON)
    await newsroom.settle()
    [share] = [button.value for button in ana.last.buttons if button.value.startswith("https://t.me/share")]

    assert "No cura nada." in ana.last_message
    assert parse_qs(urlsplit(share).query)["url"] == ["https://lake.example/lemon"]


async def test_a_claim_that_nobody_rated_is_not_passed_on(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(rating=Rating.UNRATED, rating_text="Here is what we know"))

    assert _lines(ana)[0].startswith("📄 No rating")
    assert _shared(ana) == []


async def test_the_same_claim_in_other_words_is_one_claim(newsroom: Newsroom) -> None:
    reworded = replace(LAKE, claim="Drinking warm lemon water cures flu")
    ana = await _asks(newsroom, a_ruling(), reworded)

    assert _lines(ana)[0] == DIFFER


async def test_a_withdrawn_one_is_not_told_and_leaves_what_was_told(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom, a_ruling(), LAKE)
    moderator.says("/retract 2")
    await newsroom.settle()
    moderator.presses("Withdraw")
    await newsroom.settle()
    ben = await _asks(newsroom, name="Ben")
    edited = ana.messages[0].text

    assert "Lake Facts" not in edited
    assert "Example Health Desk" in edited
    assert DIFFER not in edited
    assert _lines(ben)[0] == "❌ False"
    assert "Lake Facts" not in ben.last_message


async def test_who_comes_round_is_told_in_the_answer_that_was_given(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(), LAKE)
    await newsroom.publishes(LAKE_AGREES)
    await newsroom.settle()
    edited = ana.messages[0].text

    assert edited.startswith("Updated 3 May 2026: was Missing context, now False")
    assert "2 fact-checkers agree" in edited
    assert DIFFER not in edited


async def test_who_differs_after_all_is_told_in_the_answer_that_was_given(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(), LAKE_AGREES)
    await newsroom.publishes(LAKE)
    await newsroom.settle()

    assert DIFFER in ana.messages[0].text


async def test_two_claims_in_one_message_do_not_differ_from_each_other(newsroom: Newsroom) -> None:
    sold = a_ruling(claim=PARK, rating=Rating.TRUE, publisher="Lake Facts", url="https://lake.example/park")
    ana = await _asks(newsroom, a_ruling(), sold, text=f"{LEMON} {PARK}.")

    assert DIFFER not in ana.last_message
    assert {"❌ False", "✅ True"} <= set(_lines(ana))


async def test_a_new_check_by_the_same_publisher_takes_the_place_of_its_old_one(newsroom: Newsroom) -> None:
    again = a_ruling(
        rating=Rating.HALF_TRUE, url="https://example.org/lemon-again", published_at=date(2026, 4, 1)
    )
    ana = await _asks(newsroom, a_ruling(), again)

    assert _lines(ana)[0] == "⚠️ Half true"
    assert "❌ False" not in ana.last_message


async def test_a_reviewers_choice_stands_beside_who_rules_differently(newsroom: Newsroom) -> None:
    moderator = await newsroom.moderator()
    ana = await _asks(newsroom, a_ruling())
    ana.presses("Not this claim")
    await newsroom.settle()
    moderator.says("/link 1 1")
    await newsroom.settle()
    ben = await _asks(newsroom, LAKE, name="Ben")

    assert _lines(ben)[0] == DIFFER


async def test_of_a_post_with_two_checked_claims_a_bare_link_gets_both(newsroom: Newsroom) -> None:
    flu = a_ruling(appearances=(POST,))
    sold = a_ruling(claim=PARK, rating=Rating.TRUE, url="https://lake.example/park", appearances=(POST,))
    ana = await _asks(newsroom, flu, sold, text=POST)

    assert {"❌ False", "✅ True"} <= set(_lines(ana))
    assert DIFFER not in ana.last_message


async def test_of_a_post_with_two_checked_claims_the_words_say_which_is_meant(newsroom: Newsroom) -> None:
    flu = a_ruling(appearances=(POST,))
    sold = a_ruling(claim=PARK, rating=Rating.TRUE, url="https://lake.example/park", appearances=(POST,))
    ana = await _asks(newsroom, flu, sold, text=f"{PARK}. {POST}")

    assert "✅ True" in _lines(ana)
    assert "❌ False" not in _lines(ana)


async def test_of_a_post_with_two_checked_claims_and_other_words_both_are_offered(newsroom: Newsroom) -> None:
    flu = a_ruling(appearances=(POST,))
    sold = a_ruling(claim=PARK, rating=Rating.TRUE, url="https://lake.example/park", appearances=(POST,))
    ana = await _asks(newsroom, flu, sold, text=f"The harbour of Orvell will be filled with sand. {POST}")

    assert _lines(ana)[0].startswith("We found fact-checks that may be about something else.")
    assert {line[:2] for line in _lines(ana)[1:]} == {"1.", "2."}


async def test_a_link_to_a_post_finds_also_who_checked_the_claim_elsewhere(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(appearances=(POST,)), LAKE, text=POST)

    assert _lines(ana)[0] == DIFFER


async def test_not_this_claim_takes_both_away(newsroom: Newsroom) -> None:
    ana = await _asks(newsroom, a_ruling(), LAKE)
    ana.presses("Not this claim")
    await newsroom.settle()
    key = await newsroom.program.catalogue.fingerprint(LEMON)
    async with newsroom.program.store.reading() as tx:
        rejected = await tx.rejections.count(VerdictId(2), key)

    assert rejected == 1
