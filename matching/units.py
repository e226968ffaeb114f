# ruff: noqa: E501 - the tables of units are kept one unit a line
"""Owns the units that quantities are in, and for how much of what they are ("a month", "por litro")."""

import re
from enum import StrEnum


class Unit(StrEnum):
    """What a quantity measures, as far as its neighbours tell."""

    COUNT = ""
    PERCENT = "percent"
    MONEY = "money"
    TIME = "time"
    AGE = "age"
    LENGTH = "length"
    WEIGHT = "weight"
    VOLUME = "volume"
    HEAT = "temperature"
    ORDINAL = "ordinal"


UNITS: dict[str, tuple[Unit, float]] = {
    **dict.fromkeys(("%", "percent", "pct", "percentage", "prozent", "процентов", "процента"), (Unit.PERCENT, 1.0)),
    **{word: (Unit.TIME, days) for words, days in (
        ("second seconds sec", 1 / 86400), ("minute minutes min mins", 1 / 1440), ("hour hours hrs horas stunden heures часов", 1 / 24),
        ("day days días dias tage jours дней дня", 1.0), ("week weeks semanas wochen semaines недель", 7.0),
        ("month months meses monate mois месяцев", 30.0), ("year years yrs años anos jahre ans лет года", 365.0),
        ("decade decades", 3650.0), ("century centuries", 36500.0)) for word in words.split()},
    **{word: (Unit.LENGTH, metres) for words, metres in (
        ("mm", 0.001), ("cm centimeters centimetres", 0.01), ("meter meters metre metres metros mètres метров", 1.0),
        ("km kms kilometers kilometres kilometer kilometre kilómetros kilometros quilômetros quilómetros kilomètres километров км", 1000.0), ("mile miles", 1609.0), ("foot feet ft", 0.3048),
        ("inch inches", 0.0254), ("yards yard", 0.9144)) for word in words.split()},
    **{word: (Unit.WEIGHT, grams) for words, grams in (
        ("mg milligrams", 0.001), ("g gram grams", 1.0), ("kg kilos kilo kilograms kilogram", 1000.0),
        ("lb lbs", 453.6), ("ounce ounces oz", 28.35), ("ton tons tonnes tonne tonnen toneladas", 1e6)) for word in words.split()},
    **{word: (Unit.VOLUME, litres) for words, litres in (
        ("ml", 0.001), ("liter liters litre litres litros", 1.0), ("gallon gallons", 3.785)) for word in words.split()},
    **dict.fromkeys(("degrees", "degree", "°c", "°f", "celsius", "fahrenheit", "grados", "graus", "degrés", "grad", "gradi", "градусов", "градуса"), (Unit.HEAT, 1.0)),
}  # fmt: skip
_EACH = {word: each for each, words in {
    "day": "day día dia tag jour giorno день сутки", "hour": "hour hora stunde heure ora час",
    "week": "week semana woche semaine settimana неделю", "month": "month mes mês monat mois mese месяц",
    "year": "year año ano jahr an anno год", "litre": "litre liter litro литр", "gallon": "gallon galón galão",
    "kilo": "kilo kg kilogram kilogramm кг килограмм", "ton": "ton tonne tonelada тонну", "hectare": "hectare acre",
    "person": "person head cabeza pessoa kopf personne человека",
}.items() for word in words.split()}  # fmt: skip
_PER = re.compile(
    r"[ -]?(?:an?|per|each|every|/|por|al?|à la|a la|ao|par|pro|je|im|am|die|in der|l'|la|в|за)[ -]?([^\W\d_]{2,12})\b",
    re.IGNORECASE,
)
_EACH_IN_ONE_WORD = {
    word: each
    for each, words in {
        "day": "daily diarios diarias diários diárias täglich quotidiens ежедневно",
        "week": "weekly semanales semanais wöchentlich hebdomadaires еженедельно",
        "month": "monthly mensuales mensais mensuels mensuelles monatlich mensili ежемесячно",
        "year": "yearly annually anuales anuais annuels annuelles jährlich annui ежегодно",
    }.items()
    for word in words.split()
}
_ONE_WORD = re.compile(r" ([^\W\d_]{5,12})\b")


def per(after: str) -> tuple[str, str]:
    """Return for how much an amount is, in English, as told by the text after it, and its words."""
    found = _PER.match(after)
    each = _EACH.get(found.group(1).lower(), "") if found else ""
    if found and each:
        return each, found.group()
    word = _ONE_WORD.match(after)
    each = _EACH_IN_ONE_WORD.get(word.group(1).lower(), "") if word else ""
    return (each, word.group()) if word and each else ("", "")
