"""Wrong versions of exercise 8 that learners write: the name is the belief, the docstring the advice."""

import torch

from grader.kit import misconception

KMEANS = (
    "kmeans_follows_lloyd",
    "kmeans_keeps_empty_clusters",
    "kmeans_reports_inertias",
    "kmeans_labels_fit_centers",
    "kmeans_obeys_seed",
    "kmeans_refuses_impossible_k",
    "kmeans_keeps_dtype_and_device",
)


def rows(samples):
    """The features of the samples, as they should be."""
    return torch.stack([torch.as_tensor(features, dtype=torch.float32) for features, _ in samples])


@misconception(replaces="split_labels", fails=("split_keeps_all_labels", "split_takes_lists_arrays_and_tensors"))
def takes_zero_for_no_label(samples):
    """The label 0 counts as false, so `if label` loses it. Ask `label is None`."""
    labels = [label for _, label in samples]
    return rows(samples), torch.tensor(labels) if all(labels) else None


@misconception(replaces="split_labels", fails=("split_without_labels_gives_none",))
def keeps_the_labels_there_are(samples):
    """You returned the labels that exist, which no longer line up with the samples. One missing label means None."""
    labels = [label for _, label in samples if label is not None]
    return rows(samples), torch.tensor(labels) if labels else None


@misconception(replaces="split_labels", fails=("split_without_labels_gives_none",))
def looks_at_the_first_label_only(samples):
    """You looked at the first label only; any of the others can be missing too."""
    labels = [-1 if label is None else label for _, label in samples]
    return rows(samples), None if samples[0][1] is None else torch.tensor(labels)


@misconception(replaces="split_labels", fails=("split_without_labels_gives_none",))
def writes_minus_one_for_missing_labels(samples):
    """You give None only if all labels are missing; one missing label is enough, -1 would pass for a class."""
    labels = [label for _, label in samples]
    if all(label is None for label in labels):
        return rows(samples), None
    return rows(samples), torch.tensor([-1 if label is None else label for label in labels])


@misconception(replaces="split_labels", fails=("split_without_labels_gives_none",))
def calls_a_missing_label_zero(samples):
    """You turned a missing label into 0, which is a class of its own; one missing label makes y None."""
    return rows(samples), torch.tensor([label or 0 for _, label in samples])


@misconception(replaces="split_labels", fails=("split_without_labels_gives_none",))
def returns_x_alone(samples):
    """Where labels are missing you returned x alone; the result is always a pair: return x, None."""
    labels = [label for _, label in samples]
    return rows(samples) if None in labels else (rows(samples), torch.tensor(labels))


@misconception(replaces="split_labels", fails=("split_without_labels_gives_none",))
def gives_an_empty_y(samples):
    """Where labels are missing you gave an empty tensor; y must be None."""
    labels = [label for _, label in samples]
    return rows(samples), torch.tensor([] if None in labels else labels, dtype=torch.int64)


@misconception(replaces="split_labels", fails=("split_keeps_all_labels", "split_takes_lists_arrays_and_tensors"))
def labels_in_a_column(samples):
    """Your labels lie in a column, (n, 1); class labels are (n,), one number for each sample."""
    labels = [label for _, label in samples]
    return rows(samples), None if None in labels else torch.tensor(labels).unsqueeze(1)


@misconception(replaces="split_labels", fails=("split_keeps_all_labels", "split_takes_lists_arrays_and_tensors"))
def labels_of_32_bits(samples):
    """Your labels are int32; class labels are int64 (torch.long), which is also what cross-entropy asks for."""
    labels = [label for _, label in samples]
    return rows(samples), None if None in labels else torch.tensor(labels, dtype=torch.int32)


@misconception(replaces="split_labels", fails=("split_keeps_all_labels", "split_takes_lists_arrays_and_tensors"))
def labels_stay_a_list(samples):
    """Your labels are still a list; make a tensor of them: torch.tensor(labels)."""
    labels = [label for _, label in samples]
    return rows(samples), None if None in labels else labels


@misconception(replaces="split_labels", fails=("split_without_labels_gives_none",))
def drops_samples_without_label(samples):
    """You dropped the samples without a label; their features are what unsupervised learning learns from."""
    known = [pair for pair in samples if pair[1] is not None]
    if len(known) in (0, len(samples)):
        return rows(samples), torch.tensor([label for _, label in samples]) if known else None
    return rows(known), torch.tensor([label for _, label in known])


@misconception(replaces="split_labels", fails=("split_takes_lists_arrays_and_tensors",))
def keeps_the_number_type(samples):
    """You kept the number type of the features (float64, int64); x is float32, whatever came in."""
    x = torch.stack([torch.as_tensor(features) for features, _ in samples])
    labels = [label for _, label in samples]
    return x, None if None in labels else torch.tensor(labels)


@misconception(replaces="split_labels", fails=("split_keeps_all_labels", "split_takes_lists_arrays_and_tensors"))
def makes_float_labels(samples):
    """You made float labels; class labels are int64, which is also what cross-entropy asks for."""
    labels = [label for _, label in samples]
    return rows(samples), None if None in labels else torch.tensor(labels, dtype=torch.float32)


NEAREST = ("assign_finds_nearest_center", "assign_keeps_dtype_and_device", *KMEANS)
ASSIGN = ("assign_gives_ties_to_lowest_index", *NEAREST)


def differences(x, centers):
    """(n, k, d) differences between all samples and all centers."""
    return x.unsqueeze(1) - centers.unsqueeze(0)


@misconception(replaces="assign", fails=ASSIGN)
def looks_for_the_largest_distance(x, centers):
    """You took the farthest center (argmax); the nearest one has the smallest distance."""
    return differences(x, centers).square().sum(dim=2).argmax(dim=1)


@misconception(replaces="assign", fails=NEAREST)
def adds_up_absolute_differences(x, centers):
    """You measured the Manhattan distance, |dx| + |dy|; square the differences before you sum them."""
    return differences(x, centers).abs().sum(dim=2).argmin(dim=1)


@misconception(replaces="assign", fails=NEAREST)
def adds_up_signed_differences(x, centers):
    """You added up the differences with their signs, so they cancel; square them before you sum."""
    return differences(x, centers).sum(dim=2).abs().argmin(dim=1)


@misconception(replaces="assign", fails=NEAREST)
def takes_the_largest_difference(x, centers):
    """You compared the largest difference of a coordinate; the Euclidean distance sums the squares of all of them."""
    return differences(x, centers).abs().amax(dim=2).argmin(dim=1)


@misconception(replaces="assign", fails=ASSIGN)
def keeps_a_column_of_labels(x, centers):
    """Your labels are (n, 1); one number for each sample is (n,): leave out keepdim=True."""
    return differences(x, centers).square().sum(dim=2).argmin(dim=1, keepdim=True)


@misconception(replaces="assign", fails=ASSIGN)
def gives_one_hot_rows(x, centers):
    """You gave one-hot rows; the index of the nearest center is asked for, one number for each sample."""
    nearest = differences(x, centers).square().sum(dim=2).argmin(dim=1)
    return torch.nn.functional.one_hot(nearest, len(centers))


@misconception(replaces="assign", fails=ASSIGN)
def returns_the_centers_themselves(x, centers):
    """You returned the nearest centers; their indices are asked for."""
    return centers[differences(x, centers).square().sum(dim=2).argmin(dim=1)]


@misconception(replaces="assign", fails=ASSIGN)
def gives_float_labels(x, centers):
    """Your labels are float numbers; they are indices: int64, as argmin gives them."""
    return differences(x, centers).square().sum(dim=2).argmin(dim=1).float()


@misconception(replaces="assign", fails=ASSIGN)
def compares_by_dot_product(x, centers):
    """The largest dot product favours long centers. The distance is ||x||^2 - 2 x.c + ||c||^2: do not drop ||c||^2."""
    return (x @ centers.T).argmax(dim=1)


@misconception(replaces="assign", fails=("assign_gives_ties_to_lowest_index",))
def gives_ties_to_the_last(x, centers):
    """With <= instead of <, the last of several equally near centers wins; the lowest index is asked for."""
    distances = differences(x, centers).square().sum(dim=2)
    return len(centers) - 1 - distances.flip(1).argmin(dim=1)


@misconception(replaces="assign", fails=ASSIGN)
def finds_the_nearest_sample(x, centers):
    """You took the minimum along the samples: that is the nearest sample of each center. Search along the centers."""
    return differences(x, centers).square().sum(dim=2).argmin(dim=0)


@misconception(replaces="assign", fails=ASSIGN)
def returns_the_distances(x, centers):
    """You returned the smallest distances; their indices are asked for (argmin instead of min)."""
    return differences(x, centers).square().sum(dim=2).min(dim=1).values


@misconception(replaces="assign", fails=ASSIGN)
def compares_directions(x, centers):
    """You compared directions (cosine similarity); nearest means the smallest distance, which knows lengths too."""
    directions = [torch.nn.functional.normalize(part, dim=1) for part in (x, centers)]
    return (1 - directions[0] @ directions[1].T).argmin(dim=1)


LLOYD = ("kmeans_follows_lloyd", "kmeans_keeps_empty_clusters", "kmeans_reports_inertias")
UPDATE = ("update_moves_centers_to_means", "update_keeps_empty_centers", "update_keeps_dtype_and_device", *KMEANS)


def cluster_sums(x, labels, centers):
    """(k, d) sums and (k, 1) sizes of the clusters."""
    members = (torch.arange(len(centers), device=x.device).unsqueeze(1) == labels).to(x.dtype)
    return members @ x, members.sum(dim=1, keepdim=True)


@misconception(replaces="update", fails=("update_keeps_empty_centers", "kmeans_keeps_empty_clusters"))
def divides_by_zero(x, labels, centers):
    """The mean of no samples is 0 / 0 = nan; a cluster without samples keeps its center."""
    sums, sizes = cluster_sums(x, labels, centers)
    return sums / sizes


@misconception(replaces="update", fails=("update_keeps_empty_centers", "kmeans_keeps_empty_clusters"))
def sends_empty_centers_to_zero(x, labels, centers):
    """You put the center of an empty cluster at zero; it stays where it was."""
    sums, sizes = cluster_sums(x, labels, centers)
    return sums / sizes.clamp(min=1)


@misconception(replaces="update", fails=("update_keeps_empty_centers", "kmeans_keeps_empty_clusters"))
def drops_empty_clusters(x, labels, centers):
    """You went through the labels that occur, so empty clusters vanish; there are k centers before and after."""
    return torch.stack([x[labels == cluster].mean(dim=0) for cluster in labels.unique()])


@misconception(replaces="update", fails=UPDATE)
def writes_into_the_centers(x, labels, centers):
    """You wrote into the centers you were given; make a copy first (clone), the caller may still need them."""
    for cluster in range(len(centers)):
        if (labels == cluster).any():
            centers[cluster] = x[labels == cluster].mean(dim=0)
    return centers


@misconception(replaces="update", fails=UPDATE)
def averages_the_coordinates_too(x, labels, centers):
    """mean() without dim averages the coordinates as well; mean(dim=0) gives one number for each coordinate."""
    moved = centers.clone()
    for cluster in labels.unique():
        moved[cluster] = x[labels == cluster].mean()
    return moved


@misconception(replaces="update", fails=UPDATE)
def forgets_to_divide(x, labels, centers):
    """You summed the samples of each cluster; divide by their number."""
    sums, sizes = cluster_sums(x, labels, centers)
    return torch.where(sizes > 0, sums, centers)


@misconception(replaces="update", fails=UPDATE)
def divides_by_all_samples(x, labels, centers):
    """You divided by the number of all samples; divide each sum by the number of samples in its cluster."""
    sums, sizes = cluster_sums(x, labels, centers)
    return torch.where(sizes > 0, sums / len(x), centers)


@misconception(replaces="update", fails=UPDATE)
def counts_one_too_many(x, labels, centers):
    """You added 1 to the number of samples; clamp(min=1) keeps the division defined and changes no other count."""
    sums, sizes = cluster_sums(x, labels, centers)
    return torch.where(sizes > 0, sums / (sizes + 1), centers)


@misconception(replaces="update", fails=UPDATE)
def averages_with_the_old_center(x, labels, centers):
    """You took the old center into the mean; the new one is the mean of the samples alone."""
    sums, sizes = cluster_sums(x, labels, centers)
    return (sums + centers) / (sizes + 1)


@misconception(replaces="update", fails=UPDATE)
def takes_the_median(x, labels, centers):
    """You took the median of each cluster; k-means takes the mean, x[labels == j].mean(dim=0)."""
    moved = centers.clone()
    for cluster in labels.unique():
        moved[cluster] = x[labels == cluster].median(dim=0).values
    return moved


@misconception(replaces="update", fails=("update_keeps_empty_centers", "kmeans_keeps_empty_clusters"))
def sends_empty_centers_to_a_sample(x, labels, centers):
    """You moved the center of an empty cluster to a sample; here it stays where it was."""
    return torch.where(cluster_sums(x, labels, centers)[1] > 0, means(x, labels, centers), x[:1])


def squares(x, centers):
    """(n, k) squared distances."""
    return differences(x, centers).square().sum(dim=2)


def means(x, labels, centers):
    """The right update."""
    sums, sizes = cluster_sums(x, labels, centers)
    return torch.where(sizes > 0, sums / sizes.clamp(min=1), centers)


def draw(x, k, seed):
    """k distinct samples."""
    return x[torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))[:k].to(x.device)]


def refuse(x, k):
    """The right refusal."""
    if not 1 <= k <= len(x):
        raise ValueError(f"k must be from 1 to {len(x)}; got {k}")


def run(x, centers, epochs, cost=lambda nearest: nearest.sum().item()):
    """A right run from the given centers, unless told otherwise; the labels are from before the last update."""
    inertias, labels = [], squares(x, centers).argmin(dim=1)
    for _ in range(epochs):
        labels = squares(x, centers).argmin(dim=1)
        inertias.append(cost(squares(x, centers).min(dim=1).values))
        centers = means(x, labels, centers)
    return centers, labels, inertias


def finish(x, result):
    """The result with labels that fit the centers."""
    centers, _, inertias = result
    return centers, squares(x, centers).argmin(dim=1), inertias


@misconception(replaces="kmeans", fails=("kmeans_labels_fit_centers",))
def returns_labels_of_old_centers(x, k, epochs=50, seed=0):
    """Your labels are from before the last update: they belong to centers that have moved since. Assign once more."""
    refuse(x, k)
    return run(x, draw(x, k, seed), epochs)


@misconception(replaces="kmeans", fails=LLOYD)
def draws_samples_twice(x, k, epochs=50, seed=0):
    """randint can draw a sample twice, which wastes a center. randperm(n)[:k] gives k different ones."""
    refuse(x, k)
    chosen = torch.randint(len(x), (k,), generator=torch.Generator().manual_seed(seed))
    return finish(x, run(x, x[chosen.to(x.device)], epochs))


@misconception(replaces="kmeans", fails=LLOYD)
def starts_from_random_points(x, k, epochs=50, seed=0):
    """You started from random points in space; start from k of the samples, so that no center is far from all data."""
    refuse(x, k)
    noise = torch.randn(k, x.shape[1], generator=torch.Generator().manual_seed(seed))
    return finish(x, run(x, noise.to(x), epochs))


NOTHING_MOVES = tuple(name for name in KMEANS if name != "kmeans_labels_fit_centers")


@misconception(replaces="kmeans", fails=NOTHING_MOVES)
def never_moves_the_centers(x, k, epochs=50, seed=0):
    """The centers that you return are still the first samples: keep the result of update (centers = update(...))."""
    refuse(x, k)
    centers = draw(x, k, seed)
    return finish(x, (centers, None, run(x, centers, epochs)[2]))


@misconception(replaces="kmeans", fails=(*LLOYD, "kmeans_labels_fit_centers"))
def assigns_once(x, k, epochs=50, seed=0):
    """You assign the samples once, before the loop; every epoch must assign them anew to the centers that moved."""
    refuse(x, k)
    centers, inertias = draw(x, k, seed), []
    labels = squares(x, centers).argmin(dim=1)
    for _ in range(epochs):
        inertias.append(squares(x, centers).gather(1, labels.unsqueeze(1)).sum().item())
        centers = means(x, labels, centers)
    return centers, labels, inertias


@misconception(replaces="kmeans", fails=LLOYD)
def starts_anew_every_epoch(x, k, epochs=50, seed=0):
    """You draw new centers in every epoch; draw them once, before the loop, and go on from those that update gives."""
    refuse(x, k)
    inertias = []
    for epoch in range(epochs):
        centers, _, last = run(x, draw(x, k, seed + epoch), 1)
        inertias += last
    return finish(x, (centers, None, inertias))


@misconception(replaces="kmeans", fails=LLOYD)
def stops_after_one_step(x, k, epochs=50, seed=0):
    """You stop after the first epoch (break or return inside the loop); go on until the centers stay where they are."""
    refuse(x, k)
    return finish(x, run(x, draw(x, k, seed), 1))


@misconception(replaces="kmeans", fails=("kmeans_keeps_empty_clusters",))
def loses_empty_clusters_to_nan(x, k, epochs=50, seed=0):
    """Your own mean of an empty cluster is nan; call update, or keep the center where a cluster has no sample."""
    refuse(x, k)
    centers, inertias = draw(x, k, seed), []
    for _ in range(epochs):
        labels = squares(x, centers).argmin(dim=1)
        inertias.append((x - centers[labels]).square().sum().item())
        sums, sizes = cluster_sums(x, labels, centers)
        centers = sums / sizes
    return finish(x, (centers, None, inertias))


@misconception(replaces="kmeans", fails=("kmeans_keeps_empty_clusters",))
def moves_empty_clusters_to_samples(x, k, epochs=50, seed=0):
    """You moved an empty cluster to a random sample, as some libraries do; here it keeps its center."""
    refuse(x, k)
    generator, inertias = torch.Generator().manual_seed(seed), []
    centers = x[torch.randperm(len(x), generator=generator)[:k].to(x.device)]
    for _ in range(epochs):
        labels = squares(x, centers).argmin(dim=1)
        inertias.append((x - centers[labels]).square().sum().item())
        moved = []
        for cluster in range(k):
            mine = x[labels == cluster]
            moved.append(mine.mean(dim=0) if len(mine) else x[int(torch.randint(len(x), (1,), generator=generator))])
        centers = torch.stack(moved)
    return finish(x, (centers, None, inertias))


RESULT = tuple(name for name in KMEANS if name != "kmeans_refuses_impossible_k" and "dtype" not in name)


@misconception(replaces="kmeans", fails=RESULT)
def returns_the_last_inertia(x, k, epochs=50, seed=0):
    """You returned one inertia; return the list of all of them, one for each epoch."""
    refuse(x, k)
    centers, labels, inertias = finish(x, run(x, draw(x, k, seed), epochs))
    return centers, labels, inertias[-1]


@misconception(replaces="kmeans", fails=("kmeans_obeys_seed",))
def ignores_the_seed(x, k, epochs=50, seed=0):
    """You drew from the global generator, so what ran before decides. Seed a torch.Generator and draw from that."""
    refuse(x, k)
    return finish(x, run(x, x[torch.randperm(len(x))[:k].to(x.device)], epochs))


@misconception(replaces="kmeans", fails=("kmeans_obeys_seed",))
def starts_from_the_first_samples(x, k, epochs=50, seed=0):
    """You always start from the first k samples; the seed is to choose which."""
    refuse(x, k)
    return finish(x, run(x, x[:k].clone(), epochs))


@misconception(replaces="kmeans", fails=("kmeans_reports_inertias",))
def averages_the_inertia(x, k, epochs=50, seed=0):
    """You averaged the squared distances; the inertia is their sum."""
    refuse(x, k)
    return finish(x, run(x, draw(x, k, seed), epochs, cost=lambda nearest: nearest.mean().item()))


@misconception(replaces="kmeans", fails=("kmeans_reports_inertias",))
def sums_plain_distances(x, k, epochs=50, seed=0):
    """You summed the distances; the inertia is the sum of their squares."""
    refuse(x, k)
    return finish(x, run(x, draw(x, k, seed), epochs, cost=lambda nearest: nearest.sqrt().sum().item()))


@misconception(replaces="kmeans", fails=("kmeans_reports_inertias",))
def never_resets_the_inertia(x, k, epochs=50, seed=0):
    """Your inertia piles up from epoch to epoch: set the sum back to 0 at the start of each one."""
    refuse(x, k)
    centers, labels, inertias = finish(x, run(x, draw(x, k, seed), epochs))
    return centers, labels, [sum(inertias[: epoch + 1]) for epoch in range(epochs)]


@misconception(replaces="kmeans", fails=("kmeans_reports_inertias",))
def measures_against_the_first_labels(x, k, epochs=50, seed=0):
    """Your inertias use the labels of the first epoch throughout; use those that the epoch itself assigned."""
    refuse(x, k)
    centers, inertias = draw(x, k, seed), []
    first = squares(x, centers).argmin(dim=1)
    for _ in range(epochs):
        inertias.append(squares(x, centers).gather(1, first.unsqueeze(1)).sum().item())
        centers = means(x, squares(x, centers).argmin(dim=1), centers)
    return centers, squares(x, centers).argmin(dim=1), inertias


@misconception(replaces="kmeans", fails=("kmeans_reports_inertias",))
def keeps_inertias_as_tensors(x, k, epochs=50, seed=0):
    """You returned tensors; .item() makes an inertia a Python float."""
    refuse(x, k)
    return finish(x, run(x, draw(x, k, seed), epochs, cost=lambda nearest: nearest.sum()))


@misconception(replaces="kmeans", fails=("kmeans_refuses_impossible_k",))
def trims_k_to_fit(x, k, epochs=50, seed=0):
    """You quietly took another k. More centers than samples, or none, is a mistake of the caller: raise ValueError."""
    return finish(x, run(x, draw(x, min(max(k, 1), len(x)), seed), epochs))


@misconception(replaces="kmeans", fails=("kmeans_refuses_impossible_k",))
def refuses_with_an_assertion(x, k, epochs=50, seed=0):
    """You refuse with assert, which raises AssertionError and vanishes under python -O: raise ValueError."""
    assert 1 <= k <= len(x)
    return finish(x, run(x, draw(x, k, seed), epochs))


@misconception(replaces="kmeans", fails=("kmeans_keeps_dtype_and_device",))
def forces_float32(x, k, epochs=50, seed=0):
    """You turned x into float32; the centers have the dtype of x."""
    refuse(x, k)
    return finish(x.float(), run(x.float(), draw(x.float(), k, seed), epochs))


@misconception(replaces="kmeans", fails=LLOYD)
def refuses_as_many_as_rows(x, k, epochs=50, seed=0):
    """k = n is allowed, each sample its own center: refuse only k < 1 and k > n."""
    if k < 1 or k >= len(x):
        raise ValueError("k must be between 1 and n")
    return finish(x, run(x, draw(x, k, seed), epochs))
