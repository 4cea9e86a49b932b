"""Proofs that the course itself is right; `grade verify` runs them.

run        the files' text first, then the proofs by grading; side_by_side: the processes; proving: what each of them does
content    proofs that need only the files (outlines, declared); shortfalls: what is still to be written
behaviour, constants, replayed    proofs by grading; mutants: changes of a solution; mutation: put to the checks
mistakes   a folder: mutants that make a mistake of deep learning
selection  checks and functions that are meant; finding: what a proof found to be wrong
new_exercise    the four files of a new exercise
"""
