"""The `grade` command: options in, text and exit codes out; nothing below this folder prints.

main            the entry: through the warm process where one stands by, else here
cli, options    the click group; exercises are commands found on disk; options that commands share
grading         `grade exercise3`, `grade all`
guidance/       where a learner is and how to go on; doctor: is this machine all right
learner/        the learner's folder and what it remembers
display/        results on one screen, in full, or as events
watch/          `grade watch`
debugging/      `grade debug`
lesson_cli      `grade read`
ahead           workers that are started before they are asked for
warming, warm_entry    when a command goes through the warm process; what that process is
chosen_course, console    which course a command is about; where people read
author_cli      the author's commands
instructor/     the instructor's commands
"""
