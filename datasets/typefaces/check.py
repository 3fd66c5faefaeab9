"""Verify the files of Typefaces: shapes, balance, families, hashes, sizes; exits 1 if wrong.

    python3 check.py
"""

import json
import sys

import numpy

import idx
from faces import FOLDER

MOST_BYTES = 4_000_000  # all packed files together
IMAGES = {"train": 10_000, "test": 2_000}
FEWEST = {"faces": 600, "families": 200}


def check_files(record):
    """Errors in the hashes and sizes, and the arrays by file name."""
    errors, arrays = [], {}
    for name, expected in record["files"].items():
        arrays[name], found = idx.read(FOLDER / name)
        if found != expected:
            errors.append(f"{name}: found {found}, typefaces.json says {expected}")
    total = sum(file["bytes"] for file in record["files"].values())
    if total > MOST_BYTES:
        errors.append(f"the files hold {total} bytes, at most {MOST_BYTES} are wanted")
    return errors, arrays


def check_split(split, images, labels, indices):
    """Errors in one split: shapes, equal class sizes, ink in every picture."""
    count = IMAGES[split]
    errors = []
    shapes = (images.shape, labels.shape, indices.shape)
    if shapes != ((count, 28, 28), (count,), (count,)):
        errors.append(f"{split}: shapes {shapes}, expected {count} images of 28x28")
    per_digit = numpy.bincount(labels, minlength=10).tolist()
    if per_digit != [count // 10] * 10:
        errors.append(f"{split}: images per digit {per_digit}, expected {count // 10} each")
    if (images.reshape(len(images), -1).max(axis=1) < 64).any():
        errors.append(f"{split}: there are blank pictures")
    first = numpy.bincount(labels[:300], minlength=10)
    if first.min() < 10:
        errors.append(f"{split}: the first 300 labels are not a fair sample: {first.tolist()}")
    return errors


def check_families(record, indices):
    """Errors in the families: disjoint splits, every family drawn, enough of them."""
    errors = []
    seen = {split: set(values.tolist()) for split, values in indices.items()}
    if seen["train"] & seen["test"]:
        errors.append(f"families in both splits: {sorted(seen['train'] & seen['test'])}")
    for split in IMAGES:
        listed = {family["index"] for family in record["families"] if family["split"] == split}
        if listed != seen[split]:
            errors.append(f"{split}: drawn and listed families differ: {listed ^ seen[split]}")
    names = {split: set() for split in IMAGES}
    for family in record["families"]:
        names[family["split"]] |= set(family["members"])
    if names["train"] & names["test"]:
        errors.append(f"family names in both splits: {sorted(names['train'] & names['test'])}")
    found = {"faces": sum(family["faces"] for family in record["families"])}
    found["families"] = len(record["families"])
    for key, fewest in FEWEST.items():
        if found[key] < fewest:
            errors.append(f"{found[key]} {key}, at least {fewest} wanted")
    return errors


def main():
    """Run all checks and say what was found."""
    record = json.loads((FOLDER / "typefaces.json").read_text(encoding="utf-8"))
    errors, arrays = check_files(record)
    indices = {split: arrays[f"{split}-families-idx1-short.gz"] for split in IMAGES}
    for split in IMAGES:
        images = arrays[f"{split}-images-idx3-ubyte.gz"]
        labels = arrays[f"{split}-labels-idx1-ubyte.gz"]
        errors += check_split(split, images, labels, indices[split])
    errors += check_families(record, indices)
    both = numpy.concatenate([arrays[f"{split}-images-idx3-ubyte.gz"] for split in IMAGES])
    if len(numpy.unique(both.reshape(len(both), -1), axis=0)) != len(both):
        errors.append("there are equal pictures")
    print("\n".join(errors) or f"Typefaces is sound: {record['counts']}")
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
