"""What can go wrong, as a tree; each error knows the exit code that `grade` ends with.

AutogradusError                  exit code
├── UsageProblem                 2   the command line or a file it names is off
│   ├── UnknownExercise          2
│   ├── SubmissionProblem        2   no such path, not a regular file, too large
│   └── Refused                  2   one file of many cannot be read; in a class it is left out, with this reason
└── GraderFault                  3   ours: costs the learner nothing
    ├── CourseFault              3   an exercise's own files contradict each other
    └── WireError                3   bytes from a worker that are no frame (judged, never trusted)
"""


class AutogradusError(Exception):
    """Every error of ours; the text is one sentence for the person at the terminal."""

    exit_code = 3


class UsageProblem(AutogradusError):
    """The command cannot be carried out as typed."""

    exit_code = 2


class UnknownExercise(UsageProblem):
    """No exercise of that name; the text lists the nearest names."""


class SubmissionProblem(UsageProblem):
    """The path holds nothing that can be graded."""


class Refused(UsageProblem):
    """One file of many cannot be read; the text is the reason, in one phrase."""


class GraderFault(AutogradusError):
    """A fault of the grader itself."""

    exit_code = 3


class CourseFault(GraderFault):
    """An exercise's stub, solution, checks and misconceptions do not fit together."""


class WireError(GraderFault):
    """Bytes that are not a well-formed frame."""
