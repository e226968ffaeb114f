# ruff: noqa: E501 - the tables of words are kept one language a line
"""Owns what stands around a figure and bounds it: "over", "at most", "or more", "by" and "to", a minus."""

import re
from enum import StrEnum
from functools import cache


class Bound(StrEnum):
    """What the words around a figure make of it: `NEARLY` is less than it, if not by much, `STEP` how far
    something went ("by 20 percent"), `GOAL` where it came to ("to 20 percent")."""

    LEAST = "at least"
    MOST = "at most"
    NEARLY = "nearly"
    STEP = "by"
    GOAL = "to"


_LEAST = {
    "en": "over|above|exceeding|more than|greater than|higher than|older than|longer than|at least|a minimum of|minimum|in excess of|upwards? of|at the least",
    "es": "más de|mas de|al menos|por lo menos|como mínimo|un mínimo de|mínimo|por encima de(?:l| los| las)?|superior(?:es)? al?|mayores de",
    "pt": "mais de|mais do que|pelo menos|ao menos|no mínimo|um mínimo de|acima de|acima dos|superior(?:es)? a|maiores de",
    "fr": "plus de|plus d'|plus que|au moins|au minimum|un minimum de|minimum|au-dessus de|supérieure?s? à",
    "de": "mehr als|über|mindestens|wenigstens|zumindest|oberhalb von|älter als",
    "it": "più di|oltre|oltre i|almeno|minimo|un minimo di|sopra i|al di sopra di|superior[ei] a",
    "ru": "более|более чем|больше|больше чем|свыше|по меньшей мере|по крайней мере|минимум|как минимум|старше|выше",
}
_MOST = {
    "en": "under|below|beneath|less than|fewer than|lower than|younger than|shorter than|at most|a maximum of|maximum|max|at the most",
    "es": "menos de|como máximo|un máximo de|máximo|por debajo de(?:l| los| las)?|inferior(?:es)? al?|menores de",
    "pt": "menos de|menos do que|no máximo|um máximo de|máximo de|abaixo de|abaixo dos|inferior(?:es)? a|menores de",
    "fr": "moins de|moins d'|au plus|au maximum|un maximum de|maximum|en dessous de|au-dessous de|inférieure?s? à",
    "de": "weniger als|unter|höchstens|maximal|unterhalb von|jünger als",
    "it": "meno di|al massimo|massimo|un massimo di|sotto i|al di sotto di|inferior[ei] a",
    "ru": "менее|менее чем|меньше|меньше чем|максимум|младше|моложе|ниже",
}
_NEARLY = {
    "en": "nearly|almost|just under|just below|slightly (?:less|fewer) than|slightly under|a little (?:less than|under)|not quite",
    "es": "casi|poco menos de",
    "pt": "quase|pouco menos de",
    "fr": "presque|un peu moins de",
    "de": "fast|beinahe|knapp|knapp unter",
    "it": "quasi|poco meno di",
    "ru": "почти|чуть (?:менее|меньше)",
}
_UP_TO = {
    "en": "up to", "es": "hasta", "pt": "até", "fr": "jusqu'à", "de": "bis zu|bis", "it": "fino a|fino al", "ru": "до",
}  # fmt: skip
_BY = {"en": "by", "de": "um", "ru": "на"}
_TO = {"en": "to", "de": "auf", "ru": "до"}
_NOT = {"en": "no|not", "es": "no", "pt": "não", "fr": "pas|ne", "de": "nicht", "it": "non", "ru": "не"}
_BETWEEN = {
    "en": r"(?:about |around |some |the age of |age |aged )?",
    "es": r"(?:los |las |el |unos |unas )?",
    "pt": r"(?:os |as |uns |umas )?",
    "fr": r"(?:les )?",
}
_OR_MORE = {
    "en": "or more|or older|or above|or over|or higher|and over|and older|and above|and up|upwards|at least",
    "es": "o más|o mas|y más|en adelante",
    "pt": "ou mais|e mais",
    "fr": "ou plus|et plus",
    "de": "oder mehr|und mehr|oder älter|und älter",
    "it": "o più|e più",
    "ru": "и более|или более|и старше|и больше|и выше",
}
_OR_LESS = {
    "en": "or less|or fewer|or younger|or under|or below|and under|and younger|and below|at most|maximum|tops",
    "es": "o menos|como máximo",
    "pt": "ou menos|no máximo",
    "fr": "ou moins|au maximum|au plus",
    "de": "oder weniger|oder jünger|und jünger",
    "it": "o meno|al massimo",
    "ru": "и менее|или менее|и младше|и моложе|и ниже",
}
_MINUS = {
    "en": "minus", "es": "menos", "pt": "menos", "fr": "moins", "de": "minus", "it": "meno", "ru": "минус",
}  # fmt: skip
_BELOW_ZERO = re.compile(
    r"[^\w,.;:!?]{0,2}(?:below (?:zero|freezing)|bajo cero|abaixo de zero|negativos|unter null|sous zéro|sotto zero|ниже нуля|мороза)\b",
    re.IGNORECASE,
)
_MINUS_SIGN = re.compile(r"[^\W\d_]\s[-−–]\Z")
_WORDS = re.compile(r"[^\W\d_]+")
_MINUS_FIRST = re.compile(r"(?:^|\s)[-−]\Z")
_BEFORE_A_MINUS_THAT_IS_NONE = ("o", "ou", "or", "più", "al", "lo", "ao", "au", "pelo", "le", "du")
"""Before "menos", "moins" and "meno": "al menos" is "at least"."""
_LONGEST_LEAD = 3
_REACH = 48
_SHARED_BY = re.compile(r"\s?(?:of|von|der)\b", re.IGNORECASE)
_OPPOSED = ({Bound.LEAST, Bound.MOST}, {Bound.LEAST, Bound.NEARLY}, {Bound.STEP, Bound.GOAL})


def bounds(before: str, after: str, language: str) -> tuple[frozenset[Bound], str, str]:
    """Return what the texts before and after an amount make of it, and the words before or after it that do.

    None where nothing does; a language that no list knows has none.
    """
    if language not in _LEAST:
        return _UNBOUNDED
    found = _before(language).search(before[-_REACH:])
    if found:
        kind = found.lastgroup or ""
        told = {_KINDS[kind]} if kind in _KINDS else {Bound.MOST, Bound.GOAL}
        if before[-_REACH:][: found.start()].split()[-1:] == [_BY.get(language)]:
            told -= {Bound.GOAL}  # "by up to 50 percent"
        if found["not"] and kind in {"least", "most"}:
            told = {Bound.MOST if kind == "least" else Bound.LEAST}
        of_a_share = kind in {"step", "goal"} and _SHARED_BY.match(after)
        return _UNBOUNDED if of_a_share else (frozenset(told), found.group().rstrip(" -−–\xa0"), "")
    following = _after(language).match(after[:_REACH])
    if following:
        return frozenset({_KINDS[following.lastgroup or ""]}), "", following.group().rstrip()
    return _UNBOUNDED


_UNBOUNDED: tuple[frozenset[Bound], str, str] = (frozenset(), "", "")
_KINDS = {
    "least": Bound.LEAST,
    "most": Bound.MOST,
    "nearly": Bound.NEARLY,
    "step": Bound.STEP,
    "goal": Bound.GOAL,
}


def opposed(mine: frozenset[Bound], theirs: frozenset[Bound]) -> bool:
    """Say whether one of them excludes the other; what is not bounded excludes nothing."""
    return any(mine & pair and theirs & pair and not mine & theirs & pair for pair in _OPPOSED)


def is_negative(before: str, after: str, language: str, *, measured: bool) -> bool:
    """Say whether a minus stands before an amount, or "below zero" after it.

    Where no temperature is `measured`, a dash counts only after a word such as "to": elsewhere it may be that
    of a list, or a pause.
    """
    near = before[-_REACH:]
    if measured and (_MINUS_FIRST.search(near) or _BELOW_ZERO.match(after[:_REACH])):
        return True
    words = _WORDS.findall(near.lower())
    if near.endswith(tuple("-−–")):
        return _MINUS_SIGN.search(near) is not None and _leads_to_a_figure(words[-1:])
    if words[-1:] != [_MINUS.get(language)] or not near[-1:].isspace():
        return False
    return _leads_to_a_figure(words[-2:-1]) or (measured and not _is_no_minus(words[-2:-1]))


def _leads_to_a_figure(words: list[str]) -> bool:
    return bool(words) and len(words[0]) <= _LONGEST_LEAD and not _is_no_minus(words)


def _is_no_minus(words: list[str]) -> bool:
    """Say whether the word before "menos" and its like makes another thing of it than a minus."""
    return bool(words) and words[0] in _BEFORE_A_MINUS_THAT_IS_NONE


@cache
def _before(language: str) -> re.Pattern[str]:
    apart = rf"(?:[-\s]\s?|(?<=[<>≤≥=']))\s?{_BETWEEN.get(language, '')}[^\w\s]?\Z"
    kinds = {
        "least": rf"[>≥]=?|{_LEAST[language]}",
        "most": rf"[<≤]=?|{_MOST[language]}",
        "nearly": _NEARLY[language],
        "upto": _UP_TO[language],
        "step": _BY.get(language),
        "goal": _TO.get(language),
    }
    named = "|".join(f"(?P<{kind}>{words})" for kind, words in kinds.items() if words)
    return re.compile(rf"(?<!\w)(?P<not>(?:{_NOT[language]}) )?(?:{named}){apart}", re.IGNORECASE)


@cache
def _after(language: str) -> re.Pattern[str]:
    return re.compile(
        rf",?\s?(?:(?P<least>\+(?!\w)|(?:{_OR_MORE[language]})\b)|(?P<most>(?:{_OR_LESS[language]})\b))",
        re.IGNORECASE,
    )
