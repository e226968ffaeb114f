"""Owns the pairs written by hand for this project: claims, messages that state them, messages that do not.

They lie in `written.jsonl` (Apache-2.0, like the project): one claim a line with its language, and `same` and
`other` as lists of [kind, message, language]. Some are kept back from training by name, of the others a
quarter. Their authors had seen neither the rules nor any probe set.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from matching.embeddings import EnglishEncoder, UniversalSentenceEncoder
from matching.segment import parts, read

_FILE = Path(__file__).parent / "written.jsonl"
_ONE_IN = 4  # of the claims is left out of training, for the formulas to be fitted on
_AS_CLAIM = frozenset({"paraphrase", "gist", "edit"})
_NEIGHBOURS = 6
_ONCE_MORE = 0.2
ANOTHER = "xx"
_AS_ANOTHER = ({"lang": ANOTHER}, {"claim_lang": ANOTHER}, {"lang": ANOTHER, "claim_lang": ANOTHER})
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
    return Written(
        claim=claim,
        title=str(raw.get("title", "")),
        summary=str(raw.get("summary", "")),
        language=language,
        same=messages["same"],
        other=messages["other"],
        kept_back=bool(raw.get("kept_back")) or sum(claim.encode()) % _ONE_IN == 0,
    )


def training_rows(dice: random.Random, passes: int) -> Iterator[dict[str, object]]:
    """Yield pairs of those that are not kept back; each pass takes other wordings for the claim's side.

    Some English pairs come once more with one or both texts as if they were of another language (`ANOTHER`):
    to be read through glosses.
    """
    chosen = [one for one in written() if not one.kept_back]
    near = _neighbours(chosen)
    for _ in range(passes):
        for one in chosen:
            for row in _rows(one, dice):
                yield row
                if row["lang"] == row["claim_lang"] == "en" and dice.random() < _ONCE_MORE:
                    yield {**row, **dice.choice(_AS_ANOTHER), "pool": "glossed"}
            for message in dice.sample(one.same, min(2, len(one.same))):
                if near[one.claim]:
                    stranger = Message("claim", dice.choice(near[one.claim]), one.language)
                    yield _row(message, stranger, same=0, kind="stranger")


def _neighbours(chosen: Sequence[Written]) -> dict[str, list[str]]:
    """Return for each claim those of its language that a search would bring up beside it."""
    encoders = {"en": EnglishEncoder()}
    found = {}
    for language in {one.language for one in chosen}:
        claims = [one.claim for one in chosen if one.language == language]
        vectors = encoders.get(language, UniversalSentenceEncoder()).encode(claims)
        for claim, cosines in zip(claims, vectors @ vectors.T, strict=True):
            others = [place for place in np.argsort(-cosines) if cosines[place] < _ALIKE]
            found[claim] = [claims[place] for place in others[:_NEIGHBOURS]]
    return found


def _rows(one: Written, dice: random.Random) -> Iterator[dict[str, object]]:
    claim = Message("claim", one.claim, one.language)
    for same, messages in ((1, one.same), (0, one.other)):
        for message in messages:
            yield _row(message, claim, same=same, kind=message.kind)
    wordings = [message for message in one.same if message.kind in _AS_CLAIM]
    if wordings and len(one.same) > 1:
        wording = dice.choice(wordings)
        again = dice.choice([message for message in one.same if message is not wording])
        another = dice.choice(one.other)
        yield _row(again, wording, same=1, kind="two wordings")
        yield _row(another, wording, same=0, kind=another.kind)
    yield _row(claim, claim, same=1, kind="copied")


def _row(message: Message, claim: Message, *, same: int, kind: str) -> dict[str, object]:
    """Return the pair as the gate will see it: the message cleaned, without its frames."""
    pieces = parts(read(message.text, message.language), 1) if kind != "copied" else ()
    english = message.language == claim.language == "en"
    return {
        "a": pieces[0].core if pieces else message.text,
        "b": claim.text,
        "same": same,
        "kind": kind,
        "lang": message.language,
        "claim_lang": claim.language,
        "pool": "written" if english else "written, other languages",
    }
