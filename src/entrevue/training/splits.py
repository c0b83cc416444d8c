"""Which reports are for training, for choosing, for testing."""

from pathlib import Path


def read_splits(plan: Path) -> dict[str, str]:
    """The split of each report: "train", "dev", "test", or "manner", which is held out and not chosen on.

    What neither the plan nor `held.tsv` beside it names is for training.
    """
    paths = [path for path in (plan, plan.with_name("held.tsv")) if path.exists()]
    rows = [line.split("\t") for path in paths for line in path.read_text("utf-8").splitlines()[1:]]
    return {row[0]: row[-1] for row in rows}
