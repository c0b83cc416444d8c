"""What a page leaves unsaid, and why nothing was read from it, in words."""

from typing import TYPE_CHECKING

from entrevue.cli.tongue import message, said, worded
from entrevue.domain.report import NOT_READ

if TYPE_CHECKING:
    from entrevue.domain.reading import Reading

_WHY = {
    "language": message("its language is not known, or not read"),
    "no trigger": message("no word in it announces a visit, meeting, call, conference or signing"),
    "no side": message("no state and no international organisation is named"),
    "no official": message("nobody in office is told to meet somebody of another side"),
}


def missing(reading: "Reading") -> tuple[str, ...]:
    """What is not known of a report and would help to read it: "date", "language"."""
    lacks = {
        "date": reading.report.published is None,
        "language": reading.silent == "language" or reading.report.language is None,
    }
    return tuple(name for name, lacking in lacks.items() if lacking)


def why_nothing(reading: "Reading") -> str:
    """Why a report tells of no engagement, as far as that can be told."""
    noted = [note.removeprefix(NOT_READ) for note in reading.report.notes if note.startswith(NOT_READ)]
    known = _WHY.get(reading.silent or "")
    why = worded(noted[0]) if noted else said(known) if known else ""
    hint = said("; --lang tells it") if reading.report.language is None else ""
    return f"{said('no engagement told')}: {why}{hint}" if why else said("no engagement told")
