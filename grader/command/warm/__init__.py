"""`grade` by the warm process (`grader.warm`), which answers sooner.

warming  when a command goes through it; starting, asking and stopping it
entry    what it imports beforehand, and what its forks carry out
"""
