"""From all faces to the two lists of faces which are drawn: kept, grouped into families, split."""

import logging
from collections import Counter
from dataclasses import dataclass

import numpy

import families
from faces import DIGITS, design_name, find_faces, read_lines
from glyphs import draw_digit, draw_glyphs

TEST_FACES = 160  # about one face in six; at most as many as there are test images per digit
LARGEST_TEST_FAMILY = 8  # faces; the big families (Times, Helvetica) are for training


@dataclass
class Family:
    """A group of like faces; `index` is the number stored for each image."""

    index: int
    split: str  # "train" or "test"
    faces: list

    @property
    def names(self):
        """The font family names in the group, the most frequent first."""
        count = Counter(face.family_name for face in self.faces)
        return sorted(count, key=lambda name: (-count[name], name))


def drawn_faces():
    """All faces whose ten digits have ink, with `glyphs` and `upright` filled in."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # many old fonts have odd tables
    drawn = []
    for face in find_faces():
        face.glyphs = draw_glyphs(face.path, face.index, DIGITS)
        if any(glyph is None or (glyph > 32).sum() < 30 for glyph in face.glyphs):
            continue
        face.upright = numpy.stack([draw_digit(glyph) for glyph in face.glyphs])
        drawn.append(face)
    return drawn


def upright_pictures(faces):
    """The upright drawings as float [faces, 10, 28, 28] in 0..1."""
    return numpy.stack([face.upright for face in faces]).astype(numpy.float32) / 255


def select_faces(faces):
    """(kept faces, their family numbers, counts of what was left out and why)."""
    reasons = families.legibility(upright_pictures(faces), families.first_words(faces))
    excluded = set(read_lines("exclusions.txt"))
    for place, face in enumerate(faces):
        if not reasons[place] and face.id in excluded:
            reasons[place] = "not read as a digit by a person (exclusions.txt)"
    legible = [face for face, reason in zip(faces, reasons) if not reason]
    left_out = Counter(reason for reason in reasons if reason)

    distances = families.face_distances(upright_pictures(legible))
    # Grouped before duplicates go: a duplicate under another name ties two names together.
    family = families.group_families(legible, distances)
    distinct = families.distinct_indices(distances)
    names = [design_name(legible[face].family_name) for face in distinct]
    varied = families.thin_designs(names, distances[numpy.ix_(distinct, distinct)])
    kept = [distinct[face] for face in varied]
    left_out["nearly the same pictures as another face"] = len(legible) - len(distinct)
    left_out["more than four weights or widths of a design"] = len(distinct) - len(kept)
    return [legible[face] for face in kept], [family[face] for face in kept], left_out


def split_families(faces, numbers, random):
    """List of Family; whole families go to the test until it has about TEST_FACES faces."""
    members = {}
    for face, number in zip(faces, numbers):
        members.setdefault(number, []).append(face)
    groups = sorted(members.values(), key=lambda group: group[0].id)
    small = [place for place, group in enumerate(groups) if len(group) <= LARGEST_TEST_FAMILY]
    test, count = set(), 0
    for place in random.permutation(small):
        if count + len(groups[place]) <= TEST_FACES:
            test.add(int(place))
            count += len(groups[place])
    return [
        Family(index, "test" if index in test else "train", group)
        for index, group in enumerate(groups)
    ]
