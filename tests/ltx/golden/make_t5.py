"""Makes t5.safetensors: what a tiny T5 v1.1 encoder of transformers says, with a mask and without. The file here is of
torch 2.11.0, transformers 5.24.0, safetensors 0.8.0: the versions of tests/parity/requirements.txt, which scripts/parity.sh --install
brings. Usage: .venv/bin/python make_t5.py [folder]"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "parity"))
import torch_stand_ins

torch_stand_ins.prepare()
import torch
from hashed_weights import fill
from safetensors.torch import save_file
from transformers import T5Config, T5EncoderModel

CONFIG = dict(vocab_size=40, d_model=16, d_kv=4, num_heads=3, d_ff=24, num_layers=2, feed_forward_proj="gated-gelu",
              relative_attention_num_buckets=32, relative_attention_max_distance=128, layer_norm_epsilon=1e-6)

torch.set_grad_enabled(False)
model = T5EncoderModel(T5Config(**CONFIG)).eval()
fill(model)
torch.manual_seed(9)
ids = torch.randint(0, CONFIG["vocab_size"], (2, 150))  # long enough for every bucket
mask = torch.ones(2, 150)
mask[0, 90:] = 0
tensors = {
    "input_ids": ids,
    "attention_mask": mask,
    "masked": model(ids, attention_mask=mask).last_hidden_state,
    "unmasked": model(ids).last_hidden_state,
}
names = [name for name in model.state_dict() if name != "encoder.embed_tokens.weight"]
shapes = {name: list(model.state_dict()[name].shape) for name in names}
folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
save_file(tensors, folder / "t5.safetensors", metadata={"config": json.dumps(CONFIG), "shapes": json.dumps(shapes)})
