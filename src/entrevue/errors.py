"""One tree of exceptions: what the library raises on wrong use, with what to do next.

Bad *input* is no exception here: a page that cannot be read gives a `Problem` value, so that one bad page never
stops a run (see `entrevue.domain.reading`).
"""

from importlib.util import find_spec


class EntrevueError(Exception):
    """Root of every exception that Entrevue raises on purpose; its text is one clear line.

    `message` and `values` are what it is made of, so that a page can say it in its own language.
    """

    def __init__(self, message: str = "", /, **values: object) -> None:
        """`message`: the text, in which values stand by name ("%(name)s")."""
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class SettingError(EntrevueError):
    """A setting in the environment or an option holds a value that it cannot have."""


class MissingExtra(EntrevueError):
    """Something is asked for that needs a library which is not installed; the text says how to install it."""

    def __init__(self, extra: str, what: str) -> None:
        """`extra`: the extra of the package that brings it; `what`: what needs it."""
        super().__init__(
            "%(what)s need more than is installed: pip install 'entrevue[%(extra)s]'", what=what, extra=extra
        )
        self.extra = extra


def needed(module: str, extra: str, what: str) -> None:
    """Say that `what` needs an extra of the package, where the module that it brings is not installed."""
    if find_spec(module) is None:
        raise MissingExtra(extra, what)


class UnreadablePage(EntrevueError):
    """A page holds no report that can be read; `reason` says why, `name` which page where the caller told it."""

    def __init__(self, reason: str, name: str | None = None) -> None:
        """Keep both; the exception's text is one line."""
        super().__init__(f"{name}: {reason}" if name else reason)
        self.reason = reason
        self.name = name


class UnreadableFile(EntrevueError):
    """A file that was to be imported is not as it has to be; the text names the line."""

    def __init__(self, name: str, reason: str, line: int | None = None) -> None:
        """`line`: counted from 1, where one line is at fault."""
        super().__init__(f"{name}{f', line {line}' if line else ''}: {reason}")
        self.name, self.reason, self.line = name, reason, line


class UnusableOutput(EntrevueError):
    """Nothing can be written where it was to be: no such folder, no permission, no room, or a terminal."""


class PackError(EntrevueError):
    """A language pack is missing or one of its data files breaks the schema."""


class AtlasError(EntrevueError):
    """A table of the atlas breaks the schema."""


class LedgerError(EntrevueError):
    """Something about a ledger: its file or server, what it holds, or what was asked of it."""


class UnusableLedger(LedgerError):
    """A ledger cannot be opened or written: no ledger, damaged, of a newer version, read-only, unreachable, disk full."""


class DamagedLedger(UnusableLedger):
    """The database itself says that a ledger's pages are broken: only a backup helps."""


class WrongText(LedgerError):
    """A text that no ledger keeps: one with a NUL, or with half of a character."""


class UnknownId(LedgerError):
    """The ledger holds nothing under an id: it never did, or it was forgotten."""

    def __init__(self, id: str, kind: str = "engagement") -> None:  # noqa: A002 (the word for it)
        """`kind`: what was looked for."""
        super().__init__("the ledger holds no %(field)s %(id)r: never recorded, or forgotten", field=kind, id=id)
        self.id = id
        self.kind = kind


class WrongDecision(LedgerError):
    """A decision that cannot be made: a merge of two kinds, a correction of a field that is none, an undo of nothing."""


class ClashingDecision(WrongDecision):
    """A decision that contradicts one that stands; `values["number"]` is that one's."""


class StaleDecision(WrongDecision):
    """A decision about what has changed since its maker saw it; the text says who changed what."""


class WrongReply(LedgerError):
    """A reply that cannot be kept; `problems` says by field what is wrong with it ("email": "missing")."""

    def __init__(self, problems: dict[str, str]) -> None:
        """Each problem is one of the words in `entrevue.domain.replies.PROBLEMS`."""
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = problems


class WrongNote(LedgerError):
    """A note, tag, collection or kept search that cannot be kept; the text says what would be right."""


class AccessError(EntrevueError):
    """Something about users and what they may do."""


class WrongUser(AccessError):
    """A user, password, role or token that cannot be made or changed so; the text says what would be right."""


class WrongQuery(LedgerError):
    """A question with a value that it cannot have: no such state, no date; the text says what would be right."""


class ScaleError(EntrevueError):
    """A source, an output or an engine of a large run cannot be used; the text says what would be right."""


class WrongWatch(LedgerError):
    """A watch or an alert that cannot be kept; the text says what would be right."""


class Busy(EntrevueError):
    """More is asked for at once than is worked on; the same can be asked again shortly."""
