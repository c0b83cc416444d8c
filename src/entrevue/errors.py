"""One tree of exceptions: what the library raises on wrong use, with what to do next.

Bad *input* is no exception here: a page that cannot be read gives a `Problem` value, so that one bad page never
stops a run (see `entrevue.domain.reading`).
"""


class EntrevueError(Exception):
    """Root of every exception that Entrevue raises on purpose; its text is one clear line."""


class PackError(EntrevueError):
    """A language pack is missing or one of its data files breaks the schema."""


class AtlasError(EntrevueError):
    """A table of the atlas breaks the schema."""


class ModelError(EntrevueError):
    """A language pipeline is missing, or of a version that was never measured."""


class FetchRefused(EntrevueError):
    """An address must not be fetched: its scheme, its host or an answer of its server is not allowed."""
