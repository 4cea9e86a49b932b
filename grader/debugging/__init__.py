"""`grade debug`: programs that run and are wrong, to be mended; and questions about what a mistake looks like.

declaring   what an author writes: bugs as edits of the solution, scenes in which they show
program     the solution as the text that is handed out; edits put into it
measuring   scenes run on the right program and on wrong ones
recording   all of an exercise's tasks made into the record that is kept beside its bugs
record      that record, read without torch
curves      numbers over time or place: as text, and how far two are apart
shapes      what a curve looks like beside the right one, in words
plots       curves in the terminal, alone or three side by side
lots        which task and which question come next, drawn by a seed
handout     the file that the learner gets
repair      what a learner changed in it
afterwards  what is told when it is mended
"""
