"""Which faces are kept, and which belong together.

Everything here looks at the upright drawings, float [faces, 10, 28, 28] in 0..1:

    legible   the ten pictures differ, hold a sane amount of ink, and faces of other families agree
              which digit they show
    distinct  no two kept faces are nearly the same picture
    family    faces of one package, or with the same first word in their design name, or with nearly
              the same pictures
"""

import numpy

from faces import design_name

LEAST_OWN_DIFFERENCE = 0.04  # root mean square grey (0..1) between two digits of one face
INK_RANGE = (0.03, 0.34)  # mean grey of a face's pictures
NEIGHBOURS = 7
LEAST_AGREEMENT = 0.62  # share of neighbours from other families which show the same digit
DUPLICATE_DISTANCE = 0.03  # root mean square grey over all ten digits
FAMILY_DISTANCE = 0.07  # below this two faces are one design under two names
# Packages which collect many unrelated designs; all faces of any other package are one family.
COLLECTIONS = ("fonts-aenigma",)
FACES_PER_DESIGN = 4  # weights and widths kept of one design name


def face_distances(upright):
    """Root mean square difference in grey (0..1) of each pair of faces, [faces, faces]."""
    flat = upright.reshape(len(upright), -1)
    squares = (flat * flat).sum(axis=1)
    products = flat @ flat.T
    apart = numpy.maximum(squares[:, None] + squares[None] - 2 * products, 0)
    return numpy.sqrt(apart / flat.shape[1])


def least_own_difference(upright):
    """For each face the smallest difference between two of its own digits, [faces]."""
    least = numpy.full(len(upright), numpy.inf)
    for first in range(10):
        for second in range(first):
            apart = upright[:, first] - upright[:, second]
            least = numpy.minimum(least, numpy.sqrt((apart**2).mean(axis=(1, 2))))
    return least


def first_words(faces):
    """The first word of each design name; faces which share it are one family."""
    return [design_name(face.family_name).split()[0] for face in faces]


def neighbour_agreement(upright, words):
    """Share of each face's digits which resemble that digit elsewhere, [faces] in 0..1.

    For each picture the NEIGHBOURS most correlated pictures of faces with another first word.
    """
    pictures = upright.reshape(-1, 28 * 28)
    pictures = pictures - pictures.mean(axis=1, keepdims=True)
    pictures /= numpy.linalg.norm(pictures, axis=1, keepdims=True) + 1e-6
    digit = numpy.tile(numpy.arange(10), len(upright))
    word = numpy.repeat(numpy.unique(words, return_inverse=True)[1], 10)
    agreement = numpy.zeros(len(pictures))
    for start in range(0, len(pictures), 1000):
        rows = slice(start, start + 1000)
        likeness = pictures[rows] @ pictures.T
        likeness[word[rows, None] == word[None]] = -2
        nearest = numpy.argpartition(-likeness, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
        agreement[rows] = (digit[nearest] == digit[rows, None]).mean(axis=1)
    return agreement.reshape(-1, 10).mean(axis=1)


def distinct_indices(distances):
    """Indices of faces which are not nearly the same as an earlier kept one."""
    kept = []
    for face in range(len(distances)):
        if not (distances[face, kept] < DUPLICATE_DISTANCE).any():
            kept.append(face)
    return kept


def legibility(upright, words):
    """For each face '' or the reason why an automatic check leaves it out, list of strings."""
    distinct = distinct_indices(face_distances(upright))
    agreement = numpy.ones(len(upright))
    agreement[distinct] = neighbour_agreement(upright[distinct], [words[face] for face in distinct])
    difference = least_own_difference(upright)
    ink = upright.mean(axis=(1, 2, 3))
    reasons = []
    for face in range(len(upright)):
        # Dice, symbols and bar codes fail the last check; a person sees the rest (exclusions.txt).
        if difference[face] < LEAST_OWN_DIFFERENCE:
            reasons.append("two of its digits are nearly the same picture")
        elif not INK_RANGE[0] <= ink[face] <= INK_RANGE[1]:
            reasons.append("too little or too much ink")
        elif agreement[face] < LEAST_AGREEMENT:
            reasons.append("does not resemble the digits of other families")
        else:
            reasons.append("")
    return reasons


def most_varied(distances, count):
    """Indices of up to `count` faces, each as far as can be from those before; the first stays."""
    chosen = [0]
    while len(chosen) < min(count, len(distances)):
        nearest = distances[:, chosen].min(axis=1)
        chosen.append(int(nearest.argmax()))
    return sorted(chosen)


def thin_designs(names, distances):
    """Indices kept when each design name keeps at most FACES_PER_DESIGN varied faces."""
    kept = []
    for name in sorted(set(names)):
        members = numpy.array([face for face in range(len(names)) if names[face] == name])
        apart = distances[numpy.ix_(members, members)]
        kept += members[most_varied(apart, FACES_PER_DESIGN)].tolist()
    return sorted(kept)


def group_families(faces, distances):
    """A family number for each face, [faces]: the connected parts of "same name" and "alike"."""
    parent = list(range(len(faces)))

    def root(face):
        """The face which stands for the group of `face` (union-find with halved paths)."""
        while parent[face] != face:
            parent[face] = parent[parent[face]]
            face = parent[face]
        return face

    first_of_name = {}
    for number, (face, word) in enumerate(zip(faces, first_words(faces))):
        names = [word] if face.package in COLLECTIONS else [word, face.package]
        for name in names:
            parent[root(number)] = root(first_of_name.setdefault(name, number))
    for first, second in zip(*numpy.nonzero(numpy.triu(distances < FAMILY_DISTANCE, 1))):
        parent[root(int(first))] = root(int(second))
    roots = [root(face) for face in range(len(faces))]
    order = {number: index for index, number in enumerate(dict.fromkeys(roots))}
    return [order[number] for number in roots]
