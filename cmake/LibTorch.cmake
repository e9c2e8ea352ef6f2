# Torch::Torch, straight from PyTorch's own wheel. Its find_package() demands a CUDA toolkit and does not understand
# C++20 under this CMake, so the target is written out here: headers, libraries, run path.
set(CHLADNI_TORCH_DIR "" CACHE PATH "the torch folder of a Python environment; empty: look in .venv and python3")

if(NOT CHLADNI_TORCH_DIR)
    foreach(python ${CMAKE_SOURCE_DIR}/.venv/bin/python3 python3)
        execute_process(COMMAND ${python} -c
                        "import importlib.util as u; print(u.find_spec('torch').submodule_search_locations[0])"
                        OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
        if(found)
            set(CHLADNI_TORCH_DIR ${found} CACHE PATH "" FORCE)
            break()
        endif()
    endforeach()
endif()
if(NOT EXISTS ${CHLADNI_TORCH_DIR}/include/ATen/ATen.h)
    message(FATAL_ERROR "expected PyTorch's wheel in .venv or CHLADNI_TORCH_DIR, found '${CHLADNI_TORCH_DIR}': "
                        "run scripts/setup.sh, or configure with -DCHLADNI_WITH_TORCH=OFF")
endif()

set(torch_lib ${CHLADNI_TORCH_DIR}/lib)
cmake_path(GET CHLADNI_TORCH_DIR PARENT_PATH site_packages)
add_library(Torch::Torch INTERFACE IMPORTED)
target_include_directories(Torch::Torch SYSTEM INTERFACE ${CHLADNI_TORCH_DIR}/include
                           ${CHLADNI_TORCH_DIR}/include/torch/csrc/api/include)
target_link_directories(Torch::Torch INTERFACE ${torch_lib})
target_link_options(Torch::Torch INTERFACE -Wl,--no-as-needed -Wl,-rpath,${torch_lib}
                    -Wl,--allow-shlib-undefined)
# The headers of CUDA come from the wheels, so no toolkit is needed where there is a GPU. The wheel without its dependencies
# has torch_cuda too, but cannot load it: cuBLAS tells the two apart.
file(GLOB cublas ${site_packages}/nvidia/cu13/lib/libcublas.so.*)
if(cublas)
    set(CHLADNI_WITH_CUDA ON)
    target_include_directories(Torch::Torch SYSTEM INTERFACE ${site_packages}/nvidia/cu13/include)
    file(GLOB cuda_runtime ${site_packages}/nvidia/cu13/lib/libcudart.so.*)
    target_link_options(Torch::Torch INTERFACE -Wl,-rpath,${site_packages}/nvidia/cu13/lib)
    # Not libtorch.so: it is empty but for parts of a standard library of its own, whose std::filesystem calls into nothing.
    target_link_libraries(Torch::Torch INTERFACE torch_cpu torch_cuda c10 c10_cuda ${cuda_runtime})
    target_compile_definitions(Torch::Torch INTERFACE CHLADNI_WITH_CUDA)
    add_library(Torch::Nccl INTERFACE IMPORTED)
    target_include_directories(Torch::Nccl SYSTEM INTERFACE ${site_packages}/nvidia/nccl/include)
    file(GLOB nccl ${site_packages}/nvidia/nccl/lib/libnccl.so.*)
    target_link_libraries(Torch::Nccl INTERFACE ${nccl})
    target_link_options(Torch::Nccl INTERFACE -Wl,-rpath,${site_packages}/nvidia/nccl/lib)
else()
    set(CHLADNI_WITH_CUDA OFF)
    target_link_libraries(Torch::Torch INTERFACE torch_cpu c10)
endif()
