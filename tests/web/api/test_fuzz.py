"""Requests made up from the description, good and bad: never a failure on our side, always what the description says."""

from typing import Any

import hypothesis
import schemathesis
from fastapi import FastAPI
from schemathesis.checks import CHECKS

from entrevue.web import create_app
from entrevue.web.site import SiteSettings
from entrevue.wiring import Ledger
from tests.web.books import Watch, furnish, quick_users, token_of

EXAMPLES = 12
WANTED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


def application() -> tuple[FastAPI, str]:
    """An application over a furnished ledger, without limits, and the token of an administrator."""
    ledger = Ledger(":memory:")
    quick_users(ledger, Watch())
    furnish(ledger)
    return create_app(ledger, SiteSettings(api_rates=("", ""))), token_of(ledger, "administrator")


APP, TOKEN = application()
SCHEMA = schemathesis.openapi.from_asgi("/api/v1/openapi.json", APP)


@SCHEMA.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_no_request_makes_the_api_fail(case: Any) -> None:
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {TOKEN}"}
    response = case.call(timeout=60)
    case.validate_response(response, checks=[check for check in CHECKS.get_all() if check.__name__ in WANTED])
