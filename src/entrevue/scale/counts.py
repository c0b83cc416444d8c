"""What a run counts: how far pages came, and the time that each stage took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from entrevue.domain.reading import Reading
from entrevue.scale.gates import GATES, Gate
from entrevue.scale.work import Passed


@dataclass
class Counts:
    """Sums over a run; they go into the journal, so that a run that goes on has those of the whole.

    `came` and `seconds` are by stage: what came to it, and processor time of all processes together that it took.
    `told`: reports with accounts, `reprints` those of them that were not read again.
    """

    records: int = 0
    damaged: int = 0  # bytes
    problems: int = 0
    accounts: int = 0
    told: int = 0
    reprints: int = 0
    came: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def add_passed(self, passed: Passed) -> None:
        """Count a page that was sifted."""
        self.records += 1
        self.damaged += passed.damaged
        self._add("cutting out", passed.seconds)
        spent = passed.sifted.spent or (0.0,)
        for gate, seconds in zip(GATES, spent, strict=False):
            self._add(gate, seconds)

    def add_read(self, seconds: float) -> None:
        """Count a report that was read."""
        self._add(Gate.READING, seconds)

    def add(self, piece: "Counts", *, problems: int, readings: Sequence[Reading]) -> None:
        """Add what was counted of a piece, and what came of it."""
        self.records += piece.records
        self.damaged += piece.damaged
        self.reprints += piece.reprints
        self.problems += problems
        self.told += sum(1 for reading in readings if reading.accounts)
        self.accounts += sum(len(reading.accounts) for reading in readings)
        for stage, came in piece.came.items():
            self.came[stage] = self.came.get(stage, 0) + came
            self.seconds[stage] = self.seconds.get(stage, 0.0) + piece.seconds[stage]

    def add_writing(self, seconds: float, rows: int) -> None:
        """Count rows that were written."""
        self._add("writing", seconds)
        self.came["writing"] += rows - 1

    def _add(self, stage: str, seconds: float) -> None:
        self.came[stage] = self.came.get(stage, 0) + 1
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    def share(self, gate: Gate) -> float:
        """The share of all records that came to a gate."""
        return self.came.get(gate, 0) / self.records if self.records else 0.0

    def as_json(self) -> dict[str, Any]:
        """As the journal keeps it."""
        seconds = {stage: round(value, 6) for stage, value in self.seconds.items()}
        return {**{name: getattr(self, name) for name in _NUMBERS}, "came": dict(self.came), "seconds": seconds}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Counts":
        """As the journal keeps it."""
        numbers = {name: int(told.get(name, 0)) for name in _NUMBERS}
        return cls(**numbers, came=dict(told.get("came", {})), seconds=dict(told.get("seconds", {})))


_NUMBERS = ("records", "damaged", "problems", "accounts", "told", "reprints")


def profile(counts: Counts) -> tuple[tuple[str, int, int, float, float], ...]:
    """Stages in their order: name, what came in, what went on, seconds, and the share of all the time."""
    stages = ["cutting out", *GATES, "writing"]
    whole = sum(counts.seconds.values()) or 1.0
    rows = []
    for place, stage in enumerate(stages):
        came = counts.came.get(stage, 0)
        if stage == "cutting out":
            on = came
        elif stage in {Gate.READING, "writing"}:
            on = counts.told if stage == Gate.READING else came
        else:
            on = counts.came.get(stages[place + 1], 0)
        if stage == Gate.TEXT:
            on += counts.reprints
        seconds = counts.seconds.get(stage, 0.0)
        rows.append((str(stage), came, on, seconds, seconds / whole))
    return tuple(rows)
