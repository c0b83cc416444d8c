"""Records as JSON lines."""

from entrevue.cli.door import say_json
from entrevue.domain.reading import Reading
from entrevue.wire import record_of


class JsonPrinter:
    """Prints one JSON object a page, at once."""

    def __init__(self, *, evidence: bool) -> None:
        """`evidence=True` adds the report's text and the quotes."""
        self.evidence = evidence

    def add(self, name: str, reading: Reading) -> None:
        """Print a record."""
        line = record_of(reading, name, evidence=self.evidence).to_json()
        say_json(line)

    def close(self) -> None:
        """Nothing is kept."""
