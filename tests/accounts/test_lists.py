"""Lists: the items behind a colon go on with the line that opens them."""

import pytest

import entrevue

_TEXT = """Entretiens à Accra

Selon un communiqué, le ministre algérien des Affaires étrangères, M. Ali Badaoui, s'est entretenu mardi à Accra avec :
- Le ministre des Affaires étrangères du Bénin, M. Rachid Zinsou,
- Le ministre des Affaires étrangères du Gabon, M. Paul Obame,
- Ainsi que le ministre des Affaires étrangères du Togo, M. Kossi Agbeko.
Les échanges ont porté sur la pêche et le commerce.
"""

_PAGE = """<html><head><title>Entretiens à Accra</title></head><body><article><h1>Entretiens à Accra</h1>
<p>Selon un communiqué, le ministre algérien des Affaires étrangères, M. Ali Badaoui, s'est entretenu mardi à Accra avec :</p>
<ul><li>Le ministre des Affaires étrangères du Bénin, M. Rachid Zinsou,</li>
<li>Le ministre des Affaires étrangères du Gabon, M. Paul Obame,</li>
<li>Le ministre des Affaires étrangères du Togo, M. Kossi Agbeko.</li></ul>
<p>Les échanges ont porté sur la pêche et le commerce, selon le texte que le ministère a publié à Alger.</p></article></body></html>
"""


@pytest.mark.parametrize("page", [_TEXT, _PAGE])
def test_each_item_of_a_list_is_somebody_met(page: str) -> None:
    accounts = entrevue.read(page, published="2025-05-15", language="fr").accounts
    met = [[person.name for person in account.participants] for account in accounts]
    assert met == [["Ali Badaoui", name] for name in ("Rachid Zinsou", "Paul Obame", "Kossi Agbeko")]
    assert {(str(account.start), account.city) for account in accounts} == {("2025-05-13", "Accra")}
