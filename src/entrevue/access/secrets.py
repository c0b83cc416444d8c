"""Secrets that are made here, shown once, and kept only as hashes."""

import hashlib
import secrets

_BYTES = 32
TOKEN_PREFIX = "entrevue_"  # noqa: S105 (so that tools that look for leaked secrets know one when they see it)


def new_secret() -> str:
    """A random secret of 256 bits, fit for a cookie or a header."""
    return secrets.token_urlsafe(_BYTES)


def new_id(kind: str) -> str:
    """An id of a kind: "u" for "u-3f…"."""
    return f"{kind}-{secrets.token_hex(8)}"


def hash_of(secret: str) -> str:
    """What is kept of a secret: a plain hash is enough for one of 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
