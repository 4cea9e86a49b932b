"""Plants conftest.py, pytest.ini and sitecustomize.py in every folder it can write to.

Must: the checks are collected without any of it.

attacks: binary_loss
"""

import os

for folder in (".", "@checkout@", "@checkout@/grader/checks", "@home@", "@temp@"):
    for name in ("conftest.py", "pytest.ini", "sitecustomize.py", "pytest_plugin.py"):
        try:
            with open(os.path.join(folder, name) if folder == "." else f"{folder}/hostile-{name}", "w") as file:
                file.write("raise SystemExit(0)")
        except OSError:
            continue


def binary_loss(y_pred, y):
    return y_pred.sum() * 0
