"""Names, offices, organisations and places across spelling, language and script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrevue.domain.reading import Part, Participation
from entrevue.domain.recorded import Appearance
from entrevue.identity.names import Named, compare, name_keys, name_of
from entrevue.identity.offices import office_key
from entrevue.identity.organisations import organisation_key
from entrevue.identity.participants import alike
from entrevue.identity.persons import person_keys, same, signature
from entrevue.identity.places import Apart, cities_apart
from entrevue.identity.posts import posts_of
from entrevue.languages import codes
from entrevue.languages.names import load_names
from entrevue.languages.posts import load_posts


@pytest.mark.parametrize(
    ("one", "other", "named"),
    [
        ("Abdellatif Hammouchi", "Abdelatif Hamouchi", Named.SAME),
        ("Abdellatif Hammouchi", "عبد اللطيف حموشي", Named.SAME),
        ("Vladimir Poutine", "Владимир Путин", Named.SAME),
        ("Xi Jinping", "习近平", Named.SAME),
        ("Abdul Hamid Dbeibah", "Abdelhamid Dbeibah", Named.SAME),
        ("Munyuza Dan", "Dan Munyuza", Named.SAME),
        ("Mohammed VI", "Mohammed V", Named.OTHER),
        ("Abdullah 2nd", "Abdullah II", Named.SAME),
        ("Charles 3rd", "Charles 2nd", Named.OTHER),
        ("Abdou 1er", "Abdou I", Named.SAME),
        ("William Burns", "Nicholas Burns", Named.OTHER),
        ("Burns", "William Burns", Named.BARE),
        ("Jinping", "习近平", Named.BARE),
        ("Kim Jong-un", "Kim Jong-il", Named.OTHER),
        ("", "William Burns", Named.UNKNOWN),
        ("...", "??", Named.UNKNOWN),
    ],
)
def test_names_compare(one: str, other: str, named: Named) -> None:
    assert compare(one, other) is named
    assert compare(other, one) is named


def test_a_foreigners_name_in_han_signs_says_nothing() -> None:
    assert compare("Ahmed Attaf", "阿塔夫", chinese=False) is Named.UNKNOWN


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_compare_symmetrically(one: str, other: str) -> None:
    assert compare(one, other) is compare(other, one)
    assert isinstance(name_keys(one), tuple)


@given(st.text(min_size=1, max_size=40))
def test_a_name_is_never_another_than_itself(name: str) -> None:
    assert compare(name, name) is not Named.OTHER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("directeur de la CIA", None, "US"), ("CIA Director", "CIA", "US")),
        (("ministre des Affaires étrangères", None, "MA"), ("وزير الشؤون الخارجية", None, "MA")),
        (("chef de la diplomatie russe", None, "RU"), ("министр иностранных дел", None, "RU")),
        (("secrétaire d'État américain", None, "US"), ("US Secretary of State", None, "US")),
        (("président de la République", None, "DZ"), ("Algerian President", None, "DZ")),
        (("Premier ministre", None, "IT"), ("présidente du Conseil italien", None, "IT")),
        (("外交部长", None, "CN"), ("Chinese Foreign Minister", None, "CN")),
        (("Ambassadeur des États-Unis au Maroc", None, "US"), ("US Ambassador to Morocco", None, "US")),
        (("Interior Minister", None, "FR"), ("ministre français de l'Intérieur", None, "FR")),
    ],
)
def test_a_post_has_one_key_in_all_languages(
    one: tuple[str, str | None, str], other: tuple[str, str | None, str]
) -> None:
    assert office_key(*one) == office_key(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("vice-ministre de la Défense", None, "RU"), ("ministre de la Défense", None, "RU")),
        (("directeur de la DGST", "DGST", "MA"), ("directeur de la DGSN", "DGSN", "MA")),
        (("ambassadeur de France au Niger", None, "FR"), ("ambassadeur de France au Mali", None, "FR")),
        (("ministre de la Justice", None, "FR"), ("ministre de la Justice", None, "MA")),
    ],
)
def test_two_posts_have_two_keys(one: tuple[str, str | None, str], other: tuple[str, str | None, str]) -> None:
    assert office_key(*one) != office_key(*other)


def test_offices_that_tell_no_post_tell_none() -> None:
    assert posts_of("") == posts_of("haut responsable") == posts_of("official") == ()


def test_an_organisation_has_one_key() -> None:
    assert organisation_key("CIA") == organisation_key("Central Intelligence Agency", "US") == "us-cia"
    assert organisation_key("ЦРУ") == organisation_key("وكالة المخابرات المركزية") == "us-cia"
    assert organisation_key("ONU") == organisation_key("United Nations", "FR") == "un"
    assert organisation_key("Ministry of Defence", "TG") == organisation_key("ministère de la Défense", "TG")
    assert organisation_key("DGSN", "MA") == "ma-dgsn"
    assert organisation_key("DGSN", "DZ") != "ma-dgsn"
    assert organisation_key("Acme Mining") == ":acme mining"


def test_cities_lie_as_they_do() -> None:
    assert cities_apart("CN", "Pékin", "北京") is Apart.SAME
    assert cities_apart("MA", "Rabat", "Témara") is Apart.NEAR
    assert cities_apart("MA", "Rabat", "Marrakech") is Apart.FAR
    assert cities_apart("MA", "Rabat", "Nowhere at all") is Apart.UNKNOWN


def test_participants_of_one_engagement_line_up() -> None:
    named = Participation("Abdellatif Hammouchi", "directeur général de la DGST", "DGST", "MA", Part.HOST)
    nameless = Participation(None, "chef du renseignement marocain", "DGST", "MA", Part.HOST)
    other_side = Participation("Abdellatif Hammouchi", "directeur", "CIA", "US", Part.VISITOR)
    another = Participation("Mohamed Hammouchi", None, "DGST", "MA", Part.HOST)
    delegation = Participation(None, None, None, "MA", Part.HOST)
    assert alike(named, nameless).same
    assert alike(named, delegation).same
    assert alike(named, another).barred
    assert alike(nameless, other_side).barred


def test_a_signature_folds_what_is_no_difference() -> None:
    one = Appearance("M. Nasser BOURITA", "Ministre des Affaires étrangères", None, "MA")
    other = Appearance("Nasser Bourita", "ministre des affaires etrangeres", None, "MA")
    assert signature(one) == signature(other)
    assert signature(one) != signature(Appearance("Nasser Bourita", None, None, "MA"))
    assert signature(Appearance("Mohammed VI", "roi", None, "MA")) != signature(
        Appearance("Mohammed V", "roi", None, "MA")
    )


def test_persons_of_two_sides_are_certainly_two() -> None:
    one = Appearance("Mohamed Ali", "ministre de la Défense", None, "EG")
    assert same(one, Appearance("Mohamed Ali", "ministre de la Défense", None, "SO")).barred
    assert not same(one, Appearance("Mohamed Ali", "ambassadeur", None, "EG")).barred
    assert 1 <= len(person_keys(one)) <= 4


def test_a_title_is_no_name() -> None:
    assert [word.letters for word in name_of("Gen. Mubarakh Muganga").words] == ["mubarakh", "muganga"]
    assert name_of("Sheikh").words  # a lone title may be a name


@pytest.mark.parametrize("code", codes("names"))
def test_names_of_a_pack_follow_the_schema(code: str) -> None:
    assert load_names(code)


@pytest.mark.parametrize("code", codes("posts"))
def test_posts_of_a_pack_follow_the_schema(code: str) -> None:
    posts = load_posts(code)
    known = {role for every in codes("posts") for role in load_posts(every).roles}
    fields = {field for every in codes("posts") for field in load_posts(every).fields}
    for told in (posts.posts, *posts.sides.values()):
        for role, *duties in map(str.split, told):
            assert role in known
            assert set(duties) <= fields | {"council"}
