"""What several fact-checkers say, in one message however much it is."""

from dataclasses import replace
from datetime import date

import pytest

from claims.decision import Answer, How, Match
from claims.news import Checked
from claims.submission import SubmissionId
from claims.verdict import Rating, Source, Verdict, VerdictId
from handlers.buttons import MAX_BYTES
from handlers.i18n import Catalogues
from handlers.render import MAX_TEXT_UNITS, shown_length
from handlers.views.public import checked
from handlers.views.verdicts import ENOUGH, Room, claim_block, fitted
from handlers.views.words import rated_claim, rating_line
from tests.support.builders import a_ruling

TODAY = date(2026, 5, 3)
LONG = a_ruling(
    claim="A claim 🍋 " * 300,
    summary="Why it is so. " * 300,
    publisher="A publisher with a name " * 20,
    rating_text="Words of a rating " * 20,
    claimed_at=date(2019, 1, 1),
    published_at=date(2019, 2, 3),
    language="es",
    sources=tuple(Source(f"https://s.example/{n}", "A source with a title " * 9) for n in range(5)),
)
RATINGS = (Rating.FALSE, Rating.TRUE, Rating.SATIRE, Rating.MISLEADING, Rating.OUTDATED, Rating.UNPROVEN)


def _asked(claims: int) -> Checked:
    """Return six long verdicts with large numbers on that many claims."""
    verdicts = {
        VerdictId(number): Verdict(
            id=VerdictId(number),
            revision=1,
            ruling=replace(
                LONG, rating=rating, claim=f"{rating} {LONG.claim}", url=f"https://a.example/{number}"
            ),
        )
        for number, rating in enumerate(RATINGS, start=1_000_000)
    }
    matches = tuple(
        Match(verdict_id=id_, probability=1.0, how=How.WORDS, claim=place % claims, part="A part " * 60)
        for place, id_ in enumerate(verdicts)
    )
    return Checked(SubmissionId(99_999_999), Answer(matches), verdicts)


def test_however_much_there_is_to_say_fits_into_one_message() -> None:
    catalogues = Catalogues.load()
    lengths = [
        shown_length(checked(_asked(claims), catalogues.for_language(language), TODAY).html)
        for claims in (1, 2, 3, 6)
        for language in ("en", "de", "es", "fr", "pt", "ru")
    ]

    assert max(lengths) <= MAX_TEXT_UNITS


def test_not_this_claim_names_every_verdict_in_the_room_of_a_button() -> None:
    reply = checked(_asked(3), Catalogues.load().for_language("en"), TODAY)
    data = reply.rows[-1][-1].data

    assert all(str(number) in data for number in range(1_000_000, 1_000_006))
    assert len(data.encode()) <= MAX_BYTES


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "❌ False: “It cures flu”"),
        ("de", "❌ Falsch: „It cures flu“"),
        ("es", "❌ Falso: “It cures flu”"),
        ("fr", "❌ Faux\u00a0: «\u00a0It cures flu\u00a0»"),
        ("pt", "❌ Falso: “It cures flu”"),
        ("ru", "❌ Неправда: «It cures flu»"),
    ],
)
def test_a_claim_stands_behind_its_rating_in_the_quotation_marks_of_the_language(
    language: str, line: str
) -> None:
    assert rated_claim(Rating.FALSE, "It cures flu", Catalogues.load().for_language(language)) == line


@pytest.mark.parametrize(("language", "words"), [("en", "“Pants on fire”"), ("ru", "«Pants on fire»")])
def test_a_publishers_own_words_are_quoted_as_the_reader_quotes(language: str, words: str) -> None:
    line = rating_line(a_ruling(rating_text="Pants on fire"), Catalogues.load().for_language(language))

    assert line.translate({0x2068: None, 0x2069: None}).endswith(f" · {words}")


def test_of_those_who_agree_the_one_in_the_readers_language_is_told() -> None:
    spanish = a_ruling(language="es", summary="No cura nada.", publisher="Salud")
    told = claim_block([a_ruling(), spanish], Catalogues.load().for_language("es"), TODAY)

    assert "No cura nada." in told
    assert "No food or drink cures influenza." not in told


def test_publishers_that_write_html_stay_text() -> None:
    told = claim_block(
        [a_ruling(publisher="<b>A&B</b>"), a_ruling(publisher="C", rating=Rating.TRUE)],
        Catalogues.load().for_language("en"),
        TODAY,
    )

    assert "&lt;b&gt;A&amp;B" in told
    assert "<b>A" not in told


def test_what_fits_is_written_once_and_what_never_fits_in_the_least_room() -> None:
    rooms: list[Room] = []

    def write(room: Room, length: int) -> str:
        rooms.append(room)
        return "x" * length

    assert fitted(lambda room: write(room, 10)) == "x" * 10
    assert rooms == [ENOUGH]
    assert len(fitted(lambda room: write(room, MAX_TEXT_UNITS + room.claim))) == MAX_TEXT_UNITS + 100
