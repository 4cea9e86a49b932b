"""The `grade` command: options in, text and exit codes out; nothing below this folder prints.

main            the click group; exercises are commands found on disk
grading         `grade exercise3`, `grade all`
overview, hints, read, workspace, doctor, terminal    the learner's commands and screen
classroom_cli, classroom_commands, lateness     the instructor's commands
"""
