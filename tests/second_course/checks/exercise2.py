"""Checks of exercise 2: counting what is positive."""

import torch

from grader.kit import EXACT, Inputs, Submission, check, close, expect

HINTS = {
    "count_positive": (
        "A comparison gives truth values.",
        "(x > 0) is a tensor of truth values; what is its sum?",
        "return int((x > 0).sum())",
    ),
}


def run_count(m, x):
    count = m.count_positive(x)
    return {"count": count, "kind": type(count).__name__}


@check("count_positive", points=70)
def check_positive_entries_are_counted(submission: Submission, inputs: Inputs) -> None:
    """count_positive counts the entries above 0."""
    for shape in ((7,), (3, 4)):
        x = inputs.normal(*shape)
        x.view(-1)[:2] = torch.tensor([2.0, -1.0])
        close(submission.run(run_count, x)["count"], int((x > 0).sum()), what="the count", tolerance=EXACT)


@check("count_positive", points=30)
def check_zero_is_not_positive(submission: Submission, inputs: Inputs) -> None:
    """count_positive leaves zeros out and gives a Python int."""
    count = int(inputs.integers(4, 30, 1))
    got = submission.run(run_count, torch.cat([torch.zeros(3), inputs.uniform(1.0, 2.0, count)]))
    close(got["count"], count, what="the count with three zeros", tolerance=EXACT)
    expect(got["kind"] == "int", f"count_positive must give an int; got a {got['kind']}.")
