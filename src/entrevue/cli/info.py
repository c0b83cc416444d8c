"""`entrevue info` and `entrevue topics`: what a report of a fault needs; the topic scheme."""

import platform
import sys
from hashlib import sha256
from importlib import metadata, resources
from importlib.resources.abc import Traversable

from entrevue.cli.door import say
from entrevue.cli.ledgers import AsJson, Place, print_json
from entrevue.cli.tongue import in_words, message, named, said

_PARTS = ("sqlalchemy", "onnxruntime", "numpy", "lxml", "tokenizers", "fastapi", "pypdfium2", "psycopg")


def info(json: AsJson = False, ledger: Place = None) -> None:
    """Tell versions, model, packs, ledger and platform: what a report of a fault needs."""
    told: dict[str, object] = {
        "entrevue": metadata.version("entrevue"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "encoding": sys.stdout.encoding,
        "parts": {name: _version(name) for name in _PARTS},
        "model": _model(),
        "packs": {pack.name: _hash(pack) for pack in sorted(_packs(), key=lambda pack: pack.name)},
        "ledger": _ledger(ledger),
    }
    if json:
        print_json([told])
        return
    for name, value in told.items():
        if isinstance(value, dict):
            say(f"{said(name)}:")
            for key, one in value.items():
                say(f"  {said(key) if name == 'ledger' else key:14} {said(str(one))}")
        else:
            say(f"{said(name):16} {said(str(value))}")


def topics(json: AsJson = False) -> None:
    """List the classes of the topic scheme, as `--topic` takes them."""
    from entrevue.inquiry.topics import topic_scheme

    if json:
        print_json([{"topic": topic} for topic in topic_scheme()])
        return
    for topic in topic_scheme():
        name = named("topic", topic)
        say(topic if name == topic else f"{topic:20} {name}")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return message("not installed")


def _model() -> str:
    """The name of the trained model, which is the hash over its files."""
    from entrevue.pipeline import model_hash

    return model_hash() or message("none")


def _packs() -> list[Traversable]:
    """The folders of the language packs."""
    return [one for one in resources.files("entrevue.languages").joinpath("packs").iterdir() if one.is_dir()]


def _hash(folder: Traversable) -> str:
    """Twelve digits over the files of a pack."""
    whole = sha256()
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.is_file():
            whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:12]


def _ledger(place: str | None) -> dict[str, object] | str:
    """Where the ledger is and what it holds; or why it cannot be asked."""
    from entrevue.errors import EntrevueError
    from entrevue.wiring import Ledger, default_place, is_missing, printable

    where = place or default_place()
    try:
        if is_missing(where):
            return f"{printable(where)} ({said('not there yet')})"
        with Ledger(where, create=False) as book:
            status = book.status()
        return {"place": status.place, **status.totals}
    except EntrevueError as error:
        return in_words(error)
