"""What tells a learner where they are and how to go on.

overview    `grade` alone
hints       `grade hint`
completion  what the shell completes
read          a lesson as a page for the browser, as a file, or as text
"""
