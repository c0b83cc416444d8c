"""The formats by name. Each is a module with one function `write(export, out, losses)`, loaded when it is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO

from entrevue.errors import WrongQuery
from entrevue.exchange.exporting import Export, Loss, Losses

TABLES = ("engagements", "participations", "dyads", "accounts", "evidence", "claims")


@dataclass(frozen=True, slots=True)
class Format:
    """A format that an export can have.

    `tables`: whether one of the tables can be had alone, and which suffix and media type it has then.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    module: str
    function: str = "write"
    single: tuple[str, str] | None = None

    def named(self, table: str | None) -> tuple[str, str]:
        """Suffix and media type of a file, of one table or of all that it holds."""
        return self.single if table and self.single else (self.suffix, self.media_type)

    def writer(self) -> Callable[[Export, BinaryIO, Losses], None]:
        """The function that writes it."""
        found: Callable[[Export, BinaryIO, Losses], None] = getattr(
            import_module(f"entrevue.exchange.{self.module}"), self.function
        )
        return found


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = ("csv", "text/csv; charset=utf-8")
_PARQUET = ("parquet", "application/vnd.apache.parquet")
_JSONL = ("jsonl", "application/jsonl")
_ZIP = ("zip", "application/zip")
_LIST = (
    Format("csv", "CSV", *_ZIP, "tables", "write_csv", _CSV),
    Format("xlsx", "Excel", "xlsx", _XLSX, "workbook", single=("xlsx", _XLSX)),
    Format("jsonl", "JSON Lines", *_JSONL, "lines", single=_JSONL),
    Format("parquet", "Parquet", *_ZIP, "tables", "write_parquet", _PARQUET),
    Format("ics", "iCalendar", "ics", "text/calendar; charset=utf-8", "calendars"),
    Format("plover", "PLOVER", *_JSONL, "plover"),
    Format("cameo", "CAMEO", "tsv", "text/tab-separated-values; charset=utf-8", "cameo"),
    Format("ftm", "FollowTheMoney", "ftm.json", "application/json+ftm", "money"),
    Format("stix", "STIX 2.1", "stix.json", "application/stix+json;version=2.1", "stix"),
    Format(
        "opencti", "OpenCTI (STIX 2.1)", "opencti.json", "application/stix+json;version=2.1", "stix", "write_opencti"
    ),
    Format("jsonld", "JSON-LD (schema.org)", "jsonld", "application/ld+json", "linked", "write_jsonld"),
    Format("rdf", "RDF (N-Triples)", "nt", "application/n-triples", "linked", "write_rdf"),
    Format("graphml", "GraphML", "graphml", "application/graphml+xml", "networks", "write_graphml"),
    Format("gexf", "GEXF", "gexf", "application/gexf+xml", "networks", "write_gexf"),
    Format("bibtex", "BibTeX", "bib", "application/x-bibtex; charset=utf-8", "references", "write_bibtex"),
    Format("ris", "RIS", "ris", "application/x-research-info-systems", "references", "write_ris"),
    Format("csl", "CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", "references", "write_csl"),
)
FORMATS = {one.name: one for one in _LIST}


def format_named(name: str) -> Format:
    """The format of that name; WrongQuery names those that there are."""
    found = FORMATS.get(name)
    if found is None:
        raise WrongQuery(
            "no format is called “%(text)s”; there are: %(right)s", text=name[:40], right=", ".join(FORMATS)
        )
    return found


def export(name: str, what: Export, out: BinaryIO) -> tuple[Loss, ...]:
    """Write an export in a format; what could not be expressed, and how often.

    Everything is of one state of the ledger. WrongQuery for a format or a table that there is not.
    """
    chosen = format_named(name)
    if what.table is not None and (chosen.single is None or what.table not in TABLES):
        right = ", ".join(TABLES) if chosen.single else f"none, with {name}"
        raise WrongQuery("there is no table “%(text)s”; there are: %(right)s", text=what.table[:40], right=right)
    losses = Losses()
    with what.source.one_state():
        chosen.writer()(what, out, losses)
    return losses.report()
