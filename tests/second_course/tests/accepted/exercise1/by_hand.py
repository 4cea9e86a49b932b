def unit(x):
    return x / (x * x).sum().sqrt()
