"""One key for the names that reports give an organisation."""

from entrevue.identity.names import plain


def organisation_key(name: str, country: str | None = None) -> str:
    """The key under which the ledger files an organisation: equal for its acronym and its names in any language."""
    return f"{country or ''}:{plain(name)}"
