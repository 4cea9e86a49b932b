"""wrong: spread; misconception: stops_with_the_shorter_list"""


def spread(tensors, devices):
    count = min(len(tensors), len(devices))
    return [tensors[i].to(devices[i]) for i in range(count)]
