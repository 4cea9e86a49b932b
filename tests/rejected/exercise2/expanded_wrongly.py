"""wrong: gradient_of_square; misconception: expands_the_square_wrongly"""


def gradient_of_square(x):
    # (x + 2)^2 = x^2 + 2x + 4
    return 2 * x.detach() + 2
