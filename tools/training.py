"""What the trainings of both networks share: how unlikely an error is, and a running mean of the weights."""

from __future__ import annotations

import torch
from torch import nn

_KEEP = 0.997  # of the running mean of the weights, for each step


def unlikely(error: torch.Tensor, roots: torch.Tensor) -> torch.Tensor:
    """Negative log density of a two-dimensional Student distribution (4 degrees): far misses do not rule the spread.

    Args:
        error: (..., 2) px.
        roots: (..., 3) lower triangular root of the covariance (xx, yx, yy), px.

    Returns:
        (...), up to a constant.
    """
    first = error[..., 0] / roots[..., 0]
    second = (error[..., 1] - roots[..., 1] * first) / roots[..., 2]
    return torch.log(roots[..., 0]) + torch.log(roots[..., 2]) + 3 * torch.log1p((first**2 + second**2) / 4)


@torch.no_grad()
def average_into(smooth: nn.Module, net: nn.Module, step: int) -> None:
    """Let `smooth` follow the weights of `net`; closely in the first steps."""
    keep = min(_KEEP, step / (step + 10))
    for mean, value in zip(smooth.state_dict().values(), net.state_dict().values(), strict=True):
        mean.copy_(mean * keep + value * (1 - keep) if mean.is_floating_point() else value)
