"""The gradebook: one SQLite file that survives being killed at any moment. All SQL of the project is here.

gradebook, schema         the file, its transactions and its migrations; course_kept: the course that it belongs to
submissions, pending      what was handed in, and what of it is still to be graded
grades, overrides, late_policy, regrading    automatic scores, scores and comments by people, what lateness costs, proposals
rubric                    points that people give beside the automatic ones
joining, assigning        a roster that comes later; files that a person matched
counting, class_results, canonical, merging    which exercises count, what counts now; one text in one order; several gradebooks into one
"""
