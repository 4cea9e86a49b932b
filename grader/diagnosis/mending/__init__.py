"""A small change of the learner's own code with which its checks pass: tried, not guessed.

changes       one change of a piece of text, and how it is told
unit          the code that a function consists of, with the helpers that only the file itself knows
formulas      changes of operators, signs, numbers and comparisons
calls         changes of what is called, with what, and of what comes back
names         another name of the same function
statements    lines left out, put in, or in another order
candidates    all changes of a function's code, the likeliest first
search        which change makes every check of the function pass
nearness      how far numbers are from the right ones
mends         which functions are searched, and what came of it
telling       what a learner is told of it
"""
