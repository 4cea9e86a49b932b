"""Which entries are wrong is told when something simple divides them from the right ones, and not by luck."""

from __future__ import annotations

import pytest
import torch

from grader.diagnosis.where_wrong import told

X = torch.tensor([-3.0, 4.0, -1.0, 2.0, -5.0, 6.0, 0.5])
TABLE = torch.arange(1.0, 17.0).reshape(4, 4)


@pytest.mark.parametrize(
    ("expected", "got", "says"),
    [
        (X.relu(), X, "with x > 0 are right"),
        (X * 2, torch.where(X > 0, X * 2, X), "with x > 0 are right"),
        (TABLE, TABLE.tril(), "above the diagonal are wrong"),
        (TABLE, torch.cat([TABLE[:3], -TABLE[3:]]), "of the last row are wrong"),
        (TABLE, torch.cat([-TABLE[:, :1], TABLE[:, 1:]], 1), "of the first column are wrong"),
    ],
    ids=["zero", "sign of the input", "triangle", "last row", "first column"],
)
def test_what_wrong_entries_share_is_told(expected: torch.Tensor, got: torch.Tensor, says: str) -> None:
    """In the words of the learner's argument, or by their place."""
    assert says in (told(expected, got, (X,), ("x",)) or "")


@pytest.mark.parametrize(
    ("expected", "got"),
    [(X, -X), (X, X), (X, torch.cat([X[:6], X[:1]])), (TABLE, TABLE * (TABLE % 3 == 0)), (X, X[:3]), (1.0, 2.0)],
    ids=["all wrong", "none wrong", "too few", "nothing shared", "another shape", "numbers"],
)
def test_nothing_is_told_where_nothing_divides_them(expected: object, got: object) -> None:
    """Silence is better than a pattern of two entries."""
    assert told(expected, got, (X,), ("x",)) is None
