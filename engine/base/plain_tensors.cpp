#include "engine/base/plain_tensors.h"

#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"

namespace chladni {

namespace {

constexpr std::uintmax_t kLargest = 256u << 20;

std::string contents(const std::filesystem::path& path) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(path, failed);
    require(!failed, "expected a file of weights '" + path.string() + "', found none; name another, or run scripts/setup.sh");
    require(size <= kLargest, "expected at most 256 MB of weights in '" + path.string() + "', got more; use another file");
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits.
float from_half(std::uint16_t bits) {
    const int exponent = bits >> 10 & 31, fraction = bits & 1023;
    const float size = exponent == 0 ? std::ldexp(static_cast<float>(fraction), -24)
                                     : std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
    return bits & 0x8000 ? -size : size;
}

template <typename Number, typename Widen>
std::vector<float> numbers(std::string_view bytes, Widen widen) {
    std::vector<float> values(bytes.size() / sizeof(Number));
    for (std::size_t i = 0; i < values.size(); ++i) {
        Number number;
        std::memcpy(&number, bytes.data() + i * sizeof number, sizeof number);
        values[i] = widen(number);
    }
    return values;
}

// Null where the entry does not say what it must, or says what the file does not hold.
std::optional<PlainTensor> tensor_of(const std::string& name, const Json& entry, std::string_view data) {
    PlainTensor tensor{name, entry.at("shape").get<std::vector<std::int64_t>>(), {}};
    const auto range = entry.at("data_offsets").get<std::array<std::uint64_t, 2>>();
    const std::string type = entry.at("dtype").get<std::string>();
    if (range[0] > range[1] || range[1] > data.size() || (type != "F32" && type != "F16")) return {};
    const std::string_view bytes = data.substr(range[0], range[1] - range[0]);
    tensor.values = type == "F32" ? numbers<float>(bytes, [](float x) { return x; })
                                  : numbers<std::uint16_t>(bytes, from_half);
    std::uint64_t count = 1;
    for (const std::int64_t n : tensor.shape)
        if (n < 0 || (count *= static_cast<std::uint64_t>(n)) > kLargest) return {};
    if (count != tensor.values.size()) return {};
    for (const float x : tensor.values)
        if (!std::isfinite(x)) return {};
    return tensor;
}

}  // namespace

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

std::vector<PlainTensor> read_plain_tensors(const std::filesystem::path& path) {
    const std::string file = contents(path);
    const auto wrong = [&](const std::string& what) {
        return "expected " + what + " in '" + path.string() + "', found none; it is damaged: get it again, or leave it out";
    };
    std::uint64_t length = 0;
    require(file.size() >= sizeof length, wrong("a safetensors header"));
    std::memcpy(&length, file.data(), sizeof length);
    require(length <= file.size() - sizeof length, wrong("a whole safetensors header"));
    const Json header = parse_shallow(std::string_view(file).substr(sizeof length, length));
    require(header.is_object(), wrong("a safetensors header in JSON"));
    std::vector<PlainTensor> tensors;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__") continue;
        try {
            auto tensor = tensor_of(name, entry, std::string_view(file).substr(sizeof length + length));
            require(tensor.has_value(), wrong("float32 or float16 numbers of tensor '" + name + "'"));
            tensors.push_back(std::move(*tensor));
        } catch (const Json::exception&) {
            throw Error(wrong("type, shape and place of tensor '" + name + "'"));
        }
    }
    return tensors;
}

}  // namespace chladni
