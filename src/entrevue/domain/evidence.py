"""Evidence: the span of a report that supports a field."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span of a report's text: `report.text[start:end] == quote`.

    Offsets count code points of the immutable `Report.text`, end exclusive.
    """

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Evidence":
        """Cut the span out of `text`."""
        return cls(start, end, text[start:end])

    def overlaps(self, other: "Evidence") -> bool:
        """Say whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end
