"""Owns the pairs written by hand for this project: claims, messages that state them, messages that do not.

They lie in `written.jsonl` (Apache-2.0, like the project): one claim a line with its language, and `same` and
`other` as lists of [kind, message, language]. Their authors had seen neither the rules nor any probe set.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from matching.embeddings import EnglishEncoder
from matching.segment import parts, read

_FILE = Path(__file__).parent / "written.jsonl"
_ONE_IN = 4  # of the claims is left out of training, for the formulas to be fitted on
_AS_CLAIM = frozenset({"paraphrase", "gist", "edit"})
_NEIGHBOURS = 6
_ALIKE = 0.85  # claims nearer to each other than this may be the same


@dataclass(frozen=True)
class Message:
    """A message of a kind ("paraphrase", "negation", ...)."""

    kind: str
    text: str
    language: str


@dataclass(frozen=True)
class Written:
    """A claim with its messages; `kept_back` from the training of the cross-encoder."""

    claim: str
    title: str
    summary: str
    language: str
    same: tuple[Message, ...]
    other: tuple[Message, ...]
    kept_back: bool


@cache
def written() -> tuple[Written, ...]:
    """Return all of them, in the order of the file."""
    return tuple(_written(json.loads(line)) for line in _FILE.read_text("utf-8").splitlines())


def _written(raw: dict[str, Any]) -> Written:
    claim, language = str(raw["claim"]), str(raw["lang"])
    messages = {side: tuple(Message(*message) for message in raw[side]) for side in ("same", "other")}
    english = {language, *(message.language for side in messages.values() for message in side)} == {"en"}
    return Written(
        claim=claim,
        title=str(raw.get("title", "")),
        summary=str(raw.get("summary", "")),
        language=language,
        same=messages["same"],
        other=messages["other"],
        kept_back=not english or sum(claim.encode()) % _ONE_IN == 0,
    )


def training_rows(dice: random.Random, passes: int) -> Iterator[dict[str, object]]:
    """Yield pairs of those that are not kept back; each pass takes other wordings for the claim's side."""
    chosen = [one for one in written() if not one.kept_back]
    near = _neighbours([one.claim for one in chosen])
    for _ in range(passes):
        for one, strangers in zip(chosen, near, strict=True):
            yield from _rows(one, dice)
            for message in dice.sample(one.same, 2):
                stranger = chosen[dice.choice(strangers)]
                yield _row(message.text, stranger.claim, same=0, kind="stranger")


def _neighbours(claims: list[str]) -> list[list[int]]:
    """Return for each claim the places of those that a search would bring up beside it."""
    vectors = EnglishEncoder().encode(claims)
    found = []
    for place, cosines in enumerate(vectors @ vectors.T):
        others = [other for other in np.argsort(-cosines) if other != place and cosines[other] < _ALIKE]
        found.append([int(other) for other in others[:_NEIGHBOURS]])
    return found


def _rows(one: Written, dice: random.Random) -> Iterator[dict[str, object]]:
    for same, messages in ((1, one.same), (0, one.other)):
        for message in messages:
            yield _row(message.text, one.claim, same=same, kind=message.kind)
    wordings = [message for message in one.same if message.kind in _AS_CLAIM]
    if wordings:
        wording = dice.choice(wordings)
        again = dice.choice([message for message in one.same if message is not wording])
        another = dice.choice(one.other)
        yield _row(again.text, wording.text, same=1, kind="two wordings")
        yield _row(another.text, wording.text, same=0, kind=another.kind)
    yield _row(one.claim, one.claim, same=1, kind="copied")


def _row(message: str, claim: str, *, same: int, kind: str) -> dict[str, object]:
    """Return the pair as the gate will see it: the message cleaned, without its frames."""
    pieces = parts(read(message, "en"), 1)
    return {
        "a": pieces[0].core if pieces else message,
        "b": claim,
        "same": same,
        "kind": f"written: {kind}",
        "lang": "en",
    }
