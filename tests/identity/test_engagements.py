"""What makes two accounts one engagement, and what keeps them two."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from entrevue.domain.dates import PartialDate
from entrevue.domain.recorded import Appearance, RecordedAccount
from entrevue.identity.engagements import blocking_keys, likeness
from entrevue.identity.persons import same
from entrevue.identity.posts import posts_of
from gold import account

HOST = "Abdellatif Hammouchi; directeur général de la DGST; DGST; MA; h"
GUEST = "William Burns; directeur de la CIA; CIA; US; v"


def told(
    when: str = "2023-04-07", where: str = "MA Rabat", who: str = f"{HOST} + {GUEST}", kind: str = "meeting"
) -> RecordedAccount:
    return account(f"fr 2023-04-08 | {kind} | {when} | {where} | held | {who}", "x")


def test_another_kind_is_another_engagement() -> None:
    assert likeness(told(), told(kind="visit", who=GUEST)).barred


@pytest.mark.parametrize("where", ["MA Témara", "MA", "-", "MA الرباط"])
def test_a_suburb_a_state_or_nothing_is_the_same_place(where: str) -> None:
    assert likeness(told(), told(where=where)).same


def test_the_same_parties_on_one_day_are_in_one_place_whatever_a_report_says() -> None:
    assert likeness(told(), told(where="FR Paris")).same
    assert not likeness(told(), told("2023-04-08", where="FR Paris")).same
    nameless = f"{HOST} + -; directeur de la CIA; CIA; US; v"
    assert not likeness(told(), told(where="FR Paris", who=nameless)).same


def test_a_visit_told_two_days_later_is_the_same_and_one_a_month_later_is_not() -> None:
    guest = "Abdellatif Hammouchi; directeur général de la DGST; DGST; MA; v"
    june = told("2022-06-13/2022-06-14", "US", guest, "visit")
    assert likeness(june, told("2022-06-16/", "US", guest, "visit")).same
    assert likeness(june, told("2022-07-14", "US", guest, "visit")).barred
    assert likeness(june, told("2022-06", "US", guest, "visit")).same


def test_one_host_and_two_guests_are_two_meetings() -> None:
    other = "Christopher Wray; directeur du FBI; FBI; US; v"
    assert likeness(told(), told(who=f"{HOST} + {other}")).barred


def test_a_missing_name_is_filled_by_the_office() -> None:
    nameless = "-; CIA director; CIA; US; v"
    assert likeness(told(), told(who=f"{HOST} + {nameless}")).same
    assert not likeness(told(), told(who=f"{HOST} + -; ministre américain de la Défense; -; US; v")).same


def test_a_group_is_not_one_of_its_members() -> None:
    group = "-; members of the Senate; -; US; v"
    assert not likeness(told(who=f"{HOST} + {group}"), told()).same


def test_who_sits_in_does_not_part_two_accounts() -> None:
    first = told(who=f"{HOST} + {GUEST} + Puneet Talwar; ambassadeur; -; US; p")
    second = told(who=f"{HOST} + {GUEST} + Yassine Mansouri; directeur; DGED; MA; p")
    assert likeness(first, second).same


def test_an_undated_account_stands_near_its_publication() -> None:
    assert likeness(told(), told("?")).same
    aside = told("?")
    assert not likeness(told(), replace(aside, account=replace(aside.account, main=False))).same


def test_an_account_without_any_date_has_no_keys() -> None:
    undated = told("?")
    assert not blocking_keys(replace(undated, context=replace(undated.context, published=None))).filed


def test_a_concluded_state_weighs_less_than_a_told_one() -> None:
    paris = told(where="FR")
    concluded = replace(paris, account=replace(paris.account, inferred=("country",)))
    assert likeness(told(where="MA"), concluded).score > likeness(told(where="MA"), paris).score


days = st.dates(min_value=PartialDate(2020, 1, 1).first, max_value=PartialDate(2026, 12, 31).first)


@given(days, st.integers(0, 2))
def test_meetings_within_tolerance_share_a_key_without_names(day: object, gap: int) -> None:
    first = PartialDate.parse(str(day))
    later = PartialDate.of(first.first.fromordinal(first.first.toordinal() + gap))
    nameless = "-; ministre; -; FR; v + -; ministre; -; MA; h"
    assert blocking_keys(told(str(first), who=nameless)).meet(blocking_keys(told(str(later), who=nameless)))


def test_an_account_of_one_side_alone_looks_for_posts_and_is_found_by_them() -> None:
    both, alone = (
        "-; ministre des Affaires étrangères; -; FR; v + -; ministre; -; MA; h",
        "-; ministre des Affaires étrangères; -; FR; v",
    )
    other = "-; ministre des Affaires étrangères; -; FR; v + -; ministre; -; SN; h"
    for one, two in ((both, alone), (alone, both), (alone, alone)):
        assert blocking_keys(told(who=one)).meet(blocking_keys(told(who=two)))
    assert not blocking_keys(told(who=both)).meet(blocking_keys(told(who=other)))


def test_a_name_is_found_without_its_side() -> None:
    unsided = "Hammouchi Abdellatif; -; -; -; h"
    assert blocking_keys(told()).meet(blocking_keys(told(who=unsided)))
    assert blocking_keys(told(who=unsided)).meet(blocking_keys(told()))


@given(days, st.integers(3, 400))
def test_meetings_beyond_tolerance_are_barred(day: object, gap: int) -> None:
    first = PartialDate.parse(str(day))
    later = PartialDate.of(first.first.fromordinal(first.first.toordinal() + gap))
    assert likeness(told(str(first)), told(str(later))).barred


def test_a_past_office_is_no_current_one() -> None:
    now = told(where="FR", who="-; président de la République; -; FR; h + -; Foreign Minister; -; SN; v")
    past = told(where="FR", who="-; former President; -; FR; h + -; Foreign Minister; -; SN; v")
    again = told(where="FR", who="-; ancien président; -; FR; h + -; ministre des Affaires étrangères; -; SN; v")
    assert likeness(past, again).score > likeness(past, now).score + 0.2
    host = "Nicolas Sarkozy; {}; -; FR; h"
    one, other = (told(where="FR", who=host.format(office)) for office in ("ancien président", "président"))
    assert likeness(one, other).same  # one name on one day: one report forgets that he is it no more


@pytest.mark.parametrize(
    ("office", "former"),
    [
        ("ancien président", True),
        ("ex-ministre des Affaires étrangères", True),
        ("former Foreign Minister", True),
        ("الرئيس السابق", True),
        ("бывший президент", True),
        ("ministre des Anciens combattants", False),
        ("Secretary of Veterans Affairs", False),
        ("président", False),
    ],
)
def test_words_of_a_past_office_are_known(office: str, former: bool) -> None:
    assert posts_of(office)[0].former is former


def test_one_name_in_a_past_and_a_current_office_stays_two_persons() -> None:
    past = Appearance("Nicolas Sarkozy", "ancien président", None, "FR")
    assert not same(past, Appearance("Nicolas Sarkozy", "président", None, "FR")).same
    assert same(past, Appearance("Nicolas Sarkozy", "former French President", None, "FR")).same
