#include "engine/base/plain_tensors.h"

#include <cstring>

#include "engine/base/atomic_file.h"
#include "engine/base/json.h"

namespace chladni {

void write_plain_tensors(const std::filesystem::path& path, const std::vector<PlainTensor>& tensors) {
    OrderedJson header = OrderedJson::object();
    std::string data;
    for (const PlainTensor& tensor : tensors) {
        const std::size_t begin = data.size();
        data.append(reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size() * sizeof(float));
        header[tensor.name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {begin, data.size()}}};
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');  // data begins on a multiple of 8
    const std::uint64_t length = text.size();
    std::string file(sizeof length, '\0');
    std::memcpy(file.data(), &length, sizeof length);
    write_file_atomically(path, file + text + data);
}

}  // namespace chladni
