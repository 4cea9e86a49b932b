"""Grading a class: a pool of grader processes, fed from the gradebook, every grade kept as it comes.

class_run, grade_pending       `grade class` and `grade regrade`, with every way in which they can end
class_options                  what they may be asked
pool, dask_pool                where tasks run: processes of this machine, or a Dask cluster
grader_process, task_grader    one such process, and grading inside it (imported after its template is forked)
closing                        what is said at the end, and what comes next
live_page                      a page for the projector while it runs
schedule, tally, progress, guards, interruption, sole_run
"""
