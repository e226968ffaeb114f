"""Owns links in texts: finding them, and taking them out."""

import re

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,2000}"
    r"|(?<![\w@.])(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,10}/[^\s<>\"]{1,2000}",
    re.IGNORECASE,
)


def find_links(text: str) -> tuple[str, ...]:
    """Return the links in the text, as written, each once."""
    return tuple(dict.fromkeys(found.group().rstrip(".,;:!?)]}'*…") for found in _LINK.finditer(text)))


def without_links(text: str) -> str:
    """Return the text with each link replaced by a space."""
    return _LINK.sub(" ", text)


def start_of_link_across(text: str, place: int) -> int:
    """Return where the link starts that runs across this place of the text; the place itself without one."""
    across = (found.start() for found in _LINK.finditer(text) if found.start() < place < found.end())
    return next(across, place)
