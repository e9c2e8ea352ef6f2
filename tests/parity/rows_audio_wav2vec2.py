"""wav2vec2's ears against transformers, on random models: base and large style, group and layer norms, old and new names of the
weight norm, with and without a head."""


import models
import torch
from bench import compare_float32, seed_of
from rows_audio_clap import write_ears
from safetensors import safe_open
from safetensors.torch import save_file
from transformers import Wav2Vec2Config, Wav2Vec2FeatureExtractor, Wav2Vec2ForCTC, Wav2Vec2ForPreTraining, Wav2Vec2Model

BASE = dict(hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=96, conv_dim=[32] * 7)
LARGE = dict(BASE, feat_extract_norm="layer", do_stable_layer_norm=True, conv_bias=True)
DEFAULTS = dict(config=BASE, samples=16000, batch=1, kind=Wav2Vec2Model, normalize=True, names="new", rate=16000)

ROWS = [
    dict(name="base, 1 s"),
    dict(name="base, 3.21 s", samples=51360),
    dict(name="base, batch 2", batch=2),
    dict(name="base, one frame", samples=400),
    dict(name="base, one sample less than two frames", samples=719),
    dict(name="base, not normalised", normalize=False),
    dict(name="base, old names of the weight norm", names="old"),
    dict(name="base with a recognition head", kind=Wav2Vec2ForCTC),
    dict(name="base with what pre-training needs", kind=Wav2Vec2ForPreTraining),
    dict(name="base with a prefix and old names", kind=Wav2Vec2ForCTC, names="old"),
    dict(name="large", config=LARGE),
    dict(name="large, batch 2, 2.7 s", config=LARGE, batch=2, samples=43210),
    dict(name="large, not normalised, with a head", config=LARGE, normalize=False, kind=Wav2Vec2ForCTC),
    dict(name="layer norms, norms after", config=dict(LARGE, do_stable_layer_norm=False)),
    dict(name="group norm, norms before", config=dict(BASE, do_stable_layer_norm=True)),
    dict(name="group norm with bias", config=dict(BASE, conv_bias=True)),
    dict(name="layer norms without bias", config=dict(LARGE, conv_bias=False)),
    dict(name="odd positional kernel", config=dict(BASE, num_conv_pos_embeddings=31, num_conv_pos_embedding_groups=4)),
    dict(name="other convolutions", config=dict(BASE, conv_dim=[16, 24, 32], conv_kernel=[8, 5, 3], conv_stride=[4, 3, 2]), samples=4000),
    dict(name="no layers", config=dict(BASE, num_hidden_layers=0)),
    dict(name="relu, gelu_new", config=dict(BASE, hidden_act="relu", feat_extract_activation="gelu_new")),
    dict(name="eps 1e-2", config=dict(LARGE, layer_norm_eps=1e-2)),
    dict(name="three heads, half a second", samples=8000, config=dict(BASE, num_attention_heads=3)),
    dict(name="published base", config=dict(), samples=16000),
    dict(name="published large", config=dict(hidden_size=1024, num_hidden_layers=3, num_attention_heads=16, intermediate_size=4096, feat_extract_norm="layer",
                                            do_stable_layer_norm=True, conv_bias=True), samples=16000),
]


def use_old_names(folder):
    """The positional weight norm's names as transformers wrote them until 2023."""
    path = folder / "model.safetensors"
    with safe_open(path, "pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}
    old = lambda name: name.replace("parametrizations.weight.original0", "weight_g").replace("parametrizations.weight.original1", "weight_v")
    save_file({old(name): tensor for name, tensor in tensors.items()}, path, metadata={"format": "pt"})
    assert any(name.endswith("weight_g") for name in map(old, tensors))


def check(given_row, bench):
    """last_hidden_state of one row."""
    row = {**DEFAULTS, **given_row}
    generator = seed_of(row["name"])
    model = models.fill(row["kind"](Wav2Vec2Config(**row["config"])), generator)
    extractor = Wav2Vec2FeatureExtractor(do_normalize=row["normalize"], sampling_rate=row["rate"])
    write_ears(bench.folder / "model", "wav2vec2", model, extractor)
    if row["names"] == "old":
        use_old_names(bench.folder / "model" / "audio_encoder" / "wav2vec2")
    waveform = 0.1 * torch.randn(row["batch"], row["samples"], generator=generator) + 0.01
    got = bench.verify(bench.folder / "model", "audio.wav2vec2", {"waveform": waveform}, {"sample_rate": row["rate"]})["features"]
    given = extractor(list(waveform.numpy()), sampling_rate=row["rate"], return_tensors="pt")
    return compare_float32(got, getattr(model, "wav2vec2", model)(given["input_values"]).last_hidden_state)
