"""wrong: spread; misconception: takes_two_devices_for_granted"""


def spread(tensors, devices):
    return [t.to(devices[i % 2]) for i, t in enumerate(tensors)]
