"""Of which state each is of those whom one mention tells."""

import numpy as np
import pytest

from entrevue.domain.spans import Label, Mention
from entrevue.linking import _of_a_set
from entrevue.linking.several import told_by_one


def office(quote: str, *states: str) -> Mention:
    return Mention(Label.OFFICE, 0, 0, 0, len(quote), quote, states=states)


ACTORS = (
    office("counterparts from the US, Oman and Brazil", "US", "OM", "BR"),
    Mention(Label.REF, 9, 9, 90, 94, "they"),
    office("US Secretary of State", "US"),
)


@pytest.mark.parametrize(
    ("groups", "sides"),
    [
        ([[0], [0], [0]], ["US", "OM", "BR"]),
        ([[0, 1], [0, 1], [0, 1]], ["US", "OM", "BR"]),  # "they" is of all
        ([[0, 2], [0], [0]], [None, "OM", "BR"]),  # whose state is told elsewhere is heard there
        ([[0], [0]], [None, None]),  # nobody knows of which two
        ([[1], [2]], [None, None]),
    ],
)
def test_those_told_by_one_mention_are_of_its_states_in_order(groups: list[list[int]], sides: list[str | None]) -> None:
    assert [_of_a_set(row, groups, ACTORS) for row in range(len(groups))] == sides


def test_those_of_a_set_are_met_apart_also_where_another_mention_tells_them() -> None:
    several, us, host = frozenset({"US", "OM", "BR"}), frozenset({"US"}), frozenset[str]()
    chosen, people = np.asarray([2, 0, 0, 1]), np.ones(4, bool)  # the host, two of the set, the Secretary of State
    apart = told_by_one(chosen, [several, us, host], people, ["IN", "OM", "BR", "US"])
    assert apart[1:, 1:].sum() == 6, "no two of them"
    assert not apart[0].any(), "all of them with the host"
    assert not told_by_one(chosen[1:], [several, us, host], people[1:], ["OM", "BR", "US"]).any(), (
        "nobody else met them"
    )
    others = told_by_one(chosen, [several, us, host], people, ["IN", "OM", "BR", "RU"])
    assert others[1:, 1:].sum() == 2, "somebody of another state may sit with any"
