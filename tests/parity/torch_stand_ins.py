"""Lets PyTorch's CUDA wheel be imported where CUDA's libraries are not: scripts/setup.sh installs the wheel without them (1.3 GB
in place of 4.6). The CPU never calls them, but the loader wants them by name, so each that is missing gets a library of
the same name whose functions do nothing. Built once with cc into the virtual environment. Call prepare() before `import torch`."""

import ctypes
import importlib.util
import pathlib
import re
import subprocess
import sys

# The start of a library's file name, and how its functions' names start.
PREFIXES = {
    "libcublas.": r"cublas(?!Lt)",
    "libcublasLt.": r"cublasLt",
    "libcudnn.": r"cudnn",
    "libcufft.": r"cufft",
    "libcufile.": r"cuFile",
    "libcurand.": r"curand",
    "libcusolver.": r"cusolver",
    "libcusparse.": r"cusparse(?!Lt)",
    "libcusparseLt.": r"cusparseLt",
    "libnccl.": r"nccl|pnccl",
    "libnvshmem_host.": r"nvshmem",
}
USERS = ("libtorch_python.so", "libtorch_cuda.so", "libtorch_cuda_linalg.so", "libtorch_nvshmem.so")


def missing_libraries(folder):
    """Names that the loader does not find for PyTorch's own libraries."""
    text = subprocess.run(["ldd", *(str(folder / user) for user in USERS)], capture_output=True, text=True).stdout
    return sorted(set(re.findall(r"^\s*(\S+) => not found", text, re.M)))


def wanted_functions(folder):
    """(name, version or '') of everything that PyTorch's libraries leave to others."""
    text = subprocess.run(["nm", "-D", "--undefined-only", *(str(folder / user) for user in USERS)], capture_output=True,
                          text=True, check=True).stdout
    return sorted({(name, version) for name, version in re.findall(r"^\s+U (\w+)(?:@@?(\S+))?$", text, re.M)})


def build(library, functions, folder):
    """Compiles the stand-in for one library; says where it lies."""
    prefix = next((words for start, words in PREFIXES.items() if library.startswith(start)), None)
    if prefix is None:
        raise SystemExit(f"torch_stand_ins: expected a library of {', '.join(PREFIXES)} to be missing, got {library}")
    mine = [(name, version) for name, version in functions if re.match(prefix, name)]
    source, script = folder / f"{library}.c", folder / f"{library}.map"
    source.write_text("".join(f"int {name}(void) {{ return 1; }}\n" for name, _ in mine) or "int stand_in;\n")
    versions = sorted({version for _, version in mine if version})
    script.write_text("".join(f"{version} {{ global: {' '.join(n + ';' for n, v in mine if v == version)} }};\n" for version in versions))
    command = ["cc", "-shared", "-fPIC", "-O1", f"-Wl,-soname,{library}", "-o", str(folder / library), str(source)]
    subprocess.run(command + ([f"-Wl,--version-script={script}"] if versions else []), check=True)
    return folder / library


def prepare():
    """Loads a stand-in for each missing library, building those that are not there yet."""
    package = importlib.util.find_spec("torch")
    if package is None:
        return
    libraries = pathlib.Path(package.origin).parent / "lib"
    folder = pathlib.Path(sys.prefix) / "torch_stand_ins"
    missing = missing_libraries(libraries)
    if any(not (folder / library).exists() for library in missing):
        folder.mkdir(exist_ok=True)
        functions = wanted_functions(libraries)
        for library in missing:
            build(library, functions, folder)
    for library in missing:
        ctypes.CDLL(str(folder / library), mode=ctypes.RTLD_GLOBAL)
