"""Who bears witness to a claim, and in what capacity somebody has to act to count."""

from collections.abc import Iterator

import pytest

import entrevue
from entrevue.domain.dates import PartialDate
from entrevue.domain.engagements import Engagement, Field, Participant, Saying
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Claim, Kind
from entrevue.domain.verdicts import Outcome, Verdict
from entrevue.inquiry.verdicts import checked, verdict
from entrevue.inquiry.verdicts_witnesses import told_by_others
from entrevue.inquiry.verdicts_wording import ground_in_words, worded
from tests.ledger.readings import Actor, Told, reading

BURNS: Actor = ("William Burns", "CIA Director", "CIA", "US", "visitor")
WRAY: Actor = ("Christopher Wray", "FBI Director", "FBI", "US", "visitor")
SECOND = "second visit to Morocco by a senior US security official in less than two months"


@pytest.fixture
def ledger() -> Iterator[entrevue.Ledger]:
    with entrevue.Ledger(":memory:") as made:
        yield made


def visit(actor: Actor, day: str) -> Told:
    return Told(kind="visit", start=day, actors=(actor,))


def told_with_claim(ledger: entrevue.Ledger) -> Verdict:
    """A report that claims a second visit, and tells of the first one itself."""
    own = reading(
        visit(BURNS, "2023-04-07"), visit(WRAY, "2023-02-21"), url="https://a.example/1", language="en", claim=SECOND
    )
    ledger.record(own)
    (claim,) = ledger.claims()
    return verdict(claim, None, ledger)


def test_a_claim_that_its_own_report_alone_bears_out_is_neither_supported_nor_contradicted(
    ledger: entrevue.Ledger,
) -> None:
    found = told_with_claim(ledger)
    assert found.outcome is Outcome.ALONE
    assert len(found.engagements) == 1
    assert [remark.code for remark in found.remarks][-1] == "own_report"


def test_another_report_of_the_first_visit_bears_it_out(ledger: entrevue.Ledger) -> None:
    ledger.record(reading(visit(WRAY, "2023-02-21"), url="https://b.example/2", published="2023-02-22", language="en"))
    assert told_with_claim(ledger).outcome is Outcome.SUPPORTED


def test_a_copy_of_the_report_bears_no_witness_to_it(ledger: entrevue.Ledger) -> None:
    """The same text under another address is no other voice."""
    told = (visit(BURNS, "2023-04-07"), visit(WRAY, "2023-02-21"))
    ledger.record(reading(*told, url="https://b.example/2", publisher="P", title="Copied", language="en"))
    ledger.record(reading(*told, url="https://a.example/1", publisher="P", language="en", claim=SECOND))
    (claim,) = ledger.claims()
    assert verdict(claim, None, ledger).outcome is Outcome.ALONE


def test_a_first_is_not_contradicted_by_the_report_that_claims_it(ledger: entrevue.Ledger) -> None:
    first = "first visit to Morocco by a CIA director in ten years"
    told = (visit(BURNS, "2023-04-07"), visit(BURNS, "2019-02-21"))
    ledger.record(reading(*told, url="https://a.example/1", language="en", claim=first))
    (claim,) = ledger.claims()
    assert verdict(claim, None, ledger).outcome is Outcome.ALONE


def test_a_draft_that_the_ledger_holds_is_not_judged_by_itself(ledger: entrevue.Ledger) -> None:
    own = reading(
        visit(BURNS, "2023-04-07"), visit(WRAY, "2023-02-21"), url="https://a.example/1", language="en", claim=SECOND
    )
    ledger.record(own)
    pasted = reading(
        visit(BURNS, "2023-04-07"), visit(WRAY, "2023-02-21"), publisher="a.example/1", language="en", claim=SECOND
    )
    assert [one.outcome for one in checked(own, ledger)] == [Outcome.ALONE]
    assert [one.outcome for one in checked(pasted, ledger)] == [Outcome.ALONE], "pasted without its address"


def test_what_others_tell_of_an_engagement_stays() -> None:
    def field(*sayings: Saying) -> Field:
        return Field(sayings[0].value, sayings, 1, len(sayings), 1, len(sayings) > 1)

    who = Participant(("a.0", "b.0"), name=field(Saying("Ann", ("a",)), Saying("Anne", ("b",))))
    own = Participant(("a.1",), name=field(Saying("Bob", ("a",))))
    one = Engagement(
        "a", Kind.VISIT, field(Saying("held", ("a", "b"))), field(Saying("2023", ("a",)), Saying("2022", ("b",))),
        city=field(Saying("Rabat", ("a",))), participants=(who, own), stems=("a", "b"),
    )  # fmt: skip
    told = told_by_others(one, frozenset({"a"}))
    assert told is not None
    assert (told.start.value, told.start.conflict, told.city.value, told.status.value) == ("2022", False, None, "held")
    assert [p.name.value for p in told.participants] == ["Anne"]
    assert told_by_others(one, frozenset({"a", "b"})) is None


def _asked(ledger: entrevue.Ledger, quote: str, office: str, language: str) -> Verdict:
    """A claim of a draft that tells of a visit of Jane Doe on 5 May 2024."""
    actor: Actor = ("Jane Doe", office, None, "NO", "visitor")
    told = reading(visit(actor, "2024-05-05"), url="https://d.example/9", language=language, published="2024-05-06")
    claim = Claim(quote, Evidence(0, len(quote), quote))
    return verdict(claim, told.accounts[0], ledger, PartialDate(2024, 5, 6), language=language)


CAPACITIES = [
    ("en", "her first visit to Morocco as prime minister", "prime minister", "foreign minister"),
    ("en", "her first visit to Morocco since becoming prime minister", "prime minister", "foreign minister"),
    ("en", "her first visit to Morocco since taking office", "prime minister", "foreign minister"),
    ("en", "her first visit to Morocco as foreign minister", "foreign minister", "defence minister"),
    ("fr", "sa première visite au Maroc en tant que première ministre", "Première ministre", "ministre des Affaires étrangères"),
    ("fr", "sa première visite au Maroc en qualité de cheffe du gouvernement", "cheffe du gouvernement", "ministre de la Défense"),
    ("fr", "sa première visite au Maroc depuis sa prise de fonctions", "Première ministre", "ministre des Affaires étrangères"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "quote", "now", "earlier"), CAPACITIES, ids=lambda value: str(value)[:40])
def test_a_visit_in_an_earlier_office_does_not_contradict_a_first_in_this_one(
    ledger: entrevue.Ledger, language: str, quote: str, now: str, earlier: str
) -> None:
    actor: Actor = ("Jane Doe", earlier, None, "NO", "visitor")
    ledger.record(reading(visit(actor, "2020-03-03"), url="https://b.example/2", published="2020-03-04"))
    assert _asked(ledger, quote, now, language).outcome is Outcome.UNKNOWN
    same: Actor = ("Jane Doe", now, None, "NO", "visitor")
    ledger.record(reading(visit(same, "2022-03-03"), url="https://c.example/3", published="2022-03-04"))
    found = _asked(ledger, quote, now, language)
    assert found.outcome is Outcome.CONTRADICTED
    assert [ledger.engagement(id_).start.value for id_ in found.engagements] == ["2022-03-03"]


WINDOWS = [
    ("en", "third visit to Morocco by a Norwegian minister over the past ten months"),
    ("en", "third visit to Morocco by a Norwegian minister during the last ten months"),
    ("fr", "troisième visite au Maroc d’un ministre norvégien au cours des dix derniers mois"),
    ("fr", "troisième visite au Maroc d’un ministre norvégien sur les dix derniers mois"),
]


@pytest.mark.parametrize(("language", "quote"), WINDOWS, ids=lambda value: str(value)[-30:])
def test_the_past_months_are_a_window(ledger: entrevue.Ledger, language: str, quote: str) -> None:
    for number, day in enumerate(("2023-01-10", "2023-11-11", "2024-02-02")):
        actor: Actor = (f"Kari {'ABC'[number]}", "minister of trade", None, "NO", "visitor")
        ledger.record(reading(visit(actor, day), url=f"https://b.example/{number}", published=day))
    found = _asked(ledger, quote, "minister of finance", language)
    assert found.question is not None
    assert str(found.question.span.since) == "2023-06-05"
    assert (found.outcome, len(found.engagements)) == (Outcome.SUPPORTED, 2)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "She paid her third visit to Morocco over the past ten months."),
        ("fr", "C’est sa troisième visite au Maroc au cours des dix derniers mois."),
    ],
)
def test_a_reader_finds_claims_of_the_past_months(language: str, said: str) -> None:
    lead = {
        "en": "Norwegian Prime Minister Jane Doe met Moroccan Foreign Minister Nasser Bourita in Rabat on 5 May 2024. ",
        "fr": "La Première ministre norvégienne Jane Doe a rencontré le 5 mai 2024 à Rabat le ministre marocain des "
        "Affaires étrangères Nasser Bourita. ",
    }[language]
    told = entrevue.read(lead + said, published="2024-05-06", language=language)
    assert any("months" in claim.quote or "mois" in claim.quote for claim in told.claims)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_coverage_is_a_sentence_and_no_trust_is_spoken_of_under_a_contradiction(
    ledger: entrevue.Ledger, language: str
) -> None:
    actor: Actor = ("Jane Doe", "prime minister", None, "NO", "visitor")
    quote = CAPACITIES[0][1]
    before = ground_in_words(_asked(ledger, quote, "prime minister", "en"), language)
    assert (
        before
        == {"en": "The ledger has read nothing on this.", "fr": "Le registre n’a rien lu sur ce sujet."}[language]
    )
    ledger.record(reading(visit(actor, "2022-03-03"), url="https://c.example/3", publisher="C", published="2022-03-04"))
    found = _asked(ledger, quote, "prime minister", "en")
    assert found.outcome is Outcome.CONTRADICTED
    assert (
        ground_in_words(found, language)
        == {
            "en": "The ledger has one report from one publisher on this, published on March 4, 2022, which tells of one engagement.",
            "fr": "Le registre a sur ce sujet un article d’un seul éditeur, paru le 4 mars 2022 : un engagement.",
        }[language]
    )
    assert found.question is not None
    assert "head of government" in worded(found.question, "en")
