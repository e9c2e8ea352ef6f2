#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/tensor/dtypes.h"
#include "engine/tensor/safetensors.h"

namespace chladni {

namespace {

using Named = std::pair<const std::string*, const at::Tensor*>;

// Wide elements first, so that every tensor lies at a multiple of its element size.
std::vector<Named> in_file_order(const NamedTensors& tensors) {
    std::vector<Named> order;
    for (const auto& [name, tensor] : tensors) order.emplace_back(&name, &tensor);
    std::stable_sort(order.begin(), order.end(), [](const Named& a, const Named& b) {
        return a.second->element_size() > b.second->element_size();
    });
    return order;
}

std::string header_text(const std::vector<Named>& order, const Metadata& metadata) {
    OrderedJson header = OrderedJson::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::size_t at = 0;
    for (const auto& [name, tensor] : order) {
        const std::string_view word = word_of_dtype(tensor->scalar_type());
        require(!word.empty(), "expected a dtype that safetensors has for '" + *name + "', got " + c10::toString(tensor->scalar_type()));
        const std::size_t end = at + tensor->nbytes();
        header[*name] = {{"dtype", word}, {"shape", tensor->sizes().vec()}, {"data_offsets", {at, end}}};
        at = end;
    }
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');
    return text;
}

void write_length(std::ofstream& out, std::uint64_t length) {
    for (int i = 0; i < 8; ++i) out.put(static_cast<char>(length >> (8 * i) & 0xff));
}

}  // namespace

void write_safetensors(const std::filesystem::path& path, const NamedTensors& tensors, const Metadata& metadata) {
    const std::vector<Named> order = in_file_order(tensors);
    const std::string header = header_text(order, metadata);
    AtomicFile file(path);
    std::ofstream out(file.path(), std::ios::binary);
    write_length(out, header.size());
    out << header;
    for (const auto& [name, tensor] : order) {
        const at::Tensor plain = tensor->detach().cpu().contiguous();
        out.write(static_cast<const char*>(plain.const_data_ptr()), static_cast<std::streamsize>(plain.nbytes()));
    }
    out.close();
    require(out.good(), "expected to write '" + path.string() + "', got: " + std::strerror(errno) + "; is the disk full?");
    file.commit();
}

}  // namespace chladni
