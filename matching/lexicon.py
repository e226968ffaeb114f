"""Owns the word lists: other names for one thing, verbs that say the same, opposites, negations, places."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "weights"
RAREST = 8.0
COMMON = 2.3


@dataclass(frozen=True, slots=True)
class Shade:
    """Small English words that turn a statement in one way, and whether it counts when a message has one more
    than the claim, even before all that the claim has, or where the two are not that near, or one less."""

    words: frozenset[str]
    counts_added: bool
    counts_before: bool
    counts_loosely: bool
    counts_missing: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`aliases` and `verbs` map the words (a tuple, lower case) to the name of their group; `first_words` are
    those that one of these begins with, each with the number of words of the longest one.

    `within` maps a city or region to its country, `synonyms` English words to the numbers of their commonest
    meanings, `against` to their opposites, and `countries` (by language) what a country is called to its
    English name. `demonyms_elsewhere` has, by language, what is called after a country. `place_names` maps
    each place of one word, and each country as any language calls it, to what it may be in English.
    `idle` are words, by language, that change nothing; `relations` say whose somebody is; `irregular` maps,
    by language, what is no regular form of a word to that word.
    """

    aliases: dict[tuple[str, ...], str]
    verbs: dict[tuple[str, ...], str]
    first_words: dict[str, int]
    antonyms: frozenset[frozenset[str]]
    opposites: dict[str, frozenset[str]]
    negations: frozenset[str]
    denials: frozenset[str]
    hedges: frozenset[str]
    quantifiers: dict[str, str]
    speech: frozenset[str]
    places: frozenset[str]
    within: dict[str, str]
    demonyms: dict[str, str]
    demonyms_elsewhere: dict[str, dict[str, str]]
    metonyms: dict[str, str]
    futures: frozenset[str]
    function: frozenset[str]
    shades: tuple[Shade, ...]
    idle: dict[str, frozenset[str]]
    institutions: frozenset[str]
    relations: frozenset[str]
    irregular: dict[str, dict[str, str]]
    rarity: dict[str, dict[str, float]]
    synonyms: dict[str, frozenset[int]]
    against: dict[str, frozenset[str]]
    countries: dict[str, dict[str, str]]
    place_names: dict[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """Return the word lists, read once."""
    raw = json.loads((_FOLDER / "lexicon.json").read_text("utf-8"))
    thesaurus = json.loads((_FOLDER / "thesaurus.json").read_text("utf-8"))
    countries = json.loads((_FOLDER / "territories.json").read_text("utf-8"))
    aliases, verbs = _grouped(raw["aliases"]), _grouped(raw["verbs"])
    places = (
        frozenset(raw["places"])
        | {part for parts in raw["within"].values() for part in parts}
        | frozenset(raw["demonyms"].values())
        | {name for names in countries.values() for name in names.values()}
    )
    return Lexicon(
        aliases=aliases,
        verbs=verbs,
        first_words=_longest_by_first_word((*aliases, *verbs)),
        antonyms=frozenset(frozenset(pair) for pair in raw["antonyms"]),
        opposites=_both_ways(raw["opposites"]),
        negations=frozenset(raw["negations"]),
        denials=frozenset(raw["denials"]),
        hedges=frozenset(raw["hedges"]),
        quantifiers={word: group for group, words in raw["quantifiers"].items() for word in words},
        speech=frozenset(raw["speech"]),
        places=places,
        within={part: whole for whole, parts in raw["within"].items() for part in parts},
        demonyms=raw["demonyms"],
        demonyms_elsewhere=raw["demonyms_elsewhere"],
        futures=frozenset(raw["futures"]),
        function=frozenset(raw["function"]),
        shades=tuple(
            Shade(
                frozenset(words.split()),
                counts_added="added" in when,
                counts_before="before" in when,
                counts_loosely="loosely" in when,
                counts_missing="missing" in when,
            )
            for words, when in raw["shades"].items()
        ),
        idle={code: frozenset(words) for code, words in raw["idle"].items()},
        institutions=frozenset(raw["institutions"]),
        relations=frozenset(raw["relations"]),
        irregular={"en": raw["irregular"]}
        | {
            code: {form: base for base, forms in verbs.items() for form in forms.split()}
            for code, verbs in raw["irregular_elsewhere"].items()
        },
        metonyms={word: group for group, words in raw["metonyms"].items() for word in words},
        rarity=json.loads((_FOLDER / "idf.json").read_text("utf-8")),
        synonyms=_numbered(thesaurus["synonyms"]),
        against=_both_ways(thesaurus["opposites"]),
        countries=countries,
        place_names=_place_names(places, countries.values()),
    )


def _place_names(places: Iterable[str], countries: Iterable[dict[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {place: {place} for place in places}
    for names in countries:
        for name, country in names.items():
            if " " not in name:
                found.setdefault(name, set()).add(country)
    return {name: frozenset(meant) for name, meant in found.items()}


def _both_ways(pairs: Iterable[Sequence[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(against) for word, against in found.items()}


def _numbered(groups: Sequence[Sequence[str]]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, words in enumerate(groups):
        for word in words:
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def _grouped(groups: dict[str, list[str]]) -> dict[tuple[str, ...], str]:
    grouped: dict[tuple[str, ...], str] = {}
    for group, names in groups.items():
        for name in names:
            grouped.setdefault(tuple(name.replace("-", " ").replace(".", " ").split()), group)
    return grouped


def _longest_by_first_word(runs: Iterable[tuple[str, ...]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for run in runs:
        found[run[0]] = max(len(run), found.get(run[0], 0))
    return found


@lru_cache(maxsize=100_000)
def rarity(word: str, language: str) -> float:
    """Return how much a lower-case word tells (its inverse document frequency, 0 to 8)."""
    tables = lexicon().rarity
    if word in lexicon().function and language in {"en", ""}:
        return COMMON
    known = tables.get(language, {}).get(word)
    if known is None and language != "en":
        known = tables["en"].get(word) if not language or language not in tables else None
    return min(known, RAREST) if known is not None else RAREST
