"""Which reports count as one origin, and why."""

import pytest

import entrevue
from entrevue.domain.likeness import Echo, EchoKind
from entrevue.domain.recorded import RecordedAccount
from entrevue.domain.report import Report
from entrevue.identity.credits import credits_in
from entrevue.ledger import independence
from entrevue.ledger.independence import resemblance, sketch
from tests.ledger.readings import Told, reading

LEAD = "The director of the CIA was received on Friday at the headquarters of the territorial surveillance in Rabat."
SECOND = "The two officials reviewed the fight against terrorism and the evolution of threats in the Sahel region."
THIRD = "The American ambassador accredited in Morocco took part in the talks, according to those who attended."
OTHER = "Beekeepers of the Atlas mountains expect a harvest of honey that is larger than any since the drought began."
FOURTH = "Schools of the capital will close earlier next week because of the heat that meteorologists announce."


def text(*sentences: str) -> Report:
    return Report("\n".join(sentences), ())


CREDITS = [
    ("RABAT (AFP) – Le directeur a été reçu vendredi.", ("AFP",)),
    ("The minister arrived on Monday, AFP reported.", ("AFP",)),
    ("Le ministre est arrivé lundi, rapporte l’AFP.", ("AFP",)),
    ("Le ministre est arrivé lundi, a indiqué un porte-parole à l’AFP.", ()),
    ("A spokesman told Reuters that talks went on.", ("Reuters",)),
    ("The minister arrived on Monday.\nReuters/AFP", ("Reuters", "AFP")),
    ("Le ministre est arrivé lundi.\nAvec MAP", ("MAP",)),
    ("PARIS, April 7 (Reuters) - The minister arrived.", ("Reuters",)),
    ("Selon l’agence Maghreb Arabe Presse, le ministre est arrivé.", ("MAP",)),
    ("Le ministre est arrivé lundi (photo AFP).", ()),
    ("The minister spoke. (Photo: AFP)", ()),
    ("The director of AFP met the minister on Monday.", ()),
    ("The MENA region and the AP course were discussed.", ()),
]


@pytest.mark.parametrize(("said", "credited"), CREDITS, ids=[said[-40:] for said, _ in CREDITS])
def test_credits_of_agencies_are_found(said: str, credited: tuple[str, ...]) -> None:
    assert credits_in(Report(said, ())) == credited


def test_an_agency_that_signs_or_publishes_is_credited() -> None:
    assert credits_in(Report("A minister arrived.", (), authors=("AFP",), publisher="Le Matin")) == ("AFP",)
    assert credits_in(Report("A minister arrived.", (), publisher="Reuters")) == ("Reuters",)


def test_partial_copies_are_no_independent_texts() -> None:
    whole = sketch(text(LEAD, SECOND, THIRD))
    assert resemblance(whole, sketch(text(OTHER, SECOND, THIRD))) is EchoKind.TEXT, "two paragraphs of three"
    assert resemblance(whole, sketch(text(LEAD, OTHER, FOURTH))) is EchoKind.LEAD
    assert resemblance(whole, sketch(text(OTHER, FOURTH, LEAD, FOURTH[::-1]))) is EchoKind.LEAD
    assert resemblance(whole, sketch(text(OTHER, FOURTH, THIRD))) is None, "a quotation in common is no copy"
    assert resemblance(whole, sketch(text(LEAD.replace("Friday", "7 April"), OTHER, FOURTH))) is EchoKind.LEAD
    assert resemblance(whole, sketch(text(OTHER, FOURTH))) is None
    assert resemblance(whole, sketch(text("Short."))) is None


def test_rewrites_that_credit_one_agency_are_one_origin_told_twice(ledger: entrevue.Ledger) -> None:
    for number, credit in enumerate(("(AFP)", "selon l’AFP", "Rien."), 1):
        site = f"S{number}"
        ledger.record(reading(Told(), url=f"https://{site}.example/1", publisher=site, title=site, extra=credit))
    (one,) = ledger.find()
    assert (one.reports, one.origins, one.start.origins) == (3, 2, 2)
    (echo,) = ledger.echoes(one.id)
    assert (echo.kind, echo.about, {echo.one, echo.other} <= set(one.stems)) == (EchoKind.CREDIT, "AFP", True)
    assert ledger.verify() == ()


def test_a_report_that_credits_two_agencies_does_not_make_them_one(ledger: entrevue.Ledger) -> None:
    for number, credit in enumerate(("(AFP)", "(Reuters)", "Reuters/AFP"), 1):
        site = f"S{number}"
        ledger.record(reading(Told(), url=f"https://{site}.example/1", publisher=site, title=site, extra=credit))
    (one,) = ledger.find()
    assert (one.reports, one.origins) == (3, 2)


def test_one_communique_in_two_languages_is_one_origin(ledger: entrevue.Ledger) -> None:
    for number, source in enumerate(("un communiqué de la DGST", "a DGST statement"), 1):
        site = f"S{number}"
        ledger.record(reading(Told(source=source), url=f"https://{site}.example/1", publisher=site, title=site))
    (one,) = ledger.find()
    assert (one.reports, one.origins) == (2, 1)
    assert [echo.kind for echo in ledger.echoes(one.id)] == [EchoKind.SOURCE]


def test_of_ever_so_many_accounts_each_is_compared_with_the_first_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recording, and every look at an engagement, took time with the square of the reports that tell of it."""
    asked: list[str] = []
    compare = independence.echo_of
    monkeypatch.setattr(independence, "_COMPARED", 5)

    def counted(one: RecordedAccount, other: RecordedAccount) -> Echo | None:
        asked.append(one.stem)
        return compare(one, other)

    monkeypatch.setattr(independence, "echo_of", counted)
    with entrevue.Ledger(":memory:") as ledger:
        for number in range(40):
            told = reading(
                Told(), url=f"https://{number}.example/", publisher=f"P{number}", extra=f"word{number} " * 30
            )
            ledger.record(told)
        (one,) = ledger.find()
        assert one.reports == 40
        asked.clear()
        assert len(independence.origins(ledger.accounts(one.id))) == 40
    assert max(map(asked.count, asked)) == 5
