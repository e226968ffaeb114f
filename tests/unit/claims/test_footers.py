"""Channel footers: what closes post after post is not what a post says."""

from datetime import UTC, datetime

import pytest

from claims.footers import closing_lines, keys_of, line_key, without_footer
from claims.submission import ChannelPost, ChatId, PersonId, Submission

POST = "The dam at Orvell broke tonight\n\nCity News – we say it first 🔔\nJoin 12,400 readers"


def test_the_closing_lines_are_the_last_ones_and_never_the_first() -> None:
    assert closing_lines(POST) == ("Join 12,400 readers", "City News – we say it first 🔔")
    assert closing_lines("The dam at Orvell broke tonight") == ()


def test_a_line_is_the_same_with_another_number_of_readers() -> None:
    assert line_key("Join 12,400 readers") == line_key("  JOIN 13,050 readers")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Join 12,400 readers", "👉 join 13,050 readers"),
        ("Please subscribe: 12,400 did", "Please subscribe: 13,050 did"),
        ("Подписывайтесь, нас 12 400", "Подписывайтесь, нас 13 050"),
        ("Abonnez-vous : 12 400 lecteurs", "Abonnez-vous : 13 050 lecteurs"),
        ("关注我们，12400人", "关注我们，13050人"),
        ("City News 🔔", "city news"),
        ("@citynews24 | t.me/citynews24", "@CityNews25 | t.me/citynews25/"),
    ],
)
def test_a_footer_is_the_same_whatever_is_no_part_of_it(one: str, other: str) -> None:
    assert line_key(one) == line_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soldiers killed: 500", "Soldiers killed: 90"),
        ("Soldiers killed: 500 @citynews", "Soldiers killed: 90 @citynews"),
        (
            "Soldiers killed: 500 (https://facts.example/north)",
            "Soldiers killed: 90 (https://facts.example/north)",
        ),
        ("Soldiers killed: 500. Subscribe!", "Soldiers killed: 90. Subscribe!"),
        ("Follow-up cases: 500", "Follow-up cases: 90"),
        ("Women who want to join the army: 500", "Women who want to join the army: 90"),
        ("Погибло: 500", "Погибло: 90"),
        ("الضحايا: ٥٠٠", "الضحايا: ٩٠"),
        ("Inflation is 5.5 percent", "Inflation is 55 percent"),
        ("Frost: -5 degrees", "Frost: 5 degrees"),
        ("A loaf costs $5", "A loaf costs €5"),
        ("Winner: 🇫🇷", "Winner: 🇪🇸"),
        ("Confirmed ✅", "Confirmed ❌"),
        ("The price of bread 📈", "The price of bread 📉"),
        ("Blood test: +", "Blood test: -"),
        ("https://facts.example/news/123", "https://facts.example/news/124"),
        ("https://t.me/citynews/55", "https://t.me/citynews/56"),
        ("word " * 60 + "killed: 500", "word " * 60 + "killed: 90"),
    ],
)
def test_lines_that_state_different_things_are_two(one: str, other: str) -> None:
    assert line_key(one) != line_key(other)


def test_the_key_of_an_ordinary_footer_is_the_one_that_is_stored() -> None:
    assert line_key("City News – we say it first 🔔") == "154d1d369610010b9ae649cb"
    assert line_key("Join 12,400 readers") == "d44da31910a8446a6248a949"


@pytest.mark.parametrize("line", ["$500", "— — —", "🇫🇷", "12", "👇👇👇"])
def test_a_line_without_letters_is_no_footer(line: str) -> None:
    post = ChannelPost(5, 1, "City News", datetime(2026, 1, 1, tzinfo=UTC))
    submission = Submission(
        person_id=PersonId(1),
        chat_id=ChatId(1),
        message_id=1,
        text=f"Bitcoin price this morning in dollars:\nCity News\n{line}",
        sent_at=post.posted_at,
        origin=post,
    )

    assert keys_of(submission) == (line_key("City News"),)
    assert without_footer(submission.text, {line_key("City News"), line_key("$9")}) == (
        submission.text if line != "— — —" else "Bitcoin price this morning in dollars:"
    )


def test_known_footers_are_taken_off() -> None:
    known = {line_key("Join 9 readers"), line_key("City News – we say it first")}

    assert without_footer(POST, known) == "The dam at Orvell broke tonight"


def test_a_line_above_one_that_is_not_known_stays() -> None:
    assert without_footer(POST, {line_key("City News – we say it first")}) == POST


def test_a_post_of_footers_alone_keeps_its_first_line() -> None:
    text = "City News\nCity News"

    assert without_footer(text, {line_key("City News")}) == "City News"
