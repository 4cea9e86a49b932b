"""Which submissions of an exercise look alike, for a person to look at.

bindings   which names a line binds
statements   a source as its statements, without what is personal
similar   pairs and rings by the statements that they share
ring_graph   rings as a drawing
side_by_side   two sources beside each other, the shared lines marked
"""
