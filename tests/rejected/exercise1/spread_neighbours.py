"""wrong: spread; misconception: deals_in_blocks"""

import math


def spread(tensors, devices):
    per_device = math.ceil(len(tensors) / len(devices))
    placed = []
    for number, tensor in enumerate(tensors):
        placed.append(tensor.to(devices[number // per_device]))
    return placed
