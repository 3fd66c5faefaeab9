#!/usr/bin/env python3
"""Opens weights that Coordinet Lab saved, rebuilds the model in PyTorch and classifies images.

    python3 scripts/torch/load_weights.py images.npy run.safetensors
    python3 scripts/torch/load_weights.py t10k-images-idx3-ubyte.gz one.safetensors two.safetensors --count 10

Prints one line of logits for each image; of several files each after a line `# file`. Needs torch and
numpy, not the safetensors package.

Images: .npy of [count, height, width] or [count, height, width, channels], uint8 or float in [0, 1];
or IDX (the format of MNIST), plain or with gzip.

Rebuilt are Linear, MLP, CNN, and Coordinet (without modulated layers) on raw, log-linear, Gaussian
Fourier or no features; not Coordinet2, the residual MLP, the plain CNN and the others, nor a Coordinet
whose black pixels are silent, or whose pixels lie on a sphere or were permuted. The formulas are written anew here, from docs and papers: the lab splits the
first layer of Coordinet and shares the rows of black pixels, which changes nothing of the result.
"""

import argparse
import gzip
import json
import math
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

FORMAT = "coordinet-lab-weights"


class Unsupported(Exception):
    """What this script does not rebuild, in words."""


def read_safetensors(path):
    """(arrays by name, metadata) of a safetensors file of float32 arrays."""
    content = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    data = content[8 + length :]
    arrays = {}
    for name, entry in header.items():
        if entry["dtype"] != "F32":
            raise Unsupported(f'"{name}" of type {entry["dtype"]}')
        begin, end = entry["data_offsets"]
        values = np.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"])
        arrays[name] = torch.from_numpy(values.astype(np.float32))
    return arrays, metadata


def read_idx(path):
    """uint8 [count, height, width] or [count, height, width, channels]"""
    content = Path(path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    zero, kind, rank = struct.unpack(">HBB", content[:4])
    if zero != 0 or kind != 8 or rank not in (3, 4):
        raise Unsupported("an IDX file that holds no uint8 images")
    shape = struct.unpack(f">{rank}I", content[4 : 4 + 4 * rank])
    return np.frombuffer(content, np.uint8, math.prod(shape), 4 + 4 * rank).reshape(shape)


def read_images(path, sizes):
    """float32 [count, height, width, channels], 0 = black, 1 = full"""
    images = np.load(path) if str(path).endswith(".npy") else read_idx(path)
    if images.ndim == 3:
        images = images[..., None]
    expected = (sizes["height"], sizes["width"], sizes["channels"])
    if images.shape[1:] != expected:
        raise Unsupported(f"images of {images.shape[1:]}; this model was trained on {expected}")
    scale = 255 if images.dtype == np.uint8 else 1
    return torch.from_numpy(images.astype(np.float32) / scale)


def linear(weights, name):
    """The lab keeps [inputs, outputs], PyTorch [outputs, inputs]."""
    weight = weights[f"{name}/weight"]
    layer = nn.Linear(*weight.shape)
    with torch.no_grad():
        layer.weight.copy_(weight.T)
        layer.bias.copy_(weights[f"{name}/bias"])
    return layer


def dense_stack(weights, prefix, count):
    """Linear layers with a ReLU between each two."""
    layers = []
    for layer in range(count):
        layers += [linear(weights, f"{prefix}{layer}"), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Flat(nn.Module):
    """Linear classifier or MLP on the flattened image."""

    def __init__(self, layers):
        super().__init__()
        self.layers = layers

    def forward(self, images):
        return self.layers(images.flatten(1))


class Cnn(nn.Module):
    """Convolution, ReLU, maximum over 2 x 2; a block after another, then a dense head."""

    def __init__(self, weights, options):
        super().__init__()
        self.padding = options["padding"]
        self.filters = nn.ParameterList()
        self.biases = nn.ParameterList()
        for block in range(options["blocks"]):
            # [height, width, in, out] -> [out, in, height, width]
            filters = weights[f"block{block}/filter"].permute(3, 2, 0, 1)
            self.filters.append(nn.Parameter(filters.contiguous()))
            self.biases.append(nn.Parameter(weights[f"block{block}/bias"].clone()))
        self.head = linear(weights, "head")
        self.classes = linear(weights, "classes")

    def forward(self, images):
        x = images.permute(0, 3, 1, 2)
        for filters, bias in zip(self.filters, self.biases):
            if self.padding != "valid":
                around = filters.shape[-1] // 2
                mode = "circular" if self.padding == "circular" else "constant"
                x = F.pad(x, (around,) * 4, mode=mode)
            x = F.max_pool2d(F.relu(F.conv2d(x, filters, bias)), 2)
        x = x.permute(0, 2, 3, 1).flatten(1)  # flattened with the channels last
        return self.classes(F.relu(self.head(x)))


def grid_coords(height, width):
    """[places, 2] (x, y) of the pixel centres, row by row; the image's edges lie at -1 and 1."""
    x = (torch.arange(width) + 0.5) / width * 2 - 1
    y = (torch.arange(height) + 0.5) / height * 2 - 1
    return torch.stack([x.repeat(height), y.repeat_interleave(width)], 1)


def encode(encoding, weights, coords):
    """[places, features], or None where the model is told no places."""
    kind, options = encoding["id"], encoding["options"]
    if kind == "none":
        return None
    if kind == "raw":
        return coords
    if kind == "gaussian-fourier":
        phase = 2 * math.pi * coords @ weights["encoding/projection"]
        return torch.cat([phase.sin(), phase.cos()], 1)
    if kind == "log-linear":
        frequencies = math.pi * 2.0 ** torch.arange(options["octaves"])
        phase = (coords[:, :, None] * frequencies).flatten(1)  # axis by axis, octave by octave
        parts = [phase.sin(), phase.cos()]
        return torch.cat(parts + [coords] if options["includeRaw"] else parts, 1)
    raise Unsupported(f'the encoding "{kind}"')


class Coordinet(nn.Module):
    """Every pixel passes a small network with its value and place; all are pooled, a head decides."""

    def __init__(self, weights, spec, sizes):
        super().__init__()
        self.options = options = spec["architecture"]["options"]
        if options.get("modulation", "none") != "none" and options["layers"] > 1:
            raise Unsupported("modulated layers")
        if options.get("blackPixels", "heard") != "heard":
            raise Unsupported("silent black pixels")
        prepared = spec["dataset"]["options"]
        if prepared.get("surface", "plane") != "plane":
            raise Unsupported("pixels on a sphere")
        if prepared.get("permutation", "none") == "told":
            raise Unsupported("permuted pixels that are told where they came from")
        self.pixels = sizes["height"] * sizes["width"]
        coords = grid_coords(sizes["height"], sizes["width"])
        features = encode(spec["encoding"], weights, coords)
        offset, slope = self.first_layer(weights, features, options["conditioning"])
        self.register_buffer("offset", offset)  # [places, width]
        self.register_buffer("slope", slope)  # [places, channels, width]
        self.before = nn.ModuleList(
            [linear(weights, f"before/{layer}") for layer in range(1, options["layers"])]
        )
        self.score = weights.get("pool/score")
        self.gain, self.shift = weights.get("norm/gain"), weights.get("norm/bias")
        self.after = dense_stack(weights, "after/", options["headLayers"])

    def first_layer(self, weights, features, conditioning):
        """What a place adds, and by what it multiplies the value: they do not depend on the image."""
        value = weights["first/value/weight"]  # [channels, width]
        channels, width = value.shape
        slope = value.expand(self.pixels, channels, width)
        bias = weights["first/bias"]
        if features is None:
            return bias.expand(self.pixels, width), slope
        place = features
        if conditioning == "add":
            hidden = features @ weights["first/hidden/weight"] + weights["first/hidden/bias"]
            place = F.relu(hidden)
        if conditioning == "multiply":
            made = features @ weights["first/modulation/weight"]
            slope = slope + made.reshape(self.pixels, channels, width)
        if conditioning == "film":
            slope = slope * (1 + features @ weights["first/film/weight"])[:, None]
        return place @ weights["first/place/weight"] + bias, slope

    def pool(self, x):
        """[batch, places, width] -> [batch, pooled width]"""
        kind = self.options["pooling"]
        if kind == "sum":
            return x.sum(1) / math.sqrt(self.pixels)
        if kind == "mean":
            return x.mean(1)
        if kind == "max":
            return x.amax(1)
        if kind == "mean-max":
            return torch.cat([x.mean(1), x.amax(1)], 1)
        if kind == "log-sum-exp":
            sharpness = self.options["sharpness"]
            return (torch.logsumexp(sharpness * x, 1) - math.log(x.shape[1])) / sharpness
        if kind == "attention":
            weights = torch.softmax(5 * torch.tanh(x @ self.score / 5), 1)  # [batch, places, heads]
            return torch.einsum("bph,bpw->bhw", weights, x).flatten(1)
        raise Unsupported(f'pooling "{kind}"')

    def forward(self, images):
        values = images.reshape(len(images), self.pixels, -1)
        x = F.relu(self.offset + torch.einsum("bpc,pcw->bpw", values, self.slope))
        for layer in self.before:
            x = F.relu(layer(x))
        x = self.pool(x)
        if self.gain is not None:
            x = F.layer_norm(x, self.gain.shape, self.gain, self.shift, eps=1e-5)
        return self.after(x)


def build(weights, metadata):
    """(model, sizes of its images) from a file of the lab."""
    if metadata.get("format") != FORMAT or metadata.get("formatVersion") != "1":
        raise Unsupported("a file that is no version 1 of Coordinet Lab's weights")
    spec = json.loads(metadata["spec"])
    sizes = json.loads(metadata["images"])
    kind, options = spec["architecture"]["id"], spec["architecture"]["options"]
    if kind == "linear":
        flat = {"flat/weight": weights["weight"], "flat/bias": weights["bias"]}
        model = Flat(linear(flat, "flat"))
    elif kind == "mlp":
        model = Flat(dense_stack(weights, "", options["layers"] + 1))
    elif kind == "cnn":
        model = Cnn(weights, options)
    elif kind == "coordinet":
        model = Coordinet(weights, spec, sizes)
    else:
        raise Unsupported(f'the architecture "{kind}"')
    return model.eval(), sizes


@torch.no_grad()
def classify(model, images):
    for begin in range(0, len(images), 100):
        for row in model(images[begin : begin + 100]):
            print(" ".join(f"{logit:.9g}" for logit in row.tolist()))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("images", help=".npy or IDX")
    arguments.add_argument("weights", nargs="+", help="a .safetensors file saved by the lab")
    arguments.add_argument("--count", type=int, help="classify the first images only")
    given = arguments.parse_args()
    for path in given.weights:
        if len(given.weights) > 1:
            print(f"# {path}")
        try:
            model, sizes = build(*read_safetensors(path))
            classify(model, read_images(given.images, sizes)[: given.count])
        except Unsupported as reason:
            sys.exit(f"This script does not open or rebuild {reason}.")


if __name__ == "__main__":
    main()
