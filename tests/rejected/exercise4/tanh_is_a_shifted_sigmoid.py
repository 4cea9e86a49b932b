"""wrong: tanh; misconception: forgets_to_double_x"""


def tanh(x):
    z = x.sigmoid()
    return z - (1 - z)
