"""Owns the making of two word lists that ship: English synonyms and opposites, and what countries are called.

`python -m matching.training.wordlists --wordnet FOLDER --out FOLDER`

FOLDER holds WordNet's database files (index.noun, data.noun, ...), as in Debian's package wordnet-base; the
names of countries are those of Unicode's CLDR, which Babel brings.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale

from matching.lexicon import lexicon
from matching.reading import stem

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    for name, lists in (("thesaurus", thesaurus(given.wordnet)), ("territories", territories())):
        text = json.dumps(lists, ensure_ascii=False, separators=(",", ":"))
        (given.out / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
