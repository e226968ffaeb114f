"""Owns JSON-LD references: what a page writes once and names elsewhere by `@id` alone."""

from collections import deque
from collections.abc import Mapping
from typing import Any

MAX_DEPTH = 4
MAX_NODES = 100_000


def named_nodes(values: Any) -> Mapping[str, Mapping[str, Any]]:
    """Return the nodes of JSON-LD that have an `@id` and say more than that, by their `@id`."""
    found: dict[str, Mapping[str, Any]] = {}
    waiting, seen = deque([values]), 0
    while waiting and seen < MAX_NODES:
        node, seen = waiting.popleft(), seen + 1
        if isinstance(node, dict):
            name = node.get("@id")
            if isinstance(name, str) and len(node) > 1:
                found.setdefault(name, node)
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return found


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
