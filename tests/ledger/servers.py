"""A PostgreSQL server of the tests' own: in a temporary folder, on a free loopback port, as an unprivileged user."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
_UNPRIVILEGED = "postgres"


def binaries() -> Path | None:
    """The folder of the newest server's programs, 15 or newer; None when there is none."""
    if _BINARIES and int(_BINARIES[0].parent.name) >= 15:
        return _BINARIES[0]
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def server(programs: Path, owner: str = "entrevue") -> Iterator[str]:
    """The address of a running server that belongs to `owner`, stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="entrevue-postgres-"))
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, _UNPRIVILEGED)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off"
    try:
        _run(programs / "initdb", "-D", data, "-U", owner, "-A", "trust", "-E", "UTF8", "--locale=C")
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        yield f"postgresql://{owner}@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: object) -> None:
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", f"--reuid={_UNPRIVILEGED}", f"--regid={_UNPRIVILEGED}", "--clear-groups", *words]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")
