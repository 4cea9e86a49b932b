"""Proofs that the course itself is right; `grade verify` runs them.

run        every proof of every exercise, side by side
content    proofs that need only the files; behaviour: proofs by grading
mutants    changes of a solution; mutation: put to the checks
finding    what a proof found to be wrong
"""
