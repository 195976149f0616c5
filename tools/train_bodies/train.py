"""Train a body network and write it as ONNX.

    python -m tools.train_bodies.train lying|folded OUT.onnx SAMPLES.npz [SAMPLES.npz ...] [--steps 1500]

Without `--everything` only the training part is learnt (tools/train_feet/split.py), and the rest is judged at the end;
with `--generated-only` all pictures but those of tools/make_footage are kept for judging.
Needs torch and onnx beside the program (neither is needed to run it). Fixed seeds; 15 minutes on one core.
"""

from __future__ import annotations

import argparse
import copy
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from tools.train_bodies.network import BodyNet
from tools.train_bodies.weights import write_onnx
from tools.train_feet.split import is_judged
from tools.training import average_into, unlikely

_BATCH = 48
_RATE = 2.5e-3
_MAP_SPREAD = 9.0  # crop px
_MARGIN = 4.0  # crop px: points at the border or outside are not learnt
_CROP = 256.0
# Shares of what is shown, of what there is: a clip counts as some dozens of stills.
_DRAWN, _STILLS, _CLIPS = 0.4, 0.25, 0.35
_KEY = [0, 1, 6, 7, 8, 9, 10, 11]  # shoulders, hips, knees, ankles
_GOOD = 0.05
_TRUSTED = 0.5
_LABELS = 0.7  # weight of what is told beside the points


def main() -> None:
    """Read the samples, train, judge, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=("lying", "folded"))
    parser.add_argument("out", type=Path)
    parser.add_argument("samples", type=Path, nargs="+")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--everything", action="store_true")
    parser.add_argument("--generated-only", action="store_true")
    parser.add_argument("--start", type=Path, help="weights (.pt) of an earlier run to go on from")
    parser.add_argument("--rate", type=float, default=_RATE, help="highest learning rate")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--leave", nargs="*", default=[], help="clips (first letters) to keep for judging as well")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(5)
    data = _read(args.samples)
    names = data["name"]
    left = tuple(args.leave or "-")
    judged = np.array([is_judged(name, args.generated_only) or name.startswith(left) for name in names])
    weights = _shares(names)
    net = BodyNet(args.role)
    if args.start:
        net.load_state_dict(torch.load(args.start), strict=False)  # a head more or less
    net = _train(net, data, weights if args.everything else np.where(judged, 0.0, weights), args.steps, args.rate)
    torch.save(net.state_dict(), args.out.with_suffix(".pt"))
    _judge(net, data, judged)
    write_onnx(net, args.out)
    print(args.out, args.out.stat().st_size, "bytes")


def _read(paths: list[Path]) -> dict[str, NDArray]:
    """All files as one; only one of them is in memory twice."""
    files = [np.load(path) for path in paths]
    data: dict[str, NDArray] = {}
    counts = [len(file["name"]) for file in files]
    for key in files[0].files:
        first = files[0][key]
        told = np.result_type(*[file[key].dtype for file in files]) if key == "name" else first.dtype
        data[key] = np.empty((sum(counts), *first.shape[1:]), told)
        data[key][: counts[0]], at = first, counts[0]
        del first
        for file, count in zip(files[1:], counts[1:], strict=True):
            data[key][at : at + count] = file[key]
            at += count
    return data


def _shares(names: NDArray) -> NDArray[np.float64]:
    """(N,) how often each sample is shown."""
    kinds = np.array([name.partition("_")[0] for name in names])
    clips = sorted({kind for kind in kinds if kind[0] in "cg" and kind[1:].isdigit()})
    drawn, clip_rows = kinds == "gen", np.isin(kinds, clips)
    weights = np.zeros(len(names))
    for rows, share in (
        (drawn, _DRAWN),
        (~drawn & ~clip_rows, _STILLS),
        *((kinds == c, _CLIPS / len(clips)) for c in clips),
    ):
        weights[rows] = share / max(1, rows.sum())
    return weights / weights.sum()


def _train(net: BodyNet, data: dict[str, NDArray], weights: NDArray[np.float64], steps: int, rate: float) -> BodyNet:
    smooth = copy.deepcopy(net)
    print(sum(p.numel() for p in net.parameters()), "numbers;", int((weights > 0).sum()), "samples", flush=True)
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.03)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    chance = np.random.default_rng(7)
    start = time.monotonic()
    seen: list[list[float]] = []
    for step in range(steps):
        net.train()
        losses = _losses(net, *_batch(data, chance.choice(len(weights), _BATCH, p=weights / weights.sum())))
        optimiser.zero_grad()
        torch.stack(losses[:-1]).sum().backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        schedule.step()
        average_into(smooth, net, step)
        seen.append([float(loss.detach()) for loss in losses])
        if step % 100 == 99:
            print(step + 1, f"{time.monotonic() - start:.0f} s", np.round(np.mean(seen[-100:], 0), 3), flush=True)
    return smooth.eval()


def _batch(data: dict[str, NDArray], rows: NDArray) -> tuple[torch.Tensor, ...]:
    coarse, fine = (torch.from_numpy(data[key][rows].astype(np.float32)).permute(0, 3, 1, 2) for key in _FEATURES)
    told = (torch.from_numpy(data[key][rows]) for key in ("points", "labels", "is_right"))
    return coarse, fine, *told


def _losses(
    net: BodyNet,
    coarse: torch.Tensor,
    fine: torch.Tensor,
    truth: torch.Tensor,
    labels: torch.Tensor,
    is_right: torch.Tensor,
) -> list[torch.Tensor]:
    """Loss terms; the last one is for reading only: the points' mean distance, crop px."""
    points, roots, trust, told, maps = net.learn(coarse, fine)
    known = torch.isfinite(truth).all(2) & (truth > _MARGIN).all(2) & (truth < _CROP - _MARGIN).all(2)
    weight = (known & (is_right[:, None] > 0)).float()
    weight = weight / weight.sum().clamp_min(1)
    truth = torch.nan_to_num(truth)
    distance = functional.smooth_l1_loss(points, truth, reduction="none", beta=3.0).sum(2)
    off_x = truth[:, :, None, None, 0] - net.cells
    off_y = truth[:, :, None, None, 1] - net.cells[:, None]
    near = torch.exp(-(off_x**2 + off_y**2) / (2 * _MAP_SPREAD**2)).flatten(2)
    near = near / near.sum(2, keepdim=True).clamp_min(1e-6)
    cross = -(near * torch.log_softmax(maps.flatten(2), 2)).sum(2)
    return [
        0.25 * (distance * weight).sum(),
        0.3 * (unlikely(points.detach() - truth, roots) * weight).sum(),
        0.3 * (cross * weight).sum(),
        functional.binary_cross_entropy_with_logits(trust, is_right),
        _label_loss(told, labels, is_right),
        ((points - truth).norm(dim=2) * weight).sum().detach(),
    ]


def _label_loss(told: torch.Tensor, labels: torch.Tensor, is_right: torch.Tensor) -> torch.Tensor:
    known = torch.isfinite(labels) & (is_right[:, None] > 0)
    if not known.any():
        return told.sum() * 0.0
    return _LABELS * functional.binary_cross_entropy_with_logits(told[known], labels[known])


def _judge(net: BodyNet, data: dict[str, NDArray], judged: NDArray[np.bool_]) -> None:
    """Print single looks' errors as parts of the body's extent for each group of pictures, and what trust is worth."""
    rows = np.flatnonzero(judged)
    if not len(rows):
        return
    with torch.no_grad():
        answers = np.vstack(
            [net(*_batch(data, some)[:2]).numpy() for some in np.array_split(rows, len(rows) // 64 + 1)]
        )
    count = net.points
    points = answers[:, : 2 * count].reshape(-1, count, 2)
    spread = answers[:, 2 * count : 5 * count].reshape(-1, count, 3)
    trust, truth, right = answers[:, 5 * count], data["points"][rows], data["is_right"][rows] > 0
    told, labels = answers[:, 5 * count + 1 :], data["labels"][rows]
    kinds = np.array([name.partition("_")[0] for name in data["name"][rows]])
    for kind in sorted(set(kinds[right])):
        these = right & (kinds == kind)
        body = truth[these][:, _KEY]
        extent = np.linalg.norm(np.ptp(truth[these][:, :17], axis=1), axis=1)
        error = np.linalg.norm(points[these][:, _KEY] - body, axis=2).mean(1) / extent
        z = np.abs(points[these][:, _KEY, 0] - body[..., 0]) / spread[these][:, _KEY, 0]
        print(
            f"{kind:10s} n {these.sum():4d}  median {np.median(error):.3f}  within 5 % {(error < _GOOD).mean():.3f}  "
            f"trusted {(trust[these] > _TRUSTED).mean():.3f}  "
            f"z 68/95 % {np.quantile(z, 0.68):.2f} {np.quantile(z, 0.95):.2f}"
            + _labels_right(told[these], labels[these])
        )
    print(
        f"trusted: {(trust[right] > 0.5).mean():.3f} of right regions, {(trust[~right] > 0.5).mean():.3f} of wrong ones"
    )


def _labels_right(told: NDArray, labels: NDArray) -> str:
    """How often what is so, and what is not, is told right."""
    if not labels.shape[1]:
        return ""
    shares = [
        ((told > 0.5) == labels)[labels == value].mean() if (labels == value).any() else np.nan for value in (1, 0)
    ]
    return f"  so {shares[0]:.2f} not so {shares[1]:.2f}"


_FEATURES = ("coarse", "fine")


if __name__ == "__main__":
    main()
