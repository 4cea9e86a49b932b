"""A rubric: points that people give beside the automatic ones, such as for style or a written answer.

criteria    what there are points for
points      who has how many, who gave them, and why
"""
