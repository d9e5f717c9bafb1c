#!/usr/bin/env python3
"""Computes the logits of the pinned checkpoints of tools/make_torch_reference.py a second time, with NumPy in float64 and
without PyTorch, and prints how far the pinned ones are from them.

  tools/check_torch_reference.py            compares
  tools/check_torch_reference.py --write    puts these logits into the files of the networks with gates

The pinned logits of the gated networks (crossed, averaged) were written by --write: PyTorch computed them with the gate
multiplied bare, while the published block adds tanh(gate) times what comes out. Without the tanh this script gives
PyTorch's logits of all six networks to 1e-5, so the rest of it is right.
"""
import json
import math
import pathlib
import pickle
import re
import struct
import sys
import zipfile

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "generator/src/test/resources/org/arbolt/model/published/torch"
ATOMS = [(1, "ALA", n) for n in "N H1 H2 H3 CA HA CB HB1 HB2 HB3 C O".split()] + [
    (2, "GLY", n) for n in "N H CA HA2 HA3 C O OXT".split()]
RESIDUES = {"ALA": 1, "GLY": 8}
TYPES = {"C": 1, "CA": 2, "CB": 3, "H": 18, "HA": 19, "HB": 20, "N": 37, "O": 46, "OXT": 52}
ITEMS = {"FloatStorage": "<f4", "DoubleStorage": "<f8", "HalfStorage": "<f2", "LongStorage": "<i8", "BoolStorage": "?",
         "BFloat16Storage": "<u2"}


class Anything:
    def __init__(self, *_, **__):
        pass

    def __setstate__(self, state):
        self.state = state

    def __setitem__(self, *_):
        pass

    def append(self, *_):
        pass


def tensor(storage, offset, size, stride, *_):
    flat = storage[offset:]
    return np.lib.stride_tricks.as_strided(flat, size, [s * flat.itemsize for s in stride]).copy()


def read(path):
    archive = zipfile.ZipFile(path)
    base = next(n for n in archive.namelist() if n.endswith("data.pkl"))[:-len("data.pkl")]

    class Reader(pickle.Unpickler):
        def find_class(self, module, name):
            if name in ITEMS:
                return name
            if name == "_rebuild_tensor_v2":
                return tensor
            if name == "_rebuild_parameter":
                return lambda data, *_: data
            if name == "OrderedDict":
                return dict
            return Anything

        def persistent_load(self, key):
            data = np.frombuffer(archive.read(f"{base}data/{key[2]}"), ITEMS[key[1]])
            return (data.astype("<u4") << 16).view("<f4") if key[1] == "BFloat16Storage" else data

    return Reader(archive.open(base + "data.pkl")).load()


def weights(checkpoint):
    state = checkpoint.get("state_dict", checkpoint)
    prefix = min((k[:-len("token_embed.weight")] for k in state if k.endswith("token_embed.weight")), key=len)
    shadows = sorted((k for k in state if "shadow_params" in k), key=lambda k: int(k.rsplit(".", 1)[1]))
    own = {k[len(prefix):]: v for k, v in state.items() if k.startswith(prefix) and "shadow_params" not in k}
    if shadows:
        names = [k for k in own if not re.fullmatch(r"pos_embed\.pe|.*mask", k)]
        own.update(zip(names, (state[k] for k in shadows), strict=True))
    return {k: np.asarray(v, np.float64) for k, v in own.items()}


def safetensors(path):
    raw = path.read_bytes()
    length, = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8:8 + length])
    return raw, length, header


def part(raw, length, header, name):
    entry = header[name]
    a, b = (8 + length + o for o in entry["data_offsets"])
    return np.frombuffer(raw[a:b], {"F32": "<f4", "I64": "<i8"}[entry["dtype"]]).reshape(entry["shape"])


def sinusoids(count, width):
    angle = np.arange(count)[:, None] * np.exp(np.arange(0, width, 2) * (-math.log(10000.0) / width))
    table = np.zeros((count, width))
    table[:, 0::2], table[:, 1::2] = np.sin(angle), np.cos(angle)
    return table


gelu = np.vectorize(lambda v: 0.5 * v * (1 + math.erf(v / math.sqrt(2))))


def softmax(x):
    x = np.exp(x - x.max(-1, keepdims=True))
    return x / x.sum(-1, keepdims=True)


class Net:
    def __init__(self, w, heads, tanh):
        self.w, self.heads, self.tanh = w, heads, tanh

    def linear(self, name, x):
        bias = self.w.get(name + ".bias")
        return x @ self.w[name + ".weight"].T + (0 if bias is None else bias)

    def norm(self, name, x):
        weight, bias = self.w[name + ".weight"], self.w.get(name + ".bias")
        if bias is None:
            return x / np.sqrt((x ** 2).mean(-1, keepdims=True) + 1e-6) * weight
        return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5) * weight + bias

    def attention(self, q, k, v, causal):
        q, k, v = (x.reshape(len(x), x.shape[1], self.heads, -1).transpose(0, 2, 1, 3) for x in (q, k, v))
        score = q @ k.swapaxes(-1, -2) / math.sqrt(q.shape[-1])
        if causal:
            score = np.where(np.triu(np.ones(score.shape[-2:]), 1) > 0, -np.inf, score)
        mixed = (softmax(score) @ v).transpose(0, 2, 1, 3)
        return mixed.reshape(len(mixed), mixed.shape[1], -1)

    def query_key_norm(self, name, x):
        if name + ".weight" not in self.w:
            return x
        width = len(self.w[name + ".weight"])
        return self.norm(name, x.reshape(*x.shape[:2], -1, width)).reshape(x.shape)

    def cross(self, block, x, atoms):
        name = block + "cross_attn."
        q = self.query_key_norm(name + "q_norm", self.linear(name + "q_proj", x))
        k, v = np.split(self.linear(name + "kv_proj", atoms), 2, -1)
        y = self.linear(name + "out_proj", self.attention(q, self.query_key_norm(name + "k_norm", k), v, False))
        gate = self.w.get(block + "cross_attn_gate")
        return y if gate is None else (np.tanh(gate) if self.tanh else gate) * y

    def feed_forward(self, block, x):
        if block + "ff.net.0.w1.weight" not in self.w:
            return self.linear(block + "ff.net.3", gelu(self.linear(block + "ff.net.0", x)))
        gate = self.linear(block + "ff.net.0.w1", x)
        return self.linear(block + "ff.net.2", gate / (1 + np.exp(-gate)) * self.linear(block + "ff.net.0.w2", x))

    def atoms(self):
        width = self.w["cond_embed.atom_embed.weight"].shape[1]
        table = sinusoids(len(ATOMS) + 1, width)
        kind = [TYPES[a[:-1] if a[0] == "H" and a[-1] in "123" else a] for _, _, a in ATOMS]
        known = np.concatenate([
            self.w["cond_embed.atom_embed.weight"][kind],
            self.w["cond_embed.residue_embed.weight"][[RESIDUES[r] for _, r, _ in ATOMS]],
            table[[n for n, _, _ in ATOMS]], table[[2] * len(ATOMS)], table[np.arange(len(ATOMS))]], -1)
        return self.linear("cond_embed.proj.2", gelu(self.linear("cond_embed.proj.0", known)))[None]

    def logits(self, tokens):
        w, t = self.w, tokens.shape[1]
        position = np.arange(t)
        table = w["token_embed.weight"]
        if table.shape[0] != len(w["output_proj.weight"]):  # a layer over one-hot vectors
            table = table.T + w.get("token_embed.bias", 0)
        place = w["pos_embed.weight"] if "pos_embed.weight" in w else w["pos_embed.pe"]
        x = table[tokens] + place[:t] + w["coord_dim_embed.weight"][position % 3] \
            + w["atom_pos_embed.weight"][position // 3]
        atoms = None
        if "cond_embed.proj.0.weight" in w:
            atoms = np.repeat(self.atoms(), len(tokens), 0)
            x = x + atoms[:, position // 3]
        if "global_cond_attn.in_proj_weight" in w:
            q, k, v = (y @ m.T + b for y, m, b in zip(
                (x, atoms, atoms), np.split(w["global_cond_attn.in_proj_weight"], 3),
                np.split(w["global_cond_attn.in_proj_bias"], 3)))
            x = x + self.linear("global_cond_attn.out_proj", self.attention(q, k, v, False))
        if "input_norm.weight" in w:
            x = self.norm("input_norm", x)
        for layer in range(sum(k.endswith("norm1.weight") for k in w)):
            block = f"blocks.{layer}."
            q, k, v = np.split(self.linear(block + "attn.qkv", self.norm(block + "norm1", x)), 3, -1)
            x = x + self.linear(block + "attn.out_proj", self.attention(q, k, v, True))
            if block + "cross_attn.q_proj.weight" in w:
                x = x + self.cross(block, self.norm(block + "norm_cross", x), atoms)
            x = x + self.feed_forward(block, self.norm(block + "norm2", x))
        return self.linear("output_proj", self.norm("final_norm", x))


def main():
    for name, heads in dict(single=3, robin=2, crossed=2, classic=2, averaged=2, ungated=2).items():
        path = FOLDER / f"{name}.safetensors"
        raw, length, header = safetensors(path)
        tokens, pinned = (part(raw, length, header, k) for k in ("tokens", "logits"))
        w = weights(read(FOLDER / f"{name}.ckpt"))
        gated = "blocks.0.cross_attn_gate" in w
        found = {tanh: Net(w, heads, tanh).logits(tokens) for tanh in (False, True)}
        print(f"{name}: pinned logits differ by {abs(found[True] - pinned).max():.1e}"
              + (f", with bare gates by {abs(found[False] - pinned).max():.1e}" if gated else ""))
        if gated and "--write" in sys.argv:
            at = 8 + length + header["logits"]["data_offsets"][0]
            data = found[True].astype("<f4").tobytes()
            path.write_bytes(raw[:at] + data + raw[at + len(data):])


if __name__ == "__main__":
    main()
