"""The lying network: 0.29 million numbers that read MediaPipe's inner features of one region.

Answer (101 numbers): 20 points (x, y; crop px of 256), 20 lower triangular roots of their covariances (xx, yx, yy),
and the belief that the region shows a lying person.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

POINTS = 20
COARSE, FINE = 864, 48  # channels of MediaPipe's features
GRID = 32  # edge of the heat maps
STEP = 8.0  # crop px for each cell of a heat map
_WIDTH, _DEEP = 64, 96
_LEAST_SPREAD = 0.5  # crop px


class LyingNet(nn.Module):
    """Both features on one grid of 32 × 32, heat maps on it; the middle of a heat map's mass is a point."""

    def __init__(self) -> None:
        super().__init__()
        self.fine = nn.Sequential(
            nn.BatchNorm2d(FINE),
            nn.Conv2d(FINE, _WIDTH, 3, 2, 1, bias=False),
            nn.BatchNorm2d(_WIDTH),
            nn.ReLU(inplace=True),
            Block(_WIDTH),
        )
        self.coarse = nn.Sequential(
            nn.BatchNorm2d(COARSE),
            nn.Dropout2d(0.1),
            nn.Conv2d(COARSE, _DEEP, 1, bias=False),
            nn.BatchNorm2d(_DEEP),
            nn.ReLU(inplace=True),
            Block(_DEEP),
            Block(_DEEP),
        )
        self.up = nn.Conv2d(_DEEP, _WIDTH, 1)
        self.join = nn.Sequential(Block(_WIDTH), Block(_WIDTH), Block(_WIDTH))
        self.maps = nn.Conv2d(_WIDTH, POINTS, 1)
        self.spread = nn.Sequential(nn.Dropout(0.2), nn.Linear(_DEEP + _WIDTH, 48), nn.ReLU(), nn.Linear(48, 3))
        self.trust = nn.Sequential(nn.Dropout(0.3), nn.Linear(_DEEP, 48), nn.ReLU(), nn.Linear(48, 1))
        self.register_buffer("cells", (torch.arange(GRID) + 0.5) * STEP)

    def forward(self, coarse: torch.Tensor, fine: torch.Tensor) -> torch.Tensor:
        """(B, 864, 8, 8) and (B, 48, 64, 64) → (B, 101) answer."""
        points, roots, trust, _ = self.learn(coarse, fine)
        return torch.cat([points.flatten(1), roots.flatten(1), torch.sigmoid(trust)[:, None]], 1)

    def learn(self, coarse: torch.Tensor, fine: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """(B, 20, 2) points, (B, 20, 3) roots, (B,) logits of trust, (B, 20, 32, 32) logits of the heat maps."""
        deep = self.coarse(coarse)
        up = functional.interpolate(self.up(deep), scale_factor=4.0, mode="bilinear", align_corners=False)
        joined = self.join(self.fine(fine) + up)
        maps = self.maps(joined)
        weights = torch.softmax(maps.flatten(2), 2).reshape(-1, POINTS, GRID, GRID)
        points = torch.stack([(weights.sum(2) * self.cells).sum(2), (weights.sum(3) * self.cells).sum(2)], 2)
        # What is to be seen at the points themselves, and in the whole region.
        there = torch.einsum("bpk,bck->bpc", weights.detach().flatten(2), joined.flatten(2))
        whole = deep.mean((2, 3))
        roots = self.spread(torch.cat([there, whole[:, None].expand(-1, POINTS, -1)], 2))
        widths = functional.softplus(roots[..., 0:3:2]) + _LEAST_SPREAD
        roots = torch.cat([widths[..., :1], roots[..., 1:2], widths[..., 1:]], 2)
        return points, roots, self.trust(whole)[:, 0], maps


class Block(nn.Module):
    """Depthwise 5 × 5, pointwise out and in again, added to what came in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.path = nn.Sequential(
            nn.Conv2d(width, width, 5, 1, 2, groups=width, bias=False),
            nn.BatchNorm2d(width),
            nn.Conv2d(width, 2 * width, 1, bias=False),
            nn.BatchNorm2d(2 * width),
            nn.ReLU(inplace=True),
            nn.Conv2d(2 * width, width, 1, bias=False),
            nn.BatchNorm2d(width),
        )

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """(B, width, H, W) → the same shape."""
        return values + self.path(values)
