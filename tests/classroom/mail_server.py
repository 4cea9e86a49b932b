"""A mail server of a few lines: takes every mail, refuses some readers, breaks off where it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """What it took, and how it behaves.

    Attributes:
        taken: readers of the mails, in order, with the text of each.
        refused: readers whom it refuses.
        silent_after: breaks off once so many mails were taken, after the text of the next one has come.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        """A server on a free port."""
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[tuple[str, str]] = []
        self.refused: set[str] = set()
        self.silent_after: int | None = None

    @property
    def address(self) -> str:
        """HOST:PORT."""
        return f"127.0.0.1:{self.server_address[1]}"


class _Conversation(socketserver.StreamRequestHandler):
    """RFC 5321, as far as one client needs it."""

    server: MailServer

    def handle(self) -> None:
        """Answer each line."""
        self.say("220 ready")
        reader = ""
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"RCPT":
                reader = line.split(b"<")[1].split(b">")[0].decode()
                self.say("550 no such mailbox" if reader in self.server.refused else "250 fine")
            elif verb == b"DATA":
                self.say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
                if self.server.silent_after == len(self.server.taken):
                    return
                self.server.taken.append((reader, text))
                self.say("250 taken")
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 fine")

    def say(self, text: str) -> None:
        """One line to the client."""
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """A server that runs in a thread."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
