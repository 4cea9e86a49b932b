"""One submission in, one grade out; imports hidden checks, so it is imported after the template is forked.

grade         the only way to a grade: runs the checks, explains the failures, adds up the points
options       what a person may ask of a grading; plan: how it is done; planning: from one to the other
sessions      the submission's workers, and those of its twin that holds the known mistakes
checking      runs the hidden checks of an exercise; collection: as items of pytest, collected once
surroundings  what one check may ask for, and one run of it
side_by_side  two functions of one submission judged at the same time, where nobody can notice
order         which checks run first: drawn from the seed; roots: callers wait for a function that is wrong
from_text     grades that the text alone decides
blame         whose fault it is that a check broke
outcomes      a run as an outcome: points, message, advice; what breaks on the way costs just that
details       what a failed check looked like, as plain text; views: values in a few words
twin_runs     what known mistakes replied, kept for the next submission
"""
