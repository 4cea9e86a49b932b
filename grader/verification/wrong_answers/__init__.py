"""What the course's wrong answers are told about their mistakes.

telling    named, plain, silent or misleading, by a wrong answer's own docstring
table      how many are which: `grade verify --advice`
"""
