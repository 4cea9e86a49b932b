"""Pages to read in a browser: one a student, one for the class; each a single file without scripts.

analysis   what the class's outcomes say together: rates, misconceptions, outliers, what to look at by hand
beliefs    what a misconception is called on the page, over all exercises, with a wrong and a right line
heat, parts, people    students by functions; sections from exercise to exercise; students to talk to, with reasons
costs      time and memory of grading, and outliers
charts, trend, svg     those as plots, written as SVG inside the page; the elements of drawings
pages      the HTML of a class, from the templates beside it
result_page  a learner's own result; drawn: its pictures and curves
marked_work  what a page shows of one exercise: mistakes, the source with its lines marked
attention  submissions that a person should look at
publish    all pages of a class, written to a folder; feedback: what goes back to the students
mailing    feedback by mail, none twice
"""
