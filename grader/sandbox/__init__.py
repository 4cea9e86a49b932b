"""Where submissions run.

Theory of operation. Three processes, two kinds of pipe:

    checker ── control socket: spawn, reap ──▶ template ── forks ──▶ worker
       │                                                              │
       └──────────── request and reply frames, output ────────────────┘

- The template has imported torch, computed nothing and knows no secret; it is forked before the checker loads any
  (`host.ForkedTemplate`, `factory.WorkerFactory`). It only forks workers and reaps them.
- A worker locks itself down (`inside/lockdown/`) before it reads the learner's file, which comes over its pipe. It then
  answers requests (`inside/request_handler.py`) until the pipe closes. One worker a submission and accelerator; it is replaced when it dies.
- The checker writes requests and reads replies with caps and deadlines (`channel.py`). It kills; nobody else does. When it
  dies, the control socket ends, the template ends, and the kernel kills the workers.

Everything of ours that runs beside untrusted code is in `inside/`. What comes back from there is never executed,
unpickled or believed: it is parsed (`contract/wire_reader.py`) and judged.

Beside them: `workers` (a worker as the checker holds it), `worker_users` and `cleanup` (which user it is, and what is swept up
after it), `survey` (what this machine reaches), `contract/` (what both sides agree on).

Covered and not covered: `docs/sandbox.md`.
"""
