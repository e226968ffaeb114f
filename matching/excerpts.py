"""Owns the question whether a message forwards a piece of a ruled post as it was, and the claim with it."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from matching.normalize import core
from matching.pairing import pair as match_words
from matching.reading import Reading, is_month, read, read_checked, words
from matching.records import Stored, piece
from matching.segment import split

Name = tuple[int, ...]

_HALF = 0.5
_SHORTEST_RUN = 2


def excerpt_with_the_claim(sentences: Sequence[str], stored: Stored) -> tuple[str, ...]:
    """Return the sentences of a message that are those of a ruled post, word for word, if they say what was
    ruled on; else ().

    One sentence of a post is not what was ruled on. So they must name whom the claim names, as far as the
    post does, and say half of what the post says of the claim; and no other sentence of the message may be
    one of the post's in which something was changed.
    """
    if not stored.pieces:
        return ()
    found = tuple(sentence for sentence in sentences if piece(sentence) in stored.pieces)
    if not found or not _tells_the_claim(found, stored):
        return ()
    others = [sentence for sentence in sentences if sentence not in found]
    return () if any(is_like_a_sentence_of(stored.texts, sentence) for sentence in others) else found


def is_like_a_sentence_of(posts: Sequence[str], sentence: str) -> bool:
    """Say whether half of a sentence stands in one of these posts, two words together at least."""
    mine = _words(sentence)
    return len(mine) >= _SHORTEST_RUN and any(
        sum(size for size in _runs(mine, _words(post)) if size >= _SHORTEST_RUN) >= _HALF * len(mine)
        for post in posts
    )


def stands_in(post: str, sentence: str) -> bool:
    """Say whether a post has the very words of a sentence."""
    mine = _words(sentence)
    return len(mine) in _runs(mine, _words(post))


def told_of(claim: Reading, said: Reading) -> float:
    """Return how much of what the words of a claim tell is in another text."""
    fits = match_words(said, claim).checked_fit
    return sum(token.weight * fit for token, fit in zip(claim.tokens, fits, strict=True))


def about_whom(stored: Stored) -> Reading:
    """Return the first sentence of the claim that names anybody or anything, else the claim."""
    claim = stored.texts[0]
    sentences = [read_checked(text, stored.language) for text in split(claim, stored.language)]
    whole = read_checked(claim, stored.language)
    return next((sentence for sentence in sentences if any(names_in(sentence))), whole)


def names_in(reading: Reading) -> Iterator[Name]:
    """Yield the names of whoever and whatever, but no months and weekdays."""
    for name in reading.names:
        if not any(_is_of_the_calendar(reading, place) for place in name):
            yield name


def named(reading: Reading, fits: Sequence[float]) -> frozenset[Name]:
    """Return the names in a text of which the other one has any word."""
    return frozenset(name for name in names_in(reading) if any(fits[place] for place in name))


def _is_of_the_calendar(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    return is_month(token) or token.lower in reading.dates.weekdays


def _tells_the_claim(found: Sequence[str], stored: Stored) -> bool:
    said = read(". ".join(map(core, found)), stored.language)
    claim, whom = read_checked(stored.texts[0], stored.language), about_whom(stored)
    posts = [read_checked(text, stored.language) for text in stored.whole[1:] or stored.whole]
    if told_of(claim, said) < _HALF * max(told_of(claim, post) for post in posts):
        return False
    theirs = {name for post in posts for name in _names(post, whom)}
    return theirs <= _names(said, whom)


def _names(said: Reading, whom: Reading) -> frozenset[Name]:
    return named(whom, match_words(said, whom).checked_fit)


def _words(text: str) -> list[str]:
    return [word.lower() for word in words(core(text))]


def _runs(mine: Sequence[str], post: Sequence[str]) -> list[int]:
    """Return how many words stand together in both, run by run; none where fewer than half are in both."""
    if sum(map(set(post).__contains__, mine)) < _HALF * len(mine):
        return []
    return [block.size for block in SequenceMatcher(None, mine, post, autojunk=False).get_matching_blocks()]
