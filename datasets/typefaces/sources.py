"""Writes SOURCES.md from typefaces.json: `python3 sources.py` after a change of words."""

import json

from faces import FOLDER, read_packages
from glyphs import GREY_LEVELS

TEMPLATE = """# Typefaces

{images} drawings of the digits 0-9, 28x28 grey (0 = background, 255 = ink), from {faces} faces of
{families} families of free fonts. Training and test images come from **different families**
({trainFamilies} and {testFamilies}): the test asks for digits in designs never seen before.
Written by `draw.py` (this page too); no font file is included, only pictures.

| File | Holds |
| --- | --- |
| `train-images-idx3-ubyte.gz` | uint8 `[{train}, 28, 28]`, shuffled, {trainPerDigit} a digit |
| `train-labels-idx1-ubyte.gz` | uint8 `[{train}]`, the digit |
| `train-families-idx1-short.gz` | int16 big-endian `[{train}]`, index in `typefaces.json` |
| `test-...` | the same for {test} test images, {testPerDigit} a digit |
| `typefaces.json` | seed, counts, SHA-256 of each file, families, package versions |
| `faces.tsv` | the font file of every face |

All packed files together: {bytes} bytes. Plain gzip'd IDX, as MNIST; grey is rounded to {levels}
levels (still spanning 0..255) because that packs better and cannot be seen.

## How it was drawn

1. **Faces.** Every face with all ten ASCII digits in the Debian packages of `fonts.txt`, under
   /usr/share/fonts, each drawn at 256 pixels per em by FreeType and cropped to its ink.
2. **Left out**:
{left_out}
   `exclusions.txt` was made by looking at contact sheets of every kept face (`draw.py --sheets`);
   the other reasons are checked automatically (`families.py`). "Does not resemble": of the seven
   nearest pictures of other families, fewer than 62 % show the same digit (mean of the ten).
3. **Families.** Faces are one family when they come from one package (except the collection
   Aenigma), share the first word of their name (weights, widths, Sans/Serif/Mono and makers
   stripped), or when their ten upright pictures differ by less than 0.07 root mean square grey
   (0..1) -- also through a third face. So the Times-likes are one family, the Vera relatives too.
   Families of at most 8 faces are put to the test in random order until it has 160 faces.
4. **Drawings.** As MNIST: fitted into a 20x20 box, aspect ratio kept, centre of mass in the middle;
   drawn at 224x224 and averaged to 28x28. Jitter, all clipped: rotation sigma 5 degrees, shear
   sigma 0.1, stretch sigma 6 %, scale 0.88-1.06, shift up to 1.2 pixels each way. Every face draws
   every digit at least once; the rest goes to the families with the fewest drawings.
5. **Randomness** comes from seed {seed} alone. The same fonts and tools give the same bytes:
   {tools}.

## How hard it is

{accuracy}

## To make it again

```
sudo ./install-fonts.sh
/usr/bin/python3 draw.py && /usr/bin/python3 check.py
```

## Fonts and licences

The licence is that of the font files, as stated in /usr/share/doc/<package>/copyright of each
package. Packages under the plain GPL or LGPL, CC-BY(-SA), Artistic or unclear terms were not used.
Aenigma: fonts by Brian Kent (aenigmafonts.com), who permits anyone to redistribute, change and
build on them if changes are noted and he is named; the change here: drawn as small pictures.

| Package | Version | Licence | Families (faces in this set) |
| --- | --- | --- | --- |
{table}
"""

# Measured once per version of the data with PyTorch on the CPU; not part of the drawing.
ACCURACY = """Share of the test images read rightly, by the first N training images (PyTorch 1.13,
CPU, Adam 0.001, batches of 64, no augmentation; mean of three seeds):

| Network | N = 300 | 1,000 | 10,000 |
| --- | --- | --- | --- |
| 784-128-10 | 80.6 % | 86.1 % | 94.0 % |
| two 3x3 convolutions (8, 16 channels) with pooling, linear | 83.2 % | 91.4 % | 97.0 % |
| steps | 1,000 | 1,500 | 4,000 |"""


def left_out_list(counts):
    """The lines which say what was left out, with numbers."""
    return "\n".join(f"   - {count} faces: {reason}" for reason, count in counts.items())


def package_table(record):
    """A row per package: version, licence, and the families drawn from it."""
    licences = read_packages()
    names = {package: {} for package in record["packages"]}
    for line in (FOLDER / "faces.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        _, _, file, name, _ = line.split("\t")
        package = file.split("/")[0]
        names[package][name] = names[package].get(name, 0) + 1
    rows = []
    for package, version in sorted(record["packages"].items()):
        families = ", ".join(f"{name} ({count})" for name, count in sorted(names[package].items()))
        rows.append(f"| {package} | {version} | {licences[package]} | {families} |")
    return "\n".join(rows)


def write_sources(record):
    """Write SOURCES.md; faces.tsv must be there already."""
    counts = record["counts"]
    text = TEMPLATE.format(
        **{name: value for name, value in counts.items() if name != "leftOut"},
        images=counts["train"] + counts["test"],
        trainPerDigit=counts["train"] // 10,
        testPerDigit=counts["test"] // 10,
        bytes=sum(file["bytes"] for file in record["files"].values()),
        levels=GREY_LEVELS,
        seed=record["seed"],
        left_out=left_out_list(counts["leftOut"]),
        tools=", ".join(f"{tool} {version}" for tool, version in record["tools"].items()),
        accuracy=ACCURACY,
        table=package_table(record),
    )
    (FOLDER / "SOURCES.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_sources(json.loads((FOLDER / "typefaces.json").read_text(encoding="utf-8")))
