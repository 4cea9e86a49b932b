"""A class: what the learning platform hands out goes in, what it takes back comes out.

    intake     a folder or archive -> units (student, exercise, source); imports layouts, archives, folders
    gradebook  units and their grades, one SQLite file; every score can be reproduced from it
    exports    the gradebook as the files that Canvas, Moodle, Gradescope and others read
    similar    pairs of submissions that look alike: a pointer, never a verdict

Nothing here runs a learner's code, and nothing here imports torch.
"""
