"""Checks of exercise 8: learning without labels."""

import itertools
from typing import Any

import numpy as np
import torch

from grader.kit import (
    EXACT,
    FLOAT32,
    FLOAT64,
    Inputs,
    Submission,
    Tolerance,
    agree,
    asked_to_draw,
    boundary_sizes,
    check,
    close,
    draw_clusters,
    expect,
    fail,
    keeps_dtype_and_device,
    plot,
)
from grader.kit.judging import late

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


@check("split_labels", points=7)
def check_split_keeps_all_labels(submission: Submission, inputs: Inputs) -> None:
    """split_labels gives (n, d) features and (n,) labels when every sample has one, the label 0 included."""
    for n, d in ((1, 3), (6, 2), (4, 1)):
        labels = (inputs.integers(0, 9, n) * (torch.arange(n) > 0)).tolist()
        samples = [(inputs.normal(d).tolist(), label) for label in labels]
        agree(submission, "split_labels", samples, reference=reference_split, parts=("x", "y"))
    late(submission, "split_labels", [(samples,)], samples[::-1], reference=reference_split)


@check("split_labels", points=7)
def check_split_without_labels_gives_none(submission: Submission, inputs: Inputs) -> None:
    """split_labels gives all features and None for the labels when one or more samples have no label."""
    # The first ones tell "-1 for a missing label" from "only the first label was looked at".
    for labels in ([None, 1], [0, None, 2, 1], [3, 0, None], [None, None, None], [None]):
        samples = [(inputs.normal(2).tolist(), label) for label in labels]
        agree(submission, "split_labels", samples, reference=reference_split, parts=("x", "y"))


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
        agree(submission, "split_labels", samples, reference=reference_split, parts=("x", "y"))


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
    # Many samples first, so that two mistakes hardly ever give the same labels.
    for n, k, d in ((40, 6, 3), (1, 4, 3), (30, 5, 1), (5, 1, 2), (3, 7, 4), (17, 9, 8)):
        centers = inputs.normal(k, d)
        agree_on_labels(submission, clear_samples(inputs, n, centers), centers)
    centers = inputs.noncontiguous(4, 3)
    agree_on_labels(submission, clear_samples(inputs, 12, centers).T.contiguous().T, centers)
    # A long center has the largest dot products, and the Manhattan distance prefers the center straight above.
    stretched = torch.tensor([[4.0, 4.0], [1.0, 1.0], [0.0, 1.7]]) * inputs.uniform(0.98, 1.02, 1)
    agree_on_labels(submission, torch.tensor([[1.5, 1.2], [0.0, 0.05], [2.6, 2.9]]), stretched)
    x = clear_samples(inputs, 12, centers)
    late(submission, "assign", [(x, centers)], x, centers.flip(0), reference=reference_assign)


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
    late(submission, "update", [args], 2 * args[0], *args[1:], reference=reference_update)
    # More samples in a cluster than a byte can count.
    large = (inputs.whole(600, 1), clusters(inputs, 600, 2), inputs.whole(2, 1))
    agree(submission, "update", *large, reference=reference_update)
    for n, d in boundary_sizes(2):
        args = (inputs.whole(n, d), torch.arange(n), inputs.whole(n, d))
        agree(submission, "update", *args, reference=reference_update, tolerance=EXACT)


@check("update", points=8)
def check_update_keeps_empty_centers(submission: Submission, inputs: Inputs) -> None:
    """update keeps the center of a cluster without samples, wherever that cluster stands in the list."""
    for present in ([0, 1, 3], [2, 3], [0], [1, 2]):
        labels = torch.tensor(present)[clusters(inputs, 6, len(present))]
        x, centers = inputs.normal(6, 2), inputs.normal(4, 2) + 2
        moved = submission.update(x, labels, centers)
        if isinstance(moved, torch.Tensor) and moved.shape == centers.shape:
            for empty in sorted(set(range(4)) - set(present)):
                rule = f"update must leave centers[{empty}] where it was, for no label is {empty}"
                taken = bool((x == moved[empty]).all(dim=1).any())
                expect(not taken, f"{rule}; it was moved to one of the samples.")
        agree(submission, "update", x, labels, centers, reference=reference_update)


@check("update", points=5, after=("update_moves_centers_to_means",))
def check_update_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """update keeps the dtype and the device of x."""
    args = (inputs.normal(9, 2), clusters(inputs, 9, 3), inputs.normal(3, 2))
    keeps_dtype_and_device(submission, accelerators, "update", *args, reference=reference_update)


def all_paths(x: torch.Tensor, k: int, steps: int) -> torch.Tensor:
    """(starts, steps + 1, k, d): Lloyd's centers from any k of the samples, at first and after each step."""
    centers = x[torch.tensor(list(itertools.combinations(range(len(x)), k)))]
    path = [centers]
    for _ in range(steps):
        labels = (x[None, :, None] - centers[:, None]).square().sum(dim=3).argmin(dim=2)
        members = torch.nn.functional.one_hot(labels, k).to(x.dtype).transpose(1, 2)
        sizes = members.sum(dim=2, keepdim=True)
        centers = torch.where(sizes > 0, members @ x / sizes.clamp(min=1), centers)
        path.append(centers)
    return torch.stack(path, 1)


def all_costs(x: torch.Tensor, centers: torch.Tensor) -> torch.Tensor:
    """The inertia of x for each of many sets of centers, (..., k, d) -> (...)."""
    return (x[:, None] - centers[..., None, :, :]).square().sum(dim=-1).min(dim=-1).values.sum(dim=-1)


def same_points(sets: torch.Tensor, points: torch.Tensor, size: float = 1e-4) -> torch.Tensor:
    """Which of many sets of points are these points, in any order: (starts, k, d), (k, d) -> (starts,)."""
    distances = (sets[:, :, None] - points.to(sets.dtype)).square().sum(dim=3).sqrt()
    return (distances.min(dim=1).values.amax(dim=1) < size) & (distances.min(dim=2).values.amax(dim=1) < size)


def matching_paths(x: torch.Tensor, centers: torch.Tensor, epochs_run: int, epochs: int) -> torch.Tensor:
    """The paths of Lloyd's algorithm, from any k samples, that end at these centers after the epochs that were run.

    A submission that stops early may return the centers from before the last update, if that moved next to nothing.
    """
    wide = x.double()
    paths = all_paths(wide, len(centers), epochs_run + 1)
    before, last, after = all_costs(wide, paths[:, -3:]).unbind(dim=1)
    settled = (after >= 0.99 * last) | (epochs_run == epochs)
    at_end = same_points(paths[:, -2], centers) & settled
    one_before = same_points(paths[:, -3], centers) & (last >= 0.99 * before)
    return paths[at_end | one_before][:, :-1]


KMEANS_RULE = "kmeans must return centers (k, d), labels (n,) and the list of inertias"


def judge_form(result: Any, x: torch.Tensor, k: int, epochs: int) -> None:
    """The (centers, labels, inertias) of kmeans must be well-formed."""
    parts = len(result) if isinstance(result, tuple | list) else 0
    expect(parts == 3, f"{KMEANS_RULE}; got {f'{parts} parts' if parts else type(result).__name__}.")
    centers, _, inertias = result
    forms = [str(tuple(part.shape)) if torch.is_tensor(part) else type(part).__name__ for part in result]
    wanted = f"here {(k, x.shape[1])}, {(len(x),)} and a list"
    fits = forms[:2] == [str((k, x.shape[1])), str((len(x),))] and isinstance(inertias, tuple | list)
    expect(fits, f"{KMEANS_RULE}, {wanted}; got {', '.join(forms)}.")
    rule = "All centers of kmeans must be finite, for a cluster that runs empty keeps its center"
    expect(bool(centers.isfinite().all()), f"{rule}; got one that holds nan or inf.")
    count = f"kmeans must give one inertia for each epoch that it runs, here 1 to {epochs}; got {len(inertias)}."
    expect(1 <= len(inertias) <= epochs, count)


def run_of(submission, x, k, epochs=50, **kwargs):
    """The (centers, labels, inertias) of kmeans, well-formed."""
    result = submission.kmeans(x, k, epochs, **kwargs)
    judge_form(result, x, k, epochs)
    return result


def runs_of(submission: Submission, cases):
    """The well-formed results of several runs, one after the other in one process."""
    results = submission.run(run_kmeans, cases)
    for result, (x, k, epochs, _) in zip(results, cases, strict=True):
        judge_form(result, x, k, epochs)
    return results


def run_kmeans(m, cases):
    return [m.kmeans(x, k, epochs, seed=seed) for x, k, epochs, seed in cases]


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


def settles(x: torch.Tensor, centers: torch.Tensor) -> bool:
    """Whether more steps of Lloyd's algorithm would make next to nothing of these centers."""
    later = wide = centers.double()
    for _ in range(10):
        later = reference_update(x.double(), reference_assign(x.double(), later), later)
    return bool(all_costs(x.double(), later) >= 0.98 * all_costs(x.double(), wide))


def centers_by_epoch(m, x, k, epochs):
    """The centers after 1, 2, ... epochs from one start, (epochs, k, 2), and the labels in the end."""
    runs = [m.kmeans(x.clone(), k, number, seed=0) for number in range(1, epochs + 1)]
    return torch.stack([centers for centers, _, _ in runs]), runs[-1][1]


def draw_moves(submission, x):
    """How five centers move, and what is theirs in the end."""
    got = asked_to_draw(submission, centers_by_epoch, x, 5, 8)
    if got is not None:
        draw_clusters(submission, "where kmeans moves 5 centers in 8 epochs", x, got[1], got[0])


@check("kmeans", points=6, after=("assign_finds_nearest_center", "update_moves_centers_to_means"))
def check_kmeans_follows_lloyd(submission: Submission, inputs: Inputs) -> None:
    """kmeans starts from k distinct samples and takes the steps of Lloyd's algorithm, leaving x as it was."""
    draw_moves(submission, inputs.normal(60, 2))
    given = inputs.normal(9, 2)
    different, samples, moved, after = submission.run(traits_of_start, given, [inputs.seed() for _ in range(6)])
    close(after, given, what="x after kmeans", tolerance=EXACT)
    rule = "The first centers must be k different samples; with k = n, two centers were equal: one was drawn twice."
    expect(different, rule)
    expect(samples, "The first centers must be samples; with k = n, there are centers that are no sample.")
    expect(moved, STILL_A_SAMPLE)
    cases = [(inputs.normal(n, 2), k, epochs, inputs.seed()) for n, k, epochs in SMALL_RUNS]
    large = [(inputs.normal(40, 2), 4, 30, inputs.seed()) for _ in range(3)]
    results = runs_of(submission, [*cases, *large])
    for (centers, _, inertias), (x, _, epochs, _) in zip(results[len(cases) :], large, strict=True):
        rule = f"After {len(inertias)} of {epochs} epochs the centers of kmeans must stay where they are"
        expect(settles(x, centers), f"{rule}; more epochs lower the inertia by over 2 %.")
    for (centers, _, inertias), (x, _, epochs, _) in zip(results, cases, strict=False):
        if not len(matching_paths(x, centers, len(inertias), epochs)):
            rule = f"After {len(inertias)} of {epochs} epochs the centers must be Lloyd's from k of the samples"
            advice = (
                "An epoch is one assign and one update of what the epoch before left; stop early only when settled."
            )
            fail(f"{rule}, whichever they are; they are not.", got=centers.tolist(), advice=advice)


@check("kmeans", points=3, after=("kmeans_follows_lloyd", "update_keeps_empty_centers"))
def check_kmeans_keeps_empty_clusters(submission: Submission, inputs: Inputs) -> None:
    """kmeans goes on when a cluster runs empty, which keeps its center."""
    # Two of the first centers are often equal here, so that a cluster runs empty.
    twins = inputs.normal(4, 2)[torch.tensor([0] * 6 + [1, 2, 3])[inputs.permutation(9)]]
    cases = [(twins, 3, epochs, inputs.seed()) for epochs in (1, 1, 2, 3, 1, 1, 2, 3)]
    for (centers, _, inertias), (x, _, epochs, _) in zip(runs_of(submission, cases), cases, strict=True):
        rule = "Where two of the first centers are equal, one cluster runs empty and must keep its center; it did not."
        expect(len(matching_paths(x, centers, len(inertias), epochs)) > 0, rule)


def first_inertia(m, x):
    """The first inertia for one center."""
    return m.kmeans(x, 1, 4)[2][0]


def polygon(inputs: Inputs, n: int):
    """The corners of a regular polygon: seen from any corner, the others lie equally far."""
    angle = (torch.arange(n) + inputs.uniform(0.0, 1.0, 1)) * (2 * torch.pi / n)
    return torch.stack([angle.cos(), angle.sin()], 1) * inputs.uniform(2.0, 3.0, 1) + inputs.normal(2)


def judge_inertias(got, x: torch.Tensor, centers: torch.Tensor, epochs: int) -> None:
    """The inertias must be those of a path of Lloyd's that ends at the centers; the first wrong one is told."""
    never_rising(got)
    # An epoch may report before its update, after it with the same labels, or after it with new labels.
    known = [
        inertias
        for path in matching_paths(x, centers, len(got), epochs)
        for inertias in inertias_along(x.double(), path)
    ]
    right = [[abs(a - b) <= 1e-5 + 1e-4 * abs(b) for a, b in zip(got, costs, strict=True)] for costs in known]
    if any(all(one) for one in right):
        return
    prefixes = [[*one, False].index(False) for one in right]
    best = max(range(len(known)), key=prefixes.__getitem__) if known else None
    rule = "Each inertia must be the sum of squared distances of the samples to their assigned centers in that epoch"
    if best is None:
        fail(f"{rule}; the centers themselves are not those of Lloyd's algorithm.")
    at = prefixes[best]
    before = "" if at == 0 else " (epoch 1 is right)" if at == 1 else f" (epochs 1 to {at} are right)"
    fail(f"{rule}; that of epoch {at + 1} must be {known[best][at]:.6g}, got {got[at]:.6g}{before}.")


def never_rising(got) -> None:
    for epoch, (earlier, later) in enumerate(itertools.pairwise(got), 2):
        rule = "The inertias must never rise, for neither step of Lloyd's algorithm can make them larger"
        advice = "A new start at every epoch makes them rise, and so does a sum that is not set back to 0."
        expect(
            later <= earlier * (1 + 1e-5), f"{rule}; epoch {epoch} has {later:.6g} after {earlier:.6g}.", advice=advice
        )


@check("kmeans", points=6, after=("kmeans_follows_lloyd",))
def check_kmeans_reports_inertias(submission: Submission, inputs: Inputs) -> None:
    """The inertias of kmeans are floats that never rise: the sum of squared distances, one for each epoch run."""
    x = polygon(inputs, 11)
    from_corner, from_mean = (
        float((x.double() - center).square().sum()) for center in (x[0].double(), x.double().mean(0))
    )
    got = submission.run(first_inertia, x)
    number = isinstance(got, float | np.floating)
    kind = f"a {str(got.dtype).removeprefix('torch.')} tensor" if torch.is_tensor(got) else type(got).__name__
    expect(number, f"kmeans must give its inertias as Python floats; got {kind}: .item() makes a float.")
    # The inertia of an epoch may be taken before its update or after it.
    after_update = abs(got - from_mean) < abs(got - from_corner)
    close(got, from_mean if after_update else from_corner, what="the first inertia of 11 samples with k = 1")
    cases = [(inputs.normal(n, 2), k, epochs, inputs.seed()) for n, k, epochs in ((8, 3, 2), (7, 3, 5), (8, 2, 4))]
    cases.append((inputs.normal(60, 2), 5, 30, 0))
    *small, (_, _, got) = runs_of(submission, cases)
    for (centers, _, inertias), (x, _, epochs, _) in zip(small, cases, strict=False):
        judge_inertias(list(inertias), x, centers, epochs)
    x = cases[-1][0]
    path = lloyd_path(x.double(), x[:5].double(), len(got) - 1)
    lines = {"yours": list(got), "reference, from another start": all_costs(x.double(), torch.stack(path)).tolist()}
    plot(submission, "inertia of kmeans, 5 centers", lines, x_label="epoch", y_label="inertia")
    never_rising(list(got))


def lloyd_path(x, start, steps):
    """The centers of Lloyd's algorithm at the start and after each of the steps."""
    path = [start]
    for _ in range(steps):
        path.append(reference_update(x, reference_assign(x, path[-1]), path[-1]))
    return path


def inertias_along(x, path):
    """What an epoch may report: before its update, after it with the same labels, or after it with new labels."""
    epochs = [(before, after, reference_assign(x, before)) for before, after in itertools.pairwise(path)]
    yield [inertia(x, labels, before) for before, _, labels in epochs]
    yield [inertia(x, labels, after) for _, after, labels in epochs]
    yield [inertia(x, reference_assign(x, after), after) for _, after, _ in epochs]


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
    rule = "The labels of kmeans must be those of the centers it returns, assign(x, centers)"
    stale = submission.run(has_stale_labels, samples, [inputs.seed() for _ in samples])
    expect(not stale, f"{rule}; some samples are nearer to another center than to their own.")
    for x, kwargs in zip(samples, ({}, {"epochs": 1}, {"epochs": 2}, {"epochs": 1, "seed": 5}), strict=False):
        centers, labels, _ = run_of(submission, x, 3, **kwargs)
        kind = str(labels.dtype).removeprefix("torch.")
        expect(labels.dtype == torch.int64, f"The labels of kmeans must be int64; got {kind}.")
        expect(bool(((labels >= 0) & (labels < 3)).all()), f"The labels must be 0, 1 or 2; got {labels.tolist()}.")
        distances = squared_distances(x.double(), centers.double())
        own = distances.gather(1, labels.unsqueeze(1)).squeeze(1)
        off = int((own > distances.min(dim=1).values + 1e-4).sum())
        expect(not off, f"{rule}; {off} of {len(x)} samples are nearer to another center than to their own.")


STILL_A_SAMPLE = "With k = 1 the center must move to the mean of all samples; it is still a sample."


def moved_center(m, x, seed):
    """The center for k = 1, or None where it is still a sample: which one is luck."""
    center = m.kmeans(x.clone(), 1, 3, seed)[0]
    return None if bool((x == center).all(1).any()) else center


def judge_moved_center(center: torch.Tensor | None, x: torch.Tensor, tolerance: Tolerance = FLOAT32) -> None:
    """The center for k = 1 must be the mean of all samples."""
    expect(center is not None, STILL_A_SAMPLE)
    close(center, x.mean(0, keepdim=True), what="the center for k = 1", tolerance=tolerance)


def effects_of_seed(m, x, seeds):
    """Do equal seeds give equal results, and other seeds other centers? And the center for k = 1."""
    first = [m.kmeans(x.clone(), 4, 1, seed) for seed in seeds]
    torch.randn(7), np.random.rand(3)
    second = [m.kmeans(x.clone(), 4, 1, seed) for seed in seeds]
    pairs = zip(first, second)
    repeats = all(torch.equal(a[0], b[0]) and torch.equal(a[1], b[1]) and repr(a[2]) == repr(b[2]) for a, b in pairs)
    return (
        repeats,
        any(not torch.equal(first[0][0], other[0]) for other in first[1:]),
        moved_center(m, x, seeds[0]),
    )


@check("kmeans", points=5, after=("assign_finds_nearest_center", "update_moves_centers_to_means"))
def check_kmeans_obeys_seed(submission: Submission, inputs: Inputs) -> None:
    """kmeans with equal seeds gives equal results, whatever ran before; other seeds start elsewhere."""
    x, seeds = inputs.normal(40, 2), [0, *(inputs.seed() for _ in range(5))]
    repeats, differs, center = submission.run(effects_of_seed, x, seeds, using=(moved_center,))
    expect(repeats, "Equal seeds must give equal results, whatever ran before; one seed gave different ones.")
    expect(differs, f"Other seeds must start from other samples; {len(seeds)} seeds gave the same centers.")
    judge_moved_center(center, x)
    for seed in seeds[:2]:
        again = [run_of(submission, x, 4, 2, seed=seed) for _ in range(2)]
        parts = ("centers", "labels", "inertias")
        close(again[1], again[0], what="a second run with the same seed", tolerance=EXACT, parts=parts)


def answers_to_k(m, x, ks):
    """The center for k = 1, and what each k brings: so many centers, or the kind of error."""
    one, answers = moved_center(m, x, 0), []
    for k in ks:
        try:
            answers.append(f"{len(m.kmeans(x, k)[0])} centers")
        except Exception as error:
            answers.append("ValueError" if isinstance(error, ValueError) else type(error).__name__)
    return one, answers


@check("kmeans", points=4, after=("assign_finds_nearest_center", "update_moves_centers_to_means"))
def check_kmeans_refuses_impossible_k(submission: Submission, inputs: Inputs) -> None:
    """kmeans raises ValueError for k below 1 and for more centers than samples, and takes what lies between."""
    n = 4 + int(inputs.integers(0, 4, 1))
    x, ks = inputs.normal(n, 2), [0, -2, n + 1, 2 * n]
    one, answers = submission.run(answers_to_k, x, ks, using=(moved_center,))
    judge_moved_center(one, x)
    for k, answer in zip(ks, answers, strict=True):
        expect(answer == "ValueError", f"kmeans must raise a ValueError for k = {k} and {n} samples; got {answer}.")


def kinds_of_result(m, x, device):
    """The dtypes of the centers and the labels, whether both are where x is, and the center for k = 1."""
    there = x.to(device)
    centers, labels, _ = m.kmeans(there, 2, 3)
    one = moved_center(m, there, 0)
    kinds = str(centers.dtype), str(labels.dtype), str(centers.device), str(labels.device), str(there.device)
    return *kinds, None if one is None else one.cpu()


@check("kmeans", points=3, after=("assign_finds_nearest_center", "update_moves_centers_to_means"))
def check_kmeans_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """The centers of kmeans have the dtype of x, and centers and labels are on its device."""
    pairs = [("cpu", torch.float64), ("cpu", torch.float32), *((name, torch.float32) for name in accelerators)]
    for device, dtype in pairs:
        machine, x = submission if device == "cpu" else submission.on(device), inputs.normal(9, 2, dtype=dtype)
        *kinds, there, one = machine.run(kinds_of_result, x, device, using=(moved_center,))
        names = (
            "the dtype of the centers",
            "the dtype of the labels",
            "the device of the centers",
            "the device of the labels",
        )
        for name, kind, wanted in zip(names, kinds, (str(dtype), "torch.int64", there, there), strict=True):
            expect(kind == wanted, f"For x of {dtype} on {there}, {name} must be {wanted}; got {kind}.")
        judge_moved_center(one, x, FLOAT64 if dtype is torch.float64 else FLOAT32)
