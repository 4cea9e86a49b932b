"""What tells a learner where they are and how to go on.

overview    `grade` alone
hints       `grade hint`
completion  what the shell completes
compare     the reference beside the learner's own
result      the result of an exercise as a page
read          a lesson as a page for the browser, as a file, or as text
"""
