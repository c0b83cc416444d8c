"""Where somebody was received, in order."""

from entrevue.domain.glances import Actor, Glance, Value
from entrevue.domain.reading import Kind
from entrevue.inquiry.travels import travels

WHO = "p-1"


def glance(id_: str, country: str | None, start: str | None, **told: str | None) -> Glance:
    """An engagement of somebody of the United States, somewhere, some day."""
    side = told.get("side", "US")
    people = (Actor(country=Value(side), person=WHO), Actor(country=Value("MA"), person="p-2"))
    return Glance(
        id_,
        Kind(told.get("kind") or "meeting"),
        Value(told.get("status") or "held"),
        Value(start),
        Value(told.get("end")),
        Value(country),
        Value(told.get("city")),
        people if told.get("there", "yes") else people[1:],
    )


def places(*found: Glance) -> list[tuple[str, str, str, int]]:
    return [
        (str(one.first), str(one.known_until), one.city or one.country, len(one.engagements))
        for one in travels(WHO, found)
    ]


def test_stays_are_in_order_of_day() -> None:
    first, last = glance("a", "MA", "2023-02"), glance("c", "FR", "2023-06-01", city="Paris")
    assert places(last, first, glance("b", "KE", "2023-04-07")) == [
        ("2023-02", "2023-02", "MA", 1),
        ("2023-04-07", "2023-04-07", "KE", 1),
        ("2023-06-01", "2023-06-01", "Paris", 1),
    ]


def test_a_visit_and_the_meetings_within_are_one_stay() -> None:
    visit = glance("v", "MA", "2023-04-06", end="2023-04-08", kind="visit")
    assert places(glance("m", "MA", "2023-04-07", city="Rabat"), visit, glance("n", "MA", "2023-04-09")) == [
        ("2023-04-06", "2023-04-09", "Rabat", 3)
    ]


def test_a_stay_of_which_only_the_beginning_is_told_has_no_last_day() -> None:
    visit = glance("v", "MA", "2023-04-06", kind="visit")
    alone, same_day = (
        glance("m", "MA", "2023-04-06", end="2023-04-06"),
        glance("n", "MA", "2023-04-07", end="2023-04-07"),
    )
    assert [stop.last for stop in travels(WHO, [visit])] == [None]
    assert [stop.last for stop in travels(WHO, [visit, alone])] == [None]
    assert [str(stop.last) for stop in travels(WHO, [visit, same_day])] == ["2023-04-07"]
    assert [str(stop.last) for stop in travels(WHO, [alone])] == ["2023-04-06"]


def test_two_cities_or_days_that_do_not_touch_are_two_stays() -> None:
    rabat, fes = glance("a", "MA", "2023-04-07", city="Rabat"), glance("b", "MA", "2023-04-08", city="Fès")
    assert [city for _, _, city, _ in places(rabat, fes)] == ["Rabat", "Fès"]
    assert len(places(glance("a", "MA", "2023-04-07"), glance("b", "MA", "2023-04-10"))) == 2


def test_what_tells_of_no_stay_is_left_out() -> None:
    assert (
        places(
            glance("home", "US", "2023-04-07"),
            glance("call", "MA", "2023-04-07", kind="call"),
            glance("off", "MA", "2023-04-07", status="cancelled"),
            glance("when", "MA", None),
            glance("where", None, "2023-04-07"),
            glance("absent", "MA", "2023-04-07", there=None),
            glance("whose", "MA", "2023-04-07", side=None),
        )
        == []
    )


def test_who_acts_for_no_state_still_visits() -> None:
    assert places(glance("v", "MA", "2023-04-07", side=None, kind="visit")) == [("2023-04-07", "2023-04-07", "MA", 1)]


def test_nobody_was_where_they_are_expected() -> None:
    assert travels(WHO, [glance("p", "MA", "2023-04-07", status="planned")]) == ()
