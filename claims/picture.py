"""Owns the chart as a value: what is drawn, in words and numbers that are ready to be read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

CHART = "chart"  # in a call's `photo`: the value that is drawn when the call is made


@dataclass(frozen=True, slots=True)
class Bar:
    """A name, how much, and the words in which that is written."""

    name: str
    value: float
    label: str


@dataclass(frozen=True, slots=True)
class BarGroup:
    """Bars that are compared with each other."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture of figures: a row of bars over time, from `first` to `last`, and groups of lying bars."""

    title: str
    subtitle: str
    caption: str
    columns: tuple[int, ...]
    first: str
    last: str
    groups: tuple[BarGroup, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it in what JSON knows."""
        return asdict(self)

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> "Chart":
        """Read what `to_json` wrote."""
        groups = tuple(
            BarGroup(group["title"], tuple(Bar(**bar) for bar in group["bars"]))
            for group in written["groups"]
        )
        return cls(**{**written, "columns": tuple(written["columns"]), "groups": groups})
