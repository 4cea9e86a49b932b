"""Results for people at a terminal and for programs that listen.

screen    one screen: a table, one failure in full, the next step
board     where each function stands, and which failure is told
terminal  everything, for `-v`
page      the same and more, for the browser
places    a line of a file, as a link where the terminal knows links
lines     lines of text, made before they are printed
ticker    one line while a person waits
events    one JSON object a line, as it happens
github    annotations, a step summary and outputs of a step of GitHub Actions
"""
