"""wrong: drop_first_axis; misconception: leaves_the_refusal_to_torch"""


def drop_first_axis(x):
    return x.view(x.size()[1:])
