"""A small estimator class, as people know it from scikit-learn, with functions around it."""

import torch


class Samples:
    def __init__(self, samples):
        self.features, self.labels = map(list, zip(*samples))

    @property
    def x(self):
        return torch.cat([torch.as_tensor(row).to(torch.float32).reshape(1, -1) for row in self.features])

    @property
    def y(self):
        try:
            return torch.LongTensor(self.labels)
        except TypeError:
            return None


def split_labels(samples):
    both = Samples(samples)
    return both.x, both.y


class KMeans:
    def __init__(self, k, epochs, seed):
        self.k, self.epochs, self.seed = k, epochs, seed
        self.inertias_ = []

    def transform(self, x):
        return torch.linalg.vector_norm(x.unsqueeze(1) - self.centers_, dim=-1)

    def predict(self, x):
        return self.transform(x).argmin(dim=-1)

    def step(self, x):
        self.labels_ = self.predict(x)
        self.inertias_.append((x - self.centers_[self.labels_]).pow(2).sum().item())
        self.centers_ = torch.stack([self._mean(x, j) for j in range(self.k)])

    def _mean(self, x, j):
        chosen = self.labels_.eq(j)
        return x[chosen].sum(dim=0) / chosen.sum() if chosen.any() else self.centers_[j]

    def fit(self, x):
        if self.k < 1 or self.k > len(x):
            raise ValueError(f"n_samples={len(x)} should be >= n_clusters={self.k} >= 1")
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.seed)
            self.centers_ = x[torch.multinomial(torch.ones(len(x)), self.k, replacement=False).to(x.device)]
        for _ in range(self.epochs):
            self.step(x)
        self.labels_ = self.predict(x)
        return self


def assign(x, centers):
    model = KMeans(len(centers), 0, 0)
    model.centers_ = centers
    return model.predict(x)


def update(x, labels, centers):
    model = KMeans(len(centers), 0, 0)
    model.centers_, model.labels_ = centers, labels
    return torch.stack([model._mean(x, j) for j in range(len(centers))])


def kmeans(x, k, epochs=50, seed=0):
    model = KMeans(k, epochs, seed).fit(x)
    return model.centers_, model.labels_, model.inertias_
