"""A body network: 0.3 million numbers that read MediaPipe's inner features of one region.

Answer: N points (x, y; crop px of 256), N lower triangular roots of their covariances (xx, yx, yy), the belief that the
region shows the person in the role, and of who is folded two beliefs more: they kneel, they sit.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

POINTS = {"lying": 20, "folded": 17}
COARSE, FINE = 864, 48  # channels of MediaPipe's features
GRID = 32  # edge of the heat maps
STEP = 8.0  # crop px for each cell of a heat map
_WIDTH, _DEEP = 64, 96
_LEAST_SPREAD = 0.5  # crop px
_LEGS = slice(6, 12)  # rows of hips, knees and ankles


class BodyNet(nn.Module):
    """Both features on one grid of 32 × 32, heat maps on it; the middle of a heat map's mass is a point."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.points = POINTS[role]
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
        self.maps = nn.Conv2d(_WIDTH, self.points, 1)
        self.spread = nn.Sequential(nn.Dropout(0.2), nn.Linear(_DEEP + _WIDTH, 48), nn.ReLU(), nn.Linear(48, 3))
        self.trust = nn.Sequential(nn.Dropout(0.3), nn.Linear(_DEEP, 48), nn.ReLU(), nn.Linear(48, 1))
        self.stance = None
        if role == "folded":
            width = _DEEP + (_LEGS.stop - _LEGS.start) * _WIDTH
            self.stance = nn.Sequential(nn.Dropout(0.3), nn.Linear(width, 64), nn.ReLU(), nn.Linear(64, 2))
        self.register_buffer("cells", (torch.arange(GRID) + 0.5) * STEP)

    def forward(self, coarse: torch.Tensor, fine: torch.Tensor) -> torch.Tensor:
        """(B, 864, 8, 8) and (B, 48, 64, 64) → (B, 5 N + 1 + K) answer."""
        points, roots, trust, labels, _ = self.learn(coarse, fine)
        beliefs = torch.sigmoid(torch.cat([trust[:, None], labels], 1))
        return torch.cat([points.flatten(1), roots.flatten(1), beliefs], 1)

    def learn(self, coarse: torch.Tensor, fine: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """(B, N, 2) points, (B, N, 3) roots, (B,) and (B, K) logits of trust and labels, (B, N, 32, 32) of the maps."""
        deep = self.coarse(coarse)
        up = functional.interpolate(self.up(deep), scale_factor=4.0, mode="bilinear", align_corners=False)
        joined = self.join(self.fine(fine) + up)
        maps = self.maps(joined)
        weights = torch.softmax(maps.flatten(2), 2).reshape(-1, self.points, GRID, GRID)
        points = torch.stack([(weights.sum(2) * self.cells).sum(2), (weights.sum(3) * self.cells).sum(2)], 2)
        # What is to be seen at the points themselves, and in the whole region.
        there = torch.einsum("bpk,bck->bpc", weights.detach().flatten(2), joined.flatten(2))
        whole = deep.mean((2, 3))
        roots = self.spread(torch.cat([there, whole[:, None].expand(-1, self.points, -1)], 2))
        trust = self.trust(whole)[:, 0]
        widths = functional.softplus(roots[..., 0:3:2]) + _LEAST_SPREAD
        roots = torch.cat([widths[..., :1], roots[..., 1:2], widths[..., 1:]], 2)
        labels = trust.new_zeros((len(whole), 0))
        if self.stance is not None:
            labels = self.stance(torch.cat([there[:, _LEGS].flatten(1), whole], 1))
        return points, roots, trust, labels, maps


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
