"""Speed, as ratios within one run: `python -m benchmarks`.

rounds       costs of processes, and figures over several rounds
submissions  right and wrong files, spread over the corpora
one_shot     `grade exerciseN`, cold and warm, over `import torch`
watching     from a save to the first word and to the result
floor        the least that a submission can cost: fork, load, its own requests
classes      CPU time a submission in a class, over the floor and over a fresh pytest
steps        where the time of a submission goes, layer by layer, and what memory is shared
scale        classes of several sizes, with one process and with two; the gradebook and the report
peers        other graders on the same files
tables       the figures as text
"""
