"""Area geometry as it travels: all areas of a district in a few arrays, and its compact binary form.

An `AreaSet` is what the hub sends to a map and what a locator works on. It needs numpy only, so that a screen can hold
it without loading a geometry library.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import numpy as np

from services.domain.tiers import Tier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]

UNITS_PER_DEGREE = 1_000_000
"""Coordinates are whole millionths of a degree (about 0.1 m) in the binary form, and in the demo from the start."""
_MAGIC = b"HYA1"
_NOWHERE = 999 * UNITS_PER_DEGREE
"""Stands in the binary form for a centre that is not known (NaN in the array)."""
_MAX_BYTES = 256 * 1024 * 1024
"""More than this after unpacking is not an area set but an attack or a mistake."""


@dataclass(frozen=True, slots=True, eq=False)
class AreaSet:
    """Areas of one or more tiers, in WGS84 degrees, longitude first.

    For `n` areas, `r` rings and `p` vertices: `ids`, `codes`, `names` have n entries; `tiers` is int64 (n,);
    `parents` int64 (n,) holds the index of the area above in this set or -1; `centres` float64 (n, 2) a point inside
    for the label, NaN where no boundary is known; `ring_start` int64 (n + 1,) says which rings are an area's;
    `vertex_start` int64 (r + 1,) which vertices are a ring's; `holes` bool (r,) marks rings that are holes in the
    outer ring before them; `vertices` is float64 (p, 2). Rings are closed: the first vertex is repeated at the end.
    `notice` is the words every view of it must show.
    """

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    tiers: Ints
    parents: Ints
    centres: Floats
    ring_start: Ints
    vertex_start: Ints
    holes: NDArray[np.bool_]
    vertices: Floats
    notice: str = ""

    def __len__(self) -> int:
        return len(self.ids)

    def index_of(self, area_id: str) -> int:
        """Return the position of an area by its id. Raises KeyError when it is not in the set."""
        try:
            return self.ids.index(area_id)
        except ValueError:
            raise KeyError(area_id) from None

    def at_tier(self, tier: Tier) -> Ints:
        """Return the positions of the areas of one tier."""
        return np.flatnonzero(self.tiers == int(tier))

    def rings(self, index: int) -> tuple[Floats, ...]:
        """Return the closed rings of an area, each float64 (k, 2); fill them by the odd-even rule."""
        first, last = int(self.ring_start[index]), int(self.ring_start[index + 1])
        return tuple(self.vertices[self.vertex_start[k] : self.vertex_start[k + 1]] for k in range(first, last))

    def bounds(self, index: int) -> tuple[float, float, float, float]:
        """Return west, south, east, north of an area. Raises ValueError for an area without rings."""
        rings = self.rings(index)
        if not rings:
            raise ValueError(f"area {self.ids[index]} has no boundary")
        west, south = np.vstack(rings).min(axis=0)
        east, north = np.vstack(rings).max(axis=0)
        return float(west), float(south), float(east), float(north)

    def ancestors(self, index: int) -> tuple[int, ...]:
        """Return the positions of an area and of all areas above it, lowest first."""
        line = [index]
        while (above := int(self.parents[line[-1]])) >= 0 and above not in line:
            line.append(above)
        return tuple(line)

    def encode(self) -> bytes:
        """Return the binary form: quantised to millionths of a degree, differences, msgpack, deflate."""
        whole = np.rint(self.vertices * UNITS_PER_DEGREE).astype(np.int64)
        steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
        known = np.nan_to_num(self.centres * UNITS_PER_DEGREE, nan=_NOWHERE)
        centres = np.rint(known).astype(np.int64)
        wire = _Wire(
            ids=self.ids,
            codes=self.codes,
            names=self.names,
            tiers=self.tiers.tolist(),
            parents=self.parents.tolist(),
            centres=centres.ravel().tolist(),
            rings=np.diff(self.ring_start).tolist(),
            lengths=np.diff(self.vertex_start).tolist(),
            holes=self.holes.tolist(),
            steps=_pack(steps),
            notice=self.notice,
        )
        return _MAGIC + zlib.compress(msgspec.msgpack.encode(wire), 9)

    @staticmethod
    def decode(data: bytes) -> AreaSet:
        """Return the set of a binary form. Raises ValueError with one sentence when it is not one or is damaged."""
        if data[: len(_MAGIC)] != _MAGIC:
            raise ValueError("这不是呼应的区域数据，或由更新的版本写成；请重新导出")
        try:
            unpacker = zlib.decompressobj()
            body = unpacker.decompress(data[len(_MAGIC) :], _MAX_BYTES)
            if unpacker.unconsumed_tail or not unpacker.eof:
                raise ValueError("长度不符")
            return _from_wire(msgspec.msgpack.decode(body, type=_Wire))
        except (zlib.error, msgspec.DecodeError, ValueError) as error:
            raise ValueError(f"区域数据已损坏（{error}）；请重新导出") from error


class _Wire(msgspec.Struct, frozen=True, array_like=True):
    """The binary form before compression; fields are only ever added at the end."""

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    tiers: list[int]
    parents: list[int]
    centres: list[int]
    rings: list[int]
    lengths: list[int]
    holes: list[bool]
    steps: bytes
    notice: str


def _pack(steps: Ints) -> bytes:
    """Write signed steps as planes of bytes (all low bytes, then all second bytes …), which deflate squeezes best."""
    zigzag = ((steps << 1) ^ (steps >> 63)).astype("<u8")
    planes = zigzag.view(np.uint8).reshape(-1, 8)[:, :4]
    return np.ascontiguousarray(planes.T).tobytes()


def _unpack(data: bytes) -> Ints:
    if len(data) % 8:
        raise ValueError("坐标不成对")
    planes = np.frombuffer(data, np.uint8).reshape(4, -1)
    wide = np.zeros((planes.shape[1], 8), np.uint8)
    wide[:, :4] = planes.T
    zigzag = wide.view("<u8").ravel().astype(np.int64)
    return (zigzag >> 1) ^ -(zigzag & 1)


def _starts(counts: list[int]) -> Ints:
    if any(count < 0 for count in counts):
        raise ValueError("个数为负")
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64))).astype(np.int64)


def _from_wire(wire: _Wire) -> AreaSet:
    ring_start, vertex_start = _starts(wire.rings), _starts(wire.lengths)
    vertices = np.cumsum(_unpack(wire.steps).reshape(-1, 2), axis=0) / UNITS_PER_DEGREE
    count = len(wire.ids)
    parents = np.array(wire.parents, np.int64)
    centres = np.array(wire.centres, np.float64)
    centres[centres == _NOWHERE] = np.nan
    same = {count, len(wire.codes), len(wire.names), len(wire.tiers), len(wire.parents), len(wire.rings)}
    if len(same) != 1 or len(wire.centres) != 2 * count or len(wire.holes) != len(wire.lengths):
        raise ValueError("各列长短不一")
    if ring_start[-1] != len(wire.lengths) or vertex_start[-1] != len(vertices):
        raise ValueError("环与顶点的个数不符")
    if count and (parents.min() < -1 or parents.max() >= count):
        raise ValueError("上级不在其中")
    return AreaSet(
        ids=wire.ids,
        codes=wire.codes,
        names=wire.names,
        tiers=np.array(wire.tiers, np.int64),
        parents=parents,
        centres=centres.reshape(-1, 2) / UNITS_PER_DEGREE,
        ring_start=ring_start,
        vertex_start=vertex_start,
        holes=np.array(wire.holes, np.bool_),
        vertices=vertices,
        notice=wire.notice,
    )
