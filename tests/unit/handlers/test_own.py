"""The bot knows its own words in each of its languages, and takes nobody else's for them."""

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from claims.decision import Answer, How, Match, Queued, Suggest
from claims.news import (
    AnswerUpdated,
    AnswerWithdrawn,
    Checked,
    News,
    NoLongerWaiting,
    OwnMessage,
    RulingArrived,
    SetAside,
)
from claims.review import DismissReason
from claims.submission import SubmissionId
from claims.verdict import Rating, Verdict, VerdictId
from handlers.i18n import Catalogues
from handlers.own import reads_like_ours
from handlers.voice import view
from tests.support.builders import a_ruling

NOON = datetime(2026, 5, 13, 12, tzinfo=UTC)
ME = SubmissionId(1)
RULING = a_ruling(rating_text="Pants on fire")
VERDICTS = {
    VerdictId(number): Verdict(id=VerdictId(number), revision=1, ruling=ruling)
    for number, ruling in enumerate([RULING, replace(RULING, rating=Rating.MISLEADING, publisher="Other")], 1)
}
ONE, OTHER = (Match(verdict_id=number, probability=0.9, how=How.WORDS) for number in VERDICTS)
MESSAGES: dict[str, News] = {
    "an answer": Checked(ME, Answer((ONE,)), VERDICTS),
    "an answer to a part": Checked(ME, Answer((replace(ONE, part="lemon water cures"),)), VERDICTS),
    "fact-checkers who differ": Checked(ME, Answer((ONE, OTHER)), VERDICTS),
    "an answer to our own": Checked(ME, Answer((ONE,)), VERDICTS, about_own=True),
    "suggestions": Checked(ME, Suggest((ONE, OTHER)), VERDICTS),
    "old suggestions": Checked(ME, Suggest((ONE,), outdated=True), VERDICTS),
    "not checked yet": Checked(ME, Queued(), others_waiting=14),
    "a ruling": RulingArrived(ME, VERDICTS[VerdictId(1)], NOON),
    "a correction": AnswerUpdated(ME, (ONE,), VERDICTS, NOON, Rating.TRUE, Rating.FALSE),
    "an update": AnswerUpdated(ME, (ONE,), VERDICTS, NOON),
    "a withdrawal": AnswerWithdrawn(ME, NOON),
    "a withdrawal to who wants to hear nothing": AnswerWithdrawn(ME, NOON, waits=False),
    "what is left of an answer": AnswerWithdrawn(ME, NOON, (ONE,), VERDICTS),
    "set aside": SetAside(ME, DismissReason.OPINION, NOON),
    "no longer waiting": NoLongerWaiting(),
    "our own": OwnMessage(),
}
OTHERS = [
    "",
    "✅",
    "False",
    "❌ False",
    "❌ False\nDrinking warm lemon water cures the flu.",
    "Claim: “Drinking warm lemon water cures the flu.”",
    "My aunt has this:\n❌ False\nClaim: “Drinking warm lemon water cures the flu.”",
    "We have not checked this yet. The mayor of Lindhaven has resigned.",
    "We have not checked this yet. Better not to share it until we know.\nThe mayor has resigned.",
]


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "pt", "ru"])
def test_what_the_bot_says_is_known(language: str) -> None:
    texts = Catalogues.load().for_language(language)
    said = {
        name: html.unescape(re.sub("<[^>]*>", "", view(news, texts, date(2026, 5, 13), "Desk").html))
        for name, news in MESSAGES.items()
    }

    assert [name for name, text in said.items() if not reads_like_ours(text)] == []


@pytest.mark.parametrize("text", OTHERS)
def test_what_others_say_is_not(text: str) -> None:
    assert not reads_like_ours(text)
