"""Turns a zip of images sorted by part and class into IDX files, for `npm run measure`.

    python3 scripts/imagesToIdx.py images.zip folder

The zip holds <anything>/{train,test}/<class>/<name>.jpg (or .png), all of one size. Written are
{train,t10k}-images-idx4-ubyte [count, height, width, 3] and …-labels-idx1-ubyte; the classes count
from 0 in alphabetical order, the images of a part are interleaved by class.
"""

import io
import struct
import sys
import zipfile
from collections import defaultdict
from pathlib import Path, PurePosixPath

import numpy as np
from PIL import Image

PREFIXES = {"train": "train", "test": "t10k"}


def write_idx(path: Path, array: np.ndarray) -> None:
    header = struct.pack(">BBBB", 0, 0, 0x08, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(header + array.tobytes())


def main(source: str, folder: str) -> None:
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(source) as archive:
        names = [PurePosixPath(name) for name in archive.namelist() if name.endswith((".jpg", ".png"))]
        classes = sorted({name.parts[-2] for name in names})
        for part, prefix in PREFIXES.items():
            by_class = defaultdict(list)
            for name in sorted(names):
                if name.parts[-3] == part:
                    by_class[name.parts[-2]].append(name)
            ordered = [
                (by_class[label][i], index)
                for i in range(max(map(len, by_class.values())))
                for index, label in enumerate(classes)
                if i < len(by_class[label])
            ]
            images = np.stack(
                [
                    np.asarray(Image.open(io.BytesIO(archive.read(str(name)))).convert("RGB"))
                    for name, _ in ordered
                ]
            )
            write_idx(target / f"{prefix}-images-idx4-ubyte", images)
            write_idx(target / f"{prefix}-labels-idx1-ubyte", np.array([label for _, label in ordered], np.uint8))
            print(part, images.shape, classes)


if __name__ == "__main__":
    main(*sys.argv[1:3])
