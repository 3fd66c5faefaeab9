"""IDX files, the format of MNIST, packed with gzip.

Two zero bytes, a type byte, the number of dimensions, each dimension as a big-endian 32-bit
integer, then the values, row-major and big-endian. Reference: http://yann.lecun.com/exdb/mnist/.
"""

import gzip
import hashlib
import struct

import numpy

TYPES = {0x08: numpy.dtype("uint8"), 0x0B: numpy.dtype(">i2")}


def encode(values):
    """The IDX bytes of an array: uint8 stays, every other integer type becomes int16."""
    code = 0x08 if values.dtype == numpy.uint8 else 0x0B
    header = struct.pack(f">HBB{values.ndim}I", 0, code, values.ndim, *values.shape)
    return header + values.astype(TYPES[code]).tobytes()


def decode(raw):
    """The array in IDX bytes, in its stored shape."""
    zero, code, dimensions = struct.unpack_from(">HBB", raw)
    if zero or code not in TYPES:
        raise ValueError(f"not an IDX file of uint8 or int16: starts with {raw[:4].hex()}")
    shape = struct.unpack_from(f">{dimensions}I", raw, 4)
    return numpy.frombuffer(raw, TYPES[code], offset=4 + 4 * dimensions).reshape(shape)


def write(path, values):
    """Write an array as gzip'd IDX; returns {bytes, sha256, sha256Raw} as in typefaces.json."""
    raw = encode(values)
    packed = gzip.compress(raw, compresslevel=9, mtime=0)  # no time stamp: same bytes
    path.write_bytes(packed)
    return describe(packed, raw)


def read(path):
    """(array, {bytes, sha256, sha256Raw}) of a gzip'd IDX file."""
    packed = path.read_bytes()
    raw = gzip.decompress(packed)
    return decode(raw), describe(packed, raw)


def describe(packed, raw):
    """Size in bytes of the packed file and the hashes of the packed and the plain bytes."""
    return {
        "bytes": len(packed),
        "sha256": hashlib.sha256(packed).hexdigest(),
        "sha256Raw": hashlib.sha256(raw).hexdigest(),
    }
