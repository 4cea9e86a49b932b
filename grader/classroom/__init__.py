"""A class: what the learning platform hands out goes in, what it takes back comes out.

intake     a folder or archive -> units (student, exercise, source)
gradebook  units and their grades in one SQLite file; all SQL is there; every score can be reproduced from it
running    grading what is pending with a pool of processes, here or on a cluster
autograders    the same grading inside a container of Gradescope or Classroom 50
canvas_api    scores and comments put into Canvas
exports    the gradebook as the files that Canvas, Moodle, Gradescope and others read
roster, students, units, names, tables, times, errors    the words that these four share
"""
