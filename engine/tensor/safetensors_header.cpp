#include "engine/tensor/safetensors_header.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/tensor/dtypes.h"

namespace chladni {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxHeader = 16u << 20;  // the largest published models need a third of a megabyte
constexpr std::size_t kMaxDimensions = 16;

// The words around every complaint.
struct Reader {
    std::span<const std::byte> file;
    const fs::path& path;
    std::size_t data = 0;  // where tensors start

    void check(bool fine, const std::string& expected, const std::string& came) const {
        if (!fine) throw Error("expected " + expected + " in '" + path.string() + "', got " + came);
    }
    void check(const std::string& tensor, bool fine, const std::string& expected, const std::string& came) const {
        if (!fine) check(false, expected + " for tensor '" + tensor.substr(0, 200) + "'", came);
    }
};

std::uint64_t header_length(const Reader& in) {
    in.check(in.file.size() >= 8, "a safetensors header of 8 bytes or more", std::to_string(in.file.size()) + " bytes");
    std::uint64_t length = 0;
    for (int i = 7; i >= 0; --i) length = length << 8 | static_cast<std::uint8_t>(in.file[static_cast<std::size_t>(i)]);
    in.check(length <= kMaxHeader, "a safetensors header of at most " + std::to_string(kMaxHeader) + " bytes",
             "a length of " + std::to_string(length));
    in.check(length <= in.file.size() - 8, "a safetensors header of " + std::to_string(length) + " bytes",
             std::to_string(in.file.size() - 8) + " bytes after its length; the file may be cut off");
    return length;
}

// Nothing in a header is deeper than tensor -> shape -> number, and no name stands twice.
Json parse_header(const Reader& in, std::uint64_t length) {
    std::set<std::string> names;
    std::string twice;
    bool deep = false;
    const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
        if (depth > 3) deep = true;
        if (event == Json::parse_event_t::key && depth == 1 && !names.insert(value.get<std::string>()).second)
            twice = value.get<std::string>();
        return depth <= 3;
    };
    const char* text = reinterpret_cast<const char*>(in.file.data()) + 8;
    Json header = Json::parse(text, text + length, watch, false);
    in.check(!deep && header.is_object(), "a JSON object as safetensors header", "something else; is it a safetensors file?");
    in.check(twice, twice.empty(), "one entry", "two");
    return header;
}

std::map<std::string, std::string> metadata_of(const Reader& in, const Json& object) {
    in.check(object.is_object(), "an object as __metadata__", object.type_name());
    std::map<std::string, std::string> metadata;
    for (const auto& [key, value] : object.items()) {
        in.check(value.is_string(), "text as metadata '" + key + "'", value.type_name());
        metadata[key] = value.get<std::string>();
    }
    return metadata;
}

std::vector<std::int64_t> shape_of(const Reader& in, const std::string& name, const Json& entry) {
    const auto found = entry.find("shape");
    const bool list = found != entry.end() && found->is_array() && found->size() <= kMaxDimensions;
    in.check(name, list, "a 'shape' of at most " + std::to_string(kMaxDimensions) + " sizes", "none such");
    std::vector<std::int64_t> shape;
    for (const Json& size : *found) {
        const bool whole = size.is_number_unsigned() && size.get<std::uint64_t>() < (std::uint64_t{1} << 48);
        in.check(name, whole, "whole sizes in 'shape'", size.dump());
        shape.push_back(size.get<std::int64_t>());
    }
    return shape;
}

at::ScalarType dtype_of(const Reader& in, const std::string& name, const Json& entry) {
    const auto found = entry.find("dtype");
    const bool text = found != entry.end() && found->is_string();
    in.check(name, text, "a 'dtype'", "none");
    const std::string word = found->get<std::string>();
    const std::optional<at::ScalarType> dtype = dtype_of_word(word);
    in.check(name, dtype.has_value(), "a dtype F64, F32, F16, BF16, I64, I32, I16, U8, BOOL or F8_E4M3",
             "'" + word.substr(0, 40) + "'");
    return *dtype;
}

// Nothing where the product is larger than any file.
std::optional<std::size_t> bytes_needed(const TensorEntry& entry) {
    std::size_t bytes = c10::elementSize(entry.dtype);
    for (const std::int64_t size : entry.shape)
        if (__builtin_mul_overflow(bytes, static_cast<std::size_t>(size), &bytes)) return std::nullopt;
    return bytes;
}

void read_offsets(const Reader& in, const std::string& name, const Json& json, TensorEntry& entry) {
    const auto found = json.find("data_offsets");
    const bool pair = found != json.end() && found->is_array() && found->size() == 2 && (*found)[0].is_number_unsigned() &&
                      (*found)[1].is_number_unsigned();
    in.check(name, pair, "'data_offsets' of two whole numbers", "none such");
    const auto begin = (*found)[0].get<std::uint64_t>(), end = (*found)[1].get<std::uint64_t>();
    const std::size_t size = in.file.size() - in.data;
    in.check(name, begin <= end && end <= size, "data within the file's " + std::to_string(size) + " bytes of tensors",
             "offsets " + std::to_string(begin) + " to " + std::to_string(end) + "; the file may be cut off");
    const std::optional<std::size_t> needed = bytes_needed(entry);
    in.check(name, needed == end - begin, "as many bytes as shape " + text_of(entry.shape) + " needs",
             std::to_string(end - begin));
    entry.begin = in.data + begin;
    entry.end = in.data + end;
}

TensorEntry entry_of(const Reader& in, const std::string& name, const Json& json) {
    in.check(name, json.is_object(), "an object", json.type_name());
    TensorEntry entry;
    entry.dtype = dtype_of(in, name, json);
    entry.shape = shape_of(in, name, json);
    read_offsets(in, name, json, entry);
    return entry;
}

// The format allows neither overlaps nor holes.
void check_cover(const Reader& in, const SafetensorsHeader& header) {
    std::vector<std::pair<const std::string*, const TensorEntry*>> order;
    for (const auto& [name, entry] : header.tensors) order.emplace_back(&name, &entry);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second->begin, a.second->end) < std::pair(b.second->begin, b.second->end);
    });
    std::size_t at = in.data;
    for (const auto& [name, entry] : order) {
        in.check(*name, entry->begin == at, "data that starts where the one before ends (byte " + std::to_string(at) + ")",
                 "byte " + std::to_string(entry->begin));
        at = entry->end;
    }
    in.check(at == in.file.size(), "tensors up to the end (byte " + std::to_string(in.file.size()) + ")",
             "none after byte " + std::to_string(at));
}

}  // namespace

SafetensorsHeader read_header(std::span<const std::byte> file, const fs::path& path) {
    Reader in{file, path};
    const std::uint64_t length = header_length(in);
    in.data = 8 + length;
    const Json json = parse_header(in, length);
    SafetensorsHeader header;
    for (const auto& [name, value] : json.items()) {
        if (name == "__metadata__")
            header.metadata = metadata_of(in, value);
        else
            header.tensors.emplace(name, entry_of(in, name, value));
    }
    check_cover(in, header);
    return header;
}

}  // namespace chladni
