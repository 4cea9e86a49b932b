"""Checks of exercise 8: learning without labels."""

import itertools

import numpy as np
import torch

from grader.kit import EXACT, FLOAT32, FLOAT64, Inputs, Submission, agree, check, close, expect, fail, plot

HINTS = {
    "split_labels": (
        "Two lists come out of the pairs. When is the second of use: when every label is there, or when one is?",
        "torch.as_tensor takes a list, an array or a tensor, and a dtype; torch.stack joins rows. 0 is a label.",
        "x = torch.stack([torch.as_tensor(f, dtype=torch.float32) for f, _ in samples]); y is None if any label is, "
        "and torch.tensor(labels) otherwise.",
    ),
    "assign": (
        "Every sample meets every center: what is the shape of all differences, and which axis goes away first?",
        "x[:, None] - centers[None] is (n, k, d). Square, sum over the coordinates, find the smallest in each row.",
        "Return (x[:, None] - centers[None]).square().sum(dim=2).argmin(dim=1).",
    ),
    "update": (
        "A mean is a sum divided by a count. What is the mean of no samples, and what does the contract ask for then?",
        "Select the samples of one cluster with x[labels == j]; write into a copy of the centers, not into them.",
        "Start with new = centers.clone(). For each j in range(len(centers)) with (labels == j).any(), set "
        "new[j] = x[labels == j].mean(dim=0).",
    ),
    "kmeans": (
        "Follow the example in the text of the exercise: which centers do the returned labels belong to?",
        "torch.randperm(n, generator=...)[:k] gives k different samples. Then assign, note the inertia, update.",
        "In each epoch: labels = assign(x, centers); inertias.append((x - centers[labels]).square().sum().item()); "
        "centers = update(x, labels, centers). At the end return centers, assign(x, centers), inertias.",
    ),
}


def reference_split(samples):
    x = torch.tensor([[float(value) for value in features] for features, _ in samples])
    labels = [label for _, label in samples]
    return x, None if None in labels else torch.tensor(labels)


def squared_distances(x, centers):
    return (x.unsqueeze(1) - centers.unsqueeze(0)).square().sum(dim=2)


def reference_assign(x, centers):
    return squared_distances(x, centers).argmin(dim=1)


def reference_update(x, labels, centers):
    moved = centers.clone()
    for cluster in labels.unique():
        moved[cluster] = x[labels == cluster].mean(dim=0)
    return moved


def inertia(x, labels, centers):
    return float((x - centers[labels]).square().sum())


def keeps_dtype_and_device(submission, accelerators, name, *args, reference, wide=FLOAT64, narrow=FLOAT32):
    """The function gives the reference's values in float64 and on every accelerator, and stays there."""
    doubles = [arg.double() if arg.is_floating_point() else arg for arg in args]
    agree(submission, name, *doubles, reference=reference, tolerance=wide)
    for accelerator in accelerators:
        room, device = submission.on(accelerator), f"{accelerator}:0"
        agree(room, name, *args, reference=reference, tolerance=narrow, device=device)


@check("split_labels", points=7)
def check_split_keeps_all_labels(submission: Submission, inputs: Inputs) -> None:
    """split_labels gives (n, d) features and (n,) labels when every sample has one, the label 0 included."""
    for n, d in ((1, 3), (6, 2), (4, 1)):
        labels = (inputs.integers(0, 9, n) * (torch.arange(n) > 0)).tolist()
        samples = [(inputs.normal(d).tolist(), label) for label in labels]
        agree(submission, "split_labels", samples, reference=reference_split)


@check("split_labels", points=7)
def check_split_without_labels_gives_none(submission: Submission, inputs: Inputs) -> None:
    """split_labels gives all features and None for the labels when one or more samples have no label."""
    for labels in ([None, None, None], [0, None, 2, 1], [None, 1], [3, 0, None], [None]):
        samples = [(inputs.normal(2).tolist(), label) for label in labels]
        agree(submission, "split_labels", samples, reference=reference_split)


@check("split_labels", points=6)
def check_split_takes_lists_arrays_and_tensors(submission: Submission, inputs: Inputs) -> None:
    """split_labels takes features as lists, arrays and tensors of any number type; x is float32 and y is int64."""
    integers = inputs.integers(-5, 5, 4, 2)
    kinds = (
        [inputs.array(2, dtype=np.float64), inputs.array(2), integers[0].numpy()],
        [inputs.normal(2, dtype=torch.float64), inputs.normal(2), integers[1]],
        [integers[2].tolist(), [0.5, 2], integers[3].tolist()],
    )
    for features in (*kinds, [kind[0] for kind in kinds]):
        samples = [(row, label) for label, row in enumerate(features)]
        agree(submission, "split_labels", samples, reference=reference_split)


def clear_samples(inputs: Inputs, n: int, centers: torch.Tensor):
    """n samples, each clearly nearer to one of the centers than to any other."""
    x = inputs.normal(20 * n, centers.shape[1], scale=1.5)
    nearest = squared_distances(x.double(), centers.double()).sort(dim=1).values[:, :2]
    return x[(nearest[:, -1] - nearest[:, 0] > 0.02) | (len(centers) == 1)][:n]


def agree_on_labels(submission, x, centers):
    """assign gives the labels of the reference, which are whole numbers."""
    agree(submission, "assign", x, centers, reference=reference_assign, tolerance=EXACT)


@check("assign", points=11)
def check_assign_finds_nearest_center(submission: Submission, inputs: Inputs) -> None:
    """assign gives, for each sample, the int64 index of the center at the smallest Euclidean distance."""
    for n, k, d in ((9, 3, 2), (1, 4, 3), (30, 5, 1), (5, 1, 2), (3, 7, 4)):
        centers = inputs.normal(k, d)
        agree_on_labels(submission, clear_samples(inputs, n, centers), centers)
    centers = inputs.noncontiguous(4, 3)
    agree_on_labels(submission, clear_samples(inputs, 12, centers).T.contiguous().T, centers)
    # A long center has the largest dot products, and the Manhattan distance prefers the center straight above.
    stretched = torch.tensor([[4.0, 4.0], [1.0, 1.0], [0.0, 1.7]]) * inputs.uniform(0.98, 1.02, 1)
    agree_on_labels(submission, torch.tensor([[1.5, 1.2], [0.0, 0.05], [2.6, 2.9]]), stretched)


@check("assign", points=7)
def check_assign_gives_ties_to_lowest_index(submission: Submission, inputs: Inputs) -> None:
    """assign gives a sample between equally near centers to the one with the lowest index."""
    # Powers of two keep every way to compute a distance exact, so that the ties are real.
    size = 2.0 ** int(inputs.integers(-1, 3, 1))
    cross = torch.tensor([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])[inputs.permutation(4)]
    around = torch.cat([torch.tensor([[3.0, 3.0]]), cross])
    agree_on_labels(submission, torch.zeros(2, 2), around * size)
    twins = torch.tensor([[5.0], [2.0], [2.0], [-1.0], [2.0]])
    agree_on_labels(submission, torch.tensor([[2.0], [3.0], [0.5], [9.0]]) * size, twins * size)


@check("assign", points=6, after=("assign_finds_nearest_center",))
def check_assign_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """assign takes samples of any float dtype on any device, and its labels stay there."""
    centers = inputs.normal(3, 2)
    args, exact = (clear_samples(inputs, 8, centers), centers), {"wide": EXACT, "narrow": EXACT}
    keeps_dtype_and_device(submission, accelerators, "assign", *args, reference=reference_assign, **exact)


def clusters(inputs: Inputs, n: int, k: int):
    """(n,) labels in random order, in which each of k clusters occurs."""
    return torch.cat([torch.arange(k), inputs.integers(0, k, n - k)])[inputs.permutation(n)]


@check("update", points=9)
def check_update_moves_centers_to_means(submission: Submission, inputs: Inputs) -> None:
    """update gives the (k, d) means of the clusters, and leaves x, labels and centers as they were."""
    for n, k, d in ((10, 3, 2), (7, 1, 3), (4, 4, 1), (25, 2, 5)):
        args = (inputs.normal(n, d), clusters(inputs, n, k), inputs.normal(k, d))
        agree(submission, "update", *args, reference=reference_update)
    args = (inputs.noncontiguous(8, 3), clusters(inputs, 8, 2), inputs.noncontiguous(2, 3))
    agree(submission, "update", *args, reference=reference_update)


@check("update", points=8)
def check_update_keeps_empty_centers(submission: Submission, inputs: Inputs) -> None:
    """update keeps the center of a cluster without samples, wherever that cluster stands in the list."""
    for present in ([0, 1, 3], [2, 3], [0], [1, 2]):
        labels = torch.tensor(present)[clusters(inputs, 6, len(present))]
        agree(submission, "update", inputs.normal(6, 2), labels, inputs.normal(4, 2) + 2, reference=reference_update)


@check("update", points=5, after=("update_moves_centers_to_means",))
def check_update_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """update keeps the dtype and the device of x."""
    args = (inputs.normal(9, 2), clusters(inputs, 9, 3), inputs.normal(3, 2))
    keeps_dtype_and_device(submission, accelerators, "update", *args, reference=reference_update)


def lloyd_path(x, start, steps):
    """The centers of Lloyd's algorithm at the start and after each of the steps."""
    path = [start]
    for _ in range(steps):
        path.append(reference_update(x, reference_assign(x, path[-1]), path[-1]))
    return path


def same_points(first, second, size=1e-4):
    """Whether two sets of points are the same, in any order."""
    distances = squared_distances(first.double(), second.double()).sqrt()
    return bool(distances.min(dim=0).values.max() < size and distances.min(dim=1).values.max() < size)


def costs_of(x, centers):
    return inertia(x, reference_assign(x, centers), centers)


def matching_paths(x, centers, epochs_run, epochs):
    """The paths of Lloyd's algorithm, from any k samples, that end at these centers after the epochs that were run.

    A submission that stops early may return the centers from before the last update, if that moved next to nothing.
    """
    wide, found = x.double(), []
    for chosen in itertools.combinations(range(len(x)), len(centers)):
        path = lloyd_path(wide, wide[list(chosen)], epochs_run + 1)
        before, last, after = (costs_of(wide, step) for step in (path[-3], path[-2], path[-1]))
        settled = after >= 0.99 * last
        at_end = same_points(path[-2], centers) and (epochs_run == epochs or settled)
        if at_end or (same_points(path[-3], centers) and last >= 0.99 * before):
            found.append(path[:-1])
    return found


def run_of(submission, x, k, epochs=50, **kwargs):
    """The (centers, labels, inertias) of kmeans, well-formed."""
    result = submission.kmeans(x, k, epochs, **kwargs)
    rule = "kmeans returns centers (k, d), labels (n,) and the list of inertias."
    expect(isinstance(result, (tuple, list)) and len(result) == 3, rule, got=type(result).__name__)
    centers, labels, inertias = result
    forms = [tuple(part.shape) if torch.is_tensor(part) else type(part).__name__ for part in result]
    fits = forms[:2] == [(k, x.shape[1]), (len(x),)] and isinstance(inertias, (tuple, list))
    expect(fits, rule, got=forms, expected=[(k, x.shape[1]), (len(x),), "list"])
    expect(bool(centers.isfinite().all()), "All centers are finite.", got=centers.tolist())
    count = f"kmeans gives one inertia for each epoch that it runs, here 1 to {epochs}."
    expect(1 <= len(inertias) <= epochs, count, got=len(inertias))
    return centers, labels, list(inertias)


SMALL_RUNS = ((7, 2, 1), (8, 3, 2), (7, 3, 5), (6, 1, 3), (8, 2, 4))


def traits_of_start(m, x, seeds):
    """With as many centers as samples: are the centers different ones, and is each sample one; with one: has it moved?

    Also x as it is afterwards.
    """
    different, samples, moved = True, True, True
    for seed in seeds:
        centers = m.kmeans(x, len(x), 3, seed)[0]
        between = (centers.unsqueeze(1) - centers.unsqueeze(0)).abs().sum(2) + torch.eye(len(x))
        different = different and bool((between > 1e-4).all())
        to_sample = (x.unsqueeze(1) - centers.unsqueeze(0)).abs().sum(2).min(1).values
        samples = samples and bool((to_sample < 1e-4).all())
        moved = moved and bool(((x - m.kmeans(x, 1, 3, seed)[0]).abs().sum(1) > 1e-4).all())
    return different, samples, moved, x


@check("kmeans", points=8, after=("assign_finds_nearest_center", "update_moves_centers_to_means"))
def check_kmeans_follows_lloyd(submission: Submission, inputs: Inputs) -> None:
    """kmeans starts from k distinct samples and takes the steps of Lloyd's algorithm, leaving x as it was."""
    given = inputs.normal(9, 2)
    different, samples, moved, after = submission.run(traits_of_start, given, [inputs.seed() for _ in range(6)])
    expect(
        different, "The first centers are k different samples; none is drawn twice.", got="two equal centers for k = n"
    )
    expect(
        samples, "The first centers are samples: with k = n, each sample is a center.", got="centers that are no sample"
    )
    expect(moved, "With k = 1 the center moves to the mean of all samples.", got="a center that is still a sample")
    close(after, given, what="x after the call", tolerance=EXACT)
    for n, k, epochs in SMALL_RUNS:
        x = inputs.normal(n, 2)
        centers, _, inertias = run_of(submission, x, k, epochs, seed=inputs.seed())
        if not matching_paths(x, centers, len(inertias), epochs):
            rule = (
                f"After {len(inertias)} of {epochs} epochs the centers are what Lloyd's algorithm makes of k samples."
            )
            fail(
                rule,
                got=centers.tolist(),
                advice="An epoch is one assign and one update; stop early only when settled.",
            )


def first_inertia(m, x):
    """The first inertia for one center."""
    return m.kmeans(x, 1, 4)[2][0]


def polygon(inputs: Inputs, n: int):
    """The corners of a regular polygon: seen from any corner, the others lie equally far."""
    angle = (torch.arange(n) + inputs.uniform(0.0, 1.0, 1)) * (2 * torch.pi / n)
    return torch.stack([angle.cos(), angle.sin()], 1) * inputs.uniform(2.0, 3.0, 1) + inputs.normal(2)


@check("kmeans", points=7, after=("kmeans_follows_lloyd",))
def check_kmeans_reports_inertias(submission: Submission, inputs: Inputs) -> None:
    """The inertias of kmeans are floats that never rise: the sum of squared distances, one for each epoch run."""
    x = polygon(inputs, 11)
    from_corner, from_mean = (
        float((x.double() - center).square().sum()) for center in (x[0].double(), x.double().mean(0))
    )
    got = submission.run(first_inertia, x)
    # The inertia of an epoch may be taken before its update or after it.
    number = float(got) if isinstance(got, (float, np.floating)) else from_corner
    after_update = abs(number - from_mean) < abs(number - from_corner)
    close(got, from_mean if after_update else from_corner, what="the first inertia of 11 samples with k = 1")
    for n, k, epochs in SMALL_RUNS:
        x = inputs.normal(n, 2)
        centers, _, got = run_of(submission, x, k, epochs, seed=inputs.seed())
        paths = matching_paths(x, centers, len(got), epochs)
        expected = [costs for path in paths for costs in inertias_along(x.double(), path)]
        rule = "Each inertia is the sum of squared distances of the samples to their assigned centers in that epoch."
        expect(any(np.allclose(got, costs, rtol=1e-4, atol=1e-5) for costs in expected), rule, got=got)
    x = inputs.normal(60, 2)
    got = run_of(submission, x, 5, 30)[2]
    path = lloyd_path(x.double(), x[:5].double(), len(got) - 1)
    lines = {"yours": got, "reference, from another start": [costs_of(x.double(), centers) for centers in path]}
    plot(submission, "inertia of kmeans, 5 centers", lines, x_label="epoch", y_label="inertia")
    rises = [later for earlier, later in itertools.pairwise(got) if later > earlier * (1 + 1e-5)]
    expect(not rises, "Neither step of Lloyd's algorithm can make the inertia larger.", got=got)


def inertias_along(x, path):
    """What an epoch may report: before its update, after it with the same labels, or after it with new labels."""
    epochs = [(before, after, reference_assign(x, before)) for before, after in itertools.pairwise(path)]
    yield [inertia(x, labels, before) for before, _, labels in epochs]
    yield [inertia(x, labels, after) for _, after, labels in epochs]
    yield [costs_of(x, after) for _, after, _ in epochs]


def has_stale_labels(m, samples, seeds):
    """Whether any run of one epoch gave a label of a center that is not the nearest of those returned."""
    for x, seed in zip(samples, seeds):
        centers, labels, _ = m.kmeans(x, 3, 1, seed)
        distances = ((x.unsqueeze(1) - centers.unsqueeze(0)) ** 2).sum(2)
        if bool((distances[torch.arange(len(x)), labels] > distances.min(1).values + 1e-3).any()):
            return True
    return False


@check("kmeans", points=7, after=("assign_finds_nearest_center", "update_moves_centers_to_means"))
def check_kmeans_labels_fit_centers(submission: Submission, inputs: Inputs) -> None:
    """The labels of kmeans are int64 and belong to the centers it returns: the same as assign(x, centers)."""
    samples = [inputs.normal(20, 2) for _ in range(12)]
    rule = "The labels are those of the returned centers: assign once more after the last update."
    stale = submission.run(has_stale_labels, samples, [inputs.seed() for _ in samples])
    expect(not stale, rule, got="labels from before the last update")
    for x, kwargs in zip(samples, ({}, {"epochs": 1}, {"epochs": 2}, {"epochs": 1, "seed": 5}), strict=False):
        centers, labels, _ = run_of(submission, x, 3, **kwargs)
        in_range = labels.dtype == torch.int64 and bool(((labels >= 0) & (labels < 3)).all())
        expect(in_range, "The labels are int64 from 0 to k - 1.", got=labels.tolist())
        distances = squared_distances(x.double(), centers.double())
        own = distances.gather(1, labels.unsqueeze(1)).squeeze(1)
        expect(bool((own <= distances.min(dim=1).values + 1e-4).all()), rule, got=labels.tolist())


def effects_of_seed(m, x, seeds):
    """Do equal seeds give equal results after other draws, and do other seeds give other centers?"""
    first = [m.kmeans(x, 4, 1, seed) for seed in seeds]
    torch.randn(7), np.random.rand(3)
    second = [m.kmeans(x, 4, 1, seed) for seed in seeds]
    pairs = zip(first, second)
    repeats = all(torch.equal(a[0], b[0]) and torch.equal(a[1], b[1]) and list(a[2]) == list(b[2]) for a, b in pairs)
    return repeats, any(not torch.equal(first[0][0], other[0]) for other in first[1:])


@check("kmeans", points=5, after=("assign_finds_nearest_center", "update_moves_centers_to_means"))
def check_kmeans_obeys_seed(submission: Submission, inputs: Inputs) -> None:
    """kmeans with equal seeds gives equal results, whatever ran before; other seeds start elsewhere."""
    x, seeds = inputs.normal(40, 2), [0, *(inputs.seed() for _ in range(5))]
    repeats, differs = submission.run(effects_of_seed, x, seeds)
    expect(repeats, "Equal seeds give equal results, whatever ran before.", got="different results for one seed")
    expect(differs, "Other seeds start from other samples.", got=f"the same centers for {len(seeds)} seeds")
    for seed in seeds[:2]:
        again = [run_of(submission, x, 4, 2, seed=seed) for _ in range(2)]
        close(again[0], again[1], what="a second run with the same seed", tolerance=EXACT)


def answers_to_k(m, x, ks):
    """What each k brings: so many centers, or the kind of error."""
    answers = []
    for k in ks:
        try:
            answers.append(f"{len(m.kmeans(x, k)[0])} centers")
        except NotImplementedError:
            raise
        except Exception as error:
            answers.append("ValueError" if isinstance(error, ValueError) else type(error).__name__)
    return answers


@check("kmeans", points=4)
def check_kmeans_refuses_impossible_k(submission: Submission, inputs: Inputs) -> None:
    """kmeans raises ValueError for k below 1 and for more centers than samples."""
    ks = [0, -2, 6, 11]
    answers = submission.run(answers_to_k, inputs.normal(5, 2), ks)
    rule = f"With 5 samples, k = {', '.join(map(str, ks))} each raise ValueError."
    expect(answers == ["ValueError"] * len(ks), rule, got=answers, expected=["ValueError"] * len(ks))


def kinds_of_result(m, x, device):
    """The dtypes of the centers and the labels, and whether both are where x is."""
    there = x.to(device)
    centers, labels, _ = m.kmeans(there, 2, 3)
    return str(centers.dtype), str(labels.dtype), str(centers.device), str(labels.device), str(there.device)


@check("kmeans", points=3, after=("assign_finds_nearest_center", "update_moves_centers_to_means"))
def check_kmeans_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """The centers of kmeans have the dtype of x, and centers and labels are on its device."""
    for device, dtype in (
        ("cpu", torch.float64),
        ("cpu", torch.float32),
        *((name, torch.float32) for name in accelerators),
    ):
        room = submission if device == "cpu" else submission.on(device)
        *kinds, there = room.run(kinds_of_result, inputs.normal(9, 2, dtype=dtype), device)
        expected = [str(dtype), "torch.int64", there, there]
        expect(kinds == expected, "centers keep dtype and device of x; labels are int64.", got=kinds, expected=expected)
