"""Channel footers: what closes post after post is not what a post says."""

from claims.footers import closing_lines, line_key, without_footer

POST = "The dam at Orvell broke tonight\n\nCity News – we say it first 🔔\nJoin 12,400 readers"


def test_the_closing_lines_are_the_last_ones_and_never_the_first() -> None:
    assert closing_lines(POST) == ("Join 12,400 readers", "City News – we say it first 🔔")
    assert closing_lines("The dam at Orvell broke tonight") == ()


def test_a_line_is_the_same_with_another_number_of_readers() -> None:
    assert line_key("Join 12,400 readers") == line_key("  JOIN 13,050 readers")


def test_known_footers_are_taken_off() -> None:
    known = {line_key("Join 9 readers"), line_key("City News – we say it first")}

    assert without_footer(POST, known) == "The dam at Orvell broke tonight"


def test_a_line_above_one_that_is_not_known_stays() -> None:
    assert without_footer(POST, {line_key("City News – we say it first")}) == POST


def test_a_post_of_footers_alone_keeps_its_first_line() -> None:
    text = "City News\nCity News"

    assert without_footer(text, {line_key("City News")}) == "City News"
