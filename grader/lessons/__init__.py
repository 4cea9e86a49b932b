"""Lessons to read: an exercise's page and its functions' contracts, as a page for a browser and as text for a terminal.

blocks     what a lesson is made of: paragraphs, examples, questions, formulas, functions
parsing    the text of a docstring as blocks
contracts  a function's docstring: arguments, results, errors
lesson     one exercise read from its stub, with its pictures
formulas   formulas as a page types them, understood and written as LaTeX
mathml     LaTeX as MathML
drawing    what the pictures are drawn with: plots, boxes and arrows, in colours that fit light and dark
pictures   the pictures of an exercise, drawn by the course's own file
inline     code, emphasis and links within a sentence, and coloured code
page       the HTML: one file, no script, nothing loaded from anywhere
plain      the same as text of 80 columns
"""
