"""Train the small network that tells who lies on the side from who lies prone, and write it as ONNX.

    python -m tools.train_side.train OUT.onnx SAMPLES.npz [SAMPLES.npz ...] [--steps 1500] [--generated-only]

Three in four of the scenes that tools/make_footage drew are learnt, and of all other pictures the training part
(tools/train_feet/split.py), or with `--generated-only` none of them; the rest is for judging. With `--everything` all
of it is learnt. Needs torch and onnx beside the program (neither is needed to run it). Fixed seeds; some minutes on
one core.
"""

from __future__ import annotations

import argparse
import copy
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from tools.train_feet.split import is_judged
from tools.training import average_into

_COARSE = 864  # channels of MediaPipe's coarse features
_WIDTH = 32
_BATCH, _RATE = 64, 2e-3
_EVERY = 4  # one scene in so many judges
_GENERATED = "gen_"


class SideNet(nn.Module):
    """(B, 864, 8, 8) coarse features → (B, 1) belief that the body lies on its side."""

    def __init__(self) -> None:
        super().__init__()
        self.path = nn.Sequential(
            nn.BatchNorm2d(_COARSE),
            nn.Dropout2d(0.3),
            nn.Conv2d(_COARSE, _WIDTH, 1, bias=False),
            nn.BatchNorm2d(_WIDTH),
            nn.ReLU(inplace=True),
            nn.Conv2d(_WIDTH, _WIDTH, 3, padding=1, bias=False),
            nn.BatchNorm2d(_WIDTH),
            nn.ReLU(inplace=True),
        )
        self.told = nn.Sequential(nn.Dropout(0.3), nn.Linear(2 * _WIDTH, 1))

    def forward(self, coarse: torch.Tensor) -> torch.Tensor:
        """(B, 864, 8, 8) → (B, 1), 0..1."""
        return torch.sigmoid(self.logit(coarse))

    def logit(self, coarse: torch.Tensor) -> torch.Tensor:
        """(B, 864, 8, 8) → (B, 1)."""
        seen = self.path(coarse)
        return self.told(torch.cat([seen.mean((2, 3)), seen.amax((2, 3))], 1))


def main() -> None:
    """Read the samples, train, judge, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("samples", type=Path, nargs="+")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--everything", action="store_true")
    parser.add_argument("--generated-only", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(5)
    parts = [dict(np.load(path)) for path in args.samples]
    data = {key: np.concatenate([part.pop(key) for part in parts]) for key in list(parts[0])}
    judged = np.array([_is_judged(name, args.generated_only) for name in data["name"]])
    net = _train(data, np.ones_like(judged) if args.everything else ~judged, args.steps)
    _judge(net, data, judged)
    torch.save(net.state_dict(), args.out.with_suffix(".pt"))
    names = {"input_names": ["coarse"], "output_names": ["answer"]}
    torch.onnx.export(net, (torch.zeros(1, _COARSE, 8, 8),), str(args.out), opset_version=17, dynamo=False, **names)
    print(args.out, args.out.stat().st_size, "bytes")


def _is_judged(name: str, generated_only: bool) -> bool:
    if name.startswith(_GENERATED):
        return int(name.removeprefix(_GENERATED)) % _EVERY == 0
    return is_judged(name, generated_only)


def _train(data: dict[str, NDArray], learnt: NDArray[np.bool_], steps: int) -> SideNet:
    net = SideNet()
    smooth = copy.deepcopy(net)
    told = data["on_side"]
    weights = np.where(
        learnt, np.where(told > 0, 0.5 / (learnt & (told > 0)).sum(), 0.5 / (learnt & (told == 0)).sum()), 0
    )
    optimiser = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=steps, pct_start=0.1)
    chance = np.random.default_rng(7)
    print(sum(p.numel() for p in net.parameters()), "numbers;", int(learnt.sum()), "samples", flush=True)
    for step in range(steps):
        net.train()
        rows = chance.choice(len(told), _BATCH, p=weights / weights.sum())
        logit = net.logit(_coarse(data, rows))[:, 0]
        loss = functional.binary_cross_entropy_with_logits(logit, torch.from_numpy(told[rows]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        average_into(smooth, net, step)
        if step % 100 == 99:
            print(step + 1, f"{float(loss.detach()):.3f}", flush=True)
    return smooth.eval()


def _coarse(data: dict[str, NDArray], rows: NDArray) -> torch.Tensor:
    return torch.from_numpy(data["coarse"][rows].astype(np.float32))


def _judge(net: SideNet, data: dict[str, NDArray], judged: NDArray[np.bool_]) -> None:
    """Print what single looks and pictures (the mean of their looks) say, by kind of picture and of body."""
    rows = np.flatnonzero(judged)
    with torch.no_grad():
        told = np.concatenate(
            [net(_coarse(data, some))[:, 0].numpy() for some in np.array_split(rows, len(rows) // 64 + 1)]
        )
    names, on_side = data["name"][rows], data["on_side"][rows] > 0
    kinds = np.array([name.partition("_")[0] for name in names])
    for kind in sorted(set(kinds)):
        for side in (False, True):
            these = (kinds == kind) & (on_side == side)
            if not these.any():
                continue
            means = np.array([told[these & (names == name)].mean() for name in sorted(set(names[these]))])
            print(
                f"{kind:8s} {'side ' if side else 'prone'} looks {these.sum():4d}: called on the side at 0.5 "
                f"{(told[these] > 0.5).mean():.3f}, 0.9 {(told[these] > 0.9).mean():.3f}; pictures {len(means):3d}: "
                f"{(means > 0.5).mean():.3f}, {(means > 0.7).mean():.3f}, most {means.max():.2f}"
            )


if __name__ == "__main__":
    main()
