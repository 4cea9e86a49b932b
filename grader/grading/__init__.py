"""One submission in, one grade out; imports hidden checks, so it is imported after the template is forked.

grade     the only way to a grade: runs the checks, explains the failures, adds up the points
plan, planning, options    how a submission is graded: the plan, made from options
sessions, surroundings     the workers of one source; what checks may ask for
checking  runs the hidden checks of an exercise under pytest
blame     whose fault it is that a check broke
details   what a failed check looked like, as plain text
"""
