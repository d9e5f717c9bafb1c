#!/usr/bin/env python3
"""Writes checkpoints of tiny networks with random weights, as torch.save writes them, and the logits that PyTorch computes
for them, to generator/src/test/resources/org/arbolt/model/published/torch/: NAME.ckpt and NAME.safetensors (tokens [B,T], logits [B,T,V]).
Run with Debian's python3-torch: /usr/bin/python3 tools/make_torch_reference.py

The network is written out here from the published description of the checkpoint, for the test alone, with PyTorch's own
layers wherever there are any. Every variant occurs in one of the checkpoints.
"""
import json
import math
import pathlib
import struct
import sys
import types

import torch
import torch.nn as nn
import torch.nn.functional as F

OUTPUT = pathlib.Path(__file__).resolve().parent.parent / "generator/src/test/resources/org/arbolt/model/published/torch"
BATCH = 2

# The peptide AG in Amber's order, as (residue number, residue name, atom name).
ATOMS = [(1, "ALA", n) for n in "N H1 H2 H3 CA HA CB HB1 HB2 HB3 C O".split()] + [
    (2, "GLY", n) for n in "N H CA HA2 HA3 C O OXT".split()]
RESIDUES = {"ALA": 1, "GLY": 8}
TYPES = {"C": 1, "CA": 2, "CB": 3, "H": 18, "HA": 19, "HB": 20, "N": 37, "O": 46, "OXT": 52}


class RMSNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.weight


def sinusoids(count, width):
    position = torch.arange(count).unsqueeze(1)
    rate = torch.exp(torch.arange(0, width, 2) * (-math.log(10000.0) / width))
    table = torch.zeros(count, width)
    table[:, 0::2] = torch.sin(position * rate)
    table[:, 1::2] = torch.cos(position * rate)
    return table


class Sinusoidal(nn.Module):
    def __init__(self, count, width):
        super().__init__()
        self.register_buffer("pe", sinusoids(count, width))


class SelfAttention(nn.Module):
    def __init__(self, c, positions):
        super().__init__()
        self.qkv = nn.Linear(c.channels, 3 * c.channels, bias=False)
        self.out_proj = nn.Linear(c.channels, c.channels, bias=False)
        self.register_buffer("causal_mask", torch.ones(positions, positions).triu(1).bool())
        self.heads = c.heads

    def forward(self, x):
        q, k, v = (split(z, self.heads) for z in self.qkv(x).chunk(3, -1))
        t = x.shape[1]
        score = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        score = score.masked_fill(self.causal_mask[:t, :t], float("-inf"))
        return self.out_proj(merge(score.softmax(-1) @ v))


def split(x, heads):
    return x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)


def merge(x):
    return x.transpose(1, 2).reshape(x.shape[0], x.shape[2], -1)


class CrossAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.q_proj = nn.Linear(c.channels, c.channels, bias=c.cross_bias)
        self.kv_proj = nn.Linear(c.channels, 2 * c.channels, bias=c.cross_bias)
        self.out_proj = nn.Linear(c.channels, c.channels, bias=c.cross_bias)
        width = {"head": c.channels // c.heads, "channels": c.channels}.get(c.qk_norm)
        self.per_head = c.qk_norm == "head"
        self.heads = c.heads
        self.q_norm = nn.Identity() if width is None else c.qk_kind(width)
        self.k_norm = nn.Identity() if width is None else c.qk_kind(width)

    def forward(self, x, atoms):
        q = self.q_proj(x)
        k, v = self.kv_proj(atoms).chunk(2, -1)
        if not self.per_head:
            q, k = self.q_norm(q), self.k_norm(k)
        q, k, v = (split(z, self.heads) for z in (q, k, v))
        if self.per_head:
            q, k = self.q_norm(q), self.k_norm(k)
        return self.out_proj(merge((q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1) @ v))


class SwiGlu(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.w1 = nn.Linear(width, hidden, bias=False)
        self.w2 = nn.Linear(width, hidden, bias=False)

    def forward(self, x):
        return F.silu(self.w1(x)) * self.w2(x)


class FeedForward(nn.Module):
    def __init__(self, c):
        super().__init__()
        if c.gelu:
            self.net = nn.Sequential(nn.Linear(c.channels, 4 * c.channels), nn.GELU(), nn.Dropout(0.1),
                                     nn.Linear(4 * c.channels, c.channels))
        else:
            hidden = int(2 * 4 * c.channels / 3)
            self.net = nn.Sequential(SwiGlu(c.channels, hidden), nn.Dropout(0.1), nn.Linear(hidden, c.channels))

    def forward(self, x):
        return self.net(x)


class Block(nn.Module):
    def __init__(self, c, positions):
        super().__init__()
        self.norm1 = c.norm(c.channels)
        self.attn = SelfAttention(c, positions)
        if c.cross:
            self.norm_cross = c.norm(c.channels)
            self.cross_attn = CrossAttention(c)
        self.cross_attn_gate = nn.Parameter(torch.zeros(c.gates)) if c.gates else None
        self.norm2 = c.norm(c.channels)
        self.ff = FeedForward(c)

    def forward(self, x, atoms):
        x = x + self.attn(self.norm1(x))
        if hasattr(self, "cross_attn"):
            y = self.cross_attn(self.norm_cross(x), atoms)
            x = x + (y if self.cross_attn_gate is None else torch.tanh(self.cross_attn_gate) * y)
        return x + self.ff(self.norm2(x))


class AtomVectors(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.atom_embed = nn.Embedding(64, width)
        self.residue_embed = nn.Embedding(32, width)
        self.proj = nn.Sequential(nn.Linear(5 * width, width), nn.GELU(), nn.Linear(width, width))
        self.width = width

    def forward(self):
        table = sinusoids(len(ATOMS) + 1, self.width)
        kind = torch.tensor([TYPES[type_name(atom)] for _, _, atom in ATOMS])
        residue = torch.tensor([RESIDUES[name] for _, name, _ in ATOMS])
        place = torch.tensor([number for number, _, _ in ATOMS])
        length = torch.full((len(ATOMS),), 2)
        return self.proj(torch.cat([self.atom_embed(kind), self.residue_embed(residue), table[place], table[length],
                                    table[torch.arange(len(ATOMS))]], -1)).unsqueeze(0)


def type_name(atom):
    return atom[:-1] if atom[0] == "H" and atom[-1] in "123" else atom


class Net(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        positions = 3 * c.atoms
        self.token_embed = nn.Linear(c.bins, c.channels, bias=c.one_hot == "bias") if c.one_hot \
            else nn.Embedding(c.bins, c.channels)
        self.pos_embed = nn.Embedding(positions, c.channels) if c.learned else Sinusoidal(positions, c.channels)
        self.coord_dim_embed = nn.Embedding(3, c.channels)
        self.atom_pos_embed = nn.Embedding(c.atoms, c.channels)
        if c.conditioned:
            self.cond_embed = AtomVectors(c.channels)
        if c.global_attention:
            self.global_cond_attn = nn.MultiheadAttention(c.channels, c.heads, batch_first=True)
        if c.input_norm:
            self.input_norm = c.norm(c.channels)
        self.blocks = nn.ModuleList(Block(c, positions) for _ in range(c.layers))
        self.final_norm = c.norm(c.channels)
        self.output_proj = nn.Linear(c.channels, c.bins, bias=False)

    def forward(self, tokens):
        t = tokens.shape[1]
        position = torch.arange(t)
        token = self.token_embed(F.one_hot(tokens, self.c.bins).to(torch.float32)) if self.c.one_hot \
            else self.token_embed(tokens)
        place = self.pos_embed.weight if self.c.learned else self.pos_embed.pe
        x = token + place[:t] + self.coord_dim_embed(position % 3) + self.atom_pos_embed(position // 3)
        atoms = None
        if self.c.conditioned:
            atoms = self.cond_embed().expand(tokens.shape[0], -1, -1)
            x = x + atoms[:, position // 3]
        if self.c.global_attention:
            x = x + self.global_cond_attn(x, atoms, atoms, need_weights=False)[0]
        if self.c.input_norm:
            x = self.input_norm(x)
        for block in self.blocks:
            x = block(x, atoms)
        return self.output_proj(self.final_norm(x))


def config(**changes):
    c = dict(layers=2, channels=16, heads=2, bins=32, atoms=len(ATOMS), norm=RMSNorm, gelu=False, learned=False, one_hot=None,
             conditioned=False, global_attention=False, input_norm=False, cross=False, cross_bias=False, qk_norm=None,
             qk_kind=RMSNorm, gates=0)
    return types.SimpleNamespace(**dict(c, **changes))


def randomised(net):
    """Weights all random, also those that a fresh network has zero or one, so that none hides a mistake."""
    with torch.no_grad():
        for name, p in net.named_parameters():
            scale = 1.5 / math.sqrt(p.shape[-1]) if p.dim() > 1 else 0.3
            p.copy_(scale * torch.randn_like(p) + (1.0 if "norm" in name and name.endswith("weight") else 0.0))
    return net.eval()


def rounded(net, dtype):
    """The network with its weights as the type can say them, back in float32."""
    return net.to(dtype).to(torch.float32)


class Stranger:
    """A class that whoever reads the checkpoint does not have."""
    def __init__(self, **fields):
        self.__dict__.update(fields)


def module(name, *classes):
    sys.modules.setdefault(name.split(".")[0], types.ModuleType(name.split(".")[0]))
    made = types.ModuleType(name)
    for c in classes:
        setattr(made, c.__name__, c)
        c.__module__ = name
    sys.modules[name] = made


def omegaconf(values):
    """Hyper-parameters as OmegaConf pickles them: nodes that hold their value and their parent."""
    node = type("AnyNode", (), {})
    container = type("DictConfig", (), {})
    module("omegaconf.nodes", node)
    module("omegaconf.dictconfig", container)
    made = container()
    content = {}
    for key, value in values.items():
        leaf = node()
        leaf.__dict__.update(_metadata=None, _parent=made, _val=value)
        content[key] = leaf
    made.__dict__.update(_metadata=None, _parent=None, _content=content)
    return made


def lightning(state, hyper_parameters, net):
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3)
    module("training.callbacks", Stranger)
    return {"epoch": 3, "global_step": 1000, "pytorch-lightning_version": "2.1.0", "state_dict": state,
            "optimizer_states": [optimiser.state_dict()], "lr_schedulers": [],
            "callbacks": {"ModelCheckpoint": {"best": torch.tensor(1.5), "path": pathlib.PurePosixPath("/x"),
                                              "stranger": Stranger(a=1, b=(2, 3))}},
            "hparams_name": "kwargs", "hyper_parameters": hyper_parameters}


def prefixed(state, prefix):
    return {prefix + name: value for name, value in state.items()}


def packed(state):
    """The same tensors as windows on one storage per type, every second matrix stored transposed."""
    out = {}
    for dtype in {v.dtype for v in state.values()}:
        chosen = [(k, v) for k, v in state.items() if v.dtype == dtype]
        turned = {k: i % 2 == 1 and v.dim() == 2 for i, (k, v) in enumerate(chosen)}
        flat = torch.cat([torch.zeros(5, dtype=dtype)] + [(v.t() if turned[k] else v).reshape(-1) for k, v in chosen])
        at = 5
        for k, v in chosen:
            part = flat[at:at + v.numel()]
            out[k] = part.view(v.shape[1], v.shape[0]).t() if turned[k] else part.view(v.shape)
            at += v.numel()
    return {k: out[k] for k in state}


def ema(net):
    """An EMA wrapper's state dict: the network's weights are not those to use, the shadows are."""
    shadows = [p.detach().clone() for p in net.parameters()]
    state = prefixed(net.state_dict(), "net.model.")
    state = {k: v + 1 if v.is_floating_point() and not k.endswith(".pe") else v for k, v in state.items()}
    state.update({"net.decay": torch.tensor(0.999), "net.num_updates": torch.tensor(7)})
    state.update({f"net.shadow_params.{i}": s for i, s in enumerate(shadows)})
    return state


def cast(state, dtype):
    return {k: v.to(dtype) if v.is_floating_point() and not k.endswith(".pe") else v for k, v in state.items()}


def write(name, net, checkpoint, **facts):
    generator = torch.Generator().manual_seed(5)
    tokens = torch.randint(net.c.bins, (BATCH, 3 * net.c.atoms), generator=generator)
    tokens[:, 0] = 0
    with torch.no_grad():
        logits = net(tokens)
    torch.save(checkpoint, OUTPUT / f"{name}.ckpt")
    write_safetensors(OUTPUT / f"{name}.safetensors", {"tokens": tokens, "logits": logits},
                      {"torch": torch.__version__, **{k: str(v) for k, v in facts.items()}})


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
    OUTPUT.mkdir(parents=True, exist_ok=True)

    net = randomised(Net(config(channels=24, heads=3, atoms=4)))
    write("single", net, lightning(prefixed(net.state_dict(), "net."), {"net": {"num_heads": 3, "channels": 24}}, net))

    net = randomised(Net(config(conditioned=True, global_attention=True)))
    write("robin", net, lightning(prefixed(net.state_dict(), "net."), {"learning_rate": 1e-4}, net), heads=2, peptide="AG")

    net = rounded(randomised(Net(config(conditioned=True, cross=True, qk_norm="head", gates=1))), torch.bfloat16)
    hyper = omegaconf({"num_heads": 2, "grid_min": -4.0, "grid_max": 4.25, "scale": 0.3})
    write("crossed", net, lightning(prefixed(cast(net.state_dict(), torch.bfloat16), "net."), hyper, net), peptide="AG")

    net = randomised(Net(config(norm=nn.LayerNorm, gelu=True, learned=True, one_hot="bias", input_norm=True, atoms=4)))
    write("classic", net, {k: v.to(torch.float64) if v.is_floating_point() else v for k, v in net.state_dict().items()},
          heads=2)

    net = rounded(randomised(Net(config(conditioned=True, global_attention=True, cross=True, cross_bias=True,
                                        qk_norm="channels", qk_kind=nn.LayerNorm, gates=16, gelu=True, one_hot="plain"))),
                  torch.float16)
    write("averaged", net, lightning(packed(cast(ema(net), torch.float16)), {"n_heads": 2}, net), peptide="AG")

    net = randomised(Net(config(conditioned=True, cross=True, input_norm=True, norm=nn.LayerNorm)))
    write("ungated", net, {"state_dict": packed(prefixed(net.state_dict(), "model._orig_mod."))}, heads=2, peptide="AG")


if __name__ == "__main__":
    main()
