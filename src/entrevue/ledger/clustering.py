"""From pairs that are alike to groups that are the same, whatever the order in which they came."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import product
from typing import TypeVar

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


def clusters(
    items: Mapping[Key, Item],
    barred: Callable[[Item, Item], bool],
    edges: Iterable[tuple[float, Key, Key]],
    *,
    linked: Iterable[tuple[Key, Key]] = (),
    parted: Iterable[tuple[Key, Key]] = (),
    order: Callable[[Key], str] = str,
) -> list[tuple[Key, ...]]:
    """Groups of keys: linked pairs first, then edges from the strongest on, unless a barred or parted pair would meet.

    `order` names a key independently of when it came; it breaks ties, so that the groups depend on nothing but the
    items, the edges and the decisions.
    """
    group = {key: {key} for key in items}
    apart = {frozenset(pair) for pair in parted}

    def unite(one: Key, other: Key) -> None:
        joined = group[one] | group[other]
        for key in joined:
            group[key] = joined

    def may_meet(one: Key, other: Key) -> bool:
        pairs = product(group[one], group[other])
        return not any(frozenset(pair) in apart or barred(items[pair[0]], items[pair[1]]) for pair in pairs)

    for one, other in linked:
        if one in group and other in group:
            unite(one, other)

    def strength(edge: tuple[float, Key, Key]) -> tuple[float, list[str]]:
        score, one, other = edge
        return -score, sorted((order(one), order(other)))

    for _, one, other in sorted(edges, key=strength):
        if one in group and other in group and other not in group[one] and may_meet(one, other):
            unite(one, other)
    distinct = {id(members): members for members in group.values()}
    return [tuple(sorted(members, key=order)) for members in distinct.values()]
