"""Owns channel footers: lines that close one post of a channel after another, and state nothing about any."""

import hashlib
from collections.abc import Collection

from claims.submission import Submission

POSTS_TO_LEARN = 3
"""How many posts of one channel a line must close before it is taken for a footer."""
MOST_LINES = 4
_MOST_CHARACTERS = 200


def closing_lines(text: str) -> tuple[str, ...]:
    """Return the lines at the end of a post, the last first; its first line is never one of them."""
    lines = [line for line in text.splitlines() if line.strip()]
    return tuple(reversed(lines[1:]))[:MOST_LINES]


def line_key(line: str) -> str:
    """Return what makes two lines the same: their letters, whatever the case, spacing and digits.

    A hash, so that nothing of what people sent can be read from it.
    """
    bare = "".join(char for char in line.casefold()[:_MOST_CHARACTERS] if char.isalpha())
    return hashlib.blake2b(bare.encode("utf-8", "ignore"), digest_size=12).hexdigest()


def without_footer(text: str, footers: Collection[str]) -> str:
    """Return a post without the lines at its end whose keys are known as footers."""
    lines = text.splitlines()
    removed = 0
    for line in closing_lines(text):
        if line_key(line) not in footers:
            break
        removed += 1
    while removed:
        removed -= bool(lines[-1].strip())
        lines.pop()
    return "\n".join(lines).rstrip() if len(lines) < len(text.splitlines()) else text


def keys_of(submission: Submission) -> tuple[str, ...]:
    """Return the keys of the lines that close a forwarded channel post; of anything else none."""
    if submission.origin is None:
        return ()
    return tuple(line_key(line) for line in closing_lines(submission.text))
