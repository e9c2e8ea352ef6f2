#!/usr/bin/env python3
"""How long the window takes from its start to its first picture, and to the generator's own first chunk.
Usage: bench/window_start.py [PROGRAM [ARGUMENTS of chladni live ...]], on a display (or under xvfb-run)
Prints one JSON object. The times end when the status socket, which speaks ten times a second, says so."""
import json
import os
import socket
import subprocess
import sys
import tempfile
import time

PATIENCE_S = 60


def lines_of(path, deadline):
    """The objects of the status socket, from when it is there until the deadline."""
    text = b""
    with socket.socket(socket.AF_UNIX) as stream:
        while time.monotonic() < deadline:
            try:
                stream.connect(path)
                break
            except (FileNotFoundError, ConnectionRefusedError):
                time.sleep(0.002)
        stream.settimeout(PATIENCE_S)
        while time.monotonic() < deadline:
            part = stream.recv(65536)
            if not part:
                return
            *whole, text = (text + part).split(b"\n")
            yield from (json.loads(line) for line in whole)


def main():
    words = sys.argv[1:] or ["build/chladni"]
    generator = words[words.index("--generator") + 1] if "--generator" in words else "ltx"
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "status")
        began = time.monotonic()
        program = subprocess.Popen([words[0], "live", "--silent", "--status-socket", path, *words[1:]])
        found = {}
        for status in lines_of(path, began + PATIENCE_S):
            now = time.monotonic() - began
            if status.get("render", {}).get("fps", 0) > 0:
                found.setdefault("first_picture_s", round(now, 3))
            gen = status.get("gen", {})
            # Before that, the pattern generator stands in under its own name.
            if gen.get("name") == generator and gen.get("chunks", 0) > 0 and "first_picture_s" in found:
                found["first_chunk_s"] = round(now, 3)
                break
        program.terminate()
        code = program.wait()
    print(json.dumps({"command": words, **found}))
    if "first_chunk_s" not in found:
        sys.exit(f"window_start: expected a first chunk within {PATIENCE_S} s, there was none; the program ended with {code}")


if __name__ == "__main__":
    main()
