"""Matchers over a few made-up verdicts."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from claims.verdict import Rating, Ruling, Verdict, VerdictId
from matching.embeddings import TwoEncoders
from matching.matcher import HybridMatcher

CLAIMS = (
    "The Orvell water board will fine households 500 euros for watering their gardens in July 2023.",
    "Mayor Petra Ostrand said she would close the Halvik ferry if the council cut the harbour budget.",
    "Drinking chilli oil cures asthma.",
    "A photo shows a bear inside the Tarnow railway station.",
)


@pytest.fixture(scope="session")
def embedder() -> TwoEncoders:
    return TwoEncoders()


@pytest.fixture
def open_matcher(tmp_path: Path, embedder: TwoEncoders) -> Callable[[], HybridMatcher]:
    return lambda: HybridMatcher.open(tmp_path / "index", embedder=embedder)


@pytest.fixture(scope="session")
def matcher(tmp_path_factory: pytest.TempPathFactory, embedder: TwoEncoders) -> HybridMatcher:
    """A matcher that holds CLAIMS as verdicts 1 to 4; tests must not change it."""
    opened = HybridMatcher.open(tmp_path_factory.mktemp("shared-index"), embedder=embedder)
    opened.apply(verdicts(CLAIMS), 1)
    return opened


def verdicts(claims: Sequence[str]) -> list[Verdict]:
    return [a_verdict(place, claim) for place, claim in enumerate(claims, start=1)]


def a_verdict(
    number: int, claim: str, *, url: str = "", language: str = "en", wordings: Sequence[str] = ()
) -> Verdict:
    ruling = Ruling(
        claim=claim,
        rating=Rating.FALSE,
        publisher="Orvell Facts",
        url=url or f"https://facts.example/{number}",
        language=language,
        wordings=tuple(wordings),
        appearances=(f"https://t.me/orvellnews/{1000 + number}",),
    )
    return Verdict(id=VerdictId(number), revision=1, ruling=ruling)
