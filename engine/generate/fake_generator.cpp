#include "engine/generate/fake_generator.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <new>
#include <sstream>

#include "engine/base/check.h"

namespace chladni {

namespace {

class FakeOutOfMemory : public std::bad_alloc {
public:
    const char* what() const noexcept override { return "out of memory while making a chunk (a rehearsed fault)"; }
};

double number_in(const std::string& word, const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(value >= 0) || value > 1e9)
        throw UsageError("--generator fake: expected a number from 0 after '" + word + "=', got '" + text + "'");
    return value;
}

}  // namespace

FakeFaults FakeFaults::parse(const std::string& words) {
    FakeFaults faults;
    std::istringstream stream(words);
    for (std::string part; std::getline(stream, part, ',');) {
        const auto equals = part.find('=');
        const std::string word = part.substr(0, equals);
        const double value = number_in(word, equals == std::string::npos ? "" : part.substr(equals + 1));
        if (word == "ms") faults.ms = value;
        else if (word == "hang_at") faults.hang_at = std::llround(value);
        else if (word == "throw_at" || word == "crash_at") faults.throw_at = std::llround(value);
        else if (word == "oom_at") faults.oom_at = std::llround(value);
        else throw UsageError("--generator fake: expected ms, hang_at, throw_at or oom_at, got '" + word + "'");
    }
    return faults;
}

FakeGenerator::FakeGenerator(std::unique_ptr<Generator> inner, const FakeFaults& faults, std::shared_ptr<std::int64_t> made,
                             std::function<void(double, std::stop_token)> wait_ms)
    : inner_(std::move(inner)), info_(inner_->info()), faults_(faults), made_(std::move(made)), wait_ms_(std::move(wait_ms)) {
    info_.name = "fake";
    info_.least_scale = 0.5;  // as with a model; what it makes stays the same
    info_.least_steps = 1;
    info_.most_steps = 1000;
}

VideoChunk FakeGenerator::generate(const ChunkRequest& request, std::stop_token stop) {
    const std::int64_t number = ++*made_;
    wait_ms_(faults_.ms, stop);
    if (number == faults_.throw_at) throw Error("expected a chunk, the model failed (a rehearsed fault)");
    if (number == faults_.oom_at) throw FakeOutOfMemory();
    // A real hang heeds no stop token: this one does not either.
    if (number == faults_.hang_at) wait_ms_(std::numeric_limits<double>::infinity(), std::stop_token());
    return inner_->generate(request, stop);
}

}  // namespace chladni
