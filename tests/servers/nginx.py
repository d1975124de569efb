"""nginx with the project's own deploy/nginx.conf, as nobody and on ports of this machine."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers import debian

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NO_NGINX = "The cache in front needs nginx: install it (on Debian: apt-get install nginx-light)."
PATIENCE = 10  # seconds


def find() -> str | None:
    """The path of nginx, which Debian keeps where only root looks, or None."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


def install() -> None:
    """Install Debian's package where that is allowed; the site that it starts is ended by none."""
    debian.install("nginx-light", purpose="the cache in front")


@contextmanager
def server(
    *, pages: Sequence[int], streams: Sequence[int] = (), static: Path | None = None
) -> Iterator["Nginx"]:
    """Run nginx before nodes on these ports of this machine; yields once it takes connections."""
    home = Path(tempfile.mkdtemp(prefix="dossier-nginx-", dir="/tmp"))  # short: a socket's path
    owner = _owner(home)
    running = Nginx(home, port=free_port())
    if static:
        shutil.copytree(static, home / "static")  # to where its owner may read them
        (home / "static").chmod(0o755)
    written = configuration(home, port=running.port, pages=pages, streams=streams or pages)
    (home / "nginx.conf").write_text(written)
    command = [str(find()), "-p", str(home), "-c", str(home / "nginx.conf"), "-g", "daemon off;"]
    with (home / "log").open("ab") as log:
        running.process = subprocess.Popen(command, stdout=log, stderr=log, **owner)
    try:
        _wait(running)
        yield running
    finally:
        running.process.terminate()
        running.process.wait(PATIENCE)
        shutil.rmtree(home, ignore_errors=True)


class Nginx:
    """A running nginx and what it has said."""

    process: subprocess.Popen[bytes]

    def __init__(self, home: Path, *, port: int) -> None:
        self.home, self.port = home, port

    @property
    def log(self) -> str:
        return (self.home / "log").read_text()


def configuration(home: Path, *, port: int, pages: Sequence[int], streams: Sequence[int]) -> str:
    """The project's configuration with other places: all else is what operators are given."""
    nodes = {
        "        server 127.0.0.1:8000 max_fails=2 fail_timeout=5s;\n"
        "        server 127.0.0.1:8001 max_fails=2 fail_timeout=5s;\n": pages,
        "        server 127.0.0.1:8100 max_fails=2 fail_timeout=5s;\n": streams,
    }
    places = {
        before: "".join(
            f"        server 127.0.0.1:{node} max_fails=2 fail_timeout=5s;\n" for node in ports
        )
        for before, ports in nodes.items()
    }
    places |= {
        "user www-data;": "",
        "worker_rlimit_nofile 131072;": "",
        "worker_connections 60000;": "worker_connections 8192;",
        "worker_processes auto;": "worker_processes 2;",
        "rate=50r/s": "rate=5000r/s",  # all readers of a test have one address
        "pid /run/nginx.pid;": f"pid {home}/pid;\n",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "/run/dossier-compressing.sock": f"{home}/compressing.sock",
        "/var/cache/nginx/dossier": f"{home}/cache",
        "alias /var/lib/dossier/static/;": f"alias {home}/static/;",
        "    access_log off;": _temporary(home) + "    access_log off;",
    }
    text = CONFIGURATION.read_text()
    for before, after in places.items():
        if before not in text:
            raise RuntimeError(f"deploy/nginx.conf does not say {before!r} any more")
        text = text.replace(before, after)
    return text


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _temporary(home: Path) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "".join(f"    {kind}_temp_path {home}/{kind};\n" for kind in kinds)


def _owner(home: Path) -> dict[str, Any]:
    """Who runs nginx: root hands it to ``nobody``, who may not do more than a reader's request."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _wait(running: Nginx) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", running.port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"nginx did not start:\n{running.log}")
