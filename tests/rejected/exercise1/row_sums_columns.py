"""wrong: row_sums; misconception: adds_up_the_rows"""


def row_sums(x):
    total = 0
    for row in x.unbind(0):
        total = total + row
    return total
