"""wrong: accuracy; misconception: divides_whole_numbers"""


def accuracy(predicted, y):
    return float((predicted == y).sum().item() // len(y))
