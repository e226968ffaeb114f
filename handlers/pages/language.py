"""Owns the reader's language on the web: what their browser asks for, among those we speak."""

import re
from collections.abc import Sequence

MAX_HEADER = 1_000
_RANGE = re.compile(
    r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]{1,40})?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?"
)


def preferred(accepted: str, offered: Sequence[str]) -> str:
    """Return the language that an `Accept-Language` header (RFC 9110, 12.5.4) likes best, the first one
    offered where it likes none; what cannot be read in the header is passed over."""
    wishes = [_RANGE.fullmatch(part) for part in accepted[:MAX_HEADER].split(",")]
    weighed = [(float(wish[2] or 1), wish[1].lower()) for wish in wishes if wish]
    for weight, language in sorted(weighed, key=lambda wish: -wish[0]):
        if weight > 0 and language in offered:
            return language
    return offered[0]
