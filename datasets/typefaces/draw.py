"""Draw the dataset Typefaces: digits 0-9 from free fonts, 28x28 grey, MNIST's files and placing.

    ./install-fonts.sh && python3 draw.py      writes the files of this folder, about two minutes
    python3 draw.py --sheets FOLDER            writes contact sheets of the kept faces, to look at
    python3 check.py                           verifies what is written

All randomness comes from SEED through named streams: the same fonts give the same bytes.
"""

import argparse
import json
import platform
from pathlib import Path

import fontTools
import numpy
import PIL
from PIL import features

import idx
from faces import FOLDER, package_version
from glyphs import draw_digit, draw_jitter
from selection import drawn_faces, select_faces, split_families
from sheets import write_sheets
from sources import write_sources

SEED = 20240
IMAGES_PER_DIGIT = {"train": 1000, "test": 200}
STREAMS = {"families": 0, "train": 1, "test": 2}  # one stream of random numbers for each purpose


def stream(name):
    """The random generator of a purpose."""
    return numpy.random.default_rng([SEED, STREAMS[name]])


def plan_drawings(families, count, random):
    """Which faces draw one digit `count` times: [(family index, face), ...].

    Every face once; what is left goes to the families with the fewest drawings so far, so that rare
    designs weigh a little more than the fifteenth weight of a common one.
    """
    plan = [(family.index, face) for family in families for face in family.faces]
    if len(plan) > count:
        raise ValueError(f"{len(plan)} faces do not fit into {count} images per digit")
    drawings = {family.index: len(family.faces) for family in families}
    by_index = {family.index: family for family in families}
    order = random.permutation(sorted(drawings)).tolist()
    while len(plan) < count:
        index = min(order, key=drawings.get)
        order = order[1:] + order[:1]
        faces = by_index[index].faces
        plan.append((index, faces[int(random.integers(len(faces)))]))
        drawings[index] += 1
    return plan


def draw_split(families, count, random):
    """images uint8 [10 * count, 28, 28], labels uint8 and families int16 [10 * count]."""
    images, labels, indices = [], [], []
    for digit in range(10):
        for index, face in plan_drawings(families, count, random):
            images.append(draw_digit(face.glyphs[digit], draw_jitter(random)))
            labels.append(digit)
            indices.append(index)
    order = random.permutation(len(labels))  # shuffled, so that any first part is a fair sample
    return (
        numpy.stack(images)[order],
        numpy.array(labels, numpy.uint8)[order],
        numpy.array(indices, numpy.int16)[order],
    )


def write_split(split, families):
    """Draw and write one split; returns {file name: {bytes, sha256, sha256Raw}}."""
    own = [family for family in families if family.split == split]
    images, labels, indices = draw_split(own, IMAGES_PER_DIGIT[split], stream(split))
    arrays = {
        f"{split}-images-idx3-ubyte.gz": images,
        f"{split}-labels-idx1-ubyte.gz": labels,
        f"{split}-families-idx1-short.gz": indices,
    }
    return {name: idx.write(FOLDER / name, array) for name, array in arrays.items()}


def describe_family(family):
    """The entry of a family in typefaces.json."""
    packages = sorted({face.package for face in family.faces})
    return {
        "index": family.index,
        "name": family.names[0],
        "split": family.split,
        "faces": len(family.faces),
        "package": ", ".join(packages),
        "licence": "; ".join(sorted({face.licence for face in family.faces})),
        "members": family.names,
    }


def tool_versions():
    """Versions on which the bytes depend."""
    return {
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "pillow": PIL.__version__,
        "freetype": features.version("freetype2"),
        "fonttools": fontTools.version,
    }


def describe_dataset(families, files, left_out):
    """The contents of typefaces.json."""
    packages = sorted({face.package for family in families for face in family.faces})
    return {
        "name": "Typefaces",
        "seed": SEED,
        "counts": {
            "train": 10 * IMAGES_PER_DIGIT["train"],
            "test": 10 * IMAGES_PER_DIGIT["test"],
            "classes": 10,
            "families": len(families),
            "trainFamilies": sum(family.split == "train" for family in families),
            "testFamilies": sum(family.split == "test" for family in families),
            "faces": sum(len(family.faces) for family in families),
            "leftOut": dict(left_out),
        },
        "files": files,
        "families": [describe_family(family) for family in families],
        "packages": {package: package_version(package) for package in packages},
        "tools": tool_versions(),
    }


def write_faces(families):
    """Write faces.tsv, which says from which font file each face comes."""
    lines = ["family\tsplit\tfile\tname\tstyle"]
    for family in families:
        for face in family.faces:
            row = (str(family.index), family.split, face.id, face.family_name, face.style)
            lines.append("\t".join(row))
    (FOLDER / "faces.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    """Draw everything, or only the contact sheets."""
    options = argparse.ArgumentParser(description="Draw the dataset Typefaces.")
    options.add_argument("--sheets", type=Path, help="only write contact sheets, into this folder")
    folder = options.parse_args().sheets
    faces, numbers, left_out = select_faces(drawn_faces())
    if folder:
        write_sheets(faces, folder)
        return
    families = split_families(faces, numbers, stream("families"))
    files = {**write_split("train", families), **write_split("test", families)}
    record = describe_dataset(families, files, left_out)
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    (FOLDER / "typefaces.json").write_text(text, encoding="utf-8")
    write_faces(families)
    write_sources(record)
    print(json.dumps(record["counts"], indent=1))
    print(sum(file["bytes"] for file in files.values()), "bytes")


if __name__ == "__main__":
    main()
