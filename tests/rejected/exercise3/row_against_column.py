"""wrong: accuracy; misconception: lets_the_labels_become_a_square"""


def accuracy(predicted, y):
    correct = (predicted == y.squeeze()).float()
    return correct.mean().item()
