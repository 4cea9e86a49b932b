"""wrong: evaluate; misconception: records_gradients"""


def evaluate(net, loader):
    mode, correct, total = net.training, 0, 0
    net.eval()
    for x, y in loader:
        predicted = net(x).detach().argmax(dim=1)
        correct += int(predicted.eq(y).sum())
        total += y.size(0)
    net.train(mode)
    return correct / total
