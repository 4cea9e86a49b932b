"""wrong: selu; misconception: swaps_alpha_and_scale"""

scale = 1.6732632423543772
alpha = 1.0507009873554805


def selu(x):
    return scale * x.clamp(min=0) + scale * alpha * (x.clamp(max=0).exp() - 1)
