"""What tells a learner where they are and how to go on.

overview    `grade` alone
hints       `grade hint`
completion  what the shell completes
"""
