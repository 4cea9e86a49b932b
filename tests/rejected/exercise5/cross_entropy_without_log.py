"""wrong: cross_entropy; misconception: forgets_the_logarithm"""


def cross_entropy(logits, target):
    p = softmax(logits)
    return -p.gather(1, target.unsqueeze(1)).mean()
