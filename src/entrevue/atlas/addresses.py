"""The state that an address on the web belongs to."""

_SHARED = frozenset(("tv", "me", "io", "co", "ai", "fm", "ly", "to", "cc", "eu"))  # national endings that anybody uses


def state_of_address(url: str | None) -> str | None:
    """The state of an address's national domain."""
    host = (url or "").partition("//")[2].partition("/")[0].partition(":")[0]
    ending = host.rpartition(".")[2]
    if len(ending) != 2 or ending in _SHARED:
        return None
    return "GB" if ending == "uk" else ending.upper()
