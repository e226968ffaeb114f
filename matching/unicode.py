"""Owns what is done to single characters: compatibility forms, invisible marks, look-alike letters, leet."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache

_DROPPED = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Me"})
_SYMBOLS = frozenset({"So", "Sk"})
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
_WORD = re.compile(r"[^\W_]{1,64}")
_LEET = re.compile(r"(?<=[^\W\d_])[013457@$!]{1,3}(?=[^\W\d_])")
_LEET_AT_THE_START = re.compile(r"(?<![\w.,])[013457](?=([^\W\d_]{1,40})(?!\w))")
_LEET_AT_THE_END = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[^\W\d_][a-zß-ÿ]))0(?!\w)")
_LEET_LETTERS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
_MAYBE_LEET = re.compile(r"[^\W_@$!]{1,40}[@$!013457][\w@$!]{1,40}")
_LEET_LEAST = 3
_SMALL_WORDS = frozenset({"on", "of", "or", "in"})
_LETTER_O = re.compile("[OoОоΟο]")
_WITH_ZEROS = re.compile(r"(?<!\w)\d[\d.,]{0,12}(?:[OОΟ]|[oоο](?=[\doоο]))[\dOoОоΟο.,]{0,12}(?![^\W\d_])")
_WITH_THREES = re.compile(r"(?<!\w)(?=[ЗOО.,]*\d)[\dЗ][\dЗOО.,]{1,14}(?!\w)")
_SPACED_LETTERS = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,60}[^\W\d_](?!\S)")
_DOTTED_LETTERS = re.compile(r"(?<!\w)(?:[^\W\d_][.\-*_·]){2,40}[^\W\d_](?!\w)")
_QUOTES = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‛": "'",
        "`": "'",
        "´": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‹": '"',
        "›": '"',
        "、": ", ",
        "\u2028": "\n",
        "\u2029": "\n",
        "\x85": "\n",
        "\x0b": "\n",
        "\x0c": "\n",
        "\r": "\n",
    }
)


def compatible(text: str) -> str:
    """Return the NFKC form without controls, invisible or bidirectional marks, emoji and stacked accents."""
    plain = text.translate(_QUOTES)
    if plain.isascii() and plain.isprintable():
        return plain
    # One character may expand to eighteen: cut again, so that the work stays in proportion.
    plain = unicodedata.normalize("NFKC", plain.encode("utf-8", "ignore").decode())[: len(text) + 1000]
    return unicodedata.normalize("NFC", "".join(_kept(plain)))


def _kept(text: str) -> list[str]:
    kept = []
    before = ""
    for char in text:
        if char.isascii():
            out = char if char.isprintable() or char in "\n\t" else ""
        else:
            out = _character(char, before)
        if out:
            kept.append(out)
            before = out
    return kept


def _character(char: str, before: str) -> str:
    category = unicodedata.category(char)
    if category in _DROPPED:
        return ""
    if category == "Mn":
        return "" if before.isascii() else char
    if category in _SYMBOLS:
        return _letter_in_a_frame(char) or " "
    return char


@cache
def _letter_in_a_frame(char: str) -> str:
    """Return the letter that a decorated symbol (negative squared A and its like) shows, else nothing."""
    words = unicodedata.name(char, "").split()
    framed = words[:1] == ["NEGATIVE"] and "LETTER" in words
    return words[-1] if framed and len(words[-1]) == 1 else ""


@cache
def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "OTHER")


_PLAIN = {"LATIN": range(0x41, 0x250), "CYRILLIC": range(0x400, 0x460), "GREEK": range(0x370, 0x400)}


@cache
def _confusables() -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Return the Unicode confusables of each character; read for the first text that is not plain ASCII."""
    from confusable_homoglyphs.confusables import confusables_data

    found: Mapping[str, Sequence[Mapping[str, str]]] = confusables_data
    return found


@cache
def _twin(char: str, script: str) -> str:
    """Return the everyday letter of `script` that looks like `char` (Unicode confusables), in its case."""
    if script == "LATIN" and " SMALL CAPITAL " in unicodedata.name(char, ""):
        return unicodedata.name(char).rsplit(" ", 1)[1].lower()[:1]
    twins = [entry["c"] for entry in _confusables().get(char, ()) if len(entry["c"]) == 1]
    plain = [twin for twin in twins if twin.isalpha() and ord(twin) in _PLAIN.get(script, ())]
    in_case = [twin for twin in plain if twin.isupper() == char.isupper()]
    found = min(in_case or plain, default="")
    return "I" if found == "l" and char.isupper() else found  # Unicode shows them as one


def fold_lookalikes(text: str) -> str:
    """Rewrite words that mix scripts in the script they imitate; words wholly in one script stay."""
    if text.isascii():
        return text
    home = _home_script(text)
    return _WORD.sub(lambda found: _folded(found.group(), home), text)


def _home_script(text: str) -> str:
    """Return the script of most letters that look like no letter of another script."""
    counts: dict[str, int] = {}
    for char in text[:2000]:
        if char.isalpha() and (script := _script(char)) != "OTHER" and not _is_ambiguous(char, script):
            counts[script] = counts.get(script, 0) + 1
    return max(counts, key=lambda script: counts[script], default="LATIN")


@cache
def _is_ambiguous(char: str, script: str) -> bool:
    return any(_twin(char, other) for other in _PLAIN if other != script)


def _folded(word: str, home: str) -> str:
    if word.isascii():
        return word
    scripts = {_script(char) for char in word if char.isalpha()}
    if len(word) == 1 and scripts in ({"CYRILLIC"}, {"GREEK"}) and home == "LATIN":
        return _twin(word, home) or word  # an "a" by itself
    if scripts == {"LATIN"}:
        return "".join(char if char.isascii() else _small_capital(char) for char in word)
    if len(scripts) < 2 or "OTHER" in scripts:
        return word
    first = home if home in scripts else "LATIN"
    for script in (first, *sorted(scripts - {first})):
        letters = [
            char if not char.isalpha() or _script(char) == script else _twin(char, script) for char in word
        ]
        if all(letters):
            return "".join(letters)
    return word


@cache
def _small_capital(char: str) -> str:
    return _twin(char, "LATIN") if " SMALL CAPITAL " in unicodedata.name(char, "") else char


def read_leet(text: str, is_word: Callable[[str], bool]) -> str:
    """Read digits and signs inside words as the letters they stand for; codes such as h1n1 or 5g stay.

    `is_word` says whether a lower-case word is in use: a word of two letters and a digit is read only then.
    """

    def begun(found: re.Match[str]) -> str:
        letter = _LEET_LETTERS[found.group()]
        word = (letter + found[1]).lower()
        enough = len(found[1]) >= _LEET_LEAST and is_word(word)
        return letter if enough or word in _SMALL_WORDS else found.group()

    inside = _MAYBE_LEET.sub(lambda found: _unleeted(found.group(), is_word), text)
    return _LEET_AT_THE_START.sub(begun, _LEET_AT_THE_END.sub("o", inside))


def _unleeted(word: str, is_word: Callable[[str], bool]) -> str:
    plain = _LEET.sub(lambda found: "".join(_LEET_LETTERS[char] for char in found.group()), word)
    enough = sum(char.isalpha() for char in word) >= _LEET_LEAST
    return plain if enough or is_word(plain.lower()) else word


def read_zeros(text: str) -> str:
    """Read the letter O among figures as the nought it stands for ("8,5OO"), and the Cyrillic letter that
    looks like a 3 as that; H2O and "the 1o" stay."""
    if "З" in text:
        text = _WITH_THREES.sub(lambda found: found.group().replace("З", "3"), text)
    return _WITH_ZEROS.sub(lambda found: _LETTER_O.sub("0", found.group()), text)


def join_spaced_letters(text: str) -> str:
    """Join letters that were spaced or dotted out to dodge filters."""
    joined = _SPACED_LETTERS.sub(lambda found: found.group().replace(" ", ""), text)
    return _DOTTED_LETTERS.sub(lambda found: re.sub(r"[.\-*_·]", "", found.group()), joined)


def without_accents(text: str) -> str:
    """Return the text with the accents of its Latin, Greek and Cyrillic letters taken off."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(char for char in parts if unicodedata.category(char) != "Mn"))
