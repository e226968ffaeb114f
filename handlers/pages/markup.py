"""Owns how a page is put together: elements whose every text and attribute is escaped, and no other way."""

import html
from collections.abc import Iterable
from dataclasses import dataclass

_VOID = frozenset({"link", "meta"})


@dataclass(frozen=True, slots=True)
class Markup:
    """HTML that may stand on a page as it is."""

    html: str


NOTHING = Markup("")


def tag(name: str, /, *children: Markup | str, **attributes: str) -> Markup:
    """Return an element; children that are text, and attributes, are escaped, empty attributes left out.

    An underscore at the end of an attribute's name is dropped (`class_`), others become hyphens.
    """
    opened = "".join([name, *(_attribute(*pair) for pair in attributes.items() if pair[1])])
    if name in _VOID:
        return Markup(f"<{opened}>")
    return Markup(f"<{opened}>{joined(children).html}</{name}>")


def joined(children: Iterable[Markup | str]) -> Markup:
    """Return the children one after the other."""
    return Markup("".join(_safe(child) for child in children))


def filled(template: str, **values: Markup | str) -> Markup:
    """Return a translated sentence with its placeholders filled."""
    safe = {name: _safe(value) for name, value in values.items()}
    return Markup(html.escape(template, quote=False).format(**safe))


def _attribute(name: str, value: str) -> str:
    return f' {name.rstrip("_").replace("_", "-")}="{html.escape(value)}"'


def _safe(child: Markup | str) -> str:
    return child.html if isinstance(child, Markup) else html.escape(child, quote=False)
