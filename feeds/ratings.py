"""Owns the meaning of rating words: publishers' spellings in, a normalised rating out, never a guess."""

import functools
import json
import re
import unicodedata
from collections.abc import Mapping
from importlib import resources
from typing import Any

from claims.verdict import Rating

_STEPS = (Rating.FALSE, Rating.MOSTLY_FALSE, Rating.HALF_TRUE, Rating.MOSTLY_TRUE, Rating.TRUE)
_TRUE, _FALSE = {Rating.TRUE, Rating.MOSTLY_TRUE}, {Rating.FALSE, Rating.MOSTLY_FALSE}
_HEAD = re.compile(r"\s*(?:[:：\n|(\[—–;]|\s-\s|[.!]\s|。)\s*")
_INVISIBLE = "\ufe0f\ufe0e\u200d"


def rate(words: str) -> Rating:
    """Return what a publisher's rating words mean; UNRATED unless the table has the whole phrase.

    Case, accents, punctuation, hashtags and a label ("Rating: …") do not matter. Words that explain may
    follow the phrase after a colon, a dash, a bracket or a full stop, but not when they take it back ("but").
    """
    table = _table()
    known = _whole(words, table) or _whole(_without_label(words, table), table)
    return known or _head(_without_label(words, table), table) or Rating.UNRATED


def stands_alone(words: str) -> bool:
    """Tell whether words without any label can only be a rating ("Mostly false", but not "Fact")."""
    table = _table()
    return _whole(words, table) is not None and key(words) not in table.alone


def rate_number(value: float, worst: float, best: float) -> Rating:
    """Return the rating of a number between worst (false) and best (true), in five even steps."""
    if not (worst < best and worst <= value <= best):
        return Rating.UNRATED
    return _STEPS[round((value - worst) / (best - worst) * (len(_STEPS) - 1))]


def key(words: str) -> str:
    """Return rating words as the table compares them: case, accents and punctuation removed."""
    folded = unicodedata.normalize("NFKD", words).casefold()
    return " ".join("".join(_folded_letter(letter) for letter in folded).split())


def _folded_letter(letter: str) -> str:
    if unicodedata.category(letter) == "Mn" and letter < "\u0700":
        return ""
    kind = unicodedata.category(letter)[0]
    return letter if kind in "LNM" else " " if letter not in "'’" else ""


class _Table:
    """The readable table of ratings.json, turned round for look-up."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.phrases: dict[str, Rating] = {}
        self.signs: dict[str, Rating] = {}
        for name, by_language in raw["ratings"].items():
            self._add(Rating(name), by_language)
        lists = ("labels", "alone", "buts", "degrees")
        self.labels, self.alone, buts, self.degrees = (_keys(raw[name]) for name in lists)
        self.buts = tuple(f"{but} " for but in buts)

    def _add(self, rating: Rating, by_language: Mapping[str, list[str]]) -> None:
        for language, phrases in by_language.items():
            for phrase in phrases:
                if language == "signs":
                    self.signs[phrase] = rating
                else:
                    self.phrases[key(phrase)] = rating


def _keys(by_language: Mapping[str, list[str]]) -> frozenset[str]:
    return frozenset(key(word) for words in by_language.values() for word in words)


@functools.cache
def _table() -> _Table:
    return _Table(json.loads(resources.files("feeds").joinpath("ratings.json").read_text("utf-8")))


def _whole(words: str, table: _Table) -> Rating | None:
    if phrase := key(words):
        return table.phrases.get(phrase)
    signs = {table.signs.get(sign) for sign in words if not sign.isspace() and sign not in _INVISIBLE}
    return signs.pop() if len(signs) == 1 else None


def _without_label(words: str, table: _Table) -> str:
    label, separator, rest = _split_head(words)
    return rest if separator and key(label) in table.labels else words


def _head(words: str, table: _Table) -> Rating | None:
    head, separator, rest = _split_head(words)
    may_lead = separator and key(head) not in table.alone  # "Fact: …" and "Edited: …" open other sentences
    rating = _whole(head, table) if may_lead else None
    return None if rating is None or _is_taken_back(rating, rest, table) else rating


def _is_taken_back(rating: Rating, rest: str, table: _Table) -> bool:
    """Tell whether the words after a rating restrict it, or are one that says the opposite; after a claim is
    called true, so does any word for another rating."""
    phrase = key(rest)
    if phrase in table.degrees or f"{phrase} ".startswith(table.buts):
        return True
    said = {_whole(rest, table), _head(rest, table)}
    if rating in _TRUE:
        said |= {table.phrases.get(word) for word in phrase.split() if word not in table.alone}
        return bool(said - _TRUE - {None})
    return rating in _FALSE and not said.isdisjoint(_TRUE | {Rating.HALF_TRUE})


def _split_head(words: str) -> tuple[str, str, str]:
    found = _HEAD.search(words)
    return (words[: found.start()], found[0], words[found.end() :]) if found else (words, "", "")
