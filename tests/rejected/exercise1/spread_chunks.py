"""wrong: spread; misconception: deals_in_blocks"""

import math


def spread(tensors, devices):
    size = math.ceil(len(tensors) / len(devices))
    placed = []
    for number, device in enumerate(devices):
        placed += [t.to(device) for t in tensors[number * size : (number + 1) * size]]
    return placed
