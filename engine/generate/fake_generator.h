#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/generate/generator.h"

namespace chladni {

/// Which faults to play, as `--generator fake:ms=500,hang_at=2` names them. Chunks are counted from 1 over the whole run;
/// 0 is never.
struct FakeFaults {
    double ms = 0;
    std::int64_t hang_at = 0, throw_at = 0, oom_at = 0;

    /// `words` is what follows "fake:". Throws UsageError.
    static FakeFaults parse(const std::string& words);
};

/// A generator that fails on order: for tests, and for rehearsing a show. It outlives restarts by its counter, which the
/// caller keeps, so a fault comes once.
class FakeGenerator : public Generator {
public:
    /// `made` counts the chunks asked for over all restarts. `wait_ms` waits (it simulates a slow model).
    FakeGenerator(std::unique_ptr<Generator> inner, const FakeFaults& faults, std::shared_ptr<std::int64_t> made,
                  std::function<void(double ms, std::stop_token)> wait_ms);

    const GeneratorInfo& info() const override { return info_; }
    VideoChunk generate(const ChunkRequest& request, std::stop_token stop) override;
    void reset() override { inner_->reset(); }

private:
    std::unique_ptr<Generator> inner_;
    GeneratorInfo info_;
    FakeFaults faults_;
    std::shared_ptr<std::int64_t> made_;
    std::function<void(double, std::stop_token)> wait_ms_;
};

}  // namespace chladni
