"""A process that has imported torch, holds no secret, and forks a front for each request.

    grade exercise3 (client) ── arguments, environment, descriptors, current folder ──▶ resident ── forks ──▶ front
       ▲   └── signals ───────────────────────────────────────────────────────────────────────────────────────▶ │
       └────────────────────────────── exit code ───────────────────────────────────────────────────────────── ┘

The front then does what a cold `grade` does: it forks its template before it loads anything hidden. It does so ahead, while
the learner types: one front stands by, with its template, its locked workers and the checks of the exercise before. The resident listens
on a socket in a folder that only its user can enter, and both sides check who is at the other end. Whatever goes wrong,
the client says so by None and the command goes the cold way.

place      where the socket is, and what must be the same on both sides
messages   what crosses the socket
client     hands a command over; asks how the resident is
resident   the process itself
residents  all of a user, to end them
standby    a front made ahead of the request
front      what a fork of it becomes
"""
