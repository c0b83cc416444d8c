"""Which reports are for training, for choosing, for testing."""

from pathlib import Path


def read_splits(plan: Path) -> dict[str, str]:
    """The split of each report ("train", "dev", "test"), from the plan; what it does not name is for training."""
    rows = [line.split("\t") for line in plan.read_text("utf-8").splitlines()[1:]]
    return {row[0]: row[-1] for row in rows}
