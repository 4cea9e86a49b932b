"""Whether something that was to be written by hand was, judged by what ran."""

from __future__ import annotations

from grader.sandbox.contract.observed import Observed

# What PyTorch calls the same operation elsewhere, spelt as `plain_name` spells it.
_SAME_OPERATION = {
    "expit": "sigmoid",
    "safesoftmax": "softmax",
    "crossentropyloss": "crossentropy",
    "nlllossnd": "nllloss",
    "nllloss2d": "nllloss",
    "bcewithlogitsloss": "binarycrossentropywithlogits",
    "bceloss": "binarycrossentropy",
}


def violates(observed: Observed, banned: tuple[str, ...], autograd: bool) -> str | None:
    """What ran that was not to run, as the rest of a sentence for the learner, or None.

    Args:
        observed: what ran.
        banned: operations under any name PyTorch has for them: "sigmoid", "log_softmax", "BCEWithLogitsLoss".
        autograd: whether autograd and `torch.optim` may be used.
    """
    unwanted = {plain_name(name) for name in banned}
    for name in (*observed.functions, *observed.operators):
        library, _, bare = name.rpartition(".")
        if plain_name(bare) in unwanted:
            return f"{library or 'torch'}'s own {bare.strip('_')} ran. Build the result from other operations."
    if autograd:
        return None
    if observed.optimizer_steps:
        return "an optimizer of torch.optim took a step. Write the update as a formula."
    if observed.custom_functions:
        return "a torch.autograd.Function was applied. A plain function of tensors is enough here."
    if observed.backward_passes:
        return "autograd computed a derivative (backward, torch.autograd.grad or torch.func). Write it as a formula."
    return None


def plain_name(name: str) -> str:
    """One spelling for an operation's names: `softmax_`, `_softmax`, `special_softmax`, `Softmax` -> `softmax`."""
    plain = name.lower().replace("_", "").removeprefix("special").removesuffix("forward")
    return _SAME_OPERATION.get(plain, plain)
