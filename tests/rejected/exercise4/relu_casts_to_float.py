"""wrong: relu; misconception: turns_into_float32"""


def relu(x):
    x = x.float()
    return x * (x > 0)
