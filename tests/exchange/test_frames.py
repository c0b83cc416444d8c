"""Frames hold what the tables hold, with a dictionary that tells every column."""

import pytest

import entrevue
from entrevue.domain.queries import Query
from entrevue.exchange.rows import ACCOUNTS, EVIDENCE
from entrevue.inquiry.tidy import TABLES
from tests.exchange.ledgers import furnish


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_accounts_evidence_and_dictionary(library: str) -> None:
    pytest.importorskip(library)
    with entrevue.Ledger(":memory:") as ledger:
        furnish(ledger)
        made = entrevue.frames(ledger, library=library)
        accounts = sum(len(one.stems) for one in ledger.find(limit=None))
        assert (len(made.engagements), len(made.accounts)) == (ledger.count(), accounts)
        assert set(made.evidence["account"]) <= set(made.accounts["id"])
        assert set(made.accounts["engagement"]) == set(made.engagements["id"])
        for table in (*TABLES.values(), ACCOUNTS, EVIDENCE):
            assert list(getattr(made, table.name).columns) == [column.name for column in table.columns]
        told = set(zip(made.dictionary["table"], made.dictionary["column"], strict=True))
        assert {(t.name, c.name) for t in (*TABLES.values(), ACCOUNTS, EVIDENCE) for c in t.columns} == told


def test_a_query_narrows_all_of_them() -> None:
    pytest.importorskip("pandas")
    with entrevue.Ledger(":memory:") as ledger:
        furnish(ledger)
        made = entrevue.frames(ledger, Query(place="Marrakech"))
        assert len(made.engagements) == len(made.accounts) == 1
        assert len(entrevue.frames(ledger, Query(states=("JP", "FR"))).evidence) == 0
