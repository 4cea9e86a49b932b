#!/usr/bin/env python
# coding: utf-8
# ruff: noqa

# In[1]:


import torch

get_ipython().run_line_magic("matplotlib", "inline") if "get_ipython" in globals() else None


# ## Gradients

# In[2]:


def gradient_of_square(x):
    x = x.detach().clone()
    x.requires_grad = True
    z = (x + 2).pow(2).sum()
    z.backward()
    return x.grad


gradient_of_square(torch.tensor([1.0, 2.0]))


# In[4]:


def partial_gradients(f, x, y):
    x = x.detach().clone().requires_grad_()
    y = y.detach().clone().requires_grad_()
    out = f(x, y)
    return torch.autograd.grad(out, [x, y], materialize_grads=True)


partial_gradients(lambda x, y: (x * y).sum(), torch.ones(2), torch.ones(2))


# In[5]:


def linear_model(x, w, b):
    return x @ w + b


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shape")
    return torch.nn.functional.mse_loss(y_pred, y)


def mse_gradients(x, y, w, b):
    n = len(x)
    e = x @ w + b - y
    return (2 / n) * x.T @ e, (2 / n) * e.sum(0)


# In[6]:


def gradient_step(params, grads, lr):
    out = []
    for p, g in zip(params, grads):
        out.append(p.sub(g, alpha=lr))
    return out


# In[8]:


def fit_line(x, y, lr=0.1, epochs=200):
    w = torch.zeros(x.shape[1], 1).to(x)
    b = torch.zeros(1).to(x)
    losses = []
    for epoch in range(epochs):
        loss = mse_loss(linear_model(x, w, b), y)
        losses.append(loss.item())
        dw, db = mse_gradients(x, y, w, b)
        w, b = gradient_step([w, b], [dw, db], lr)
        if epoch % 50 == 0:
            print(f"epoch {epoch}: {loss:.4f}")
    return w, b, losses


xs = torch.linspace(-1, 1, 20).reshape(-1, 1)
w, b, losses = fit_line(xs, 3 * xs + 1)
losses[-1]


# In[9]:


def diverges(x, y, lr, epochs=100):
    losses = fit_line(x, y, lr, epochs)[-1]
    return not losses[-1] <= losses[0]


diverges(xs, 3 * xs + 1, 10.0)


# In[ ]:
