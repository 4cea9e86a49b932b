"""wrong: trace; misconception: returns_the_code"""

from torch.fx import symbolic_trace


def trace(f, example):
    traced = symbolic_trace(f)
    assert (traced(example) == f(example)).all()
    return traced.code
