"""Owns what the index keeps of a verdict: its texts, cleaned for comparing, and the links that lead to it."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.links import host_of, link_key
from claims.question import signs_among
from claims.signs import Signs
from claims.verdict import Rating, Ruling, Verdict, VerdictId
from matching import language
from matching.lexicon import lexicon, rarity
from matching.normalize import MAX_WITH_LINKS, clean, core, digest, key_text
from matching.reading import words
from matching.segment import read, split, word_count

MAX_WORDINGS = 8
_MAX_TEXT = 1_200
_MAX_TOGETHER = 450
_MIN_EXACT_CHARACTERS = 10
_MIN_WORDS = 3
_LEAST_OF_A_SENTENCE = 6
_MOST_TEXTS = 2 * MAX_WORDINGS
_MIN_TELLING = 5
_HELD = frozenset({Rating.TRUE, Rating.MOSTLY_TRUE})
_COMMON = 4.0
_SHARED, _BEGINNING = 2, 5
_CUT_OFF = r"(?: claim| quote| alert| news| post)?\s{0,2}(?:[:|—]|[–-](?=\s))\s{0,3}"
_LABEL = re.compile(
    r"\s{0,3}(?:fact[- ]?check(?:ing)?|claim|verdict|checamos|verificamos|fato ou fake|faktencheck|"
    rf"vrai ou faux){_CUT_OFF}",
    re.IGNORECASE,
)
_TRUE = re.compile(rf"\s{{0,3}}(?:partly |mostly |totally |completely )?true{_CUT_OFF}", re.IGNORECASE)
_NOT_TRUE = re.compile(
    r"\s{0,3}(?:partly |mostly |totally |completely )?(?:false|fake|misleading|false claim|fake news|hoax|"
    r"debunked|altered|missing context|old (?:video|photo|image)|no evidence|es falso que|é falso que|"
    rf"é falso|falso|фейк){_CUT_OFF}",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s[|–—-]\s([\w .]{2,30})$")


Signed = tuple[tuple[str, Signs], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A verdict as the index knows it. `texts` are what a message is compared with, the claim first, and at
    the end as many `sentences` of wordings; `keys` are of the claim, the title and each wording, whole: a
    sentence of a post is not what was ruled on. `signed` has the signs among the words of a key, where there
    are any; `pieces` are the keys of the sentences of wordings that have several."""

    id: VerdictId
    language: str
    texts: tuple[str, ...]
    years: tuple[int, ...]
    together: str
    searched: str
    keys: tuple[str, ...]
    links: tuple[str, ...]
    signed: Signed = ()
    sentences: int = 0
    pieces: tuple[str, ...] = ()

    @property
    def embedded(self) -> tuple[str, ...]:
        """The texts that get a vector: those compared, then title, claim and summary together."""
        return (*self.texts, self.together)

    def to_json(self) -> str:
        """Return what comparing needs, for the index to store."""
        kept = {"id": self.id, "language": self.language, "texts": self.texts, "years": self.years}
        signed = [(key, signs.strict, signs.arrows) for key, signs in self.signed]
        besides = {"signed": signed, "sentences": self.sentences, "pieces": self.pieces}
        told = {name: value for name, value in besides.items() if value}
        return json.dumps({**kept, **told}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as read back from the index."""

    id: VerdictId
    language: str
    texts: tuple[str, ...]
    years: tuple[int, ...]
    signed: Signed = ()
    sentences: int = 0
    pieces: frozenset[str] = frozenset()

    @property
    def whole(self) -> tuple[str, ...]:
        """The texts that are the claim, the title or all of a wording, and no sentence of one."""
        return self.texts[: len(self.texts) - self.sentences]


def from_json(text: str) -> Stored:
    """Read what `Record.to_json` wrote."""
    raw = json.loads(text)
    signed = tuple((key, Signs(strict, arrows)) for key, strict, arrows in raw.get("signed", ()))
    texts, years = tuple(raw["texts"]), tuple(raw["years"])
    sentences, pieces = raw.get("sentences", 0), frozenset(raw.get("pieces", ()))
    return Stored(VerdictId(raw["id"]), raw["language"], texts, years, signed, sentences, pieces)


def record(verdict: Verdict) -> Record:
    """Prepare a verdict for the index."""
    ruling = verdict.ruling
    claim = tidy(ruling.claim, ruling)
    spoken = (
        language.detect(claim, ruling.language) if not ruling.language else language.primary(ruling.language)
    )
    title = tidy(ruling.title, ruling)
    wordings = [tidy(wording) for wording in ruling.wordings[:MAX_WORDINGS]]
    # A labelled one says of the claim that it is false, or old: as a key it is whole.
    plain = [wording for wording in wordings if _is_labelled(claim) or not _is_labelled(wording)]
    texts = [claim, *([title] if title and states_what_is_asked(title, claim) else ()), *plain]
    whole = _compared(texts)
    sentences = [
        text
        for text in _compared(text for wording in plain for text in _about(claim, wording, spoken))
        if text not in whole
    ][: _MOST_TEXTS - len(whole)]
    summary = clean(ruling.summary).text
    searched = "\n".join((claim, title, *wordings, summary))[:6_000]
    links = (ruling.url, *ruling.appearances)
    keyed = [_keyed(ruling.claim, _cleaned(ruling.claim), claim)]
    if title in texts:
        keyed.append(_keyed(ruling.title, _cleaned(ruling.title), title))
    pieces: list[str] = []
    for raw, wording in zip(ruling.wordings, wordings, strict=False):
        # It is met tidied, and as the message that it was, without "Share this!".
        message = read(raw, spoken)
        pieces += map(piece, message.sentences if wording in plain and len(message.sentences) > 1 else ())
        keyed += [_keyed(raw, message.body, text) for text in (wording, core(message.body))]
    return Record(
        id=verdict.id,
        language=spoken,
        texts=(*whole, *sentences),
        years=tuple({day.year for day in (ruling.published_at, ruling.claimed_at) if day is not None}),
        together=_together(title, claim, summary),
        searched=searched,
        keys=tuple(dict.fromkeys(key for key, _signs in keyed if key)),
        links=tuple(dict.fromkeys(key for url in links if (key := link_key(url)))),
        signed=_where_signed(keyed),
        sentences=len(sentences),
        pieces=tuple(dict.fromkeys(pieces)),
    )


def piece(sentence: str) -> str:
    """Return the key of a sentence of a post: its words, and the signs among them."""
    inner = core(sentence)
    return f"{digest(inner)}{signs_among(inner, inner).strict}"


def _keyed(raw: str, words: str, text: str) -> tuple[str, Signs]:
    """Return the key of a text, "" where equality with it is no evidence, with the signs among its words."""
    return (digest(text), signs_beside(raw, words, text)) if is_telling(text) else ("", Signs(""))


def signs_beside(raw: str, words: str, inner: str) -> Signs:
    """Return the signs of the core of a stretch: those before its first word and after its last one are taken
    off it, and stand in `words`, the stretch as cleaned. `raw` is all of the text as it came."""
    start = words.find(inner)
    stop = start + len(inner) if start >= 0 else len(words)
    start = max(start, 0)
    while start and not words[start - 1].isalnum():
        start -= 1
    while stop < len(words) and not words[stop].isalnum():
        stop += 1
    return signs_among(raw[:MAX_WITH_LINKS], words[start:stop])


def _where_signed(keyed: Sequence[tuple[str, Signs]]) -> Signed:
    """Return all signs of the keys that have any: the same words may stand with them and without."""
    signed = {key for key, signs in keyed if signs != Signs("")}
    return tuple(dict.fromkeys((key, signs) for key, signs in keyed if key in signed))


def _together(title: str, claim: str, summary: str) -> str:
    """Return title, claim and the beginning of the summary as one text: posts tell what stands there."""
    said = dict.fromkeys(text.rstrip(".") for text in (title, claim, " ".join(summary.split())) if text)
    return ". ".join(said)[:_MAX_TOGETHER]


def tidy(raw: str, published: Ruling | None = None) -> str:
    """Return a text without frames, noise and labels that say nothing ("Fact check:").

    Where `published` is a publisher's ruling, which has a page, and the text its claim or its title, the
    publisher's name at the end and what it found ("False:") go, too. In what people write these are the
    claim: "Fake news: X" denies X, and "X - not true" as well.
    """
    text = " ".join(_cleaned(raw).split("\n"))
    labels = [_LABEL]
    if published is not None and published.url:
        text = _without_name(text, published)
        labels += [_TRUE] if published.rating in _HELD else [_TRUE, _NOT_TRUE]
    for _ in range(2):
        found = next((found for label in labels if (found := label.match(text))), None)
        if found is None or not text[found.end() :].strip():
            break
        text = text[found.end() :]
    return core(text) or text


def _is_labelled(text: str) -> bool:
    return _NOT_TRUE.match(text) is not None


def remark_in(text: str) -> str:
    """Return what a text says of the rest of it, before it ("Fake news:") or behind a dash ("- not true",
    "- for trucks only"), "" where it does not; a name that stands there says nothing."""
    label = _NOT_TRUE.match(text)
    if label is not None:
        return label.group().strip(" :|–—-")
    tail = _TAIL.search(text)
    if tail is None:
        return ""
    is_name = all(word[0].isupper() or word.isdigit() for word in tail.group(1).split()) and not _turned(
        tail.group(1)
    )
    return "" if is_name else tail.group(1)


def makes_remark(text: str, remark: str) -> bool:
    """Say whether a text makes such a remark, too, in whatever words: in its own, or by what denies."""
    said = {*key_text(remark).split()}
    return len(said & {*key_text(text).split()}) * 2 >= len(said) or _turned(text) > 0


def _without_name(text: str, published: Ruling) -> str:
    """Return a publisher's text without its own name at the end, as pages have it in their titles."""
    tail = _TAIL.search(text)
    return text[: tail.start()] if tail and _is_name_of(tail.group(1), published) else text


def _is_name_of(tail: str, published: Ruling) -> bool:
    """Say whether a tail names who published the ruling, as itself or as its site does: a part of the name
    does not, for "India" says where something is so, whatever the "Times of India" is called."""
    said, name = key_text(tail).split(), key_text(published.publisher).split()
    named = bool(name) and set(name) <= set(said) and not any(word[0].islower() for word in tail.split())
    *sites, _ending = host_of(published.url).split(".")
    return named or said == name or (len(said) > 1 and "".join(said) in sites)


@lru_cache(maxsize=16)  # a text is tidied, and its signs are read beside its words
def _cleaned(raw: str) -> str:
    return clean(raw).text


def is_telling(text: str) -> bool:
    """Say whether equality of such a text is evidence at all: a word or two is not."""
    return len(key_text(text)) >= _MIN_EXACT_CHARACTERS and word_count(text) >= _MIN_WORDS


def states_what_is_asked(title: str, claim: str) -> bool:
    """Say whether a title words the claim, and not the publisher's finding about it ("No, X did not ...")."""
    return _turned(title) % 2 == _turned(claim) % 2 and _telling_words(title) >= _MIN_TELLING


def _compared(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that a message is compared with, each once and none too long. Two or three words ("The
    Apple") are covered by anything that mentions them: they must be met exactly."""
    unique = dict.fromkeys(text[:_MAX_TEXT] for text in texts if text)
    return tuple(text for text in unique if word_count(text) > _MIN_WORDS)


def _about(claim: str, wording: str, spoken: str) -> Iterator[str]:
    """Yield the sentences of a post of several that have to do with the claim."""
    sentences = split(wording, spoken)
    for sentence in sentences if len(sentences) > 1 else ():
        if word_count(sentence) >= _LEAST_OF_A_SENTENCE and _is_about(claim, sentence, spoken):
            yield core(sentence)


def _is_about(claim: str, sentence: str, spoken: str) -> bool:
    """Say whether a sentence of a post has to do with the claim that the post was ruled on for: the others
    were not ruled on. Words count as the same by how they begin."""
    stated, said = _beginnings(claim, spoken), _beginnings(sentence, spoken)
    return len(stated & said) >= min(_SHARED, len(stated))


def _beginnings(text: str, spoken: str) -> frozenset[str]:
    lowers = [word.lower() for word in words(text)]
    return frozenset(word[:_BEGINNING] for word in lowers if rarity(word, spoken) > _COMMON)


def _telling_words(text: str) -> int:
    """Count the words that are not common; a title of few ("Clinton Speech") states nothing."""
    return sum(rarity(word.lower(), "en") > _COMMON for word in words(text))


def _turned(text: str) -> int:
    lists = lexicon()
    lowers = [word.lower() for word in words(text)]
    return sum(word in lists.negations or word in lists.denials or word.endswith("n't") for word in lowers)
