"""Owns which messages are the bot's own, sent back to it, and which claims they tell a verdict on.

A forward names its sender. What is pasted, or goes through other hands, is known by its words: lines that the
bot writes as they stand, or a rating and its claim one under the other as the bot sets them.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from telegram import Message, MessageOriginUser

from claims.decision import NotAClaim, Queued, Suggest
from claims.news import (
    AnswerRejected,
    AnswerTakenBack,
    AskedBefore,
    CannotRead,
    Checked,
    CorrectionNote,
    EditNotRead,
    LeftAlone,
    News,
    NoLongerWaiting,
    OurFault,
    OwnMessage,
    SetAside,
    SlowDown,
    ToldAlready,
    UnknownCommand,
)
from claims.review import DismissReason
from claims.submission import Submission, SubmissionId
from claims.verdict import Rating
from handlers.extract import text_of
from handlers.i18n import Catalogues, Texts
from handlers.render import END_ISOLATE, ISOLATE, WORD_JOINER
from handlers.views.words import in_quotes, marked_rating
from handlers.voice import view

_NOBODY = SubmissionId(0)
_FOR_EACH_PLURAL = (0, 1, 2, 5)
_FIXED: tuple[News, ...] = (
    *(Checked(_NOBODY, Queued(), others_waiting=others) for others in _FOR_EACH_PLURAL),
    *(Checked(_NOBODY, NotAClaim(), only_links=only_links) for only_links in (False, True)),
    *(SetAside(_NOBODY, reason) for reason in DismissReason),
    *(NoLongerWaiting(decided) for decided in (False, True)),
    *(AnswerRejected(), AnswerRejected(repeated=True), AnswerRejected(repeated=True, looked_at=True)),
    *(OurFault(kept) for kept in (False, True)),
    *(CorrectionNote(), CorrectionNote(withdrawn=True), CorrectionNote(undone=True)),
    CorrectionNote(withdrawn=True, in_part=True),
    *(AnswerTakenBack(_NOBODY), AskedBefore(), CannotRead(), EditNotRead(), LeftAlone(), OwnMessage()),
    *(SlowDown(), ToldAlready(), UnknownCommand()),
)
_TAG = re.compile(r"<[^<>]*>")
_FIGURES = re.compile(r"\d+")
_UNDRAWN = dict.fromkeys(map(ord, f"{ISOLATE}{END_ISOLATE}{WORD_JOINER}\ufe0f\ufe0e\u200e\u200f"))
_DAYS = [date(2000, month, day) for month in range(1, 13) for day in (1, 2)]  # some write "1er", but "2"
_TODAY = _DAYS[0]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the bot writes, in all its languages: whole lines, how lines begin that open an answer or a list,
    its ratings, alone and up to a publisher's own words, and what stands around a claim."""

    lines: frozenset[str]
    openings: tuple[str, ...]
    lists: frozenset[str]
    ratings: frozenset[str]
    worded_ratings: tuple[str, ...]
    around_claims: tuple[tuple[str, str], ...]


def as_own(message: Message, submission: Submission) -> Submission | None:
    """Return what is asked by sending the bot's own words back: the claims that they tell a verdict on, with
    nothing else of them. None where they are not the bot's."""
    words = text_of(message)
    if not is_ours(message):
        return None
    claims = "\n\n".join(_claims_in(words))
    return replace(submission, text=claims, links=(), files=(), origin=None, is_ours=True)


def is_ours(message: Message) -> bool:
    """Return whether a message is one of the bot, or its words."""
    origin = message.forward_origin
    by_us = isinstance(origin, MessageOriginUser) and origin.sender_user.id == message.get_bot().id
    return by_us or reads_like_ours(text_of(message))


def reads_like_ours(text: str) -> bool:
    """Return whether words are the bot's own from beginning to end, or those of an answer or a list of it."""
    known, lines = _known(), _lines_of(text)
    if not lines:
        return False
    if lines[0] in known.lists or all(line in known.lines for line in lines):
        return True
    rated = next((place for place, line in enumerate(lines) if _is_rating(line)), len(lines))
    opened = all(line in known.lines or line.startswith(known.openings) for line in lines[:rated])
    return opened and rated + 1 < len(lines) and bool(_claim_in(lines[rated + 1]))


def _claims_in(text: str) -> Sequence[str]:
    return list(dict.fromkeys(filter(None, map(_claim_in, text.splitlines()))))


def _claim_in(line: str) -> str:
    """Return the claim in a line that names one, "" in any other."""
    plain = _drawn(line)
    for before, after in _known().around_claims:
        if plain.startswith(before) and plain.endswith(after) and len(plain) > len(before) + len(after):
            return plain[len(before) : len(plain) - len(after)].strip()
    return ""


def _is_rating(line: str) -> bool:
    return line in _known().ratings or line.startswith(_known().worded_ratings)


def _lines_of(text: str) -> list[str]:
    """Return the lines that say something, each figure as 0."""
    return [_FIGURES.sub("0", plain) for line in text.splitlines() if (plain := _drawn(line))]


def _drawn(line: str) -> str:
    return " ".join(line.translate(_UNDRAWN).split())


@cache
def _known() -> _Known:
    catalogues = Catalogues.load()
    every = [catalogues.for_language(language) for language in catalogues.languages()]
    return _Known(
        lines=frozenset(line for texts in every for line in _fixed(texts)),
        openings=tuple({_lines_of(opening)[0] for texts in every for opening in _openings(texts)}),
        lists=frozenset(
            _written(Checked(_NOBODY, Suggest((), outdated=outdated)), texts)[0]
            for texts in every
            for outdated in (False, True)
        ),
        ratings=frozenset(_drawn(marked_rating(rating, texts)) for texts in every for rating in Rating),
        worded_ratings=tuple({_drawn(_up_to_words(rating, texts)) for texts in every for rating in Rating}),
        around_claims=tuple({_around_claim(texts) for texts in every}),
    )


def _fixed(texts: Texts) -> Iterator[str]:
    for news in _FIXED:
        yield from _written(news, texts)
    for day in _DAYS:
        asked = texts.gettext("You asked on {date}:")
        confirmed = texts.gettext(
            "You asked on {date}. A reviewer looked at it: this fact-check is about what you sent."
        )
        yield from _lines_of(f"{asked}\n{confirmed}".format(date=texts.day(day)))
        gone = texts.gettext("This fact-check was withdrawn on {date}.").format(date=texts.day(day))
        again = texts.gettext("This fact-check was withdrawn on {date}. We are checking again.")
        left = _written(NoLongerWaiting(decided=True), texts)[0]
        yield from _lines_of(f"{gone} {left}\n{again.format(date=texts.day(day))}")


def _written(news: News, texts: Texts) -> list[str]:
    return _lines_of(html.unescape(_TAG.sub("", view(news, texts, _TODAY, "").html)))


def _openings(texts: Texts) -> Iterator[str]:
    """Yield how lines begin that may stand above a rating."""
    _ = texts.gettext
    for line in (
        _("About this part of your message: “{part}”"),
        _("Updated {date}"),
        _("One of these fact-checks was withdrawn on {date}."),
        _("Fact-checkers differ on this:"),
        _("This looks like one of my own messages. What stands today about its claim:"),
    ):
        yield line.partition("{")[0]


def _up_to_words(rating: Rating, texts: Texts) -> str:
    before, _words, _after = in_quotes("\n", texts).partition("\n")
    return f"{marked_rating(rating, texts)} · {before}"


def _around_claim(texts: Texts) -> tuple[str, str]:
    before, _claim, after = texts.gettext("Claim: “{claim}”").partition("{claim}")
    return _drawn(before), _drawn(after)
