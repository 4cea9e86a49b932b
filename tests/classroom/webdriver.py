"""Just enough of the WebDriver protocol to ask a headless Chromium how wide a page is."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --force-device-scale-factor=1"
)


@dataclass
class Browser:
    """One session."""

    session: str

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """POST a command, or GET where there is no body."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.session}{path}", data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as reply:
            return json.load(reply)["value"]

    def open(self, page: Path, width: int) -> None:
        """Show a local page as on a screen of this many CSS pixels."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self.ask("/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics})
        self.ask("/url", {"url": page.as_uri()})

    def run(self, script: str) -> Any:
        """The value of a script; WebDriver may run one where the page itself may not."""
        return self.ask("/execute/sync", {"script": script, "args": []})


@contextlib.contextmanager
def browser(driver: str, profile: Path) -> Iterator[Browser]:
    """A headless Chromium with a fresh profile."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        root = f"http://127.0.0.1:{port}"
        wait_for(root)
        options = {"args": [*FLAGS.split(), f"--user-data-dir={profile}"]}
        created = Browser(root).ask("/session", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})
        session = f"{root}/session/{created['sessionId']}"
        yield Browser(session)
        urllib.request.urlopen(urllib.request.Request(session, method="DELETE"), timeout=60).close()
    finally:
        process.terminate()
        process.wait(30)


def wait_for(root: str, patience_s: float = 60.0) -> None:
    """Wait until the driver answers."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{root}/status", timeout=5).close()
            return
        time.sleep(0.1)
    raise TimeoutError("the driver does not answer")
