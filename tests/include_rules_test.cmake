# Reads every #include of engine/, ui/ and app/ and says which line breaks a rule of the house:
#   one way       base <- params <- types <- stages <- runtime <- ui, app; a stage includes no other stage
#   one owner     each third-party library is included in one folder
#   full path     "engine/render/renderer.h", never "renderer.h"
# cmake -DTREE=/path/to/chladni -P include_rules_test.cmake
cmake_minimum_required(VERSION 3.25)

set(stages music looks audio analysis measure tensor encode schedule generate ltx train playout render media control)

# may_include_<folder>: the folders of engine/ that it may include beside itself.
set(may_include_base "")
set(may_include_params base)
set(may_include_types base params)
foreach(stage ${stages})
    set(may_include_${stage} base params types)
endforeach()
list(APPEND may_include_encode tensor)
list(APPEND may_include_ltx tensor generate)
list(APPEND may_include_train tensor ltx encode)
set(may_include_runtime base params types ${stages})
set(may_include_ui base params types runtime)
set(may_include_app base params types ${stages} runtime ui)

# Which folders own which headers, as "pattern|folder,folder".
set(owners
    "^lib(av|sw|post)[a-z]+/|media"
    "^(portaudio|pa_[a-z_]+|soxr)\\.h|audio"
    "^pulse/|audio"
    "^(kiss|kissfft/)|analysis"
    "^ebur128|analysis"
    "^(rtmidi/|RtMidi)|control"
    "^lo/|control"
    "^jack/|audio,control"
    "^(vulkan/|vk_)|render"
    "^(ATen|torch|c10|caffe2)/|tensor,encode,ltx,train"
    "^(cuda|nvrtc|cublas)|tensor,encode,ltx,train"
    "^sentencepiece|ltx"
    "^(mpi|nccl)\\.h|train"
    "^(Q[A-Z]|Qt)|ui"
    "^nlohmann/|base"
    "^CLI/|base"
    "^spdlog/|base"
    "^zlib\\.h|runtime")

# Everything else in <> must be the standard library or POSIX.
set(system_header "^([a-z_0-9]+|c?x?xabi\\.h|(sys|arpa|netinet|linux|net)/[a-z_0-9]+\\.h|(dirent|dlfcn|errno|fcntl|fenv|glob|immintrin|limits|locale|malloc|netdb|poll|pthread|pwd|sched|signal|stdint|stdio|stdlib|string|strings|termios|time|ucontext|unistd)\\.h)$")

function(folder_of path out)
    if(path MATCHES "^engine/([a-z_]+)/")
        set(${out} ${CMAKE_MATCH_1} PARENT_SCOPE)
    elseif(path MATCHES "^(ui|app)/")
        set(${out} ${CMAKE_MATCH_1} PARENT_SCOPE)
    else()
        set(${out} "" PARENT_SCOPE)
    endif()
endfunction()

function(check_own file folder header)
    folder_of("${header}" target)
    if(target STREQUAL "" AND header MATCHES "\\.moc$" AND folder STREQUAL "ui")
        return()  # written by Qt's own compiler
    endif()
    if(header MATCHES "^(shaders|spirv)/" AND folder STREQUAL "render")
        return()  # written by the shader compiler
    endif()
    if(target STREQUAL "")
        message(SEND_ERROR "${file}: expected a full path such as \"engine/base/check.h\", found \"${header}\"")
    elseif(NOT EXISTS ${TREE}/${header})
        message(SEND_ERROR "${file}: expected a file of the tree, found \"${header}\", which is not there")
    elseif(folder STREQUAL "ui" AND header STREQUAL "engine/render/surface_provider.h")
        return()  # the one thing of a stage that windows are made for
    elseif(NOT target STREQUAL folder AND NOT target IN_LIST may_include_${folder})
        message(SEND_ERROR "${file}: expected includes to go one way, found \"${header}\": ${folder} may not include ${target}")
    endif()
endfunction()

function(check_foreign file folder header)
    foreach(row ${owners})
        string(REGEX MATCH "^(.*)\\|([a-z,]+)$" _ "${row}")
        set(pattern "${CMAKE_MATCH_1}")
        string(REPLACE "," ";" folders "${CMAKE_MATCH_2}")
        if(header MATCHES "${pattern}")
            if(NOT folder IN_LIST folders)
                message(SEND_ERROR "${file}: expected <${header}> in ${folders} only, found it in ${folder}")
            endif()
            return()
        endif()
    endforeach()
    if(NOT header MATCHES "${system_header}")
        message(SEND_ERROR "${file}: expected a standard header or a library with an owner folder, found <${header}>")
    endif()
endfunction()

function(check_file file)
    folder_of("${file}" folder)
    if(NOT DEFINED may_include_${folder})
        message(SEND_ERROR "${file}: expected a folder that the rules know, found '${folder}'")
        return()
    endif()
    file(STRINGS ${TREE}/${file} lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
    foreach(line IN LISTS lines)
        if(line MATCHES "include[ \t]*\"([^\"]+)\"")
            check_own(${file} ${folder} "${CMAKE_MATCH_1}")
        elseif(line MATCHES "include[ \t]*<([^>]+)>")
            check_foreign(${file} ${folder} "${CMAKE_MATCH_1}")
        endif()
    endforeach()
endfunction()

file(GLOB_RECURSE files RELATIVE ${TREE} ${TREE}/engine/*.h ${TREE}/engine/*.cpp ${TREE}/ui/*.h ${TREE}/ui/*.cpp
     ${TREE}/app/*.h ${TREE}/app/*.cpp)
list(LENGTH files count)
if(count LESS 10)
    message(FATAL_ERROR "expected the sources of chladni under '${TREE}', found ${count} files")
endif()
foreach(file ${files})
    check_file(${file})
endforeach()
message(STATUS "${count} files read")
