"""Why a check failed, in a sentence that is sure or stays unsaid.

recognition       which known wrong implementations explain every failing check of a function
sameness          whether two runs of a check went alike, on values
known             the misconceptions of an exercise, read from its file and made into sources for a worker
advice            which sentences are said: known mistakes, the check's own words, signs, patterns
signs             what the source text forgot or misspelt, beside a reply that it explains
pointing          the line of the learner's file that a failed check is about
kinds             another kind of object than asked, another dtype, parts in each other's places
where_wrong       what the wrong entries of an answer have in common
mending           a small change of the learner's code with which its checks pass, tried
numeric_patterns  what a wrong number is to the right one, whatever the function
"""
