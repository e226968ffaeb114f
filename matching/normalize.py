"""Owns the cleaned text of a message: what is left of it once nothing is kept that no claim depends on."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from matching import phrases
from matching.appeals import beside_appeal
from matching.lexicon import lexicon
from matching.links import find_links, start_of_link_across, without_links
from matching.unicode import compatible, fold_lookalikes, join_spaced_letters, read_leet, read_zeros

MAX_CHARACTERS = 4_096  # what a message on Telegram can hold
MAX_WITH_LINKS = 8_000  # the same with the links behind its words, which are told after it
_MAX_FRAMES = 4
_MIN_WORDS_WITHOUT_TAGS = 4
_MIN_WORDS_IN_LINE = 5
_LONGEST_LINE = 300
# Pictures and upright lines between words stand for the full stop that nobody types.
_BREAK = re.compile(
    r"(?<=\w)[.!?]{0,3} {0,2}[\U0001F300-\U0001FAFF\u2600-\u27BF\u2B50\uFE0F\u200D]{1,40} {1,2}(?=[^\W\d_])"
)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_FIRST_TAG = re.compile(r"[ \n]{1,3}#\w{1,100}")
_HASHTAGS_AT_END = re.compile(r"(?:[ \n]{1,3}#\w{1,100}){2,40}[\s.!?]{0,5}$")
_MENTIONS_AT_START = re.compile(r"\s{0,5}(?:\.?@\w{1,40}[\s,:]{1,3}){1,30}")
_TAG = re.compile(r"[#@](\w{1,100})")
_CAMEL = re.compile(r"(?<=[a-zа-яё0-9])(?=[A-ZА-ЯЁ])|(?<=[A-Z])(?=[A-Z][a-z])|_|(?<=[A-Za-z])(?=\d)")
_RUN = re.compile(r"([^\w\s])\1{2,}")
_STRETCHED = re.compile(r"([^\W\d])\1{3,}")
_RETWEET = re.compile(r"(?m)^[^\S\n]{0,5}(?:rt|via) @\w{1,40}[^\S\n]{0,2}:?", re.IGNORECASE)
_FORMATTING = re.compile(r"(?:[*~|^\\{}\[\]=_]|(?<!\w )[<>]|[<>](?!=? ?[$€£]?\d)|<(?=3\b))+")
"""What only dresses a text: a "<" between a word and a figure does not, unless it is a heart ("<3")."""
_COMMAND = re.compile(r"/\w{1,32}(?:@\w{1,32})?\s{0,5}")
_WORD = re.compile(r"\w+")
_PUNCTUATION = re.compile(r"[^\w\s]")
# The points of Hebrew and Arabic, and the marks by which a character asks for another of its forms.
_POINTS = re.compile(
    r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    r"\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u034f\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A message without noise (lines kept), the links that stood in it, and its closing hashtags as words;
    `cut` when there was more of it than is read, `speaker` who is named as having written it."""

    text: str
    links: tuple[str, ...]
    tags: str
    cut: bool = False
    speaker: str = ""

    def key(self, core: str) -> str:
        """Return the key of what the message says at its core: the same words under other hashtags, or of
        another "I", are none the same."""
        words = key_text(core).split()
        tags = {*key_text(self.tags).split()} - {*words} - phrases.COMMON_TAGS
        speaker = key_text(self.speaker).split() if phrases.FIRST_PERSON.search(core) else []
        return digest(" ".join((core, *speaker, *sorted(tags)))) if words else ""


def clean(raw: str) -> Cleaned:
    """Normalise the first 4,096 characters of any string, and find the links of 8,000; never raises."""
    read = _shortened(raw)
    spelled = compatible(_BREAK.sub(_break, read))
    text = _shortened(spelled)
    cut = len(read) < len(raw) or len(text) < len(spelled)
    links = tuple(dict.fromkeys((*find_links(text), *find_links(raw[len(read) : MAX_WITH_LINKS]))))
    text = without_links(text)
    text = join_spaced_letters(_RUN.sub(r"\1", text))
    text = read_zeros(fold_lookalikes(read_leet(fold_lookalikes(text), _is_word)))
    text = _STRETCHED.sub(r"\1\1", text)
    text, tags, speaker = _without_handles(text)
    text = _FORMATTING.sub(" ", text)
    return Cleaned(_spaced(text), links, tags, cut, speaker)


def _break(pictures: re.Match[str]) -> str:
    """Return a new line before a capital letter, or after enough words to state something."""
    line = pictures.string[max(0, pictures.start() - _LONGEST_LINE) : pictures.start()].rsplit("\n", 1)[-1]
    following = pictures.string[pictures.end()]
    return "\n" if following.isupper() or len(line.split()) >= _MIN_WORDS_IN_LINE else pictures.group()


def _is_word(word: str) -> bool:
    """Say whether a word is in use, itself or its singular, in any language we have a list of."""
    spellings = {word, word.removesuffix("s")}
    return any(spelling in table for table in lexicon().rarity.values() for spelling in spellings)


def _shortened(text: str) -> str:
    if len(text) <= MAX_CHARACTERS:
        return text
    cut = text[: start_of_link_across(text[:MAX_WITH_LINKS], MAX_CHARACTERS)]
    return cut[: cut.rindex(" ")] if " " in cut[-200:] else cut


def _without_handles(text: str) -> tuple[str, str, str]:
    """Return a text without hashtags at its end, accounts and its author; those hashtags; and that author."""
    spaced = _spaced(text)
    text = phrases.TAIL.sub("", spaced)
    speaker = spaced[len(text) :]
    head = phrases.HEAD.match(text)
    if head:
        speaker, text = f"{head.group()} {speaker}", text[head.end() :]
    text = _RETWEET.sub("", text)
    text = _MENTIONS_AT_START.sub("", text, count=1) if text.lstrip()[:1] in {"@", "."} else text
    kept = _HASHTAGS_AT_END.sub("", text)
    tags = ""
    if len(kept.split()) >= _MIN_WORDS_WITHOUT_TAGS:
        last = _FIRST_TAG.match(text, len(kept)) if phrases.GOES_ON.search(kept[-20:]) else None
        kept = text[: last.end()] if last else kept
        text, tags = kept, text[len(kept) :]
    return _spelled_tags(text), _spelled_tags(tags), phrases.SIGNED_WITH.sub(" ", speaker)


def _spelled_tags(text: str) -> str:
    return _TAG.sub(lambda found: _CAMEL.sub(" ", found.group(1)), text)


def _spaced(text: str) -> str:
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def without_appeals(sentences: list[str]) -> list[str]:
    """Return what the sentences state, less those that only ask to be shared; all of them when nothing else
    is there."""
    kept = [told for sentence in sentences if not only_asks(sentence) and (told := beside_appeal(sentence))]
    return kept or sentences


def is_appeal(sentence: str) -> bool:
    """Say whether the sentence asks to share, to subscribe or to be amazed, and states nothing."""
    return not beside_appeal(sentence) or only_asks(sentence)


def only_asks(sentence: str) -> bool:
    """Say whether the sentence does no more than ask whether something is so, or assent to it."""
    return phrases.AFTER.fullmatch(f", {sentence.lstrip()}") is not None


def core(sentence: str) -> str:
    """Return the sentence without attribution and question frames ("my aunt sent me:", "is it true that")."""
    inner = sentence
    for _ in range(_MAX_FRAMES):
        found = phrases.BEFORE.match(inner)
        if found is None or not _says_something(inner[found.end() :]):
            break
        inner = inner[found.end() :]
    for _ in range(_MAX_FRAMES):
        said = _before_question(inner)
        if said is None or not _says_something(said):
            break
        inner = said
    return inner.strip(" \"'“”«»:,.!?…。-–—\n\t")


def _before_question(text: str) -> str | None:
    """Return a text without the question at its end, None where none is there or it is what the text says."""
    # Only the end can hold the frame, and a search over a short end stays cheap.
    end = text[-200:]
    found = phrases.AFTER.search(end)
    if found is None:
        return None
    said = text[: len(text) - len(end) + found.start()]
    asked = found.group("predicate")
    if asked is None:
        return said
    between = asked[: len(asked) - len(asked.lstrip(" \n.,;:!?\"'()¿¡…。、–—-"))]
    states = phrases.STATES.search(said[-20:] + between)
    if states is None and between.isspace():
        states = phrases.ASKS_FIRST.match(said)
    return said if states is None else None


def _says_something(text: str) -> bool:
    words = text.split()
    return len(words) >= 3 or (len(words) >= 1 and not text.isascii() and len(text.strip()) >= 8)


def key_text(text: str) -> str:
    """Return the bare words of a text, as compared for equality: with the vowel signs of Indic scripts,
    without the points of Arabic and Hebrew, which people leave out."""
    bare = text.casefold().replace("'", "")
    if bare.isascii():
        return " ".join(_WORD.findall(bare))
    return " ".join(_PUNCTUATION.sub(_mark_or_space, _POINTS.sub("", bare)).split())


def _mark_or_space(sign: re.Match[str]) -> str:
    return sign.group() if unicodedata.category(sign.group()).startswith("M") else " "


def digest(text: str) -> str:
    """Return a short stable key for the bare words of a text, "" when there are none."""
    bare = key_text(text)
    return hashlib.blake2b(bare.encode("utf-8", "ignore"), digest_size=16).hexdigest() if bare else ""


def without_command(text: str) -> str:
    """Return the text without a bot command in front."""
    return _COMMAND.sub("", text, count=1) if text.startswith("/") else text
