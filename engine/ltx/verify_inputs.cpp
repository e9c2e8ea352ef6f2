#include "engine/ltx/verify_inputs.h"

#include <charconv>
#include <cmath>
#include <sstream>

#include "engine/base/check.h"
#include "engine/tensor/device.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

namespace {

Metadata merged(Metadata settings, const Metadata& winning) {
    for (const auto& [key, value] : winning) settings[key] = value;
    return settings;
}

template <typename Number>
Number parsed(const std::string& key, const std::string& text, Number min, Number max) {
    Number value{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool fits = result.ec == std::errc() && result.ptr == text.data() + text.size() && value >= min && value <= max;
    require(fits, "expected a number from " + std::to_string(min) + " to " + std::to_string(max) + " as '" + key + "', got '" + text + "'");
    return value;
}

std::string wanted(at::IntArrayRef shape) {
    std::string text;
    for (const std::int64_t size : shape) text += (text.empty() ? "" : ", ") + (size < 0 ? std::string("any") : std::to_string(size));
    return "[" + text + "]";
}

bool is_size(std::int64_t got, std::int64_t want) { return want < 0 ? got > 0 || want == kAnyOrNone : got == want; }

}  // namespace

VerifyInputs::VerifyInputs(const VerifyJob& job)
    : job_(job),
      source_(ModelSource::open(job.model)),
      device_(job.device == "auto" ? at::Device(at::kCPU) : device_from(job.device)),
      dtype_(dtype_from(job.dtype == "auto" ? "float32" : job.dtype, device_)),
      file_(job.inputs),
      settings_(merged(file_.metadata(), job.settings)) {}

void VerifyInputs::refuse(const std::string& name, const std::string& expected, const std::string& came) const {
    throw Error("expected " + expected + " as tensor '" + name + "' in '" + job_.inputs.string() + "', got " + came);
}

at::Tensor VerifyInputs::tensor(const std::string& name, std::initializer_list<std::int64_t> shape) const {
    if (!has(name)) refuse(name, "shape " + wanted(shape), "no such tensor");
    const at::Tensor found = file_.tensor(name);
    bool fits = found.dim() == static_cast<std::int64_t>(shape.size());
    std::int64_t axis = 0;
    for (const std::int64_t size : shape) {
        fits = fits && is_size(found.size(axis), size);
        ++axis;
    }
    if (!fits) refuse(name, "shape " + wanted(shape), text_of(found.sizes()));
    return found.to(device_, found.is_floating_point() ? at::kFloat : at::kLong, false, /*copy=*/true);
}

at::Tensor VerifyInputs::maybe(const std::string& name, std::initializer_list<std::int64_t> shape) const {
    return has(name) ? tensor(name, shape) : at::Tensor();
}

std::string VerifyInputs::text(const std::string& key, const std::string& fallback) const {
    const auto found = settings_.find(key);
    return found == settings_.end() ? fallback : found->second;
}

double VerifyInputs::number(const std::string& key, double fallback, double min, double max) const {
    return has_setting(key) ? parsed(key, settings_.at(key), min, max) : fallback;
}

std::int64_t VerifyInputs::whole(const std::string& key, std::int64_t fallback, std::int64_t min, std::int64_t max) const {
    return has_setting(key) ? parsed(key, settings_.at(key), min, max) : fallback;
}

std::vector<double> VerifyInputs::numbers(const std::string& key, double min, double max) const {
    std::vector<double> list;
    std::istringstream words(text(key, ""));
    for (std::string word; std::getline(words, word, ',');) list.push_back(parsed(key, word, min, max));
    return list;
}

bool VerifyInputs::truth(const std::string& key, bool fallback) const {
    const std::string word = text(key, fallback ? "true" : "false");
    require(word == "true" || word == "false", "expected true or false as '" + key + "', got '" + word + "'");
    return word == "true";
}

}  // namespace chladni::ltx
