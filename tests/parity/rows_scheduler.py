"""Noise levels against diffusers' FlowMatchEulerDiscreteScheduler, and the lists that LTX-Video brings."""

import json

import references
import torch
from bench import Check, compare_float32, worst

PLAIN = dict(use_dynamic_shifting=False, shift=1.0, shift_terminal=None)

ROWS = [
    dict(name="flow_match, 8 steps, 1024 tokens", steps=8, tokens=1024),
    dict(name="flow_match, 20 steps, 6144 tokens", steps=20, tokens=6144),
    dict(name="flow_match, 2 steps, 2080 tokens", steps=2, tokens=2080),
    dict(name="flow_match, 1 step", steps=1, tokens=1536),
    dict(name="flow_match, 50 steps, 13376 tokens", steps=50, tokens=13376),
    dict(name="flow_match, 7 steps, 1 token", steps=7, tokens=1),
    dict(name="flow_match, 200 steps", steps=200, tokens=500),
    dict(name="flow_match, not shifted", steps=9, tokens=900, config=PLAIN),
    dict(name="flow_match, a fixed shift of 3", steps=9, tokens=900, config={**PLAIN, "shift": 3.0}),
    dict(name="flow_match, a fixed shift of 3 to a terminal of .05", steps=9, tokens=900,
         config=dict(use_dynamic_shifting=False, shift=3.0, shift_terminal=0.05)),
    dict(name="flow_match, dynamic, no terminal", steps=12, tokens=2000, config=dict(shift_terminal=None)),
    dict(name="flow_match, other ends of the shift", steps=12, tokens=777,
         config=dict(base_shift=0.5, max_shift=1.15, base_image_seq_len=256, shift_terminal=0.2)),
    dict(name="flow_match, linear time shift", steps=12, tokens=2000, config=dict(time_shift_type="linear")),
    dict(name="linear_quadratic, 8 steps", kind="linear_quadratic", steps=8, tokens=1024),
    dict(name="linear_quadratic, 1 step", kind="linear_quadratic", steps=1, tokens=1024),
    dict(name="linear_quadratic, 3 steps", kind="linear_quadratic", steps=3, tokens=1024),
    dict(name="linear_quadratic, 40 steps", kind="linear_quadratic", steps=40, tokens=1024),
    dict(name="distilled, 8 steps", kind="distilled", steps=8, tokens=1024),
    dict(name="distilled, 7 steps", kind="distilled", steps=7, tokens=1024),
    dict(name="distilled_refine", kind="distilled_refine", steps=3, tokens=1024),
]


def write_config(folder, config):
    """scheduler/scheduler_config.json as diffusers writes it."""
    (folder / "scheduler").mkdir(parents=True, exist_ok=True)
    text = json.dumps({"_class_name": "FlowMatchEulerDiscreteScheduler", **config})
    (folder / "scheduler" / "scheduler_config.json").write_text(text)


def check(row, bench):
    """Runs one row."""
    kind, config = row.get("kind", "flow_match"), {**references.SCHEDULER, **row.get("config", {})}
    write_config(bench.folder / "model", config)
    settings = {"kind": kind, "steps": row["steps"], "tokens": row["tokens"]}
    got = bench.verify(bench.folder / "model", "scheduler", {"unused": torch.zeros(1)}, settings)
    want = references.sigmas(kind, row["steps"], row["tokens"], config)
    end = Check(float(got["sigmas"][-1].abs()), 0.0)
    return worst([compare_float32(got["sigmas"], want), compare_float32(got["timesteps"], want[:-1] * 1000) if row["steps"] > 1 else end, end])
