"""Plants conftest.py, pytest.ini, sitecustomize.py and results in its scratch folder.

Must: the right answer keeps its points, and nothing else happens.

attacks: binary_loss
"""

for name in ("conftest.py", "pytest.ini", "sitecustomize.py", "pyproject.toml", "results.json", "torch.py"):
    with open(name, "w") as file:
        file.write("raise SystemExit(1)")
