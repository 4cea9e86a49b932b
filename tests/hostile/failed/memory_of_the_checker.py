"""Reads memory, environment and command line of the process that judges.

Must: the guess scores nothing.

attacks: binary_loss
"""


def stolen():
    for pid in (int("@grader_pid@"), int("@template_pid@")):
        for name in ("mem", "environ", "cmdline", "maps", "root/etc/passwd", "cwd/pyproject.toml"):
            try:
                if open(f"/proc/{pid}/{name}", "rb").read(1):
                    return name
            except OSError:
                continue
    return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
