"""Why a check failed, in a sentence that is sure or stays unsaid.

recognition       the learner's replies beside those of known wrong implementations
known             the misconceptions of an exercise, read from its file and made into sources for a worker
numeric_patterns  what a wrong number is to the right one, whatever the function
"""
