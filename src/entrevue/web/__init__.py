"""The ledger in the browser: reading room, desk and REST over one `Ledger`."""

from entrevue.web.app import create_app

__all__ = ["create_app"]
