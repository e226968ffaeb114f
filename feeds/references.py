"""Owns JSON-LD references: what a page writes once and names elsewhere by `@id` alone."""

from collections import ChainMap, deque
from collections.abc import Mapping, Sequence
from typing import Any

MAX_DEPTH = 4
MAX_NODES = 100_000


def named_nodes(values: Any) -> dict[str, Mapping[str, Any]]:
    """Return the nodes of JSON-LD that have an `@id` and say more than that, by their `@id`: what several say
    is put together, and where they contradict each other the name means nothing."""
    found: dict[str, dict[str, Any]] = {}
    unclear: set[str] = set()
    waiting, seen = deque([values]), 0
    while waiting and seen < MAX_NODES:
        node, seen = waiting.popleft(), seen + 1
        if isinstance(node, dict):
            name = node.get("@id")
            if isinstance(name, str) and len(node) > 1:
                told = found.setdefault(name, {})
                if any(told.get(field, value) != value for field, value in node.items()):
                    unclear.add(name)
                told.update(node)
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return {name: node for name, node in found.items() if name not in unclear}


def of_a_page(blocks: Sequence[Any]) -> Sequence[Mapping[str, Mapping[str, Any]]]:
    """Return what names mean in each JSON-LD block of a page: what the whole page says or, where its blocks
    contradict each other and for names that hold in one alone (`_:b1`), what the block says."""
    page = {name: node for name, node in named_nodes(blocks).items() if not name.startswith("_:")}
    return [ChainMap(page, named_nodes(block)) for block in blocks]


def filled(value: Any, known: Mapping[str, Mapping[str, Any]], depth: int = MAX_DEPTH) -> Any:
    """Return a value with each bare reference in it replaced by what it names; what is put in stays as it is,
    so that nodes which name each other end."""
    if isinstance(value, dict):
        if value.keys() == {"@id"} and isinstance(value["@id"], str):
            return known.get(value["@id"], value)
        return {name: filled(child, known, depth - 1) for name, child in value.items()} if depth else value
    if isinstance(value, list) and depth:
        return [filled(child, known, depth - 1) for child in value]
    return value
