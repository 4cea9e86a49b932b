"""The signal gate: whether checks notice that a function has answered for another argument.

gate      the proof
varied    other arguments of the same kind, and replies between two answers
"""
