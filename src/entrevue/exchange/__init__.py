"""Other people's formats: one module a format, each with what it could not express.

>>> from entrevue.exchange import Export, export
>>> with entrevue.Ledger("ledger.db") as ledger, open("visits.ics", "wb") as out:
...     for loss in export("ics", Export(ledger, entrevue.Query(states=("MA", "US"))), out):
...         print(loss.count, loss.what, loss.why)
"""

from entrevue.exchange.exporting import Export, Loss, Losses, Source
from entrevue.exchange.formats import FORMATS, Format, export, format_named

__all__ = ["FORMATS", "Export", "Format", "Loss", "Losses", "Source", "export", "format_named"]
