#!/usr/bin/env python
# coding: utf-8
# ruff: noqa

# # Logistic regression

# In[1]:


import torch
import torch.nn as nn

torch.manual_seed(42)


# In[2]:


def sigmoid(z):
    return 0.5 * (torch.tanh(z * 0.5) + 1)


sigmoid(torch.zeros(1))


# In[3]:


def logistic_regression(x, w, b):
    z = x @ w + b
    return sigmoid(z)


# In[4]:


def binary_loss(y_pred, y):
    eps = 1e-12
    return -(y * y_pred.clamp(eps).log() + (1 - y) * (1 - y_pred).clamp(eps).log()).mean()


binary_loss(torch.tensor([[0.8], [0.7]]), torch.tensor([[1.0], [0.0]]))


# In[5]:


def binary_loss_with_logits(logits, y):
    return (torch.logsumexp(torch.stack([torch.zeros_like(logits), logits]), dim=0) - y * logits).mean()


# In[6]:


def classify(x, w, b, threshold=0.5):
    return (logistic_regression(x, w, b) >= threshold).to(x.dtype)


def accuracy(predicted, y):
    return (predicted == y).sum().item() / len(y)


# In[7]:


def fit(x, y, lr=1.0, epochs=1000):
    model = nn.Linear(x.shape[1], 1).to(x)
    with torch.no_grad():
        model.weight.zero_()
        model.bias.zero_()
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return model.weight.detach().t().clone(), model.bias.detach().clone(), losses


# In[8]:


x = torch.randn(100, 2)
y = (x.sum(1, keepdim=True) > 0).float()
w, b, losses = fit(x, y, epochs=200)
print(losses[0], losses[-1], accuracy(classify(x, w, b), y))


# In[9]:


try:
    import matplotlib.pyplot as plt

    plt.plot(losses)
except Exception:
    pass


# In[ ]:
