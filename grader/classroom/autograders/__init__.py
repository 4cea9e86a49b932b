"""Graders that a platform runs in a container of its own: what is uploaded, and what runs there.

assignment      what is asked for, the files that travel, and grading what lies in a folder
gradescope, gradescope_limits    the archive and its results; submissions that are one too many
classroom50     the folder for Classroom 50's runner and its results
own_wheel       the package that runs here, to be installed there
"""
