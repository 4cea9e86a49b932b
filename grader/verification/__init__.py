"""Proofs that the course itself is right; `grade verify` runs them.

run        the files' text first, then the proofs by grading; side_by_side: the processes; proving: what each of them does
debugging  the tasks of `grade debug`: recorded, failing as told, betraying nothing
content    proofs that need only the files (outlines, author_files); shortfalls: what is still to be written
behaviour, constants, replayed    proofs by grading
sensitivity    a folder: whether checks notice another argument
mutation   a folder: changed solutions, put to the checks
wrong_answers  a folder: what the course's wrong answers are told
reach      checks that can notice a changed function; selection: those that are meant; finding: what a proof found to be wrong
new_exercise    the four files of a new exercise
"""
