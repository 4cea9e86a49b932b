"""Mutants: changed solutions, each of which must lose a point.

mutants    changes of the syntax, by cosmic-ray's operators; what a mutant is
mistakes   a folder: changes that make a mistake of deep learning
hunting    mutants put to the checks; survivors, and those that are excused
"""
