"""The foot network: 0.3 million numbers, a picture of 96 px and eight point maps in, 23 numbers out.

Answer: 4 points (x, y; crop px), 4 lower triangular roots of their covariances (xx, yx, yy; crop px), 3 logits
(on the back, in the air, on the floor).
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

POINTS = 4
STATES = 3
POSE_MAPS = 8
GRID = 24  # edge of the heat maps
STEP = 4.0  # crop px for each cell of a heat map
_EXTRA_MAPS = 3  # learnt beside, thrown away: this sole, the other sole, the spine line


class FootNet(nn.Module):
    """Down to 6 × 6 cells, up again to 24 × 24 with heat maps; the middle of a heat map's mass is a point."""

    def __init__(self, widths: tuple[int, int, int, int] = (24, 48, 80, 128)) -> None:
        super().__init__()
        first, second, third, fourth = widths
        self.stem = nn.Sequential(_conv(3, first, 3, 2), _conv(first, second - 16, 3, 2))
        self.pose = _conv(POSE_MAPS, 16, 3, 1)
        self.fine = nn.Sequential(Block(second, second), Block(second, second))
        self.middle = nn.Sequential(Block(second, third, 2), Block(third, third), Block(third, third))
        self.coarse = nn.Sequential(Block(third, fourth, 2), Block(fourth, fourth), Block(fourth, fourth))
        self.coarse_up = _conv(fourth, third, 1, 1)
        self.middle_up = _conv(third, second, 1, 1)
        self.join_middle = Block(third, third)
        self.join_fine = nn.Sequential(Block(second, second), Block(second, second))
        self.maps = nn.Conv2d(second, POINTS + _EXTRA_MAPS, 1)
        self.spread = _head(fourth + POINTS * second, 3 * POINTS)
        self.state = _head(fourth + POINTS * second, STATES)
        self.register_buffer("cells", (torch.arange(GRID, dtype=torch.float32) + 0.5) * STEP)

    def forward(self, picture: torch.Tensor, pose: torch.Tensor) -> torch.Tensor:
        """(B, 23) answer."""
        return self.learn(picture, pose)[0]

    def learn(self, picture: torch.Tensor, pose: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(B, 23) answer and (B, 7, 24, 24) maps: four logits of points, three extra ones."""
        fine = self.fine(torch.cat([self.stem(picture), self.pose(pose)], 1))
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        middle = self.join_middle(middle + _twice(self.coarse_up(coarse)))
        joined = self.join_fine(fine + _twice(self.middle_up(middle)))
        maps = self.maps(joined)
        weights = torch.softmax(maps[:, :POINTS].flatten(2), 2)
        weights = weights.reshape(-1, POINTS, GRID, GRID)
        x = (weights.sum(2) * self.cells).sum(2)
        y = (weights.sum(3) * self.cells).sum(2)
        points = torch.stack([x, y], 2).flatten(1)
        # What is to be seen at the four points themselves, and in the whole square.
        there = torch.matmul(weights.detach().flatten(2), joined.flatten(2).transpose(1, 2)).flatten(1)
        seen = torch.cat([coarse.mean((2, 3)), there], 1)
        roots = self.spread(seen).reshape(-1, POINTS, 3)
        widths = functional.softplus(roots[:, :, 0:3:2]) + 0.15
        roots = torch.cat([widths[:, :, :1], roots[:, :, 1:2], widths[:, :, 1:]], 2).flatten(1)
        return torch.cat([points, roots, self.state(seen)], 1), maps


class Block(nn.Module):
    """Depthwise 3 × 3, pointwise out and in again, added to what came in."""

    def __init__(self, inside: int, outside: int, stride: int = 1) -> None:
        super().__init__()
        self.path = nn.Sequential(
            nn.Conv2d(inside, inside, 3, stride, 1, groups=inside, bias=False),
            nn.BatchNorm2d(inside),
            nn.Conv2d(inside, 2 * outside, 1, bias=False),
            nn.BatchNorm2d(2 * outside),
            nn.ReLU(inplace=True),
            nn.Conv2d(2 * outside, outside, 1, bias=False),
            nn.BatchNorm2d(outside),
        )
        self.keep = inside == outside and stride == 1

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """(B, inside, H, W) → (B, outside, H / stride, W / stride)."""
        return values + self.path(values) if self.keep else self.path(values)


def _conv(inside: int, outside: int, size: int, stride: int) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(inside, outside, size, stride, size // 2, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
    )


def _head(inside: int, outside: int) -> nn.Module:
    return nn.Sequential(nn.Dropout(0.3), nn.Linear(inside, 64), nn.ReLU(inplace=True), nn.Linear(64, outside))


def _twice(values: torch.Tensor) -> torch.Tensor:
    return functional.interpolate(values, scale_factor=2.0, mode="nearest")
