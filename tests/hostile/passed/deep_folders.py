"""Leaves a tree of folders deeper than any path name.

Must: the answer counts; the sweep removes the tree.

attacks: binary_loss
"""

import os

for _ in range(1500):
    os.mkdir("deeper")
    os.chdir("deeper")
