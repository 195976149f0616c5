"""Weights of a body network: out of an ONNX file, to go on from, and the mean of two trainings.

    python -m tools.train_bodies.weights restore folded IN.onnx SAMPLES.npz OUT.pt
    python -m tools.train_bodies.weights mean folded A.pt B.pt OUT.onnx

A file in models/ has its batch norms folded into the convolutions before them. `restore` takes them apart again: each
norm gets the mean and spread that its convolution has on 240 of the samples, and the scale and shift that give the same
numbers as before. `mean` averages two states that one training has led to from the other, and writes OUT.pt as well.
Needs torch and onnx beside the program.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from tools.train_bodies.network import COARSE, FINE, POINTS, BodyNet

_CALIBRATED_ON = 240
_SAME = 1e-3  # crop px and beliefs: single precision after some dozen layers
# Linear layers of the heads without a name of their own in the file, in the order of the graph.
_NAMELESS = ("spread.1.weight", "spread.3.weight")


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("restore", "mean"))
    parser.add_argument("role", choices=sorted(POINTS))
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    if args.what == "restore":
        torch.save(restored(args.role, args.first, args.second).state_dict(), args.out)
        return
    net = mean_of(args.role, args.first, args.second)
    torch.save(net.state_dict(), args.out.with_suffix(".pt"))
    write_onnx(net, args.out)


def restored(role: str, path: Path, samples: Path) -> BodyNet:
    """The network of an ONNX file, fit to be trained on. Raises ValueError where it does not answer the same."""
    graph = onnx.load(path).graph
    told = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
    net = BodyNet(role)
    state = {name: told.get(name, value) for name, value in net.state_dict().items()}
    nameless = [value for name, value in told.items() if name.startswith("onnx::MatMul")]
    state |= {name: value.T.contiguous() for name, value in zip(_NAMELESS, nameless, strict=True)}
    net.load_state_dict(state)
    net.eval()
    norms = [_put(net, node, told) for node in graph.node if _is_folded(node)]
    coarse, fine = _some(samples)
    with torch.no_grad():
        before = net(coarse, fine)
        for norm in norms:
            _calibrate(net, norm, coarse, fine)
        off = float((net(coarse, fine) - before).abs().max())
    if off > _SAME:
        raise ValueError(f"{path}: taken apart it answers otherwise, by up to {off:.4f}")
    return net


def mean_of(role: str, first: Path, second: Path) -> BodyNet:
    """The network whose numbers are half of each."""
    one, other = torch.load(first), torch.load(second)
    net = BodyNet(role)
    net.load_state_dict(
        {name: (one[name] + value) / 2 if value.is_floating_point() else value for name, value in other.items()}
    )
    return net.eval()


def write_onnx(net: BodyNet, path: Path) -> None:
    """Write what the program reads."""
    inputs = (torch.zeros(1, COARSE, 8, 8), torch.zeros(1, FINE, 64, 64))
    tensors = {"input_names": ["coarse", "fine"], "output_names": ["answer"]}
    torch.onnx.export(net, inputs, str(path), opset_version=17, dynamo=False, **tensors)


def _is_folded(node: onnx.NodeProto) -> bool:
    return node.op_type == "Conv" and node.input[1].startswith("onnx::")


def _put(net: BodyNet, node: onnx.NodeProto, told: dict[str, torch.Tensor]) -> nn.BatchNorm2d:
    """A folded convolution into the network; the norm after it passes on what comes in plus a shift."""
    parts = node.name.strip("/").split("/")[:-1]  # as /fine/fine.4/path/path.0/Conv
    name = f"{parts[1]}.{parts[-1]}" if parts[-1].startswith("path.") else parts[-1]
    before, _, number = name.rpartition(".")
    convolution, norm = net.get_submodule(name), net.get_submodule(f"{before}.{int(number) + 1}")
    if not isinstance(convolution, nn.Conv2d) or not isinstance(norm, nn.BatchNorm2d):
        raise TypeError(f"{node.name} is no convolution with a norm after it")
    with torch.no_grad():
        convolution.weight.copy_(told[node.input[1]])
        norm.weight.fill_((1 + norm.eps) ** 0.5)
        norm.bias.copy_(told[node.input[2]])
    return norm


def _calibrate(net: BodyNet, norm: nn.BatchNorm2d, coarse: torch.Tensor, fine: torch.Tensor) -> None:
    """Give a norm the mean and spread of what comes in, and let the same come out."""
    came_in: list[torch.Tensor] = []
    hook = norm.register_forward_pre_hook(lambda _, inputs: came_in.append(inputs[0]))
    net.learn(coarse, fine)
    hook.remove()
    mean, variance = came_in[0].mean((0, 2, 3)), came_in[0].var((0, 2, 3), unbiased=False)
    running_mean, running_var = norm.running_mean, norm.running_var
    if running_mean is None or running_var is None:
        raise TypeError("a norm without running statistics")
    scale = norm.weight / torch.sqrt(running_var + norm.eps)
    norm.bias.copy_(norm.bias + scale * (mean - running_mean))
    norm.weight.copy_(scale * torch.sqrt(variance + norm.eps))
    running_mean.copy_(mean)
    running_var.copy_(variance)


def _some(samples: Path) -> tuple[torch.Tensor, torch.Tensor]:
    file = np.load(samples)
    count = len(file["name"])
    rows = np.sort(np.random.default_rng(0).choice(count, min(count, _CALIBRATED_ON), replace=False))
    coarse, fine = (torch.from_numpy(file[key][rows].astype(np.float32)).permute(0, 3, 1, 2) for key in _FEATURES)
    return coarse, fine


_FEATURES = ("coarse", "fine")


if __name__ == "__main__":
    main()
