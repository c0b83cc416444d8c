"""Two newcomers' paths, from a wheel in an environment without the sources: a student's and an engineer's."""

import os
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.conftest import NOTE, database
from tests.ledger.servers import binaries, server

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OLD = ROOT / "tests" / "ledger" / "fixtures" / "0001.db"


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment in which the wheel was installed; what it depends on is found beside it."""
    home = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(home)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = home.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home / "env")], check=True)
    env = home / "env"
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(env / "bin" / "python"),
        "install",
        "--no-index",
        "--no-deps",
    ]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    (site,) = env.glob("lib/python*/site-packages")
    # Appended behind the environment's own: the wheel comes first, and the sources, which are not among them, never.
    (site / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return env / "bin"


def run(script: str, programs: Path, folder: Path, **more: str) -> str:
    """What a script prints; it must end well."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "ENTREVUE_LEDGER"}}
    environment |= {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(folder), **more}
    done = subprocess.run(
        ["bash", str(HERE / script)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def test_what_runs_is_the_wheel(programs: Path) -> None:
    code = "import entrevue; print(entrevue.__file__, entrevue.__version__)"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    shown = subprocess.check_output([programs / "python", "-c", code], text=True, cwd="/", env=environment)
    assert str(programs.parent) in shown


def test_a_student_has_a_table_by_month_in_the_first_hour(programs: Path, tmp_path: Path) -> None:
    shown = run("student.sh", programs, tmp_path)
    assert "10 pages: 10 new; 10 accounts recorded" in shown
    assert "10 pages: 10 known already" in shown


@pytest.fixture
def postgres() -> Iterator[str]:
    """An empty database."""
    found = binaries()
    if found is None:
        pytest.fail(NOTE)
    with server(found) as address:
        yield database(address)


def test_an_engineer_has_a_server_in_the_first_hour(programs: Path, tmp_path: Path, postgres: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    run("engineer.sh", programs, tmp_path, POSTGRES=postgres, PORT=str(port), OLD=str(OLD))
