"""wrong: spread; misconception: uses_one_device_only"""


def spread(tensors, devices):
    first, *_ = devices
    return [t.to(first) for t in tensors]
