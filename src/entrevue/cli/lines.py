"""Records as JSON lines."""

import sys

from entrevue.domain.reading import Reading
from entrevue.wire import record_of


class JsonPrinter:
    """Prints one JSON object a page, at once."""

    def __init__(self, *, evidence: bool) -> None:
        """`evidence=True` adds the report's text and the quotes."""
        self.evidence = evidence

    def add(self, name: str, reading: Reading) -> None:
        """Print a record; text that no UTF-8 can hold is replaced."""
        line = record_of(reading, name, evidence=self.evidence).to_json()
        sys.stdout.write(line.encode("utf-8", "replace").decode() + "\n")
        sys.stdout.flush()

    def close(self) -> None:
        """Nothing is kept."""
