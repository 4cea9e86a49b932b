"""Checks of exercise 1: a vector of length one."""

from grader.kit import Inputs, Submission, agree, check

HINTS = {
    "unit": (
        "Only the length changes, not the direction.",
        "The length is the Euclidean norm of x: x.norm().",
        "return x / x.norm()",
    ),
}


def reference_unit(x):
    return x / x.norm()


@check("unit", points=60)
def check_unit_has_length_one(submission: Submission, inputs: Inputs) -> None:
    """unit divides x by its Euclidean norm."""
    for n in (2, 5):
        agree(submission, "unit", inputs.normal(n), reference=reference_unit)


@check("unit", points=40)
def check_unit_keeps_long_vectors(submission: Submission, inputs: Inputs) -> None:
    """unit divides long vectors too, and keeps float64."""
    agree(submission, "unit", 1e3 + inputs.uniform(0.0, 1.0, 40).double(), reference=reference_unit)
