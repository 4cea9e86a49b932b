"""Files that keep something between calls are recognised by their text; in doubt a file is taken for one."""

from __future__ import annotations

import pytest

from grader.session.independence import functions_are_independent
from grader.source import SourceFile

INDEPENDENT = {
    "functions": "import torch\n\n\ndef f(x):\n    y = x.clone()\n    y[0] = 1\n    y.grad = None\n    return y\n",
    "constants": "EPSILON = 1e-12\nSIZES = (3, -4)\nhalf: float = 1 / 2\n\n\ndef f(x, eps=EPSILON):\n    return x\n",
    "a demo": "def f():\n    return 1\n\n\nif __name__ == '__main__':\n    print(f())\n",
    "a class": "class Net:\n    width = 3\n\n    def __init__(self):\n        self.size = 2\n",
}
KEEPING = {
    "no Python": "def f(:\n",
    "a global": "n = 0\n\n\ndef f():\n    global n\n    n += 1\n    return n\n",
    "a list": "seen = []\n\n\ndef f(x):\n    seen.append(x)\n",
    "a default": "def f(x, seen=[]):\n    return seen\n",
    "an attribute of a function": "def f(x):\n    f.calls = 1\n    return x\n",
    "a changed library": "import torch\n\n\ndef f(x):\n    torch.exp = torch.sin\n    return x\n",
    "an entry of a table": "from lib import table\n\n\ndef f(x):\n    table[0] = x\n",
    "a cache": "import functools\n\n\n@functools.lru_cache\ndef f(x):\n    return x\n",
    "what is printed": "def f(x):\n    print(x)\n    return x\n",
    "a list of a class": "class Net:\n    seen = []\n",
    "a call at the top": "import torch\n\ntorch.set_default_dtype(torch.float64)\n",
    "a module of the interpreter": "import sys\n\n\ndef f(x):\n    return x\n",
}


def is_independent(text: str) -> bool:
    return functions_are_independent(SourceFile("exercise1", text.encode(), "exercise1.py"))


@pytest.mark.parametrize("text", INDEPENDENT.values(), ids=INDEPENDENT)
def test_functions_that_keep_nothing_are_independent(text: str) -> None:
    """So that two of them can be judged side by side."""
    assert is_independent(text)


@pytest.mark.parametrize("text", KEEPING.values(), ids=KEEPING)
def test_a_file_that_may_keep_something_is_not(text: str) -> None:
    """One worker answers for all of its functions, one after the other."""
    assert not is_independent(text)
