"""The gold sets of sameness as values: accounts under their engagements, pairs of appearances with the right answer."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from entrevue.domain.dates import PartialDate
from entrevue.domain.reading import Account, Kind, Part, Participation, Status
from entrevue.domain.recorded import Appearance, Context, RecordedAccount

CASES = Path(__file__).parents[1] / "tests" / "identity" / "cases"
_PARTS = {"v": Part.VISITOR, "h": Part.HOST, "p": Part.PARTICIPANT}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two appearances, whether they are one person of the ledger, and why."""

    one: Appearance
    other: Appearance
    same: bool
    why: str
    line: int


def accounts(folder: Path = CASES / "accounts") -> Iterator[tuple[str, RecordedAccount]]:
    """Every gold account after the name of its engagement; the format is told in the folder's README.md."""
    for path in sorted(folder.glob("*.txt")):
        engagement = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("="):
                engagement = line[1:].split()[0]
            elif line and not line.startswith("#"):
                yield engagement, account(line, f"{path.stem}:{number}")


def account(line: str, stem: str) -> RecordedAccount:
    """An account from a line of the gold set."""
    told, kind, when, where, status, who = (cell.strip() for cell in line.split("|"))
    language, published = told.split()
    state, _, city = where.partition(" ")
    start, end = _when(when)
    words = status.split()
    content = Account(
        id="e1",
        kind=Kind(kind),
        start=start,
        end=end,
        country=_cell(state),
        city=_cell(city),
        status=Status(words[0]),
        participants=tuple(_participation(cell) for cell in who.split(" + ")),
        main=words[-1] != "aside",
    )
    context = Context(f"report {stem}", published=_date(published), language=language)
    return RecordedAccount(stem, content, context)


def damaged(recorded: RecordedAccount, chance: Random, share: float) -> RecordedAccount:
    """The account as a reader would tell it that loses or mistakes every field with the chance `share`."""
    told = recorded.account

    def hit() -> bool:
        return chance.random() < share

    people = tuple(_hurt(p, hit, chance) for p in told.participants if len(told.participants) == 1 or not hit())
    start, end = told.start, told.end
    if start and start.day and hit():
        start = PartialDate.of(start.first + dt.timedelta(days=chance.choice([-1, 1])))
        end = start if end == told.start else end
    content = replace(
        told,
        start=start,
        end=None if end and start and end.last < start.first else end,
        city=None if hit() else told.city,
        country=None if hit() else told.country,
        participants=people or told.participants,
    )
    return replace(recorded, account=content)


def _hurt(told: Participation, hit: Callable[[], bool], chance: Random) -> Participation:
    name = told.name
    if name and hit():
        name = chance.choice([None, name.split()[-1]]) if told.office or told.organization else name.split()[-1]
    return replace(
        told,
        name=name,
        office=None if hit() and (name or told.organization) else told.office,
        organization=None if hit() and (name or told.office) else told.organization,
        country=None if hit() else told.country,
        part=Part.PARTICIPANT if hit() else told.part,
    )


def pairs(path: Path = CASES / "persons.txt") -> Iterator[Pair]:
    """Every pair of appearances of the gold set."""
    why = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("="):
            why = line[1:].strip()
        elif line and not line.startswith("#"):
            answer, one, other = line.split("|")
            yield Pair(appearance(one), appearance(other), answer.strip() == "same", why, number)


def appearance(text: str) -> Appearance:
    """An appearance from `name; office; organisation; state`."""
    name, office, organization, country = (_cell(cell) for cell in text.split(";"))
    return Appearance(name or "", office, organization, country)


def _participation(text: str) -> Participation:
    name, office, organization, country, part = text.split(";")
    return Participation(_cell(name), _cell(office), _cell(organization), _cell(country), _PARTS[part.strip()])


def _when(text: str) -> tuple[PartialDate | None, PartialDate | None]:
    start, slash, end = text.partition("/")
    return _date(start), _date(end) if slash else _date(start)


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text.strip()) if text.strip() not in {"", "?"} else None


def _cell(text: str) -> str | None:
    return text.strip() if text.strip() not in {"", "-"} else None
