"""Drawing one digit: a big glyph from the font, then an affine map down to 28x28, as MNIST does it.

    font outline -> glyph [height, width] about 200 pixels high, ink only
                 -> slightly rotated and sheared, fitted into a 20x20 box, aspect ratio kept
                 -> centre of mass in the middle of the picture -> drawn at 224x224
                 -> averaged to 28x28

Grey is ink: 0 = background, 255 = full ink. Reference for the placing: LeCun, Cortes, Burges, "The
MNIST database of handwritten digits" ("size normalized to fit in a 20x20 pixel box while preserving
their aspect ratio", "centered in a 28x28 image by computing the center of mass of the pixels").
"""

import math
from dataclasses import dataclass

import numpy
from PIL import Image, ImageDraw, ImageFont

SIDE = 28  # pixels of the finished picture
BOX = 20  # pixels of the box into which the upright digit fits
SUPERSAMPLING = 8  # drawn at 8 * 28 = 224 pixels, then averaged
EM = 256  # pixels per em when the outline is drawn; hinting no longer matters at this size
GREY_LEVELS = 64  # kept levels of grey; fewer levels make the files smaller


@dataclass(frozen=True)
class Jitter:
    """A small deviation from the upright drawing. Angles in radians, shifts in finished pixels."""

    rotation: float = 0.0
    shear: float = 0.0  # horizontal shift per unit of height
    stretch: float = 1.0  # width relative to height
    scale: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0


def draw_jitter(random):
    """A Jitter from `random` (numpy Generator). Six draws, always in this order."""
    return Jitter(
        rotation=math.radians(float(numpy.clip(random.normal(0, 5), -12, 12))),
        shear=float(numpy.clip(random.normal(0, 0.1), -0.25, 0.25)),
        stretch=math.exp(float(numpy.clip(random.normal(0, 0.06), -0.15, 0.15))),
        scale=float(random.uniform(0.88, 1.06)),
        shift_x=float(random.uniform(-1.2, 1.2)),
        shift_y=float(random.uniform(-1.2, 1.2)),
    )


def draw_glyphs(path, index, digits):
    """The digits of a face: list of uint8 [height, width], cropped to ink, or None where blank."""
    font = ImageFont.truetype(path, EM, index=index, layout_engine=ImageFont.Layout.BASIC)
    glyphs = []
    for digit in digits:
        canvas = Image.new("L", (3 * EM, 3 * EM))
        # Anchored at the baseline: some mathematical fonts have lines several em high.
        ImageDraw.Draw(canvas).text((EM, 2 * EM), digit, fill=255, font=font, anchor="ls")
        box = canvas.getbbox()
        glyphs.append(numpy.asarray(canvas.crop(box)) if box else None)
    return glyphs


def shape_matrix(jitter):
    """[2, 2], maps glyph (x, y) to jittered (x, y) before scaling; y points down."""
    cosine, sine = math.cos(jitter.rotation), math.sin(jitter.rotation)
    rotation = numpy.array([[cosine, -sine], [sine, cosine]])
    shear = numpy.array([[jitter.stretch, -jitter.shear], [0.0, 1.0]])
    return rotation @ shear


def placed_matrix(glyph, jitter):
    """[2, 3], maps glyph pixels to finished pixels (28x28), fitted and centred as MNIST."""
    rows, columns = numpy.nonzero(glyph > 32)
    points = numpy.stack([columns + 0.5, rows + 0.5])  # [2, ink]
    weights = glyph[rows, columns].astype(numpy.float64)
    shape = shape_matrix(jitter)
    moved = shape @ points
    extent = (moved.max(axis=1) - moved.min(axis=1)).max()
    scale = BOX * jitter.scale / max(extent, 1.0)
    centre = scale * (moved @ weights) / weights.sum()  # [2]
    middle = numpy.array([SIDE / 2 + jitter.shift_x, SIDE / 2 + jitter.shift_y])
    return numpy.hstack([scale * shape, (middle - centre)[:, None]])


def keep_inside(glyph, matrix):
    """The matrix moved so that no ink leaves the picture: a heavy foot may push a thin top out."""
    rows, columns = numpy.nonzero(glyph > 32)
    moved = matrix @ numpy.stack([columns + 0.5, rows + 0.5, numpy.ones(len(rows))])
    low, high = moved.min(axis=1), moved.max(axis=1)
    shift = numpy.maximum(0.5 - low, 0) - numpy.maximum(high - (SIDE - 0.5), 0)
    return numpy.hstack([matrix[:, :2], (matrix[:, 2] + shift)[:, None]])


def draw_digit(glyph, jitter=Jitter()):
    """A finished picture, uint8 [28, 28], from a big glyph, uint8 [height, width]."""
    matrix = keep_inside(glyph, placed_matrix(glyph, jitter))
    inverse = numpy.linalg.inv(matrix[:, :2])
    offset = -inverse @ matrix[:, 2]
    # Pillow wants the map from the drawn picture back to the glyph, here in 224x224 pixels.
    back = numpy.hstack([inverse / SUPERSAMPLING, offset[:, None]]).ravel().tolist()
    size = SIDE * SUPERSAMPLING
    image = Image.fromarray(glyph)
    big = image.transform((size, size), Image.Transform.AFFINE, back, Image.Resampling.BILINEAR)
    cells = numpy.asarray(big, numpy.float64).reshape(SIDE, SUPERSAMPLING, SIDE, SUPERSAMPLING)
    return quantise(cells.mean(axis=(1, 3)))


def quantise(grey):
    """Grey [...] in 0..255, rounded to GREY_LEVELS levels which still span 0..255; uint8."""
    steps = GREY_LEVELS - 1
    return numpy.rint(numpy.rint(grey / 255 * steps) * 255 / steps).astype(numpy.uint8)
