"""The whole API asked with requests made up from its description, many more than the tests ask.

    python bench/api_fuzz.py [--examples 300]

Prints how many requests were made and fails on the first that the API does not answer as its description says.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import hypothesis
import schemathesis
from schemathesis.checks import CHECKS

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.web.api.test_fuzz import SCHEMA, TOKEN, WANTED


def main() -> None:
    """Ask every operation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=300)
    options = parser.parse_args()
    checks = [check for check in CHECKS.get_all() if check.__name__ in WANTED]
    statuses: Counter[int] = Counter()
    settings = hypothesis.settings(
        max_examples=options.examples, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    operations = 0
    for result in SCHEMA.get_all_operations():
        operation = result.ok()

        def ask(case: Any) -> None:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {TOKEN}"}
            response = case.call(timeout=60)
            statuses[response.status_code] += 1
            case.validate_response(response, checks=checks)

        for mode in schemathesis.GenerationMode:
            strategy: Any = operation.as_strategy(generation_mode=mode)
            settings(hypothesis.given(strategy)(ask))()
        operations += 1
        print(f"{operation.method.upper():7}{operation.path}", flush=True)
    told = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    print(f"{sum(statuses.values())} requests to {operations} operations: {told}")


if __name__ == "__main__":
    main()
