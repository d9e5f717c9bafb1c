#!/usr/bin/env python3
"""Writes core/src/test/resources/org/arbolt/model/transformer.safetensors: a tiny network with random weights, tokens, and
the logits that PyTorch computes for them. Run with Debian's python3-torch: /usr/bin/python3 tools/make_torch_reference.py
The network is written out here from the published description, as a state dict and plain operators.
"""
import json
import math
import pathlib
import struct

import torch
import torch.nn.functional as F

LAYERS, CHANNELS, HEADS, BINS, ATOMS, KINDS = 2, 24, 3, 48, 4, 3
POSITIONS = 3 * ATOMS
HIDDEN = 2 * 4 * CHANNELS // 3
BATCH = 3
OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "core/src/test/resources/org/arbolt/model"


def shapes():
    yield "token_embed.weight", (BINS, CHANNELS)
    yield "coord_dim_embed.weight", (KINDS, CHANNELS)
    yield "atom_pos_embed.weight", (ATOMS, CHANNELS)
    for i in range(LAYERS):
        b = f"blocks.{i}."
        yield b + "norm1.weight", (CHANNELS,)
        yield b + "attn.qkv.weight", (3 * CHANNELS, CHANNELS)
        yield b + "attn.out_proj.weight", (CHANNELS, CHANNELS)
        yield b + "norm2.weight", (CHANNELS,)
        yield b + "ff.net.0.w1.weight", (HIDDEN, CHANNELS)
        yield b + "ff.net.0.w2.weight", (HIDDEN, CHANNELS)
        yield b + "ff.net.2.weight", (CHANNELS, HIDDEN)
        yield b + "ff.net.2.bias", (CHANNELS,)
    yield "final_norm.weight", (CHANNELS,)
    yield "output_proj.weight", (BINS, CHANNELS)


def rms_norm(x, weight):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * weight


def sinusoids():
    position = torch.arange(POSITIONS).unsqueeze(1)
    rate = torch.exp(torch.arange(0, CHANNELS, 2) * (-math.log(10000.0) / CHANNELS))
    table = torch.zeros(POSITIONS, CHANNELS)
    table[:, 0::2] = torch.sin(position * rate)
    table[:, 1::2] = torch.cos(position * rate)
    return table


def forward(w, inputs):
    position = torch.arange(POSITIONS)
    x = (F.embedding(inputs, w["token_embed.weight"]) + sinusoids()
         + w["coord_dim_embed.weight"][position % 3] + w["atom_pos_embed.weight"][position // 3])
    future = torch.ones(POSITIONS, POSITIONS).triu(1).bool()
    for i in range(LAYERS):
        b = f"blocks.{i}."
        q, k, v = F.linear(rms_norm(x, w[b + "norm1.weight"]), w[b + "attn.qkv.weight"]).chunk(3, -1)
        q, k, v = (z.view(BATCH, POSITIONS, HEADS, -1).transpose(1, 2) for z in (q, k, v))
        score = (q @ k.transpose(-1, -2) / math.sqrt(CHANNELS // HEADS)).masked_fill(future, float("-inf"))
        mixed = (score.softmax(-1) @ v).transpose(1, 2).reshape(BATCH, POSITIONS, CHANNELS)
        x = x + F.linear(mixed, w[b + "attn.out_proj.weight"])
        y = rms_norm(x, w[b + "norm2.weight"])
        gated = F.silu(F.linear(y, w[b + "ff.net.0.w1.weight"])) * F.linear(y, w[b + "ff.net.0.w2.weight"])
        x = x + F.linear(gated, w[b + "ff.net.2.weight"], w[b + "ff.net.2.bias"])
    return F.linear(rms_norm(x, w["final_norm.weight"]), w["output_proj.weight"])


def write_safetensors(path, tensors, metadata):
    header, body = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        data = tensor.contiguous().numpy().tobytes()
        kind = {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def main():
    torch.manual_seed(20260627)
    weights = {}
    for name, shape in shapes():
        scale = 0.3 if len(shape) == 2 else 0.1
        weights[name] = scale * torch.randn(shape) + (1.0 if "norm" in name else 0.0)
    inputs = torch.randint(BINS, (BATCH, POSITIONS))
    inputs[:, 0] = 0
    tensors = dict(weights, inputs=inputs, logits=forward(weights, inputs))
    config = dict(layers=LAYERS, channels=CHANNELS, heads=HEADS, bins=BINS, positions=POSITIONS, atoms=ATOMS, kinds=KINDS)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    write_safetensors(OUTPUT / "transformer.safetensors", tensors,
                      {"torch": torch.__version__, "config": json.dumps(config)})


if __name__ == "__main__":
    main()
