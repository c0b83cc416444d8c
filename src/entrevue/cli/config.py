"""`entrevue config`: every setting, its value, and what says so."""

import os

from entrevue.cli.door import say
from entrevue.cli.ledgers import AsJson, print_json
from entrevue.cli.tongue import said
from entrevue.configuring import Setting, files, settings


def config(json: AsJson = False) -> None:
    """Show the settings as they stand, and where each comes from: a file, the environment, or the default."""
    from entrevue.wiring import printable  # passwords of databases are not shown

    shown = [
        Setting(one.name, printable(one.value) if "://" in one.value else one.value, one.origin)
        for one in settings(os.environ, files())
    ]
    if json:
        print_json({"name": one.name, "value": one.value, "origin": one.origin} for one in shown)
        return
    for one in shown:
        say(f"{one.name:24} {said(one.value) if one.value else '-'}  ({said(one.origin)})")
    say(said("files: %(files)s", files=said(", then ").join(str(path) for path in files())))
