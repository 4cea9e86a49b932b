"""wrong: relu; misconception: keeps_the_negatives"""


def relu(x):
    return x * (x < 0)
