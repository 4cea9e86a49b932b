"""One submission's worker, asked: requests out, replies back as data.

worker_session  starts a worker when needed, asks it with limits, replaces it when it dies or overruns
exchange        one request and its reply, as data
budget          what all requests of one submission may use together
independence    whether the functions of the file can be called beside each other
outline         what the learner's file says, read as text
wording_of_text sentences about a file's text alone; needs no torch
wording         sentences for the learner about calls that did not come back with a value
seeds           seeds that depend on their parts and on nothing else
"""
