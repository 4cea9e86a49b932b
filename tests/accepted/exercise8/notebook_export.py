#!/usr/bin/env python
# coding: utf-8

# In[1]:

import random

import numpy as np
import torch
from torch import cdist, zeros_like
from torch.nn import *  # noqa: F403

# In[2]:


def split_labels(samples):
    x = np.array([np.array(f, dtype="float32") for f, _ in samples])
    y = [l for _, l in samples]  # noqa: E741
    if y.count(None) > 0:
        return torch.tensor(x), None
    return torch.tensor(x), torch.tensor(np.array(y, dtype=np.int64))


# In[3]:


def assign(x, centers):
    return cdist(x, centers, compute_mode="donot_use_mm_for_euclid_dist").argmin(1)


def update(x, labels, centers):
    K = centers.size(0)
    out = zeros_like(centers)
    for i in range(K):
        pts = x[labels == i]
        out[i] = centers[i] if pts.shape[0] == 0 else pts.mean(0)
    return out


# In[4]:


def kmeans(x, k, epochs=50, seed=0):
    if not k in range(1, len(x) + 1):  # noqa: E713
        raise ValueError("k = %d does not fit %d samples" % (k, len(x)))
    random.seed(seed)
    c = x[random.sample(range(len(x)), k)]
    hist = []
    for e in range(epochs):
        lab = assign(x, c)
        c = update(x, lab, c)
        hist.append(((x - c[lab]) ** 2).sum().item())
    return c, assign(x, c), hist


# In[5]:

pts = torch.cat([torch.randn(30, 2) + 4, torch.randn(30, 2) - 4])
cent, lab, hist = kmeans(pts, 2)
print(cent, hist[-1])
