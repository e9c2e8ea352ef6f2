#include "engine/runtime/generator_worker.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <utility>

namespace chladni {

// The mutex is held for moves only, and neither the picture nor the sound ever takes it.
struct GeneratorWorker::State {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::optional<GeneratorInfo> info;
    std::string failure;
    std::optional<ChunkJob> job;
    std::optional<ChunkOutcome> outcome;
    bool busy = false;

    void tell(const std::function<void()>& change) {
        const std::lock_guard lock(mutex);
        change();
        changed.notify_all();
    }
};

namespace {

// Whatever a library throws becomes one plain sentence.
std::string words_of(const std::exception& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n'));
}

ChunkOutcome attempt(ListeningGenerator& maker, ChunkJob job, std::stop_token stop) {
    try {
        if (maker.encode) {
            const GeneratorInfo& info = maker.generator->info();
            const auto context = frames_in(info.context, info.frame_rate).value;
            job.request.audio = maker.encode(job.sound, context + job.request.new_frames);
        }
        return {maker.generator->generate(job.request, stop), "", false};
    } catch (const std::bad_alloc& error) {
        return {std::nullopt, words_of(error), true};
    } catch (const std::exception& error) {
        const std::string text = words_of(error);
        return {std::nullopt, text, text.find("out of memory") != std::string::npos};
    } catch (...) {
        return {std::nullopt, "expected a chunk, the generator failed without a word", false};
    }
}

}  // namespace

GeneratorWorker::GeneratorWorker(GeneratorFactory factory) : state_(std::make_shared<State>()) {
    thread_ = Worker("generator", [state = state_, factory = std::move(factory)](std::stop_token stop) {
        ListeningGenerator maker;
        try {
            maker = factory();
            state->tell([&] { state->info = maker.info(); });
        } catch (const std::exception& error) {
            return state->tell([&] { state->failure = words_of(error); });
        } catch (...) {
            return state->tell([&] { state->failure = "expected a generator, it failed without a word"; });
        }
        while (!stop.stop_requested()) {
            ChunkJob job;
            {
                std::unique_lock lock(state->mutex);
                if (!state->changed.wait(lock, stop, [&] { return state->job.has_value(); })) return;
                job = std::move(*state->job);
                state->job.reset();
            }
            ChunkOutcome outcome = attempt(maker, std::move(job), stop);
            state->tell([&] {
                state->outcome = std::move(outcome);
                state->busy = false;
            });
        }
    });
}

GeneratorWorker::~GeneratorWorker() {
    if (thread_.joinable()) thread_.request_stop();
}

std::optional<GeneratorInfo> GeneratorWorker::info() const {
    const std::lock_guard lock(state_->mutex);
    return state_->info;
}

std::string GeneratorWorker::failure() const {
    const std::lock_guard lock(state_->mutex);
    return state_->failure;
}

void GeneratorWorker::start(ChunkJob job) {
    state_->tell([&] {
        state_->job = std::move(job);
        state_->busy = true;
    });
}

bool GeneratorWorker::busy() const {
    const std::lock_guard lock(state_->mutex);
    return state_->busy;
}

std::optional<ChunkOutcome> GeneratorWorker::take_outcome() {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->outcome, std::nullopt);
}

void GeneratorWorker::wait_for_news(int time_ms) {
    std::unique_lock lock(state_->mutex);
    const bool known = state_->info.has_value() || !state_->failure.empty();
    state_->changed.wait_for(lock, std::chrono::milliseconds(time_ms), [&] {
        return state_->outcome.has_value() || (!known && (state_->info || !state_->failure.empty()));
    });
}

void GeneratorWorker::abandon() {
    if (thread_.joinable()) thread_.abandon();
}

}  // namespace chladni
