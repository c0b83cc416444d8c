"""Why an account may be wrong, in words."""

import numpy as np

from entrevue.accounts.reasons import reasons_of
from entrevue.domain.dates import PartialDate
from tests.accounts.test_concluding import draft_of, told


def test_what_is_sure_has_no_reasons() -> None:
    known = told("KE RW", "vh")
    draft = draft_of(known, "RW", start=PartialDate(2023, 5, 22), day_chance=0.9, place_chance=0.9)
    draft.chances = {0: 0.95, 1: 0.9}
    known.links.status[:] = [[0.9, 0.04, 0.04, 0.02]]
    assert reasons_of(draft, known) == ()


def test_each_close_choice_is_told_with_its_chance() -> None:
    known = told("KE RW", "vh")
    draft = draft_of(known, None, day_chance=0.1)
    draft.event.kind = np.asarray([0.0, 0.6, 0.4, 0.0, 0.0])
    draft.chances = {0: 0.95, 1: 0.6}
    known.links.status[:] = [[0.6, 0.0, 0.4, 0.0]]
    assert reasons_of(draft, known) == (
        "the kind is call with a chance of 0.40",
        "the status is planned with a chance of 0.40",
        "no day is told",
        "no place is told",
        "P1 takes no part with a chance of 0.40",
    )


def test_what_a_rule_decided_says_so() -> None:
    known = told("KE RW", "vh")
    draft = draft_of(known, "RW", "visit", start=PartialDate(2023, 5, 22), status="cancelled")
    draft.chances, draft.inferred = {0: 0.95, 1: 0.9}, {"start", "country"}
    known.links.status[:] = [[0.9, 0.04, 0.04, 0.02]]
    assert reasons_of(draft, known) == (
        "the kind is meeting with a chance of 1.00",
        "the status follows from the calendar, from a word that calls it off, or from its visit",
        "the day is that of its first meeting",
        "the state follows from where its meetings are, or who is met",
    )
