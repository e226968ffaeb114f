"""Owns the parts of a message that may each state a claim: the whole, sentences, pairs of neighbours."""

import re
from dataclasses import dataclass
from functools import lru_cache

import sentencex

from claims.question import named_by_sign
from matching import language, phrases
from matching.lexicon import lexicon
from matching.normalize import (
    MAX_CHARACTERS,
    MAX_WITH_LINKS,
    clean,
    core,
    is_appeal,
    only_asks,
    without_appeals,
    without_command,
)

MAX_SENTENCES = 40
MAX_LINES = 4 * MAX_SENTENCES
MAX_WHOLE_WORDS = 70
_MIN_WORDS = 3
_QUOTATION = re.compile(r"[\"“«„]([^\"“”«»„]+)[\"”»“]")
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MOST_QUOTATIONS = 3
_SIGNED = re.compile(r"[-–—~] {0,3}(?=[^\W\d_a-z])")
_APART = re.compile(r" (?:\|{1,3}|/{2,3}) (?=\S)")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message: `text` as cleaned, `core` without attribution and question frames."""

    text: str
    core: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A message ready for matching. `body` is all of it without appeals, `searched` that with its hashtags,
    `key` its fingerprint, `cut` whether there was more of it than is taken apart, `named` how many accounts
    and flags stood in place of words."""

    body: str
    searched: str
    sentences: tuple[str, ...]
    links: tuple[str, ...]
    language: str
    key: str
    cut: bool
    named: int = 0

    @property
    def states_nothing(self) -> bool:
        """Whether this is a greeting, a word to the bot, a single word, or nothing at all."""
        return _states_nothing(self.body, self.named)

    @property
    def stated(self) -> tuple[str, ...]:
        """The cores of the sentences that state something, or may: those that would be claims alone."""
        return tuple(core(sentence) for sentence in self.sentences if not _states_nothing(sentence))


def _states_nothing(text: str, named: int = 0) -> bool:
    words = word_count(text)
    return (
        not words
        or words + named < _MIN_WORDS - 1
        or phrases.GREETING.match(text) is not None
        or phrases.SMALL_TALK.fullmatch(text) is not None
        or only_asks(text)
    )


def word_count(text: str) -> int:
    """Return the number of words; scripts without spaces count two letters as a word."""
    unspaced = language.count_unspaced(text)
    spaced = sum(1 for word in text.split() if sum(map(str.isalnum, word)) > language.count_unspaced(word))
    return spaced + unspaced // 2


@lru_cache(maxsize=16)  # a text's fingerprint is asked for just before it is decided about
def read(raw: str, hint: str = "") -> Message:
    """Read any string as a message; `hint` is the language to assume for texts too short to tell."""
    cleaned = clean(_APART.sub("\n", raw[:MAX_WITH_LINKS]))
    text = without_command(cleaned.text)
    spoken = language.detect(text, hint)
    found = without_appeals(split(text, spoken))
    body = " ".join(found)
    return Message(
        body=body,
        searched=f"{body} {cleaned.tags}",
        sentences=tuple(found[:MAX_SENTENCES]),
        links=cleaned.links,
        language=spoken,
        key=cleaned.key(_core_of(found)),
        cut=cleaned.cut
        or len(raw) > MAX_WITH_LINKS
        or len(found) > MAX_SENTENCES
        or text.count("\n") >= MAX_LINES,
        named=len(named_by_sign(raw[:MAX_CHARACTERS])),
    )


def fingerprint(raw: str) -> str:
    """Return a key equal for texts that differ only in noise, wrappers and questions; "" for no words."""
    return read(raw).key


def _core_of(sentences: list[str]) -> str:
    return core(" ".join(sentences))


def split(text: str, spoken: str) -> list[str]:
    """Split cleaned text into sentences; a new line always ends one."""
    sentences: list[str] = []
    for line in text.split("\n")[:MAX_LINES]:
        if line.strip():
            sentences.extend(_sentences_of(line, spoken))
    return sentences


def _sentences_of(line: str, spoken: str) -> list[str]:
    pieces = [piece.strip() for piece in sentencex.segment(spoken or "en", _unquoted(line))]
    joined: list[str] = []
    for piece in pieces:
        if joined and (
            piece[:1].islower() or not any(char.isalnum() for char in piece) or _SIGNED.match(piece)
        ):
            joined[-1] = f"{joined[-1]} {piece}"  # no sentence starts in lower case, nor with its speaker
        elif piece:
            joined.append(piece)
    return joined


def _unquoted(line: str) -> str:
    """Return a line that is one quotation without its marks: inside them no sentence would end."""
    quoted = _QUOTATION.fullmatch(line.strip())
    return quoted.group(1) if quoted else line


def parts(message: Message, limit: int) -> tuple[Part, ...]:
    """Return the whole (unless very long), then sentences, then pairs of neighbours, at most `limit`."""
    body_words = word_count(message.body)
    found: dict[str, Part] = {}
    if body_words <= MAX_WHOLE_WORDS:
        _add(found, message.body, whole=True)
    for quotation in _quotations(message):
        _add(found, quotation, whole=False)
    if len(message.sentences) > 1:
        for sentence in message.sentences:
            if word_count(sentence) >= _MIN_WORDS and not is_appeal(sentence):
                _add(found, sentence, whole=False)
        pairs = list(zip(message.sentences, message.sentences[1:], strict=False))
        for first, second in pairs if len(pairs) > 2 or body_words > MAX_WHOLE_WORDS else ():
            if word_count(first) + word_count(second) <= MAX_WHOLE_WORDS:
                _add(found, f"{first} {second}", whole=False)
    return tuple(found.values())[:limit]


def _quotations(message: Message) -> list[str]:
    """Return what the message quotes, unless it says of it that it is not so."""
    around = _QUOTATION.sub(" ", message.body)
    lists = lexicon()
    words = {word.lower() for word in _WORDS.findall(around)}
    if words & (lists.denials | lists.negations) or _SIGNED.search(around):
        return []  # who said it belongs to what was said
    quoted = [found.group(1).strip() for found in _QUOTATION.finditer(message.body)]
    return [text for text in quoted[:_MOST_QUOTATIONS] if word_count(text) > _MIN_WORDS]


def _add(found: dict[str, Part], text: str, *, whole: bool) -> None:
    inner = core(text)
    if inner and inner not in found:
        found[inner] = Part(text, inner, whole)
