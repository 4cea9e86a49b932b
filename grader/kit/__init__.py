"""The one door for authors of checks and misconceptions: what they need is imported from here.

specs        `check` and `misconception`, the decorators
submission   what a check sees of the learner's module; stopped: how a check ends early; check_run: how one went
judging, agreement, compare, by_hand    ways to judge a reply; describe: values in a few words
inputs, boundaries, mnist               fresh inputs, sizes at which code breaks, images
plotting, picturing                     curves and pictures beside a verdict
"""

from grader.kit.agreement import agree
from grader.kit.boundaries import boundary_sizes
from grader.kit.compare import EXACT, FLOAT32, FLOAT64, Tolerance
from grader.kit.inputs import Inputs
from grader.kit.judging import (
    by_hand,
    by_hand_probe,
    close,
    expect,
    fail,
    gives,
    graded,
    keeps_dtype_and_device,
    late,
    raises,
)
from grader.kit.mnist import Mnist, idx_files
from grader.kit.picturing import (
    asked_to_draw,
    draw_clusters,
    draw_graph,
    draw_line,
    draw_plane,
    draw_tiles,
    draw_ways,
)
from grader.kit.plotting import losses_of, plot
from grader.kit.specs import check, misconception
from grader.kit.submission import Submission, demand
from grader.sandbox.contract.limits import Limits

__all__ = [
    "EXACT", "FLOAT32", "FLOAT64", "Inputs", "Limits", "Mnist", "Submission", "Tolerance", "agree", "asked_to_draw",
    "boundary_sizes", "by_hand", "by_hand_probe", "check", "close", "demand", "draw_clusters", "draw_graph",
    "draw_line", "draw_plane", "draw_tiles", "draw_ways", "expect", "fail", "gives", "graded", "idx_files", "keeps_dtype_and_device", "late",
    "losses_of", "misconception", "plot", "raises",
]  # fmt: skip
