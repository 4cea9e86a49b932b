"""The same verdict in other places than the shell: pytest with the editors that show it, and notebooks.

None of them runs a check or a submission itself: another process does, which says what happens as events.

asked    one exercise graded by the warm process, or by a new one
session  what a notebook has defined so far, as a submission
magics   `%grade` and `%%grade`
rich     a result as HTML, for notebooks
"""
