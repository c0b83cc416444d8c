"""No place that is shown tells a password."""

import pytest

from entrevue.stores.places import printable


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("ledger.db", "ledger.db"),
        (":memory:", ":memory:"),
        ("a:b@c.db", "a:b@c.db"),
        ("postgresql://host/ledger", "postgresql://host/ledger"),
        ("postgresql://ada@host/ledger", "postgresql://ada@host/ledger"),
        ("postgresql://ada:s3cret@host:5432/ledger", "postgresql://ada:***@host:5432/ledger"),
        ("postgresql://:s3cret@host/ledger", "postgresql://:***@host/ledger"),
        ("postgresql://ada:s3/cr:et?@host/ledger", "postgresql://ada:***@host/ledger"),
        ("postgresql://ada:s3@cret@host/ledger", "postgresql://ada:***@host/ledger"),
        ("postgresql+psycopg://ada:s3\ncret@[::1]/ledger", "postgresql+psycopg://ada:***@[::1]/ledger"),
        ("mysql://ada:s3cret@host/ledger", "mysql://ada:***@host/ledger"),
        (
            "postgresql://host/ledger?user=ada&password=s3cret&sslpassword=s3cret#x",
            "postgresql://host/ledger?user=ada&password=***&sslpassword=***#x",
        ),
        ("postgresql:///ledger?PASSWORD=s3cret", "postgresql:///ledger?PASSWORD=***"),
    ],
)
def test_a_place_is_shown_without_its_password(place: str, shown: str) -> None:
    assert printable(place) == shown
    assert "cret" not in printable(place)
