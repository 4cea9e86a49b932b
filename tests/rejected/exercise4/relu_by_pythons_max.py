"""wrong: relu; misconception: asks_pythons_max"""


def relu(x):
    return max(0 * x, x)
