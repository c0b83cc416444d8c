"""The side of the page's day on which a weekday lies."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from entrevue.accounts.when_where import as_told
from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.domain.spans import Label, Mention
from entrevue.linking.links import STATUSES
from tests.accounts.test_events import links

PAGE = PartialDate(2023, 3, 15)


def a_day(offset: int) -> DateSpan:
    return DateSpan.on(PartialDate.of(PAGE.first + dt.timedelta(days=offset)))


@pytest.mark.parametrize(
    ("offset", "status", "share", "until", "turned"),
    [
        (-2, "planned", 0.97, False, True),  # "comes on Monday"
        (-2, "held", 0.97, False, False),
        (-2, "planned", 0.6, False, False),  # not surely
        (5, "held", 0.97, False, True),
        (5, "ongoing", 0.97, False, False),
        (-5, "ongoing", 0.97, True, True),  # "ends on Friday", told of a stay under way
        (-5, "ongoing", 0.97, False, False),
    ],
)
def test_a_weekday_lies_where_what_it_belongs_to_is_surely_told_to_be(
    offset: int, status: str, share: float, until: bool, turned: bool
) -> None:
    date = Mention(Label.DATE, 0, 0, 0, 1, "x", span=a_day(offset), other=a_day(offset + (7 if offset < 0 else -7)))
    date = replace(date, until=until)
    made = links([["visitor"]])
    made.status[0] = [share if one == status else (1 - share) / 3 for one in STATUSES]
    made = replace(made, time=np.asarray([[0.1, 0.9]], np.float32))
    (found,) = as_told([date], made, PAGE)
    assert found.span == (date.other if turned else date.span)
    (nobody,) = as_told([date], replace(made, time=np.asarray([[0.99, 0.01]], np.float32)), PAGE)
    assert nobody.span == date.span, "no trigger takes it"
    stay = replace(date, span=DateSpan(date.span.start, PAGE) if offset < 0 and date.span else None)
    assert as_told([stay], made, PAGE)[0].span == stay.span, "a stay is none"


def test_a_weekday_is_the_day_of_that_name_told_with_its_number() -> None:
    made = replace(links([["visitor"]]), time=np.asarray([[0.9, 0.05, 0.05]], np.float32))
    bare = Mention(Label.DATE, 0, 0, 0, 6, "Sunday", span=a_day(-3), other=a_day(4))
    numbered = Mention(Label.DATE, 1, 2, 7, 19, "Sunday 19", span=a_day(4))
    assert as_told([bare, numbered], made, PAGE)[0].span == bare.other
    assert as_told([bare, replace(numbered, quote="next Sunday")], made, PAGE)[0].span == bare.span
    assert as_told([bare, replace(numbered, span=a_day(11))], made, PAGE)[0].span == bare.span, "another week's"
