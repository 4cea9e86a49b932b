"""What can go wrong with a class; every text is one sentence that says what to do next.

UsageProblem                 exit code 2
├── SubmissionsProblem       the path is no class that can be read
├── RosterProblem            the roster contradicts itself or cannot be read
├── GradebookProblem         no gradebook, a newer one, or a damaged one
│   └── GradebookBusy        another run holds it
├── LatePolicyProblem        a due date or a rate that makes no sense
├── OverrideProblem          a score by hand without a person, a reason or a sensible number
└── ExportProblem            the export needs something that was not given
GraderFault                  exit code 3
└── DiskFull                 what is written so far is safe; the same command resumes
"""

from __future__ import annotations

from grader.errors import GraderFault, UsageProblem


class SubmissionsProblem(UsageProblem):
    """The path holds no class that can be read."""


class RosterProblem(UsageProblem):
    """The roster contradicts itself or cannot be read."""


class GradebookProblem(UsageProblem):
    """There is no gradebook, or one that this version cannot use."""


class GradebookBusy(GradebookProblem):
    """Another run holds the gradebook."""


class LatePolicyProblem(UsageProblem):
    """A late policy that makes no sense."""


class OverrideProblem(UsageProblem):
    """A score by hand that lacks what it needs."""


class ExportProblem(UsageProblem):
    """The export lacks something that only the instructor has."""


class DiskFull(GraderFault):
    """No room left for results; everything recorded so far is safe."""
