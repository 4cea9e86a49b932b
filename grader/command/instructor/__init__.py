"""Commands for instructors: a class from the hand-out of the platform to what goes back to it. None imports torch.

classroom_cli, classroom_commands    grading a class, and what people decide about scores
rubric_commands                      points by hand beside the automatic ones
mail_commands                        feedback by mail
platform_cli, platform_commands      the ways out: exports, feedback, graders that a platform runs
lateness                             late rules, grace days, extensions
option_types                         what the options of these commands may say
"""
