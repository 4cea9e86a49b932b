"""The simulated accelerator: devices simgpu:0 and simgpu:1 on a machine that has none.

device            installs it; the tensors that live on it
dispatch, kernels the kernel behind every operator
draws             random numbers for the CPU come from no simulated device's generator
memory            one piece of memory under two names
module, guard, engine    what PyTorch and learners find under its name
"""
