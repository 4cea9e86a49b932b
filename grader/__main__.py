"""`python -m grader` is `grade`."""

from grader.command.main import main

main()
