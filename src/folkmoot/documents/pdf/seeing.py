"""Which letters of a page can be seen: the page is painted with its text and without, and a letter that changes nothing is not seen.

So it does not matter how a letter was hidden: a box or a picture above it, its colour, a layer, a clipping path, a place off the page.
Light letters on a dark ground do change what is painted, and are seen.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from folkmoot.documents.contract import HazardKind
from folkmoot.documents.pdf.glyphs import TINY, Glyphs

SCALE = 1.5  # pixels a point
MOST_PIXELS = 8_000_000
FAINTEST = 20  # of 255: the least difference of red, green or blue that a person is taken to see
WHITE = 235
MOST_LOOKED_AT_ALONE = 100  # overprinted pieces of text painted one by one on a page
FEW_LETTERS = 2_000  # below it, looking at each box is quicker than summing the page up
OVERPRINT = 0.5  # of the smaller letter's box

Pixels = NDArray[np.uint8]  # height, width, blue-green-red
Flags = NDArray[np.bool_]


class Painted:
    """A page painted with and without its text. `boxes` are in points; `scale` and the page's corner turn them into pixels."""

    def __init__(self, page: Any, glyphs: Glyphs) -> None:
        left, bottom, right, top = page.get_bbox()
        self.page = page
        self.glyphs = glyphs
        self.corner = (left, top)
        self.scale = min(SCALE, (MOST_PIXELS / max(1.0, (right - left) * (top - bottom))) ** 0.5)
        self.whole = self._paint()
        self._show(glyphs.objects, False)
        self.without = self._paint()
        self._show(glyphs.objects, True)
        self.pixels = self._pixels(glyphs.boxes)

    def seen(self) -> Flags:
        """One flag a letter. Blanks count as seen."""
        flags = self._changed(self.whole, self.without, self.pixels)
        for piece, owner in enumerate(self.glyphs.objects):
            if owner.paints_nothing or owner.size <= TINY or (owner.colour is not None and owner.colour[3] < FAINTEST):
                flags[self.glyphs.owner == piece] = False
        blank = np.array([not letter.strip() or letter in "\x02\u2060" for letter in self.glyphs.letters], dtype=bool)
        return np.asarray(flags | blank, dtype=bool)

    def blank(self) -> bool:
        """Whether nothing at all is painted on the page."""
        return bool((np.ptp(self.whole.reshape(-1, 3), axis=0) < FAINTEST).all())

    def why_unseen(self, place: int) -> HazardKind:
        """How the letter at `place`, which is not seen, was hidden."""
        owner = self.glyphs.objects[self.glyphs.owner[place]] if self.glyphs.owner[place] >= 0 else None
        if owner is None or owner.paints_nothing or owner.size <= TINY or owner.colour is None or owner.colour[3] < FAINTEST:
            return HazardKind.HIDDEN_TEXT
        if owner.in_layer:
            return HazardKind.LAYER
        left, top, right, bottom = self.pixels[place]
        ground = self.without[top:bottom, left:right]
        if not ground.size:
            return HazardKind.HIDDEN_TEXT
        on_paper = _middle(ground).min() >= WHITE
        return HazardKind.HIDDEN_TEXT if on_paper and _same_colour(owner.colour, ground) else HazardKind.TEXT_UNDER_BOX

    def overprinted(self) -> tuple[int, set[int]]:
        """How many pieces of text are printed over or under other words, and which pieces are not to be read: unseen, or a second time."""
        sharing = self._overlapping()
        doubled: set[int] = set()
        unseen: set[int] = set()
        over = 0
        for count, piece in enumerate(sorted(sharing)):
            others = sharing[piece] - doubled
            twins = {other for other in others if self._same_letters(piece, other)}
            if twins:
                doubled.add(piece)
            elif others:
                over += 1
                if count >= MOST_LOOKED_AT_ALONE or not self._seen_alone(piece):
                    unseen.add(piece)
        return over, unseen | doubled

    def _seen_alone(self, piece: int) -> bool:
        if self._in_the_colour_of_the_ground(piece):
            return False
        self._show([self.glyphs.objects[piece]], False)
        without = self._paint()
        self._show([self.glyphs.objects[piece]], True)
        changed = self._changed(self.whole, without, self.pixels[self.glyphs.owner == piece])
        return bool(changed.mean() >= 0.5) if changed.size else False

    def _in_the_colour_of_the_ground(self, piece: int) -> bool:
        """White letters over black ones change what is painted, and yet nobody reads them."""
        colour = self.glyphs.objects[piece].colour
        left, top, right, bottom = self.pixels[self.glyphs.owner == piece].T
        if colour is None or not len(left):
            return False
        ground = self.without[top.min() : bottom.max(), left.min() : right.max()]
        return bool(ground.size) and _same_colour(colour, ground)

    def _same_letters(self, piece: int, other: int) -> bool:
        one, two = (
            "".join(letter for letter, owner in zip(self.glyphs.letters, self.glyphs.owner, strict=True) if owner == each)
            for each in (piece, other)
        )
        return "".join(one.split()) == "".join(two.split())

    def _overlapping(self) -> dict[int, set[int]]:
        """For each piece of text, the other pieces that share their place with it."""
        letters = np.array([letter.isalnum() for letter in self.glyphs.letters], dtype=bool)
        places = np.flatnonzero(letters & (self.glyphs.owner >= 0))
        boxes = self.glyphs.boxes[places]
        found: dict[int, set[int]] = {}
        for shift in (0.0, 2.0):
            cells = np.floor(((boxes[:, :2] + boxes[:, 2:]) / 2 + shift) / 4).astype(np.int64)
            order = np.lexsort((cells[:, 1], cells[:, 0]))
            same = (np.diff(cells[order], axis=0) == 0).all(axis=1)
            for one, two in zip(order[:-1][same], order[1:][same], strict=True):
                first, second = self.glyphs.owner[places[one]], self.glyphs.owner[places[two]]
                if first != second and _share(boxes[one], boxes[two]) >= OVERPRINT:
                    found.setdefault(int(first), set()).add(int(second))
                    found.setdefault(int(second), set()).add(int(first))
        return found

    def _paint(self) -> Pixels:
        bitmap = self.page.render(scale=self.scale, may_draw_forms=False)
        painted = np.array(bitmap.to_numpy()[:, :, :3], dtype=np.uint8)
        bitmap.close()
        return painted

    def _show(self, pieces: list[Any], shown: bool) -> None:
        import pypdfium2.raw as raw

        for piece in pieces:
            raw.FPDFPageObj_SetIsActive(piece.handle, shown)

    def _pixels(self, boxes: NDArray[np.float64]) -> NDArray[np.int64]:
        """Boxes in pixels as left, top, right, bottom, cut to the page; off the page they are empty."""
        height, width, _ = self.whole.shape
        left, top = self.corner
        edges = np.empty(boxes.shape, dtype=np.float64)
        edges[:, 0] = np.floor((boxes[:, 0] - left) * self.scale)
        edges[:, 2] = np.ceil((boxes[:, 2] - left) * self.scale)
        edges[:, 1] = np.floor((top - boxes[:, 3]) * self.scale)
        edges[:, 3] = np.ceil((top - boxes[:, 1]) * self.scale)
        narrow = np.where(edges[:, 2] - edges[:, 0] >= 5, 1, 0)  # neighbours' rims are no sign of the letter itself
        edges[:, 0] += narrow
        edges[:, 2] -= narrow
        edges[:, 0::2] = np.clip(edges[:, 0::2], 0, width)
        edges[:, 1::2] = np.clip(edges[:, 1::2], 0, height)
        return edges.astype(np.int64)

    @staticmethod
    def _changed(whole: Pixels, without: Pixels, pixels: NDArray[np.int64]) -> Flags:
        parts = (np.maximum(whole, without) - np.minimum(whole, without)) >= FAINTEST
        differs = parts[:, :, 0] | parts[:, :, 1] | parts[:, :, 2]
        if len(pixels) < FEW_LETTERS:
            return np.array([differs[top:bottom, left:right].any() for left, top, right, bottom in pixels.tolist()], dtype=bool)
        sums = np.zeros((differs.shape[0] + 1, differs.shape[1] + 1), dtype=np.int32)
        np.cumsum(differs, axis=1, dtype=np.int32, out=sums[1:, 1:])
        np.add.accumulate(sums, axis=0, out=sums)
        left, top, right, bottom = pixels.T
        inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
        return np.asarray((inside > 0) & (right > left) & (bottom > top), dtype=bool)


def _middle(ground: Pixels) -> NDArray[np.float64]:
    """The median red, green and blue."""
    return np.asarray(np.median(ground.reshape(-1, 3), axis=0)[::-1], dtype=np.float64)


def _same_colour(colour: tuple[int, int, int, int], ground: Pixels) -> bool:
    return bool((np.abs(_middle(ground) - np.array(colour[:3])) < FAINTEST).all())


def _share(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    """The part of the smaller box that both share."""
    width = min(one[2], two[2]) - max(one[0], two[0])
    height = min(one[3], two[3]) - max(one[1], two[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, two))
    return float(width * height / smaller) if width > 0 and height > 0 and smaller > 0 else 0.0
