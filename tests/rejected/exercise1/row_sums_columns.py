"""wrong: row_sums; misconception: sums_each_column"""


def row_sums(x):
    total = 0
    for row in x.unbind(0):
        total = total + row
    return total
