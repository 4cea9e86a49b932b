"""Bugs to hunt in exercise 8, and the scenes in which they show."""

from grader.debugging.declaring import bug, scene


@scene("round", "inertia")
def carts_on_a_square():
    """the inertia, round by round, of kmeans with 6 centers among 400 people"""
    torch.manual_seed(0)
    return kmeans(4 * torch.rand(400, 2), 6, epochs=8, seed=4)[2]


@scene("person", "center", 0, 2)
def nearest_by_place():
    """the center that assign finds for people at (0, 0), (2, 0), ... (16, 0), where the centers are at (3, 3), (5, 0), (13, -3)"""
    x = torch.tensor([[2.0 * i, 0.0] for i in range(9)])
    centers = torch.tensor([[3.0, 3.0], [5.0, 0.0], [13.0, -3.0]])
    return [float(label) for label in assign(x, centers)]


@scene("center", "place", 0, 1)
def moved_centers():
    """where update puts four centers on a line, from 3, 5, 8 and 9; theirs are the people at 1 and 2, at 6, nobody, at 10 and 14"""
    x = torch.tensor([[1.0, 9.0], [2.0, 9.0], [6.0, 9.0], [10.0, 9.0], [14.0, 9.0]])
    labels = torch.tensor([0, 0, 1, 3, 3])
    return update(x, labels, torch.tensor([[3.0, 0.0], [5.0, 0.0], [8.0, 0.0], [9.0, 0.0]]))[:, 0].tolist()


@scene()
def labels_with_a_zero():
    """The labels that split_labels gives for samples with the labels 1 and 0"""
    y = split_labels([([1.0], 1), ([2.0], 0)])[1]
    return str(None if y is None else y.tolist())


@scene()
def a_label_missing_in_the_end():
    """The labels that split_labels gives for two samples, the second one without a label"""
    try:
        y = split_labels([([1.0], 1), ([2.0], None)])[1]
    except (TypeError, RuntimeError, ValueError):
        return "none, it stops with an error"
    return "None" if y is None else str(y.tolist())


@scene()
def a_cluster_of_nobody():
    """Where update puts the center 5.0 of a cluster that is empty"""
    return str(update(torch.zeros(2, 1), torch.tensor([0, 0]), torch.tensor([[1.0], [5.0]]))[1, 0].item())


@scene()
def labels_of_the_last_round():
    """The labels of kmeans after one round, beside those that assign gives for its centers"""
    x = torch.tensor([[0.0], [1.0], [2.0], [3.0], [20.0]])
    for seed in range(40):
        centers, labels, _ = kmeans(x, 2, epochs=1, seed=seed)
        if not torch.equal(labels, assign(x, centers)):
            return "others"
    return "the same"


@scene()
def two_calls_with_one_seed():
    """What two calls of kmeans with the same seed give"""
    x = torch.linspace(0, 1, 50).reshape(-1, 1) ** 2
    ends = []
    for call in range(2):
        torch.manual_seed(call)
        ends.append(kmeans(x, 5, epochs=1, seed=3)[0])
    return "the same centers" if torch.equal(*ends) else "different centers"


@scene()
def starts_of_two_seeds():
    """What kmeans gives for two seeds, after one round"""
    x = torch.linspace(0, 1, 50).reshape(-1, 1) ** 2
    one, two = (kmeans(x, 3, epochs=1, seed=seed)[0] for seed in (1, 2))
    return "the same centers" if torch.equal(one, two) else "different centers"


@scene()
def as_many_centers_as_samples():
    """The inertia of the first round with as many centers as samples, over 20 seeds"""
    x = torch.arange(6.0).reshape(-1, 1)
    return "always 0" if not any(kmeans(x, 6, epochs=1, seed=s)[2][0] for s in range(20)) else "not always 0"


@scene()
def samples_of_float64():
    """The dtype of kmeans' centers for samples in float64"""
    return str(kmeans(torch.arange(6.0).reshape(-1, 1).double(), 2)[0].dtype)


DISTANCES = "squared_distances = (x.unsqueeze(1) - centers.unsqueeze(0)).square().sum(dim=2)"
INERTIA = "inertias.append((x - centers[labels]).square().sum().item())"
MEANS = "means = members @ x / sizes.clamp(min=1)"
DRAW = "chosen = torch.randperm(len(x), generator=generator)[:k]"
GENERATOR = "generator = torch.Generator().manual_seed(seed)"

BUGS = (
    bug(
        "looks_for_the_largest_distance", 1, nearest_by_place,
        {"return squared_distances.argmin(dim=1)": "return squared_distances.argmax(dim=1)"},
        "For scores one takes the argmax; a distance is the other way round.",
    ),
    bug(
        "adds_up_absolute_differences", 1, nearest_by_place,
        {DISTANCES: DISTANCES.replace("square()", "abs()")},
        "It is a distance too, and mostly the same center is nearest.",
    ),
    bug(
        "adds_up_signed_differences", 1, nearest_by_place,
        {DISTANCES: DISTANCES.replace(".square().sum(dim=2)", ".sum(dim=2).abs()")},
        "With one coordinate and centers to the left it is right.",
    ),
    bug(
        "forgets_to_divide", 1, moved_centers,
        {MEANS: "means = members @ x"},
        "For clusters of one sample it is right.",
    ),
    bug(
        "divides_by_all_samples", 1, moved_centers,
        {MEANS: "means = members @ x / len(x)"},
        "A mean divides by a number of samples; this one is the wrong number.",
    ),
    bug(
        "counts_one_too_many", 1, moved_centers,
        {MEANS: "means = members @ x / (sizes + 1)"},
        "It keeps the division defined, and for large clusters it is nearly right.",
    ),
    bug(
        "assigns_once", 2, carts_on_a_square,
        {
            "for _ in range(epochs):\n    labels = assign(x, centers)":
            "labels = assign(x, centers)\nfor _ in range(epochs):",
            "return centers, assign(x, centers), inertias": "return centers, labels, inertias",
        },
        "Every line is there, and the first round is right.",
    ),
    bug(
        "never_moves_the_centers", 2, carts_on_a_square,
        {
            "if torch.equal(moved, centers):\n    break\ncenters = moved":
            "if torch.equal(moved, centers):\n    break",
        },
        "The new centers are computed, and they are right; nobody uses them.",
    ),
    bug(
        "starts_anew_every_epoch", 2, carts_on_a_square,
        {
            DRAW + "\ncenters = x[chosen.to(x.device)]\ninertias = []\nfor _ in range(epochs):\n    labels = assign(x, centers)":
            "inertias = []\nfor _ in range(epochs):\n    " + DRAW + "\n    centers = x[chosen.to(x.device)]\n"
            "    labels = assign(x, centers)",
        },
        "The lines are right, and in the right order.",
    ),
    bug(
        "stops_after_one_step", 2, carts_on_a_square,
        {"if torch.equal(moved, centers):\n    break\ncenters = moved": "centers = moved\nbreak"},
        "The first round is right.",
    ),
    bug(
        "sums_plain_distances", 2, carts_on_a_square,
        {INERTIA: "inertias.append((x - centers[labels]).square().sum(dim=1).sqrt().sum().item())"},
        "It is a sum of distances, and it falls, if only mostly.",
    ),
    bug(
        "averages_the_inertia", 2, carts_on_a_square,
        {INERTIA: "inertias.append((x - centers[labels]).square().sum(dim=1).mean().item())"},
        "It has the same form, and is lowest at the same place.",
    ),
    bug(
        "takes_zero_for_no_label", 3, labels_with_a_zero,
        {"if any(label is None for label in labels):": "if any(not label for label in labels):"},
        "`not label` reads like English; and without a class 0 it is right.",
    ),
    bug(
        "looks_at_the_first_label_only", 3, a_label_missing_in_the_end,
        {"if any(label is None for label in labels):": "if labels[0] is None:"},
        "Mostly either all labels are there or none.",
    ),
    bug(
        "divides_by_zero", 3, a_cluster_of_nobody,
        {MEANS: "means = members @ x / sizes", "return torch.where(sizes > 0, means, centers)": "return means"},
        "Clusters are seldom empty.",
    ),
    bug(
        "sends_empty_centers_to_zero", 3, a_cluster_of_nobody,
        {"return torch.where(sizes > 0, means, centers)": "return means"},
        "The clamp keeps nan away, so an empty cluster seems to be taken care of.",
    ),
    bug(
        "returns_labels_of_old_centers", 3, labels_of_the_last_round,
        {"return centers, assign(x, centers), inertias": "return centers, labels, inertias"},
        "Where it stopped because nothing moved any more, it is right.",
    ),
    bug(
        "ignores_the_seed", 3, two_calls_with_one_seed,
        {GENERATOR + "\n" + DRAW: "chosen = torch.randperm(len(x))[:k]"},
        "Each call works; only who calls twice can see it.",
    ),
    bug(
        "starts_from_the_first_samples", 3, starts_of_two_seeds,
        {GENERATOR + "\n" + DRAW: "chosen = torch.arange(k)"},
        "It starts from k different samples, and where these lie in no order that is as good as any.",
    ),
    bug(
        "draws_samples_twice", 3, as_many_centers_as_samples,
        {DRAW: "chosen = torch.randint(len(x), (k,), generator=generator)"},
        "With many samples and few centers a sample is seldom drawn twice.",
    ),
    bug(
        "forces_float32", 3, samples_of_float64,
        {"centers = x[chosen.to(x.device)]": "x = x.float()\ncenters = x[chosen.to(x.device)]"},
        "Nearly all samples are float32, and then it does nothing.",
    ),
)  # fmt: skip
