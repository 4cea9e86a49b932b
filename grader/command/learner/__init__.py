"""The learner's folder: where it is, what it remembers, how it begins and is brought up to date.

workspace      found from any folder inside it; one stub put back
progress       last and best results, hints given, the exercise at hand
hunts          what `grade debug` handed out, and the points for it
submitted      which file a word on the command line means
new_workspace  `grade init`
updating       `grade update`
"""
