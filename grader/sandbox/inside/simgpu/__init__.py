"""The simulated accelerator: devices simgpu:0 and simgpu:1 on a machine that has none.

device            installs it; the tensors that live on it
dispatch, kernels the kernel behind every operator
memory            one piece of memory under two names
module, guard, engine    what PyTorch and learners find under its name
"""
