"""The bench's models in PyTorch, as its users write them, with the lab's first values.

Names and shapes of the values are the lab's: weights [inputs, outputs], filters [height, width, in,
out]. Images come as [batch, height, width, channels] and are turned to PyTorch's order.
"""
import math

import torch
from torch import nn
from torch.nn import functional

EPSILON = 1e-5


def fill_linear(layer, values, name):
    layer.weight.data.copy_(values[f"{name}/weight"].t())
    layer.bias.data.copy_(values[f"{name}/bias"])
    return layer


def linear(values, name):
    weight = values[f"{name}/weight"]
    return fill_linear(nn.Linear(*weight.shape), values, name)


def filters_of(values, *names):
    """[out, in, height, width]; several filters read their inputs side by side."""
    return torch.cat([values[name] for name in names], 2).permute(3, 2, 0, 1).contiguous()


class Mlp(nn.Module):
    def __init__(self, values, options, shape):
        super().__init__()
        self.hidden = linear(values, "0")
        self.classes = linear(values, "1")

    def forward(self, images):
        return self.classes(torch.relu(self.hidden(images.flatten(1))))


class Coordinet(nn.Module):
    """[value, features of the place] of every pixel, side by side."""

    def __init__(self, values, options, shape):
        super().__init__()
        height, width, _ = shape
        self.maximum = bool(options["maximum"])
        self.register_buffer("features", self.features_of(values, height, width))
        first = torch.cat([values["first/value/weight"], values["first/place/weight"]])
        self.first = nn.Linear(*first.shape)
        self.first.weight.data.copy_(first.t())
        self.first.bias.data.copy_(values["first/bias"])
        self.second = linear(values, "before/1")
        self.norm = nn.LayerNorm(first.shape[1], eps=EPSILON)
        self.norm.weight.data.copy_(values["norm/gain"])
        self.norm.bias.data.copy_(values["norm/bias"])
        self.head = linear(values, "after/0")
        self.classes = linear(values, "after/1")

    @staticmethod
    def features_of(values, height, width):
        y, x = torch.meshgrid(
            (torch.arange(height) + 0.5) / height * 2 - 1,
            (torch.arange(width) + 0.5) / width * 2 - 1,
            indexing="ij",
        )
        coords = torch.stack([x.flatten(), y.flatten()], 1)
        phase = 2 * math.pi * (coords @ values["encoding/projection"])
        return torch.cat([phase.sin(), phase.cos()], 1)

    def forward(self, images):
        batch = images.shape[0]
        pixels, width = self.features.shape
        features = self.features.expand(batch, pixels, width)
        rows = torch.cat([images.reshape(batch, pixels, 1), features], 2)
        latents = torch.relu(self.second(torch.relu(self.first(rows))))
        pooled = latents.amax(1) if self.maximum else latents.sum(1) / math.sqrt(pixels)
        return self.classes(torch.relu(self.head(self.norm(pooled))))


class Cnn(nn.Module):
    def __init__(self, values, options, shape):
        super().__init__()
        height, width, _ = shape
        self.register_buffer("places", None)
        first = ["block0/filter"]
        if options["coordinates"]:
            first.append("block0/coordinates")
            x = torch.linspace(-1, 1, width).expand(height, width)
            y = torch.linspace(-1, 1, height)[:, None].expand(height, width)
            self.places = torch.stack([x, y])[None]
        self.blocks = nn.ModuleList(
            [
                self.convolution(filters_of(values, *first), values["block0/bias"]),
                self.convolution(filters_of(values, "block1/filter"), values["block1/bias"]),
            ]
        )
        self.head = linear(values, "head")
        self.head.weight.data.copy_(self.channels_first(values["head/weight"], height, width))
        self.classes = linear(values, "classes")

    @staticmethod
    def convolution(filters, bias):
        outputs, inputs, side, _ = filters.shape
        layer = nn.Conv2d(inputs, outputs, side, padding="same")
        layer.weight.data.copy_(filters)
        layer.bias.data.copy_(bias)
        return layer

    @staticmethod
    def channels_first(weight, height, width):
        """The lab flattens [height, width, channels], PyTorch [channels, height, width]."""
        sides = height // 4, width // 4
        outputs = weight.shape[1]
        each = weight.reshape(*sides, -1, outputs)
        return each.permute(2, 0, 1, 3).reshape(-1, outputs).t()

    def forward(self, images):
        x = images.permute(0, 3, 1, 2)
        if self.places is not None:
            x = torch.cat([x, self.places.expand(x.shape[0], -1, -1, -1)], 1)
        for block in self.blocks:
            x = functional.max_pool2d(torch.relu(block(x)), 2)
        return self.classes(torch.relu(self.head(x.flatten(1))))


class NormedConvolution(nn.Module):
    """Zeros around the image as TensorFlow lays them: with stride 2 more below and to the right."""

    def __init__(self, values, name, stride):
        super().__init__()
        filters = filters_of(values, f"{name}/filter")
        outputs, inputs, side, _ = filters.shape
        padding = 0 if stride > 1 else side // 2
        self.pad = (0, 1, 0, 1) if stride > 1 else None
        self.convolution = nn.Conv2d(
            inputs, outputs, side, stride=stride, padding=padding, bias=False
        )
        self.convolution.weight.data.copy_(filters)
        self.norm = nn.BatchNorm2d(outputs, eps=EPSILON)
        self.norm.weight.data.copy_(values[f"{name}/norm/gain"])
        self.norm.bias.data.copy_(values[f"{name}/norm/bias"])

    def forward(self, x):
        if self.pad:
            x = functional.pad(x, self.pad)
        return self.norm(self.convolution(x))


class Resnet20(nn.Module):
    def __init__(self, values, options, shape):
        super().__init__()
        self.first = NormedConvolution(values, "first", 1)
        self.residuals = nn.ModuleList()
        for group in range(3):
            for block in range(int(options["blocks"])):
                stride = 2 if group > 0 and block == 0 else 1
                name = f"group{group}/block{block}"
                self.residuals.append(
                    nn.ModuleList(
                        [
                            NormedConvolution(values, f"{name}/first", stride),
                            NormedConvolution(values, f"{name}/second", 1),
                        ]
                    )
                )
        self.classes = linear(values, "classes")

    @staticmethod
    def shortcut(x, channels):
        if x.shape[1] == channels:
            return x
        return functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, channels - x.shape[1]))

    def forward(self, images):
        x = torch.relu(self.first(images.permute(0, 3, 1, 2)))
        for inner, outer in self.residuals:
            correction = outer(torch.relu(inner(x)))
            x = torch.relu(self.shortcut(x, correction.shape[1]) + correction)
        return self.classes(x.mean((2, 3)))


class Siren(nn.Module):
    def __init__(self, values, options, shape):
        super().__init__()
        self.frequency = options["frequency"]
        names = [str(layer) for layer in range(int(options["layers"]) + 1)]
        self.layers = nn.ModuleList(linear(values, name) for name in names)

    def forward(self, x):
        *sines, last = self.layers
        for layer in sines:
            x = torch.sin(self.frequency * layer(x))
        return last(x)


MODELS = {
    "mlp": Mlp,
    "coordinet": Coordinet,
    "cnn": Cnn,
    "resnet-20": Resnet20,
    "siren": Siren,
}
