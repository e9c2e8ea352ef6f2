#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/worker.h"
#include "engine/generate/generator.h"
#include "engine/runtime/chunk_sound.h"

namespace chladni {

/// A generator with its ears: made and used on one thread.
struct ListeningGenerator {
    std::unique_ptr<Generator> generator;
    /// Sound to audio tokens for a window of video frames; empty where the generator reads features instead.
    std::function<AudioTokens(const ChunkSound&, std::int64_t window_frames)> encode;
    Seconds look_back{};  ///< how much sound before a window it is worth giving

    GeneratorInfo info() const {
        GeneratorInfo all = generator->info();
        all.look_back = look_back;
        return all;
    }
};

using GeneratorFactory = std::function<ListeningGenerator()>;

/// One chunk to make: the request without its tokens, and the sound that they are made from.
struct ChunkJob {
    ChunkRequest request;
    ChunkSound sound;
};

/// What came of a job.
struct ChunkOutcome {
    std::optional<VideoChunk> chunk;
    std::string error;          ///< plain words where there is no chunk
    bool out_of_memory = false;
};

/// Runs a generator on a thread of its own, one job at a time. All it touches it owns together with its thread, so a
/// generator that hangs can be left behind.
class GeneratorWorker {
public:
    explicit GeneratorWorker(GeneratorFactory factory);
    ~GeneratorWorker();
    GeneratorWorker(const GeneratorWorker&) = delete;
    GeneratorWorker& operator=(const GeneratorWorker&) = delete;

    /// Nothing while the generator is being made. Generation thread only, as all below.
    std::optional<GeneratorInfo> info() const;
    /// Plain words where it could not be made; empty otherwise.
    std::string failure() const;

    void start(ChunkJob job);
    bool busy() const;
    std::optional<ChunkOutcome> take_outcome();

    /// Waits until something happens (made, failed, an outcome) or `time_ms` have passed.
    void wait_for_news(int time_ms);

    /// Asks it to end its job early, and its thread; a generator looks at this between two steps.
    void request_stop() { thread_.request_stop(); }

    /// Goes on without it.
    void abandon();

private:
    struct State;
    std::shared_ptr<State> state_;
    Worker thread_;
};

}  // namespace chladni
