"""Which font faces there are: files, names, licences and families.

A *face* is one weight and style in one font file, for instance "DejaVu Sans Bold". A *family* here
is a group of faces so alike that seeing one in training would give the others away in the test:
"DejaVu Sans", "DejaVu Sans Mono" and "Bitstream Vera" are one family. Names decide first (this
file), then the drawn shapes (`families.py`).
"""

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import numpy
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

FOLDER = Path(__file__).resolve().parent
FONT_ENDINGS = (".ttf", ".otf", ".ttc")
DIGITS = "0123456789"

# Words which tell faces of one design apart; they do not make another family.
STYLE_WORDS = set(
    """regular roman normal plain book bold italic oblique slanted light thin hairline ultralight
    extralight extra ultra semi semilight demi medium semibold demibold extrabold black heavy fat
    ultrablack condensed cond semicondensed extended expanded narrow wide compact compressed sc caps
    small smallcaps mono monospace monospaced sans serif slab tt fon brk std pro ttf otf web beta
    new outline solid unhinted text display caption mini""".split()
)

# Foundries and makers, whose name in front says nothing about the design.
MAKERS = ("gfs", "sil", "tex gyre", "adf", "afc", "bpg", "the", "ae")


@dataclass
class Face:
    """One face: where it lies and, once drawn, its ten upright glyphs."""

    package: str
    licence: str
    path: str
    index: int  # within a font collection, else 0
    family_name: str
    style: str
    glyphs: list = field(default_factory=list)  # ten uint8 pictures [height, width], cropped to ink
    upright: numpy.ndarray = None  # uint8 [10, 28, 28], drawn without jitter

    @property
    def id(self):
        """Name used in exclusions.txt, for instance `fonts-go/Go-Bold.ttf`."""
        suffix = f"#{self.index}" if self.index else ""
        return f"{self.package}/{os.path.basename(self.path)}{suffix}"


def read_lines(name):
    """The lines of a text file in this folder, without comments and empty lines."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def read_packages():
    """{package: licence} from fonts.txt."""
    return dict(line.split("\t") for line in read_lines("fonts.txt"))


def package_version(package):
    """The installed Debian version, so that the pictures can be traced; '' if not installed."""
    command = ["dpkg-query", "--show", "--showformat=${Version}", package]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def font_files(package):
    """Paths of the font files of an installed package, sorted; links are left out as duplicates."""
    listing = subprocess.run(["dpkg", "-L", package], capture_output=True, text=True)
    if listing.returncode:
        raise SystemExit(f"{package} is not installed; run ./install-fonts.sh first")
    paths = [path for path in listing.stdout.splitlines() if path.lower().endswith(FONT_ENDINGS)]
    return sorted(path for path in paths if os.path.isfile(path) and not os.path.islink(path))


def faces_of_file(package, licence, path):
    """The faces in a font file which map all ten ASCII digits."""
    is_collection = path.lower().endswith(".ttc")
    count = len(TTCollection(path).fonts) if is_collection else 1
    faces = []
    for index in range(count):
        font = TTFont(path, fontNumber=index if is_collection else -1, lazy=True)
        characters = font.getBestCmap() or {}
        if not all(ord(digit) in characters for digit in DIGITS):
            continue
        names = font["name"]
        family = names.getDebugName(16) or names.getDebugName(1) or os.path.basename(path)
        style = names.getDebugName(17) or names.getDebugName(2) or ""
        faces.append(Face(package, licence, path, index, family.strip(), style.strip()))
    return faces


def find_faces():
    """All faces with ten digits in the packages of fonts.txt, in a fixed order."""
    faces = []
    for package, licence in sorted(read_packages().items()):
        for path in font_files(package):
            faces += faces_of_file(package, licence, path)
    return faces


def design_name(family_name):
    """The name without weight, width and maker: `Averia Sans Libre Light` gives `averia libre`."""
    name = re.sub(r"([a-z])([A-Z])", r"\1 \2", family_name)
    name = re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()
    for maker in MAKERS:
        name = re.sub(rf"^{maker} (?=.)", "", name)
    words = [word for word in name.split() if word not in STYLE_WORDS]
    return " ".join(words) or name
