"""A real server with the example, and a real Chromium before it."""
from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.postgresql import wait_for

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of its own, serving the example from a database of its own."""
    folder = tmp_path_factory.mktemp("site")
    environment = {
        **os.environ, "MALBILD_DATABASE_URL": f"sqlite:///{folder / 'malbild.db'}", "MALBILD_SECRET_KEY": "for tests",
        "MALBILD_EXAMPLE": "1", "MALBILD_DEVELOPMENT": "1", "MALBILD_SECURE_COOKIES": "0",
    }
    flask = [sys.executable, "-m", "flask", "--app", "portfolio"]
    for command in ("migrate", "load-example"):
        subprocess.run([*flask, command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port",
               str(port), "--workers", "1", "--blocking-threads", "2", "--no-ws", "--log-level", "error",
               "portfolio:create_app"]
    server = subprocess.Popen(granian, cwd=ROOT, env=environment)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a screen: a page, and all that went wrong on it."""

    page: Page
    site: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path and wait until it stands."""
        self.page.goto(self.site + path, wait_until="load")
        return self.page

    def hears(self, message: ConsoleMessage) -> None:
        """Note what the console says of errors and of the content policy; a refused form is no error."""
        refused = re.search(r"status of (409|422)", message.text)
        if message.type in {"error", "warning"} and not refused:
            self.complaints.append(f"{self.page.url}: {message.text}")


SignIn = Callable[..., Visitor]


@pytest.fixture
def visit(site: str, chromium: Browser) -> Iterator[SignIn]:
    """`visit("Programledare", width=320)`: a visitor signed in by one click on a name that holds these words.

    At the end, nothing may have been said in any console.
    """
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def sign_in(words: str | None = None, *, width: int = 1280, height: int = 900, language: str = "sv-SE",
                script: bool = True) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale=language, java_script_enabled=script,
            timezone_id="Europe/Stockholm", has_touch=width < 600,
        )
        contexts.append(context)
        visitor = Visitor(context.new_page(), site)
        visitors.append(visitor)
        visitor.page.set_default_timeout(10_000)
        visitor.page.on("console", visitor.hears)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        if words is not None:
            visitor.open("/sign-in")
            visitor.page.get_by_role("button").filter(has_text=words).first.click()
            visitor.page.wait_for_url("**/my")
        return visitor

    yield sign_in
    for context in contexts:
        context.close()
    complaints = [complaint for visitor in visitors for complaint in visitor.complaints]
    assert complaints == []
