"""Owns the signs that change what words say: before and after figures, between them, and in place of words.

Words are compared without them, so "3-5 million" has the words of "3.5 million", and "prices 📈" those of
"prices 📉". What is ambiguous ("1.500", "1,500") is left so.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

_FLAG = "(?:[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0020-\U000e007f]+)"
_DASHES = "-−–‐‑‒"
_MINUS = re.escape(_DASHES)
_MONEY = "$¢£¤¥฿৳؋₠-⃀"
SCRIPTS_WITHOUT_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_UP, _DOWN = "↑⬆▲△🔺🔼📈⏫↗", "↓⬇▼▽🔻🔽📉⏬↘"

_NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,:٫٬'’]\d+)*"
_FRACTION = "[¼-¾⅐-⅞↉]"
_PIECE = rf"(?:{_NUMBER}{_FRACTION}?|{_FRACTION})"
_BETWEEN = rf"(?:[{_MINUS}—~〜/⁄∕+×*^]| [{_MINUS}—/] )"
_LETTER = "A-Za-zÀ-ɏͰ-ԯ"
# A figure, or several joined by a sign. Those of "Covid-19", "5G" and "2nd" are parts of words.
_FIGURE = re.compile(rf"(?<![\d{_LETTER}])(?<![{_LETTER}]-){_PIECE}(?:{_BETWEEN}{_PIECE})*")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|G)\b")
_YEARS = re.compile(rf"(?:19|20)\d\d(?: ?[{_MINUS}—/] ?(?:(?:19|20)\d\d|\d\d))?")
_SIGN = re.compile(
    rf"(?P<money>[{_MONEY}])"
    r"|(?P<after>[%‰٪¹²³⁰⁴-⁹])"
    rf"|(?P<minus>(?<![^\s({_MONEY}{SCRIPTS_WITHOUT_SPACES}])[{_MINUS}](?=[\d.,$£€¥])|➖(?=\s?[\d.,$£€¥]))"
    rf"|(?P<point>(?<![^\s(\[\"'{_MINUS}{_MONEY}<>≤≥])\.(?=\d))"
    r"|(?P<than>(?<![-=<>])(?:[<>]=?|[≤≥≦≧⩽⩾≠±])(?![-=<>]))"
    rf"|(?P<way>[{_UP}{_DOWN}])"
    r"|(?P<more>(?<=\w)\+(?!\w))"
    rf"|(?P<less>(?:(?<=\b[A-ZА-Я])|(?<=\b[A-Z][A-Z]))[{_MINUS}](?=[\s.,;:!?)]|$))"
    rf"|(?P<flags>{_FLAG}(?:\s?{_FLAG})*)"
)
# Most texts have none of all this, and are read no further.
_MAY_BE_SIGNED = re.compile(
    rf"[^\w\s.,:;!?()\"'{_MINUS}—]|[¼-¾⅐-⅞↉¹²³⁰⁴-⁹]|(?<!\w)\.\d"
    rf"|[{_MINUS}—][ ]?[\d.,]|[A-ZА-Я][{_MINUS}](?!\w)"
)
_ACCOUNTS = re.compile(r"\.?@\w{3,32}(?:[\s,]{1,3}\.?@\w{3,32})*(?=\s[^\W\d_])")
_NEAR = re.compile(rf"[{_MONEY}{_MINUS}.%‰²³ \u00a0\u202f]{{0,4}}")
_WORD = re.compile(r"\w+")
_WORD_BEFORE = re.compile(r"(\w+)[^\w\n]*\Z")
_JUST_BEFORE = re.compile(r"(\w+) ?\Z")
_AT_THE_END = re.compile(r"[\s.!?…]*(?:\n|\Z)")
_GOES_ON = re.compile(r"\s?([^\W\d_])")
_TITLE = re.compile(r"\s*[^\W\d_]\S*\s+([^\W\d_])")
# After these a flag stands for the name of a country.
_LEADS = """
in on of to from for at by with against into over near the a an
en de del al contra la el los las sobre em no na do da para com
dans au aux du des contre pour chez avec im aus nach von gegen mit für die der das den
nel nella della dalla con per w z do od na в из на от к с против за у до
"""
_LEADS_TO_A_NAME = frozenset(_LEADS.split())
_ONE_FOR_ALL = {
    **dict.fromkeys([*_DASHES, "➖"], "-"),
    **dict.fromkeys(_UP, "↑"),
    **dict.fromkeys(_DOWN, "↓"),
    **dict.fromkeys(["<=", "≤", "≦", "⩽"], "≤"),
    **dict.fromkeys([">=", "≥", "≧", "⩾"], "≥"),
    "٪": "%",
}
_JOINED = {**dict.fromkeys([*_DASHES, "—", "~", "〜"], "…"), **dict.fromkeys("/⁄∕", "/"), "*": "×"}


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign, in the form that stands for all of its forms, and what it belongs to: the figure of that number
    in the text, or the word `beside` it. `taken_off` when the cleaning of texts removes it."""

    form: str
    figure: int = -1
    beside: str = ""
    taken_off: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The signs of a text, and whether one of its figures has none that might have one."""

    signs: tuple[Sign, ...]
    has_bare_figure: bool


@dataclass(frozen=True, slots=True)
class Signs:
    """What is compared where words are the same: the signs that must be the same, and the arrows, which are
    ornaments where the other text has none."""

    strict: str
    arrows: str = ""

    @classmethod
    def of(cls, words: str, raw: str) -> Self:
        """Return those of a stretch of a cleaned text, given the text as it came."""
        shown, within = found(words), set(_WORD.findall(words.casefold()))
        off = [one for one in found(raw).signs if one.taken_off and set(one.beside.split()) <= within]
        arrows = "".join(f"{one.form}{one.beside} " for one in off if one.form in "↑↓")
        others = "".join(f"{one.form}{one.beside} " for one in off if one.form not in "↑↓")
        kept = tuple(one for one in shown.signs if not one.taken_off)
        return cls(f"{written(Found(kept, shown.has_bare_figure))} {others}".strip(), arrows)

    def differ(self, other: "Signs") -> bool:
        """Say whether the same words mean something else with these signs than with those."""
        apart = bool(self.arrows and other.arrows) and self.arrows != other.arrows
        return self.strict != other.strict or apart


def written(these: Found) -> str:
    """Return the signs as a text. Where each figure has its sign, the order tells whose they are."""
    return "".join(
        f"{one.figure}{one.form}" if one.figure >= 0 and these.has_bare_figure else _beside_word(one)
        for one in these.signs
    )


def _beside_word(sign: Sign) -> str:
    return sign.form if sign.figure >= 0 else f"{sign.form}{sign.beside}"


def found(text: str) -> Found:
    """Return the signs of a text without links, in their order."""
    if not _MAY_BE_SIGNED.search(text):
        return Found((), has_bare_figure=False)
    figures = [one for one in _FIGURE.finditer(text) if not _ORDINAL.match(text, one.end())]
    placed = [(0, Sign(f"&{name}")) for name in _accounts(text)]
    for number, figure in enumerate(figures):
        if form := _own_sign(figure.group()):
            off = any(sign in figure.group() for sign in "~^")
            placed.append((figure.start(), Sign(form, number, _digits(figure), off)))
    named_at = dict(_flags(text))
    for sign in _SIGN.finditer(text):
        if sign.lastgroup == "flags":
            beside = _word_before(text, sign.start())
            placed += [(sign.start(), Sign(flag, beside=beside)) for flag in named_at.get(sign.start(), ())]
        elif (one := _sign(sign, figures)) and not _repeats(one, placed):
            placed.append((sign.start(), one))
    signs = tuple(one for _place, one in sorted(placed, key=lambda each: each[0]))
    signed = {one.figure for one in signs}
    bare = [figure.group() for number, figure in enumerate(figures) if number not in signed]
    signed_year = any(_YEARS.fullmatch(figures[number].group()) for number in signed if number >= 0)
    return Found(signs, any(signed_year or not _YEARS.fullmatch(figure) for figure in bare))


def _repeats(one: Sign, placed: list[tuple[int, Sign]]) -> bool:
    """Return whether an arrow is one more of the same ("📈📈📈")."""
    return one.form in "↑↓" and bool(placed) and placed[-1][1] == one


def named(text: str) -> Iterator[str]:
    """Yield the flags and accounts that stand in place of a word."""
    yield from (f"@{name}" for name in _accounts(text))
    yield from (flag for _place, flags in _flags(text) for flag in flags)


def _own_sign(figure: str) -> str:
    """Return what joins the parts of a figure, if that tells more than a point would: no years, no dates."""
    fraction = re.search(_FRACTION, figure)
    if fraction:
        return "½" if figure[: fraction.start()][-1:].isdigit() else "/"
    between = re.search(_BETWEEN, figure)
    if between is None or _YEARS.fullmatch(figure) or len(re.findall(_BETWEEN, figure)) > 1:
        return ""
    joint = between.group().strip()
    if joint == "⁄" and between.start() > 1:
        return "½"  # how "1½" reads in the compatible form
    return _JOINED.get(joint, joint)


def _sign(sign: re.Match[str], figures: list[re.Match[str]]) -> Sign | None:
    """Return a sign with what it belongs to; None where it is an ornament, or a mark of another kind."""
    text, kind = sign.string, sign.lastgroup
    if (
        sign.group() == ">"
        and text[max(0, sign.start() - 1) : sign.start()] in {"", "\n"}
        and text[sign.end() : sign.end() + 1] == " "
    ):
        return None  # the line is quoted
    form = _ONE_FOR_ALL.get(sign.group(), sign.group())
    off = kind in {"than", "way"} or sign.group() == "➖"
    before, after = _figures_beside(figures, sign)
    if kind in {"minus", "point", "than"} and after is not None:
        return Sign(form, after, _digits(figures[after]), off)
    if kind == "after" or (kind == "more" and before is not None):
        return Sign(form, -1 if before is None else before)
    if kind == "money":
        touching = before is not None and text[sign.start() - 1].isdigit()
        at = before if touching or after is None else after
        return Sign(form, -1 if at is None else at)
    if kind == "than":
        stands_free = text[sign.start() - 1 : sign.start()] == " " == text[sign.end() : sign.end() + 1]
        word = _word_before(text, sign.start())
        return Sign(form, beside=word, taken_off=True) if stands_free and word else None
    return Sign(form, beside=_word_before(text, sign.start()) or _word_after(text, sign.end()), taken_off=off)


def _digits(figure: re.Match[str]) -> str:
    return " ".join(_WORD.findall(figure.group()))


def _figures_beside(figures: list[re.Match[str]], sign: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the numbers of the figures right before and after a sign, but for other signs and a space."""
    number = bisect_left(figures, sign.start(), key=lambda figure: figure.start())
    before = after = None
    if number and _NEAR.fullmatch(sign.string, figures[number - 1].end(), sign.start()):
        before = number - 1
    if number < len(figures) and _NEAR.fullmatch(sign.string, sign.end(), figures[number].start()):
        after = number
    return before, after


def _word_before(text: str, place: int) -> str:
    word = _WORD_BEFORE.search(text[max(0, place - 60) : place])
    return word.group(1).casefold() if word else ""


def _word_after(text: str, place: int) -> str:
    word = _WORD.search(text[place : place + 60])
    return word.group().casefold() if word else ""


def _accounts(text: str) -> tuple[str, ...]:
    """Return the accounts at the beginning that stand for somebody: the sentence goes on after them, be it
    in the capitals of a headline."""
    start = _ACCOUNTS.match(text)
    if start is None:
        return ()
    headline = _TITLE.match(text, start.end())
    if text[start.end() :].lstrip()[:1].isupper() and not (headline and headline.group(1).isupper()):
        return ()
    return tuple(re.findall(r"@(\w+)", start.group().casefold()))


def _flags(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the flags that stand for a name, by where they begin: the sentence goes on after them, a word
    that leads to a name stands before them, or the text ends with them and shows no other."""
    runs = [sign for sign in _SIGN.finditer(text) if sign.lastgroup == "flags"]
    names = [_named_in(run) for run in runs]
    counted = [(run.start(), name) for run, name in zip(runs, names, strict=True) if _is_a_word(run)]
    if runs and not counted and names[-1] not in names[:-1] and _ends_the_text(runs[-1]):
        counted = [(runs[-1].start(), names[-1])]
    return counted


def _named_in(run: re.Match[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(_FLAG, run.group())))


def _is_a_word(run: re.Match[str]) -> bool:
    following = _GOES_ON.match(run.string, run.end())
    before = _JUST_BEFORE.search(run.string[max(0, run.start() - 30) : run.start()])
    if following and not following.group(1).isupper():
        return True
    return before is not None and before.group(1).casefold() in _LEADS_TO_A_NAME


def _ends_the_text(run: re.Match[str]) -> bool:
    """Return whether the text ends with a flag after a word that is no name itself ("hits 🇹🇷!")."""
    before = _JUST_BEFORE.search(run.string[max(0, run.start() - 30) : run.start()])
    return (
        before is not None
        and not before.group(1)[0].isupper()
        and _AT_THE_END.match(run.string, run.end()) is not None
    )
