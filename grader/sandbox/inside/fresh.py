"""A worker in an interpreter of its own, where there is no fork: slower to start, the same from then on."""

from __future__ import annotations

import json
import socket
import sys

from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.inside.template import warm_up
from grader.sandbox.inside.worker import work


def main() -> None:
    """Entry: `python -I -c ... STREAM_FD OUTPUT_FD SPEC MODULES`."""
    stream_fd, output_fd, spec, modules = sys.argv[1:5]
    warm_up(json.loads(modules))
    work(socket.socket(fileno=int(stream_fd)), int(output_fd), WorkerSpec.from_text(spec))
