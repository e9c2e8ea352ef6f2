#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/base/json.h"
#include "engine/tensor/dtypes.h"
#include "engine/tensor/weights.h"

namespace chladni::ltx {

/// A whole safetensors file of these tensors in bfloat16, all of it a hole: any size, no disk.
inline void write_sparse(const std::filesystem::path& path, const TensorShapes& shapes) {
    Json header = Json::object();
    std::uint64_t at = 0;
    for (const auto& [name, shape] : shapes) {
        const std::uint64_t end = at + bytes_of({{name, shape}}, at::kBFloat16);
        header[name] = {{"dtype", "BF16"}, {"shape", shape}, {"data_offsets", {at, end}}};
        at = end;
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    std::ofstream out(path, std::ios::binary);
    for (int i = 0; i < 8; ++i) out.put(static_cast<char>(text.size() >> (8 * i) & 0xff));
    out << text;
    out.close();
    std::filesystem::resize_file(path, 8 + text.size() + at);
}

}  // namespace chladni::ltx
