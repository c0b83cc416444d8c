"""Events: the arguments of a trigger that belong together, triggers that tell one engagement, parts by place."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from entrevue.accounts.events import events_of, told_by
from entrevue.accounts.sameness import START
from entrevue.domain.spans import Label, Mention
from entrevue.linking.links import KINDS, Chain, Floats, Links

MEETING = KINDS.index("meeting")


def somebody(name: str, side: str) -> Chain:
    return Chain((Mention(Label.NAME, 0, 0, 0, len(name), name),), ((side, 1.0),))


def links(
    roles: Sequence[Sequence[str | None]], apart: Sequence[tuple[int, int]] = (), same: Floats | None = None
) -> Links:
    """Links of triggers that all tell meetings; `roles[t][c]`: the part of chain c as trigger t tells it."""
    n, c = len(roles), len(roles[0])
    names = (None, "visitor", "host", "participant")
    role = np.full((n, c, 4), 0.02, np.float32)
    for t, row in enumerate(roles):
        for k, part in enumerate(row):
            role[t, k, names.index(part)] = 0.94
    kind = np.zeros((n, len(KINDS)), np.float32)
    kind[:, MEETING] = 1

    def together(_: int, arguments: Sequence[int]) -> Floats:
        table = np.ones((len(arguments), len(arguments)), np.float32)
        for a, b in apart:
            if a in arguments and b in arguments:
                i, j = arguments.index(a), arguments.index(b)
                table[i, j] = table[j, i] = -1
        return table

    joined: Callable[[int, Sequence[int]], Floats] = together
    return Links(
        tuple(somebody(f"P{k}", "MA") for k in range(c)),
        frozenset(),
        kind,
        np.full((n, 4), 0.25, np.float32),
        np.ones(n, np.float32),
        np.ones(n, np.float32),
        role,
        np.ones((n, 1), np.float32),
        np.concatenate([np.ones((n, 1), np.float32), np.zeros((n, c), np.float32)], axis=1),
        np.zeros((n, 0, 2), np.float32),
        np.full((n, n), -4.0, np.float32) if same is None else same,
        np.zeros((n, n, 2), np.float32),
        joined,
    )


def people(told: Links) -> list[list[int]]:
    return [sorted(event.people) for event in told_by(told, 0)]


def test_all_who_belong_together_are_one_event() -> None:
    assert people(links([["host", "host", "visitor"]])) == [[0, 1, 2]]


def test_a_trigger_that_tells_one_visit_has_the_places_of_one_state() -> None:
    made = links([["visitor", None, None, None]])
    kind = np.zeros_like(made.kind)
    kind[:, KINDS.index("visit")] = 1
    places = ("SA", "SA", "QA")
    chains = [Chain((Mention(Label.PLACE, k, k, k, k + 1, "x", country=one),)) for k, one in enumerate(places)]
    place = np.asarray([[0.1, 0, 0.25, 0.25, 0.4]], np.float32)
    made = replace(
        made, chains=(made.chains[0], *chains), kind=kind, place=place, several=np.asarray([0.1], np.float32)
    )
    assert [sorted(event.places) for event in told_by(made, 0)] == [[1, 2]]
    several = replace(made, several=np.asarray([0.9], np.float32))
    assert sorted(sorted(event.places) for event in told_by(several, 0)) == [[1, 2], [3]]


def test_counterparts_met_one_by_one_are_one_event_each() -> None:
    met = links([["visitor", "host", "host", "host"]], apart=[(1, 2), (1, 3), (2, 3)])
    assert people(met) == [[0, 1], [0, 2], [0, 3]]


def test_triggers_that_are_the_same_are_one_event() -> None:
    alike = np.asarray([[8.0, 6.0], [6.0, 8.0]], np.float32)
    told = links([["host", "visitor"], [None, "visitor"]], same=alike)
    assert [event.triggers for event in events_of(told, START)] == [[0, 1]]


def test_triggers_that_are_not_stay_apart() -> None:
    told = links([["host", "visitor", None], [None, "visitor", "host"]])
    assert [event.triggers for event in events_of(told, START)] == [[0], [1]]


def test_a_day_goes_to_the_stop_that_it_fits() -> None:
    """Two stops of one traveller (chains 1 and 2 are places), each with its day (arguments 3 and 4)."""
    told = links([["visitor", None, None]], apart=[(1, 2), (1, 4), (2, 3)])
    place = np.asarray([[0.02, 0.0, 0.49, 0.49]], np.float32)
    days = replace(told, place=place, time=np.asarray([[0.02, 0.49, 0.49]], np.float32))
    assert [(sorted(event.places), sorted(event.dates)) for event in told_by(days, 0)] == [([1], [0]), ([2], [1])]


def test_two_met_by_one_are_met_apart_however_alike_the_words_are() -> None:
    alike = np.asarray([[8.0, 6.0], [6.0, 8.0]], np.float32)
    told = links([["host", "visitor", None], ["host", None, "visitor"]], same=alike)
    assert [event.triggers for event in events_of(told, START)] == [[0], [1]]


def test_two_rows_of_people_told_one_by_one_are_no_meetings_of_each_with_each() -> None:
    told = links([["host", *["visitor"] * 5]], apart=[(1, 2), (1, 3), (2, 3), (4, 5)])
    assert people(told) == [[0, 1, 2, 3, 4, 5]], "envoys of three and attachés of two at one table"
    told.role[0, 4:, 1] = 0.6  # the second row is rather of another trigger
    told.role[0, 4:, 0] = 0.36
    assert people(told) == [[0, 1], [0, 2], [0, 3]]
    one_row = links([["host", *["visitor"] * 3]], apart=[(1, 2), (2, 3)])
    assert people(one_row) == [[0, 1, 3], [0, 2]]


def visits_to(*places: tuple[str, str], sides: Sequence[str] = ("MA", "MA")) -> Links:
    """Two triggers that are much alike, each of a visit: who travels (chains 0 and 1) and to which state (2 and 3)."""
    alike = np.asarray([[8.0, 6.0], [6.0, 8.0]], np.float32)
    told = links([["visitor", None, None, None]] * 2, same=alike)
    if len(set(sides)) > 1:
        told = links([["visitor", None, None, None], [None, "visitor", None, None]], same=alike)
    kind = np.zeros_like(told.kind)
    kind[:, KINDS.index("visit")] = 1
    there = [
        Chain((Mention(Label.PLACE, k, k, k, k + 1, name, country=state),)) for k, (name, state) in enumerate(places)
    ]
    people_ = [somebody(f"P{k}", side) for k, side in enumerate(sides)]
    place = np.asarray([[0.1, 0, 0, 0.9, 0], [0.1, 0, 0, 0, 0.9]], np.float32)
    return replace(told, chains=(*people_, *there), kind=kind, place=place)


def test_visits_to_two_states_are_two_however_alike_the_words_are() -> None:
    assert [event.triggers for event in events_of(visits_to(("Tunis", "TN"), ("Sfax", "TN")), START)] == [[0, 1]]
    assert [event.triggers for event in events_of(visits_to(("Tunis", "TN"), ("Doha", "QA")), START)] == [[0], [1]]
    unsure = replace(visits_to(("Tunis", "TN"), ("Doha", "QA")), several=np.zeros(2, np.float32))
    unsure.place[1] = (0.1, 0, 0, 0.4, 0.5)
    assert [event.triggers for event in events_of(unsure, START)] == [[0, 1]]


def test_visits_of_travellers_of_two_sides_are_two() -> None:
    one_state = (("Tunis", "TN"), ("Sfax", "TN"))
    told = visits_to(*one_state, sides=("MA", "FR"))
    assert [event.triggers for event in events_of(told, START)] == [[0], [1]]
    assert [event.triggers for event in events_of(visits_to(*one_state, sides=("MA", "?")), START)] == [[0, 1]]


def test_days_that_are_apart_are_of_an_engagement_each() -> None:
    """One traveller and one place (chains 0 and 1), two days (arguments 2 and 3): "in 2006 and in 2013"."""
    several = np.asarray([0.6], np.float32)
    told = links([["visitor", None]], apart=[(2, 3)])
    told = replace(told, time=np.asarray([[0.02, 0.49, 0.49]], np.float32), several=several)
    firm = told.together

    def surer(trigger: int, arguments: Sequence[int]) -> Floats:
        return firm(trigger, arguments) * 2

    assert [sorted(event.dates) for event in told_by(told, 0)] == [[0, 1]], "not so sure"
    assert [sorted(event.dates) for event in told_by(replace(told, together=surer), 0)] == [[0], [1]]
    one = replace(told, together=surer, several=np.asarray([0.1], np.float32))
    assert [sorted(event.dates) for event in told_by(one, 0)] == [[0, 1]], "a word that tells one"


def test_of_days_that_are_apart_each_stop_has_its_own() -> None:
    """Chains 1 and 2 are places, 3 and 4 days; both days may be of the first stop."""
    told = links([["visitor", None, None]], apart=[(1, 2), (3, 4), (2, 3)])
    place = np.asarray([[0.02, 0.0, 0.49, 0.49]], np.float32)
    kind = np.eye(len(KINDS), dtype=np.float32)[[KINDS.index("visit")]]
    days = replace(told, place=place, time=np.asarray([[0.02, 0.49, 0.49]], np.float32), kind=kind)
    firm = days.together

    def nearer(trigger: int, arguments: Sequence[int]) -> Floats:
        table = firm(trigger, arguments)
        if 1 in arguments and 4 in arguments:
            i, j = arguments.index(1), arguments.index(4)
            table[i, j] = table[j, i] = 0.5
        return table

    found = told_by(replace(days, together=nearer), 0)
    assert [(sorted(event.places), sorted(event.dates)) for event in found] == [([1], [0]), ([2], [1])]
