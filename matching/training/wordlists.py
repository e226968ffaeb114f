"""Owns the making of the word lists that ship: English synonyms and opposites, what countries are called, and
the English words that those of other languages are read as.

`python -m matching.training.wordlists --wordnet FOLDER --out matching`

FOLDER holds WordNet's database files (index.noun, data.noun, ...), as in Debian's package wordnet-base; the
names of countries are those of Unicode's CLDR, which Babel brings.
"""

import argparse
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from babel import Locale

from matching.embeddings import UniversalSentenceEncoder
from matching.lexicon import lexicon
from matching.reading import stem
from matching.transformer import FOLDER

_PARTS_OF_SPEECH = ("noun", "verb", "adj", "adv")
_SENSES_OF_OPPOSITES = 2
_SHORTEST = 3
_LANGUAGES = ("en", "es", "pt", "de", "fr", "ru", "it")
_NOT_PLACES = frozenset(
    {
        "maurice", "dominique", "mauricio", "maurício", "jersey", "granada", "dominica", "guinea", "guinée",
        "guiné", "guine", "turkey", "santa helena", "bouvet", "macao", "macau", "mayotte", "reunion",
        "reunión",
        "réunion",
        "insel man", "union", "mundo", "world", "welt", "monde", "мир", "mondo", "georgia", "того",
    }
)  # fmt: skip
"""Names of countries that are names of people or everyday words as often."""
_OTHER_NAMES = {"turkey": ("türkiye",), "czechia": ("czech republic",), "united states": (), "korea": ()}
_SAME_AS = {
    "myanmar (burma)": "myanmar", "türkiye": "turkey", "hong kong sar china": "hong kong",
    "palestinian territories": "palestine", "bosnia & herzegovina": "bosnia", "congo - kinshasa": "congo",
    "congo - brazzaville": "congo brazzaville", "macao sar china": "macao", "côte d’ivoire": "ivory coast",
}  # fmt: skip


_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"),
    ("er", ""), ("er", "e"), ("est", ""), ("ly", ""),
)  # fmt: skip
_RAREST, _NEVER, _CLEARLY = 11.0, 99.0, 0.7
# ruff: noqa: SIM905 - a list of words, one beside the other
_ALWAYS = frozenset(
    "the a an of to in on at by for with from as into onto over under about against between through "
    "during before after above below up down out off again then once here there when where why how all "
    "any both each few more most other some such no nor not only own same so than too very can will "
    "just should now and but or if while because until although though since unless whether that which "
    "who whom whose what this these those he she it they we you i him her them us me his its their our "
    "your my mine hers ours theirs is are was were be been being am do does did done doing have has had "
    "having would could may might must shall ought never always ever everyone everybody nobody nothing "
    "something anything someone anyone without within upon toward towards among per also even still yet "
    "already soon ago himself herself itself themselves myself yourself january february march april "
    "june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday europe asia africa america european american english god internet mayor muslim "
    "christian jew jewish islam islamic covid nato kremlin".split()
)
"""Small words, and names that are no country's."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning in WordNet: its words, and the opposites of each of them (meaning, place of the word)."""

    words: tuple[str, ...]
    opposites: tuple[tuple[int, str, int], ...]


def senses(folder: Path, part: str) -> dict[str, Sense]:
    """Return the meanings of a part of speech by their offset."""
    return {offset: sense for line in _lines(folder / f"data.{part}") for offset, sense in [_sense(line)]}


def _lines(path: Path) -> Iterator[str]:
    # The licence stands at the top, indented.
    return (line for line in path.read_text("utf-8").splitlines() if not line.startswith(" "))


def _sense(line: str) -> tuple[str, Sense]:
    fields = line.split("|")[0].split()
    count = int(fields[3], 16)
    words = tuple(fields[4 + 2 * place].split("(")[0].lower() for place in range(count))
    start = 5 + 2 * count
    opposites = []
    for at in range(start, start + 4 * int(fields[start - 1]), 4):
        symbol, offset, _, ends = fields[at : at + 4]
        if symbol == "!":
            mine, theirs = divmod(int(ends, 16), 256)
            opposites.append((mine - 1, offset, theirs - 1))
    return fields[0], Sense(words, tuple(opposites))


def ranked(folder: Path, part: str) -> dict[str, list[str]]:
    """Return for each word its meanings, the commonest first."""
    found = {}
    for line in _lines(folder / f"index.{part}"):
        fields = line.split()
        found[fields[0]] = fields[-int(fields[2]) :]
    return found


def thesaurus(folder: Path) -> dict[str, list[list[str]]]:
    """Return words that share their commonest meaning, and opposites in one of their two commonest ones."""
    same: list[list[str]] = []
    against: set[tuple[str, str]] = set()
    for part in _PARTS_OF_SPEECH:
        meanings, order = senses(folder, part), ranked(folder, part)
        for offset, sense in meanings.items():
            alike = sorted({word for word in sense.words if _in_use(word) and order[word][0] == offset})
            if len({stem(word, "en") for word in alike}) > 1:
                same.append(alike)
            for mine, other, theirs in sense.opposites:
                one, two = sense.words[mine], meanings[other].words[theirs]
                if _is_common(one, offset, order) and _is_common(two, other, order):
                    against.add((min(one, two), max(one, two)))
    return {"synonyms": sorted(same), "opposites": sorted(map(list, against))}


def _in_use(word: str) -> bool:
    return word.isalpha() and len(word) >= _SHORTEST and word in lexicon().rarity["en"]


def _is_common(word: str, offset: str, order: Mapping[str, list[str]]) -> bool:
    return _in_use(word) and offset in order[word][:_SENSES_OF_OPPOSITES]


def territories() -> dict[str, dict[str, str]]:
    """Return by language what countries are called, lower case, with the English name that stands for all."""
    english = Locale("en").territories
    found: dict[str, dict[str, str]] = {}
    for language in _LANGUAGES:
        names = Locale(language).territories
        found[language] = {}
        for code, name in english.items():
            spelled = names.get(code, "").lower()
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}:
                main = _SAME_AS.get(name.lower(), name.lower())
                for one in (spelled, *(_OTHER_NAMES.get(main, ()) if language == "en" else ())):
                    if one and one not in _NOT_PLACES:
                        found[language][one] = main
    return found


def glosses(folder: Path, names: Iterable[str]) -> list[str]:
    """Return the English words among the reader's word pieces, but those that others have more often.

    Of names only countries (`names`), months, days and what WordNet has as adjectives ("Ukrainian").
    """
    pieces = json.loads((FOLDER / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    known, adjectives = _lemmas(folder)
    irregular = _irregular(folder)
    kept = adjectives | _ALWAYS | set(names)
    rarity = lexicon().rarity
    others = [rarity[language] for language in rarity if language != "en"]
    found = []
    for word in pieces:
        if not (word.isascii() and word.isalpha() and word.islower()):
            continue
        rare = rarity["en"].get(word, _RAREST)
        foreign = any(other.get(word, _NEVER) < rare - _CLEARLY for other in others)
        english = (
            len(word) >= _SHORTEST and _is_word(word, known, irregular) and rare < _RAREST and not foreign
        )
        if word in kept or english:
            found.append(word)
    return found


def _lemmas(folder: Path) -> tuple[set[str], set[str]]:
    """Return the words of WordNet that are written small, and the adjectives with a capital."""
    small: set[str] = set()
    capital: set[str] = set()
    for part in _PARTS_OF_SPEECH:
        for line in _lines(folder / f"data.{part}"):
            fields = line.split()
            for place in range(int(fields[3], 16)):
                word = fields[4 + 2 * place].split("(")[0]
                if word.isalpha() and word.islower():
                    small.add(word)
                elif word.isalpha() and part == "adj":
                    capital.add(word.lower())
    return small, capital


def _irregular(folder: Path) -> dict[str, str]:
    lines = [line.split() for part in _PARTS_OF_SPEECH for line in _lines(folder / f"{part}.exc")]
    return {words[0]: words[1] for words in lines}


def _is_word(word: str, known: Collection[str], irregular: Mapping[str, str]) -> bool:
    if word in known or irregular.get(word) in known:
        return True
    for ending, instead in _ENDINGS:
        bare = word.removesuffix(ending)
        if bare == word or len(bare) < 2:
            continue
        if bare + instead in known or (ending in {"ed", "ing"} and _undoubled(bare) in known):
            return True
    return False


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] else word


def write_glosses(words: Sequence[str], path: Path) -> None:
    """Write the words, by their numbers, with the vector that the encoder of many languages gives each."""
    pieces = json.loads((FOLDER / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    rows = UniversalSentenceEncoder().encode(words)
    scales = np.abs(rows).max(axis=1) / 127
    np.savez(
        path,
        words=np.array([pieces[word] for word in words], dtype=np.int32),
        rows=np.rint(rows / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float32),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    countries = territories()
    for name, lists in (("thesaurus", thesaurus(given.wordnet)), ("territories", countries)):
        text = json.dumps(lists, ensure_ascii=False, separators=(",", ":"))
        (given.out / "weights" / f"{name}.json").write_text(text + "\n", "utf-8")
    write_glosses(glosses(given.wordnet, countries["en"]), given.out / "model" / "glosses.npz")


if __name__ == "__main__":
    main()
