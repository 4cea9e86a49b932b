"""Loops without end while its file is loaded.

Must: every check says so; none passes.

attacks: module
limits: cpu_s=1 wall_s=8
"""

while True:
    pass
