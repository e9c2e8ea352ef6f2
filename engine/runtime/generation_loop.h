#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/slot_pool.h"
#include "engine/base/worker.h"
#include "engine/generate/known_words.h"
#include "engine/generate/pattern_generator.h"
#include "engine/params/parameter_store.h"
#include "engine/runtime/analysis_loop.h"
#include "engine/base/bulletin.h"
#include "engine/runtime/chunk_sound.h"
#include "engine/runtime/generator_worker.h"
#include "engine/runtime/restart_policy.h"
#include "engine/schedule/chunk_planner.h"
#include "engine/schedule/pace.h"
#include "engine/types/video_frame.h"

namespace chladni {

struct Prompts {
    std::string prompt, negative_prompt;
};

/// For the status line.
struct GenerationStatus {
    std::string state = "starting";  ///< starting, running, failed, hung, replaced
    std::string name, message;
    double chunk_ms_p50 = 0, chunk_ms_p95 = 0, rtf = 0;
    std::int64_t late = 0, chunks = 0;
    std::size_t layers = 0;
    Effort effort{0, 1.0};  ///< of the chunk asked for last; no steps where the generator makes none
    std::optional<double> made_until_s;
};

/// What the generation thread reads and writes; all of it outlives the loop.
struct GenerationPlace {
    const Heard& heard;
    const ParameterStore& params;
    const Bulletin<Prompts>& prompts;
    std::function<std::optional<PlayingClip>()> playing;    ///< the file that plays now
    std::function<void(const std::string&)> notice;         ///< plain words for the person at the desk
    SlotPool& slots;                                        ///< taken here, given back by the render thread
    SpscRing<VideoFrame>& frames;                           ///< to the render thread; as large as the pool: never full
    Bulletin<GenerationStatus>& status;
};

/// The generation thread: plans the next chunk, gathers its sound, has it made and puts its frames into slots. A generator
/// that throws, runs out of memory or hangs is told of, restarted, and in the end replaced by the pattern generator, which
/// also stands in while a model loads.
class GenerationLoop {
public:
    /// `factory` is called on the generator's own thread, again for each restart.
    GenerationLoop(GenerationPlace place, GeneratorFactory factory);
    ~GenerationLoop();

    /// Owner's thread: ends the loop within a second or so; after it, left_one_behind() is final.
    void end();

    /// True where a generator was left hanging: then the process must end without waiting for its threads.
    bool left_one_behind() const { return left_behind_.load(); }

private:
    void run(std::stop_token stop);
    void step(std::stop_token stop);
    void watch_worker(std::int64_t now_ns);
    void take_outcome(ChunkOutcome outcome, std::int64_t now_ns, std::stop_token stop);
    void fault(RestartPolicy::Fault fault, const std::string& words, std::int64_t now_ns);
    ChunkJob make_job(const GeneratorInfo& info, std::int64_t index, Seconds start);
    void deliver(const VideoChunk& chunk, std::stop_token stop);
    void finish_chunk(const VideoChunk& chunk, double took_s, bool stand_in, std::stop_token stop);
    int steps_for(const ParamValues& params) const;
    std::optional<EffortWish> pace_wish(const ParamValues& params) const;
    Effort effort_for(const ParamValues& params) const;
    void choose_effort(ChunkRequest& request);
    void keep_pace(double took_s, double length_s);
    void publish();
    Seconds show_now(std::int64_t now_ns) const { return place_.heard.clock.get().stream_time(now_ns); }

    GenerationPlace place_;
    GeneratorFactory factory_;
    std::atomic<bool> left_behind_{false};
    // Generation thread's own:
    PatternGenerator stand_in_{PatternGenerator::Size{}};
    std::unique_ptr<GeneratorWorker> worker_;
    std::optional<GeneratorInfo> info_;      // of the worker's generator, once it is made
    std::int64_t restart_at_ns_ = 0;         // while there is no worker
    bool replaced_ = false;
    std::int64_t worker_chunks_ = 0;         // asked of this worker
    std::int64_t started_ns_ = 0;            // of the job under way
    std::int64_t total_chunks_ = 0;
    RestartPolicy policy_;
    ChunkPlanner planner_;
    Pace pace_;
    std::optional<EffortWish> paced_;        // what the job under way would have been; nothing where it says nothing of the pace
    std::string words_;                      // its prompts
    int new_words_ = 0;                      // jobs in a row whose words were others than those of the one before
    bool told_of_pace_ = false;
    UnknownWords unknown_words_;
    std::optional<Seconds> made_until_;
    GenerationStatus status_;
    Worker thread_;
};

}  // namespace chladni
