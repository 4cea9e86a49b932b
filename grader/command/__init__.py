"""The `grade` command: options in, text and exit codes out; nothing below this folder prints.

main, chosen_course, console    the click group; exercises are commands of the course that is chosen; where people read
grading         `grade exercise3`, `grade all`
overview, hints, workspace, doctor, terminal    the learner's commands and screen
classroom_cli, classroom_commands, lateness     the instructor's commands
author_cli      `grade verify`, `grade new`
"""
