"""wrong: cross_entropy; misconception: averages_over_the_classes_too"""

from torch import nn


def cross_entropy(logits, target):
    log_p = logits - logits.logsumexp(1, keepdim=True)
    one_hot = nn.functional.one_hot(target, logits.size(1)).to(logits)
    return -(one_hot * log_p).mean()
