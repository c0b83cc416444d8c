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
    settled: Mapping[Key, object] | None = None,
) -> list[tuple[Key, ...]]:
    """Groups of keys: linked pairs first, then edges from the strongest on, unless a barred or parted pair would meet.

    A linked pair may be barred, for an editor knows better, but brings no parted pair together: of links that do, the
    first hold.

    `order` names a key independently of when it came; it breaks ties, so that the groups depend on nothing but the
    items, the edges and the decisions. `settled` tells the group that an unchanged item was in before: two of one group
    are known not to be barred, which spares comparing hundreds of accounts of one engagement anew for each that comes.
    """
    before = settled or {}
    told = list(edges)
    alike = {frozenset((one, other)) for _, one, other in told}  # an edge is never between two that are barred
    group = {key: {key} for key in items}
    apart = {frozenset(pair) for pair in parted}

    def unite(one: Key, other: Key) -> None:
        joined = group[one] | group[other]
        for key in joined:
            group[key] = joined

    def may_meet(one: Key, other: Key) -> bool:
        return not any(excluded(*pair) for pair in product(group[one], group[other]))

    def excluded(one: Key, other: Key) -> bool:
        pair = frozenset((one, other))
        if pair in apart:
            return True
        if pair in alike:
            return False
        if one in before and other in before and before[one] == before[other]:
            return False
        return barred(items[one], items[other])

    for one, other in linked:
        if (
            one in group
            and other in group
            and not any(frozenset(p) in apart for p in product(group[one], group[other]))
        ):
            unite(one, other)

    def strength(edge: tuple[float, Key, Key]) -> tuple[float, list[str]]:
        score, one, other = edge
        return -score, sorted((order(one), order(other)))

    for _, one, other in sorted(told, key=strength):
        if one in group and other in group and other not in group[one] and may_meet(one, other):
            unite(one, other)
    distinct = {id(members): members for members in group.values()}
    return [tuple(sorted(members, key=order)) for members in distinct.values()]
