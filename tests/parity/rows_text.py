"""T5 against transformers' T5EncoderModel, and its tokens against SentencePiece itself.

The reference pipeline reads prompts with the slow T5Tokenizer, which is SentencePiece's own encoder with an end token appended.
transformers 5 has no slow tokenizer any more: its T5Tokenizer, given the pieces of the model below, leaves out SentencePiece's
normalisation, and 5 of the 16 prompts here come out otherwise (combining marks, full width, blanks of other kinds, zero-width
characters, the blank's own mark). So the tokens are compared with the sentencepiece package."""

import functools
import io

import models
import sentencepiece
import torch
from bench import compare, compare_float32, compare_ids, rounded, seed_of, worst

DEFAULTS = dict(model={}, batch=1, length=12, kept=None, prompt=None, max_length=None, dtype="float32")

ROWS = [
    dict(name="ids without a mask"),
    dict(name="one id", length=1),
    dict(name="ids with a mask", kept=(7,)),
    dict(name="batch of 2, own masks", batch=2, kept=(12, 3)),
    dict(name="300 ids: every bucket", length=300),
    dict(name="200 ids, masked after 90", length=200, kept=(90,)),
    dict(name="one layer, one head", model=dict(num_layers=1, num_heads=1)),
    dict(name="inner width other than the model's", model=dict(d_kv=10, num_heads=3)),
    dict(name="16 buckets up to a distance of 40", model=dict(relative_attention_num_buckets=16, relative_attention_max_distance=40),
         length=100),
    dict(name="layer norm eps 1e-3", model=dict(layer_norm_epsilon=1e-3)),
    dict(name="bfloat16", model=dict(d_model=192, d_kv=32, num_heads=6, d_ff=384, num_layers=4), length=128, kept=(114,),
         dtype="bfloat16"),
    dict(name="prompt, plain", prompt="Ink in water, blue and gold, slow motion."),
    dict(name="prompt, empty", prompt=""),
    dict(name="prompt, only blanks", prompt=" \t\n  "),
    dict(name="prompt, blanks around and double inside", prompt="  neon   tunnel \t at\nnight  "),
    dict(name="prompt, emoji", prompt="fire 🔥🔥 and 👩‍👩‍👧 with 🇩🇪 flags"),
    dict(name="prompt, Chinese, Japanese, Korean", prompt="水墨 山水, 東京の夜 と 서울의 밤"),
    dict(name="prompt, combining marks", prompt="cafe\u0301 nin\u0303o A\u030angstro\u0308m"),
    dict(name="prompt, full width and ligatures", prompt="ＮＥＯＮ １２３ ﬁre ﬂow ① ㎞"),
    dict(name="prompt, blanks of other kinds", prompt="\u3000ink\u00a0in\u2003water\u200b drops\u2028now\u3000"),
    dict(name="prompt, control and zero-width characters", prompt="in\u0007k \u200dwater\ufeff drops\u00ad"),
    dict(name="prompt, right to left", prompt="ماء وحبر שלום עולם"),
    dict(name="prompt, pieces unknown in a row", prompt="ink ꙮꙮꙮ ⛧⛧ water"),
    dict(name="prompt, the blank's own mark", prompt="ink▁in▁▁water"),
    dict(name="prompt, very long", prompt="a slow river of molten glass " * 200),
    dict(name="prompt, cut at 8", prompt="ink in water, blue and gold, slow motion", max_length=8),
    dict(name="prompt, cut at 1", prompt="ink in water", max_length=1),
]

SENTENCES = """ink in water, blue and gold, slow motion
a slow river of molten glass flows through the night
neon tunnel at night, rain on the street, fire and smoke
flowing fire, fields of flowers, a flag in the wind
the camera moves through a forest of light, 1 2 3 4 5 6 7 8 9 0
水墨 山水 東京の夜 서울의 밤 café niño Ångström
NEON CITY, Water Drops; now: 'quoted' "words" (and more)!""".split("\n")


def train_pieces():
    """A small unigram model with T5's special ids: pad 0, end 1, unknown 2."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 3), model_writer=model, model_type="unigram", vocab_size=180, pad_id=0, eos_id=1,
        unk_id=2, bos_id=-1, hard_vocab_limit=False, num_threads=1, minloglevel=2)
    return model.getvalue()


def expected_ids(pieces, prompt, max_length):
    """[1, max_length]: stripped, cut, ended by 1, padded with 0; and how many are real."""
    ids = sentencepiece.SentencePieceProcessor(model_proto=pieces).encode(prompt.strip())[:max_length - 1] + [1]
    return torch.tensor([ids + [0] * (max_length - len(ids))]), len(ids)


def real_rows(embeds, mask):
    """Only what stands for real tokens: the rest may hold anything."""
    return embeds[mask.bool()]


def prompt_check(row, bench):
    """A prompt: the ids, and the network's word on them."""
    model, folder = saved_model(row, seed_of(row["name"]), bench)
    pieces = train_pieces()
    (folder / "tokenizer").mkdir()
    (folder / "tokenizer" / "spiece.model").write_bytes(pieces)
    settings = {"prompt": row["prompt"]} | ({"max_length": row["max_length"]} if row["max_length"] else {})
    got = bench.verify(folder, "text", {"unused": torch.zeros(1)}, settings)
    ids, real = expected_ids(pieces, row["prompt"], row["max_length"] or 256)
    mask = (torch.arange(ids.shape[1]) < real).float()[None]
    equal = compare_ids(got["input_ids"], ids)
    if not equal.holds():
        return equal
    want = model(input_ids=ids, attention_mask=mask).last_hidden_state
    return worst([equal, compare_float32(real_rows(got["embeds"], mask), real_rows(want, mask))])


def saved_model(row, generator, bench):
    """The encoder of a row, and the folder of the model that holds it."""
    model = models.t5(generator, **row["model"])
    folder = bench.folder / "model"
    model.save_pretrained(folder / "text_encoder")
    return model, folder


def outputs(row, generator, bench):
    """For given ids: the program's embeddings, transformers' and, for bfloat16, its own rounding of them."""
    model, folder = saved_model(row, generator, bench)
    tensors = {"input_ids": torch.randint(0, model.config.vocab_size, (row["batch"], row["length"]), generator=generator)}
    mask = torch.ones(row["batch"], row["length"])
    if row["kept"]:
        mask = (torch.arange(row["length"]) < torch.tensor(row["kept"])[:, None]).float()
        tensors["attention_mask"] = mask
    run = lambda m: real_rows(m(input_ids=tensors["input_ids"], attention_mask=mask).last_hidden_state.float(), mask)
    got = real_rows(bench.verify(folder, "text", tensors, dtype=row["dtype"])["embeds"], mask)
    low = rounded(row, model)
    return got, run(model), low and run(low)


def check(row, bench):
    """Runs one row."""
    row = {**DEFAULTS, **row}
    if row["prompt"] is not None:
        return prompt_check(row, bench)
    return compare(row, functools.partial(outputs, bench=bench))
