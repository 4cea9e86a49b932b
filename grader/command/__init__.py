"""The `grade` command: options in, text and exit codes out; nothing below this folder prints.

main            the entry: through the warm process where one stands by, else here
cli, options    the click group; exercises are commands of the course that is chosen; options that commands share
chosen_course, console    which course a command is about; where people read
grading         `grade exercise3`, `grade all`
overview, hints, doctor, completion    the learner's other commands, and what the shell completes
learner/        the learner's folder and what it remembers
display/        results on one screen, in full, or as events
watch/          `grade watch`
warm/           when a command goes through the warm process; what that process is
classroom_cli, classroom_commands, lateness    the instructor's commands
author_cli      `grade verify`, `grade new`
"""
