"""`grade watch`: an exercise is graded at each save of its file.

loop     one turn after the other: saves, keys, what a check says
actions  what each key does
state    what is shown and why
saves    notices that a file was saved, by events or, where none come, by looking
checks   one check after the other, by a warm process of its own
keys     a terminal that hands over each key at once
pages    the screens besides the result: list, everything, proof, help
shows    what the loop shows: a repainted screen, plain lines, or JSON
"""
