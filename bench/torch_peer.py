#!/usr/bin/python3
"""The network of bench/network.sh in PyTorch, written for the comparison: a causal transformer with RMSNorm and SwiGLU,
trained with AdamW and sampled with a key-value cache allocated once. Same shapes, same threads. PEER_DEVICE=cuda runs it on a
GPU, with what PyTorch has for one: fused attention, norms and optimiser.

  torch_peer.py train LAYERS CHANNELS HEADS BINS TOKENS BATCH STEPS float32|bfloat16    -> best ms per step
  torch_peer.py generate LAYERS CHANNELS HEADS BINS TOKENS BATCH REPEATS                 -> best ms per token of the batch
  torch_peer.py about                                                                   -> version, BLAS, threads
"""
import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


DEVICE = os.environ.get("PEER_DEVICE", "cpu")
CUDA = DEVICE == "cuda"


class RmsNorm(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(c))

    def forward(self, x):
        if CUDA:
            return F.rms_norm(x, self.weight.shape, self.weight, 1e-6)
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.weight


class Block(nn.Module):
    def __init__(self, c, heads):
        super().__init__()
        f = 2 * 4 * c // 3
        self.heads = heads
        self.norm1, self.norm2 = RmsNorm(c), RmsNorm(c)
        self.qkv = nn.Linear(c, 3 * c, bias=False)
        self.out = nn.Linear(c, c, bias=False)
        self.w1, self.w2 = nn.Linear(c, f, bias=False), nn.Linear(c, f, bias=False)
        self.down = nn.Linear(f, c)

    def forward(self, x, mask):
        b, t, c = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        if CUDA:
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            y = torch.softmax(q @ k.transpose(-1, -2) * (c // self.heads) ** -0.5 + mask, -1) @ v
        x = x + self.out(y.transpose(1, 2).reshape(b, t, c))
        return x + self.feed_forward(x)

    def feed_forward(self, x):
        y = self.norm2(x)
        return self.down(F.silu(self.w1(y)) * self.w2(y))

    def step(self, x, keys, values, n):
        b, c = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, 3, self.heads, 1, -1).unbind(1)
        keys[:, :, n:n + 1] = k
        values[:, :, n:n + 1] = v
        keys, values = keys[:, :, :n + 1], values[:, :, :n + 1]
        if CUDA:
            y = F.scaled_dot_product_attention(q, keys, values)
        else:
            y = torch.softmax(q @ keys.transpose(-1, -2) * (c // self.heads) ** -0.5, -1) @ values
        x = x + self.out(y.reshape(b, c))
        return x + self.feed_forward(x)


class Network(nn.Module):
    def __init__(self, layers, c, heads, bins, t):
        super().__init__()
        self.tokens, self.places = nn.Embedding(bins, c), nn.Embedding(t, c)
        self.blocks = nn.ModuleList([Block(c, heads) for _ in range(layers)])
        self.norm = RmsNorm(c)
        self.head = nn.Linear(c, bins, bias=False)
        self.shape = (layers, c, heads, bins, t)

    def forward(self, tokens, mask):
        x = self.tokens(tokens) + self.places.weight[:tokens.shape[1]]
        for block in self.blocks:
            x = block(x, mask)
        return self.head(self.norm(x))

    @torch.no_grad()
    def generate(self, b):
        layers, c, heads, _, t = self.shape
        cache = [torch.empty(2, b, heads, t, c // heads, device=DEVICE) for _ in range(layers)]
        token = torch.zeros(b, dtype=torch.long, device=DEVICE)
        total = torch.zeros(b, device=DEVICE)
        for n in range(t):
            x = self.tokens(token) + self.places.weight[n]
            for block, (keys, values) in zip(self.blocks, cache):
                x = block.step(x, keys, values, n)
            p = torch.softmax(self.head(self.norm(x)), -1)
            token = torch.multinomial(p, 1).squeeze(1)
            total += p.gather(1, token[:, None]).squeeze(1).log()
        return total


def wait():
    if CUDA:
        torch.cuda.synchronize()


def train(layers, c, heads, bins, t, b, steps, precision):
    network = Network(layers, c, heads, bins, t).to(DEVICE)
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, **{"fused" if CUDA else "foreach": True})
    mask = torch.full((t, t), -1e30).triu(1)
    best = float("inf")
    for _ in range(steps + 1):
        tokens = (torch.rand(b, t) ** 2 * bins).long()
        start = time.perf_counter()
        tokens = tokens.to(DEVICE)
        inputs = F.pad(tokens[:, :-1], (1, 0))
        with torch.autocast(DEVICE, dtype=torch.bfloat16, enabled=precision == "bfloat16"):
            logits = network(inputs, mask)
        loss = F.cross_entropy(logits.float().view(-1, bins), tokens.view(-1))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        wait()
        best = min(best, time.perf_counter() - start)
    return best


def generate(layers, c, heads, bins, t, b, repeats):
    network = Network(layers, c, heads, bins, t).to(DEVICE)
    best = float("inf")
    for _ in range(repeats + 1):
        start = time.perf_counter()
        network.generate(b)
        wait()
        best = min(best, (time.perf_counter() - start) / t)
    return best


def main():
    torch.manual_seed(1)
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count())))
    part, *rest = sys.argv[1:]
    if part == "about":
        if CUDA:
            print(f"PyTorch {torch.__version__} (CUDA {torch.version.cuda}), {torch.cuda.get_device_name()}")
            return
        blas = sorted({os.path.realpath(line.split()[-1]) for line in open("/proc/self/maps") if "blas" in line})
        print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads, {', '.join(map(os.path.basename, blas))}")
    elif part == "train":
        print(f"{1e3 * train(*map(int, rest[:-1]), rest[-1]):.1f}")
    else:
        print(f"{1e3 * generate(*map(int, rest)):.2f}")


main()
