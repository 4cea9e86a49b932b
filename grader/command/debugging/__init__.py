"""`grade debug`: hand out a program that is wrong, ask what will be seen, judge the repair, tell what it was.

entry        the command and its options
desk         the exercise at hand: record, state, file
asking       the question before each program
handing_out  the program, its file and what was seen
judging      the repair, by the hidden checks
telling      the lesson afterwards
listing      `grade debug --list`
"""
