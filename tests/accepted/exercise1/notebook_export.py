#!/usr/bin/env python
# coding: utf-8
# ruff: noqa

# # Exercise 1
#
# Tensors, NumPy and devices

# In[1]:


import numpy as np
import torch


# In[2]:


torch.manual_seed(0)
x = torch.rand(2, 3)
x


# In[3]:


def numpy_to_tensor(array, device="cpu"):
    return torch.tensor(np.array(array, dtype=np.float32, order="C"), device=device)


numpy_to_tensor(np.eye(2))


# In[5]:


def shared_tensor(array):
    t = torch.from_numpy(array)
    return t


a = np.zeros(3)
t = shared_tensor(a)
a[0] = 7
print(t)


# In[6]:


def tensor_to_numpy(tensor):
    return tensor.detach().cpu().numpy()


# In[9]:


def pick_device(prefer=None):
    for d in [prefer, "cuda", "mps", "xpu", "cpu"]:
        if d is None:
            continue
        try:
            (torch.zeros(1) + 0).to(d)
        except (RuntimeError, AssertionError, NotImplementedError):
            continue
        return torch.device(d)


device = pick_device()
print("using", device)


# In[10]:


def move_all(tensors, device):
    out = []
    for t in tensors:
        out.append(t.to(device))
    return out


# In[11]:


def spread(tensors, devices):
    out = []
    for i in range(len(tensors)):
        out.append(tensors[i].to(devices[i % len(devices)]))
    return out


# In[12]:


def float_and_long(values):
    return torch.tensor(values).float(), torch.tensor(values).long()


float_and_long([1, 2.9, -2.9])


# In[13]:


def type_name(tensor):
    return tensor.type()


type_name(x)


# In[14]:


def framed_ones(n, value):
    m = torch.ones(n, n)
    for i in range(1, n - 1):
        for j in range(1, n - 1):
            m[i, j] = value
    return m


framed_ones(4, 5)


# In[15]:


add = lambda x, y: x + y
row_sums = lambda x: x.sum(1)
row_max = lambda x: x.max(1)


# In[16]:


def drop_first_axis(x):
    if x.dim() == 0 or x.shape[0] != 1:
        raise ValueError("first axis is not of size 1")
    return x[0]


# In[17]:


def swap_first_axes(x):
    order = list(range(x.dim()))
    order[0], order[1] = 1, 0
    return x.permute(order)


# In[18]:


def regroup(x, width):
    return x.reshape(-1, width)


# In[19]:


def pairwise_distances(x, c):
    return ((x[:, None] - c[None]) ** 2).sum(-1).sqrt()


pairwise_distances(x, x)


# In[ ]:
