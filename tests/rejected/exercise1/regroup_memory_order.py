"""wrong: regroup; misconception: reads_the_memory_order"""

import torch


def regroup(x, width):
    flat = (
        torch.as_strided(x, (x.numel(),), (1,))
        if x.numel() == x.untyped_storage().nbytes() // x.element_size()
        else x.reshape(-1)
    )
    return flat.reshape(-1, width)
