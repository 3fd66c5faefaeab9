"""Contact sheets: the upright digits of many faces in one picture, for a person to look through."""

import numpy
from PIL import Image, ImageDraw

ROWS = 35
COLUMNS = 3
LABEL_WIDTH = 44  # pixels left of each face for its number
STRIP = (10 * 28, 28)  # width and height in pixels of one face


def draw_sheet(faces, first):
    """An RGB picture of up to ROWS * COLUMNS faces, numbered from `first`."""
    cell = (STRIP[0] + LABEL_WIDTH + 12, STRIP[1] + 4)
    sheet = Image.new("RGB", (cell[0] * COLUMNS, cell[1] * ROWS), (70, 20, 20))
    pen = ImageDraw.Draw(sheet)
    for place, face in enumerate(faces):
        x, y = cell[0] * (place // ROWS), cell[1] * (place % ROWS)
        sheet.paste(Image.fromarray(numpy.hstack(list(face.upright))), (x + LABEL_WIDTH, y + 2))
        pen.text((x + 8, y + 8), str(first + place), fill=(255, 220, 0))
    return sheet


def write_sheets(faces, folder):
    """Write sheet-00.png, ... and faces.txt, which says what each number is."""
    folder.mkdir(parents=True, exist_ok=True)
    per_sheet = ROWS * COLUMNS
    for first in range(0, len(faces), per_sheet):
        sheet = draw_sheet(faces[first : first + per_sheet], first)
        sheet.save(folder / f"sheet-{first // per_sheet:02d}.png")
    lines = [f"{number}\t{face.id}\t{face.family_name}" for number, face in enumerate(faces)]
    (folder / "faces.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
