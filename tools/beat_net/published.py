"""BeatNet's published weights out of its Python package, as safetensors. Needs nothing but Python.

Usage: published.py BeatNet-1.1.3-py3-none-any.whl OUT.safetensors [MODEL, 1 to 3]
BeatNet: Mojtaba Heydari, Frank Cwitkowitz, Zhiyao Duan; CC BY 4.0. The numbers are unchanged, only their container is."""
import collections
import io
import json
import os
import pickle
import struct
import sys
import zipfile


class Reader(pickle.Unpickler):
    """Reads a state dict and nothing else: what it names is not looked up, so nothing of it is run."""

    def __init__(self, data, archive):
        super().__init__(data)
        self.archive = archive

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return self.tensor
        if (module, name) == ("torch", "FloatStorage"):
            return "float32"
        raise SystemExit(f"published: expected tensors of float32, got {module}.{name}; use the package BeatNet==1.1.3")

    def persistent_load(self, saved):
        return self.archive.read(f"archive/data/{saved[2]}")

    @staticmethod
    def tensor(storage, offset, shape, stride, *_):
        count, expected = 1, []
        for n in reversed(shape):
            expected.insert(0, count)
            count *= n
        if tuple(expected) != tuple(stride):
            raise SystemExit("published: expected tensors row by row, got others; use the package BeatNet==1.1.3")
        return list(shape), storage[4 * offset: 4 * (offset + count)]


def write(tensors, path):
    header, data = {"__metadata__": {"source": "BeatNet 1.1.3 (github.com/mjhydri/BeatNet)", "license": "CC BY 4.0"}}, b""
    for name, (shape, values) in tensors.items():
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path + ".part", "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + data)
    os.replace(path + ".part", path)


def main(wheel, path, model="1"):
    with zipfile.ZipFile(wheel) as package:
        weights = io.BytesIO(package.read(f"BeatNet/models/model_{model}_weights.pt"))
    with zipfile.ZipFile(weights) as archive:
        write(Reader(io.BytesIO(archive.read("archive/data.pkl")), archive).load(), path)


if __name__ == "__main__":
    main(*sys.argv[1:])
