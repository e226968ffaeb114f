"""Owns JSON-LD references: what a page writes once and names elsewhere by `@id` alone."""

from collections import ChainMap, deque
from collections.abc import Mapping, Sequence
from typing import Any

MAX_DEPTH = 4
MAX_NODES = 100_000
_JUDGING = {"rating", "claim", "claimreview", "review"}


def named_nodes(values: Any) -> dict[str, Mapping[str, Any]]:
    """Return the nodes of JSON-LD that have an `@id` and say more than that, by their `@id`: what several say
    is put together. Where they contradict each other the name means nothing; that of an organisation or a
    person, in what they agree."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    waiting, seen = deque([values]), 0
    while waiting and seen < MAX_NODES:
        node, seen = waiting.popleft(), seen + 1
        if isinstance(node, dict):
            name = node.get("@id")
            if isinstance(name, str) and len(node) > 1:
                found.setdefault(name, []).append(node)
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    told = {name: _put_together(nodes) for name, nodes in found.items()}
    return {name: node for name, node in told.items() if node}


def _put_together(nodes: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what nodes of one name say. What they contradict each other in is left out where all are an
    organisation, or all a person; of anything else, as of ratings and claims, there is nothing then: no half
    of it may be read."""
    told: dict[str, Any] = {}
    differing: set[str] = set()
    for node in nodes:
        differing |= {
            field for field in node if not _agrees(field, told.setdefault(field, node[field]), node)
        }
    if differing and not _name_somebody(nodes):
        return {}
    if "@type" in differing:
        kinds = (kind for node in nodes for kind in _listed(node.get("@type")))
        told["@type"] = list(dict.fromkeys(kinds))
        differing.remove("@type")
    return {field: value for field, value in told.items() if field not in differing}


def _agrees(field: str, value: Any, node: Mapping[str, Any]) -> bool:
    return bool(value == node[field]) or (field == "@type" and _kinds(value) == _kinds(node[field]))


def _name_somebody(nodes: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether all nodes that name their type are an organisation, or all a person."""
    kinds = [_kinds(node["@type"]) for node in nodes if "@type" in node]
    return bool(kinds) and any(
        all(any(kind.endswith(somebody) for kind in some) and not some & _JUDGING for some in kinds)
        for somebody in ("organization", "person")
    )


def _kinds(value: Any) -> set[str]:
    """Return the types that a node names, without their order and the address of the vocabulary."""
    return {kind.rpartition("/")[2].rpartition(":")[2].casefold() for kind in _listed(value)}


def _listed(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


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
