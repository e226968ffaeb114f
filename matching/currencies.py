# ruff: noqa: E501 - the table is kept one word a line
"""Owns the names and signs of money: which currencies each may mean."""

import re
from functools import cache

_DOLLARS = "usd aud cad nzd hkd sgd twd jmd ttd bbd nad zwd lrd fjd"
_PESOS = "mxn ars clp cop php uyu dop cup"
_MEANT = {
    "$": f"{_DOLLARS} {_PESOS}",
    "dollar dollars dólar dólares dolar dolares dollari доллар доллара доллары долларов долларами bucks": _DOLLARS,
    "peso pesos песо": _PESOS,
    "euro € euros евро": "eur",
    "pounds £ quid pence libra libras livres pfund фунт фунта фунтов": "gbp egp lbp syp sdg",
    "¥ yen yenes iene ienes иен": "jpy cny", "yuan yuanes renminbi rmb юаней": "cny",
    "₹": "inr", "rupee rupees rupias rúpias рупий rs": "inr pkr lkr npr mur",
    "₽": "rub", "rouble roubles ruble rubles rublos rublo rubel roubel рубль рубля рубли рублей рублях": "rub byn",
    "reais": "brl", "franc francs franken": "chf xof xaf cdf rwf gnf bif djf frf",
    "hryvnia hryvnias гривен гривны": "uah", "zloty zlotys złoty zł": "pln", "lira liras lire": "try itl",
    "rm ringgit": "myr", "rp rupiah": "idr", "ksh": "kes", "shilling shillings": "kes tzs ugx sos ats", "naira nairas ₦": "ngn",
    "cedi cedis": "ghs", "rand": "zar", "baht": "thb", "taka tk": "bdt", "dirham dirhams": "aed mad", "dinar dinars": "dzd iqd kwd jod bhd lyd tnd rsd",
    "kronor": "sek", "kroner": "nok dkk", "krona": "sek isk", "krone": "nok dkk", "тенге": "kzt", "₩": "krw krp",
}  # fmt: skip
CODES = ["usd", "eur", "gbp", "jpy", "cny", "inr", "pkr", "bdt", "lkr", "idr", "myr", "php", "thb", "vnd", "krw", "aud", "cad", "nzd", "chf", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "brl", "mxn", "ars", "clp", "cop", "kes", "ngn", "ghs", "zar", "egp", "aed", "sar", "rub", "uah", "kzt", "rm", "rp", "rs", "ksh", "tk"]  # fmt: skip
GLUED = re.compile(rf"(?<![^\W_])({'|'.join(CODES)})(?=\d)", re.IGNORECASE)
"""A code written onto the number that it stands before ("RM300")."""
_OF_NONE_IN_PARTICULAR = {"r", "cents", "centimes", "céntimos", "centavos", "cêntimos"}
_LETTERS_BEFORE = {
    "r": "brl", "us": "usd", "u.s": "usd", "a": "aud", "au": "aud", "c": "cad", "ca": "cad", "nz": "nzd", "hk": "hkd",
    "s": "sgd", "nt": "twd", "j": "jmd", "mx": "mxn",
}  # fmt: skip
_COUNTRIES = {
    "us": "usd", "american": "usd", "canadian": "cad", "australian": "aud", "zealand": "nzd", "singapore": "sgd",
    "mexican": "mxn", "argentine": "ars", "chilean": "clp", "colombian": "cop", "philippine": "php", "swiss": "chf",
    "indian": "inr", "pakistani": "pkr", "kenyan": "kes", "british": "gbp", "egyptian": "egp", "swedish": "sek",
    "norwegian": "nok", "danish": "dkk", "russian": "rub", "turkish": "try",
}  # fmt: skip


@cache
def _table() -> dict[str, frozenset[str]]:
    named = {name: frozenset(codes.split()) for names, codes in _MEANT.items() for name in names.split()}
    own = {code: frozenset({code}) for code in CODES if code not in named}
    return own | named | dict.fromkeys(_OF_NONE_IN_PARTICULAR, frozenset())


def meant_by(name: str) -> frozenset[str]:
    """Return the codes of what a sign or lower-case word may mean, none where it tells nothing."""
    return _table().get(name, frozenset())


def is_money(name: str) -> bool:
    """Say whether a sign or lower-case word names money."""
    return name in _table()


def of_sign(sign: str, letters: str) -> frozenset[str]:
    """Return what a sign means after the letters that touch it: "R$" are reais, "US$" no pesos."""
    code = _LETTERS_BEFORE.get(letters.lower()) if sign == "$" else None
    return frozenset({code}) if code else meant_by(sign)


def of_country(country: str, name: str) -> frozenset[str]:
    """Return what a word for money means after the word for a country ("Canadian dollars")."""
    code, meant = _COUNTRIES.get(country), meant_by(name)
    return frozenset({code}) if code in meant else meant


def is_country(word: str) -> bool:
    """Say whether a lower-case word before a currency tells whose it is."""
    return word in _COUNTRIES


def differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether both are known, and cannot be the same money."""
    return bool(one and other) and one.isdisjoint(other)


_SAME_NAME = {"usd": "dollar", "eur": "euro", "gbp": "pounds"}


@cache
def _groups() -> dict[str, str]:
    named = {
        name: f"money {names.split()[0]}" for names in _MEANT for name in names.split() if name.isalpha()
    }
    return named | {code: f"money {name}" for code, name in _SAME_NAME.items()}


def group_of(name: str) -> str:
    """Return the group of the words that name this money ("bucks" as "dollars"), "" for no money."""
    return _groups().get(name, "")
