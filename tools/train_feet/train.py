"""Train the foot network and write it as ONNX.

    python -m tools.train_feet.train OUT.onnx FEET.npz [FEET.npz ...] [--steps 3000] [--everything] [--sigma-factor 1.0]

Without `--everything` only the training part is learnt (see `split.py`), so that `evaluate.py` can judge the rest; with
`--generated-only` only pictures of tools/make_footage are.
`--steps 0 --start WEIGHTS.pt --sigma-factor F` only writes known weights again.
Needs torch and onnx beside the program (neither is needed to run it). One thread, fixed seeds.
"""

from __future__ import annotations

import argparse
import copy
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from coach.adapters.foot_network import picture_blob
from tools.train_feet.augment import Sample, make_sample
from tools.train_feet.network import POINTS, STEP, FootNet
from tools.train_feet.split import is_judged, shares
from tools.training import average_into, unlikely

_BATCH = 64
_POINT_WEIGHTS = torch.tensor([1.0, 1.0, 1.0, 2.0])  # the sole's middle is what the coach judges by
_MAP_SPREAD = 5.0  # crop px
_STATE_WEIGHTS = torch.tensor([1.0, 1.5, 1.0])


def main() -> None:
    """Read the samples, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("samples", type=Path, nargs="+")
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--start", type=Path, help="weights (.pt) of an earlier run to go on from")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="highest learning rate")
    parser.add_argument("--everything", action="store_true")
    parser.add_argument("--generated-only", action="store_true")
    parser.add_argument("--sigma-factor", type=float, default=1.0, help="as evaluate.py says")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(5)
    parts = [dict(np.load(path)) for path in args.samples]
    data = {key: np.concatenate([part.pop(key) for part in parts]) for key in list(parts[0])}
    learnt = np.array([args.everything or not is_judged(name, args.generated_only) for name in data["name"]])
    net = FootNet()
    if args.start:
        known = torch.load(args.start)
        print("new:", *net.load_state_dict(known, strict=False).missing_keys)
    weights = np.where(learnt, shares(data), 0.0)
    if args.steps:
        net = _train(net, data, weights, args.steps, args.rate, args.out.with_suffix(".pt"))
    torch.save(net.state_dict(), args.out.with_suffix(".pt"))
    export(net, args.out, args.sigma_factor)


def _train(
    net: FootNet, data: dict[str, NDArray], weights: NDArray[np.float64], steps: int, rate: float, keep_at: Path
) -> FootNet:
    net = net.to(memory_format=torch.channels_last)
    print(sum(p.numel() for p in net.parameters()), "numbers;", int((weights > 0).sum()), "feet", flush=True)
    smooth = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.03)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    start = time.monotonic()
    seen: list[tuple[float, ...]] = []
    for step, batch in enumerate(_batches(data, weights, steps)):
        net.train()
        losses = _losses(net, batch)
        optimiser.zero_grad()
        sum(losses[:-1]).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimiser.step()
        schedule.step()
        average_into(smooth, net, step)
        seen.append(tuple(float(loss.detach()) for loss in losses))
        if step % 100 == 99:
            print(step + 1, f"{time.monotonic() - start:.0f} s", np.round(np.mean(seen[-100:], 0), 3), flush=True)
        if step % 500 == 499:
            torch.save(smooth.state_dict(), keep_at)
    return smooth.eval()


def _batches(data: dict[str, NDArray], weights: NDArray[np.float64], steps: int) -> Iterator[list[Sample]]:
    """Batches are cut while the network learns from the last one."""
    ready: queue.Queue[list[Sample]] = queue.Queue(4)

    def cut_all() -> None:
        chance = np.random.default_rng(11)
        share = weights / weights.sum()
        for _ in range(steps):
            ready.put([make_sample(data, int(i), chance) for i in chance.choice(len(share), _BATCH, p=share)])

    threading.Thread(target=cut_all, daemon=True).start()
    for _ in range(steps):
        yield ready.get()


def _losses(net: FootNet, batch: list[Sample]) -> list[torch.Tensor]:
    """Loss terms; the last one is for reading only: the sole's mean distance, crop px."""
    pictures = torch.from_numpy(np.concatenate([picture_blob(sample.crop) for sample in batch]))
    poses = torch.from_numpy(np.stack([sample.pose for sample in batch]))
    truth = torch.from_numpy(np.stack([sample.points for sample in batch]).astype(np.float32))
    extra = torch.from_numpy(np.stack([sample.maps for sample in batch]))
    state = torch.tensor([sample.state for sample in batch])
    answer, maps = net.learn(pictures.contiguous(memory_format=torch.channels_last), poses)
    points = answer[:, : 2 * POINTS].reshape(-1, POINTS, 2)
    roots = answer[:, 2 * POINTS : 5 * POINTS].reshape(-1, POINTS, 3)
    distance = functional.smooth_l1_loss(points, truth, reduction="none", beta=1.0).sum(2)
    near = torch.exp(
        -(
            (truth[:, :, None, None, 0] - net.cells[None, None, None, :]) ** 2
            + (truth[:, :, None, None, 1] - net.cells[None, None, :, None]) ** 2
        )
        / (2 * _MAP_SPREAD**2)
    ).flatten(2)
    near = near / near.sum(2, keepdim=True).clamp_min(1e-6)
    cross = -(near * torch.log_softmax(maps[:, :POINTS].flatten(2), 2)).sum(2)
    return [
        0.5 * (distance * _POINT_WEIGHTS).mean(),
        0.3 * unlikely(points.detach() - truth, roots).mean(),
        0.3 * cross.mean(),
        2.0 * functional.binary_cross_entropy_with_logits(maps[:, POINTS:], extra),
        0.7 * _state_loss(answer[:, 5 * POINTS :], state),
        (points[:, 3] - truth[:, 3]).norm(dim=1).mean().detach(),
    ]


def _state_loss(logits: torch.Tensor, state: torch.Tensor) -> torch.Tensor:
    return functional.cross_entropy(logits, state, _STATE_WEIGHTS, ignore_index=-1, label_smoothing=0.03)


def export(net: FootNet, path: Path, sigma_factor: float) -> None:
    """Write ONNX; the factor widens the last layer's spreads for good."""
    shown = _Shown(net.to(memory_format=torch.contiguous_format), sigma_factor).eval()
    inputs = (torch.zeros(1, 3, 96, 96), torch.zeros(1, 8, 24, 24))
    names = {"input_names": ["picture", "pose"], "output_names": ["answer"]}
    torch.onnx.export(shown, inputs, str(path), opset_version=17, dynamo=False, **names)
    print(path, path.stat().st_size, "bytes")


class _Shown(torch.nn.Module):
    def __init__(self, net: FootNet, sigma_factor: float) -> None:
        super().__init__()
        self.net = net
        factors = torch.ones(5 * POINTS + 3)
        factors[2 * POINTS : 5 * POINTS] = sigma_factor
        self.register_buffer("factors", factors[None])

    def forward(self, picture: torch.Tensor, pose: torch.Tensor) -> torch.Tensor:
        return self.net(picture, pose) * self.factors


assert STEP * 24 == 96
if __name__ == "__main__":
    main()
