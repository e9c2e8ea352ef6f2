# The two kinds of target this tree is made of.

# chladni_library(NAME SOURCES a.cpp ... DEPS chladni::base ... PRIVATE_DEPS PkgConfig::X ...)
# One static library per folder, known as chladni::NAME. Third-party libraries go in PRIVATE_DEPS: they end at the folder.
function(chladni_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
    if(ARG_SOURCES)
        add_library(chladni_${name} STATIC ${ARG_SOURCES})
        set(scope PUBLIC)
        chladni_warnings(chladni_${name})
        target_link_libraries(chladni_${name} PRIVATE ${ARG_PRIVATE_DEPS})
    else()
        add_library(chladni_${name} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(chladni_${name} ${scope} ${CMAKE_SOURCE_DIR})
    target_link_libraries(chladni_${name} ${scope} ${ARG_DEPS})
    add_library(chladni::${name} ALIAS chladni_${name})
endfunction()

function(chladni_warnings target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                           $<$<BOOL:${CHLADNI_WERROR}>:-Werror>)
endfunction()

# LibTorch's headers take longer to read than anything of ours to compile: read once per target.
function(chladni_precompile_torch target)
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/engine/tensor/torch.h)
endfunction()

# chladni_test(NAME SOURCES a_test.cpp ... DEPS chladni::base ... [TORCH] [LABELS x] [TIMEOUT s] [ENVIRONMENT K=V ...])
# One GoogleTest program, one ctest entry. Exit code 77 of a program means skipped. What is labelled `alone` or `jack` runs
# while no other test does. TORCH: its files include LibTorch, which is read once for all such programs.
function(chladni_test name)
    cmake_parse_arguments(ARG "TORCH" "TIMEOUT" "SOURCES;DEPS;LABELS;ENVIRONMENT" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    chladni_warnings(${name})
    target_link_libraries(${name} PRIVATE ${ARG_DEPS} chladni::test_support GTest::gtest_main)
    target_compile_definitions(${name} PRIVATE CHLADNI_SOURCE_DIR="${CMAKE_SOURCE_DIR}" CHLADNI_BINARY_DIR="${CMAKE_BINARY_DIR}")
    if(ARG_TORCH)
        set(headers chladni_torch_test_headers)
    else()
        set(headers chladni_plain_test_headers)
    endif()
    target_precompile_headers(${name} REUSE_FROM ${headers})
    add_test(NAME ${name} COMMAND ${name})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 600)
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} SKIP_RETURN_CODE 77
                         LABELS "${ARG_LABELS}" ENVIRONMENT "OMP_NUM_THREADS=1;XDG_CACHE_HOME=${CMAKE_BINARY_DIR}/cache;${ARG_ENVIRONMENT}")
    if("alone" IN_LIST ARG_LABELS OR "jack" IN_LIST ARG_LABELS)  # pictures and sound that must come in time
        set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
    endif()
endfunction()
