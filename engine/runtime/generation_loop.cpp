#include "engine/runtime/generation_loop.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <thread>
#include <utility>

#include "engine/audio/audio_clock.h"
#include "engine/runtime/pace_notice.h"

namespace chladni {

namespace {

constexpr int kPause_ms = 5;
constexpr int kLastWait_ms = 1000;         // at the end: a step or two of a model; what takes longer is left behind
constexpr double kSettle_s = 4.0;          // of sound before a chunk, for the automatic gain of its features
constexpr double kFirstChunk_s = 120.0;    // the first chunk may have to warm up, one of new words to read them
constexpr int kFewNewWords = 3;            // chunks in a row
constexpr double kLeastPatience_s = 6.0;   // later ones: ten times the usual, at least this

double seconds_between(std::int64_t from_ns, std::int64_t to_ns) { return static_cast<double>(to_ns - from_ns) * 1e-9; }

}  // namespace

GenerationLoop::GenerationLoop(GenerationPlace place, GeneratorFactory factory)
    : place_(std::move(place)), factory_(std::move(factory)) {
    thread_ = Worker("generation", [this](std::stop_token stop) { run(stop); });
}

GenerationLoop::~GenerationLoop() { end(); }

void GenerationLoop::end() {
    thread_.request_stop();
    thread_.join();
    if (!worker_ || (worker_->info() && !worker_->busy())) return;
    worker_->request_stop();
    worker_->wait_for_news(kLastWait_ms);
    if (worker_->busy() || (!worker_->info() && worker_->failure().empty())) {
        worker_->abandon();
        left_behind_ = true;
    }
    worker_.reset();
}

void GenerationLoop::run(std::stop_token stop) {
    worker_ = std::make_unique<GeneratorWorker>(factory_);
    while (!stop.stop_requested()) {
        try {
            step(stop);
        } catch (const std::exception& error) {  // no memory for a moment: the picture goes on with what there is
            place_.notice(std::string("no chunk could be begun: ") + error.what());
            std::this_thread::sleep_for(std::chrono::milliseconds(kPause_ms));
        }
        publish();
    }
}

void GenerationLoop::step(std::stop_token stop) {
    const std::int64_t now_ns = AudioClock::now_ns();
    watch_worker(now_ns);
    if (worker_)
        if (auto outcome = worker_->take_outcome()) return take_outcome(std::move(*outcome), now_ns, stop);
    const bool working = worker_ && worker_->busy();
    const auto start = working ? std::nullopt : planner_.next(show_now(now_ns), made_until_, cost_of(effort_for(place_.params.snapshot())));
    if (!start) {
        if (working) worker_->wait_for_news(kPause_ms);
        else std::this_thread::sleep_for(std::chrono::milliseconds(kPause_ms));
        return;
    }
    if (made_until_ && *start > *made_until_) ++status_.late;
    started_ns_ = now_ns;
    if (info_) {
        ChunkJob job = make_job(*info_, worker_chunks_++, *start);
        choose_effort(job.request);
        worker_->start(std::move(job));
    } else {
        status_.effort = {0, 1.0};
        ChunkJob job = make_job(stand_in_.info(), total_chunks_, *start);
        const VideoChunk chunk = stand_in_.generate(job.request, {});
        finish_chunk(chunk, seconds_between(now_ns, AudioClock::now_ns()), true, stop);
    }
}

void GenerationLoop::watch_worker(std::int64_t now_ns) {
    if (!worker_) {
        if (!replaced_ && now_ns >= restart_at_ns_) worker_ = std::make_unique<GeneratorWorker>(factory_);
        return;
    }
    if (!info_) {
        if (const std::string words = worker_->failure(); !words.empty()) {
            // What cannot be made now cannot be made in a second: a missing model does not come by itself.
            worker_.reset();
            replaced_ = true;
            status_.state = "replaced";
            status_.message = words;
            place_.notice(words + " (the pattern generator plays instead)");
            return;
        }
        info_ = worker_->info();
        if (!info_) return;
        worker_chunks_ = 0;
        status_.state = "running";
        status_.layers = info_->layers;
        planner_ = ChunkPlanner();  // the stand-in's times say nothing about the model's
        return;
    }
    const double usual_s = planner_.latency().expected(0.95, cost_of(status_.effort)).value;
    // To read new words a text encoder may have to be loaded first.
    const double patience_s = worker_chunks_ <= 1 || new_words_ > 0 ? kFirstChunk_s : std::max(10.0 * usual_s, kLeastPatience_s);
    if (worker_->busy() && seconds_between(started_ns_, now_ns) > patience_s) {
        worker_->abandon();
        left_behind_ = true;
        fault(RestartPolicy::Fault::kHung,
              "expected a chunk within " + std::to_string(static_cast<int>(patience_s)) + " s, the generator hangs", now_ns);
    }
}

void GenerationLoop::fault(RestartPolicy::Fault kind, const std::string& words, std::int64_t now_ns) {
    const RestartPolicy::Verdict verdict = policy_.failed(kind);
    worker_.reset();
    info_.reset();
    replaced_ = verdict.replace;
    restart_at_ns_ = now_ns + static_cast<std::int64_t>(verdict.pause.value * 1e9);
    status_.state = replaced_ ? "replaced" : kind == RestartPolicy::Fault::kHung ? "hung" : "failed";
    status_.message = words;
    place_.notice(words + (replaced_ ? " (the pattern generator plays from now on)" : " (it is started again)"));
}

void GenerationLoop::take_outcome(ChunkOutcome outcome, std::int64_t now_ns, std::stop_token stop) {
    if (!outcome.chunk) {
        const auto kind = outcome.out_of_memory ? RestartPolicy::Fault::kOutOfMemory : RestartPolicy::Fault::kThrew;
        return fault(kind, outcome.error, now_ns);
    }
    policy_.succeeded();
    status_.state = "running";
    finish_chunk(*outcome.chunk, seconds_between(started_ns_, now_ns), false, stop);
}

void GenerationLoop::finish_chunk(const VideoChunk& chunk, double took_s, bool stand_in, std::stop_token stop) {
    deliver(chunk, stop);
    ++total_chunks_;
    planner_.took(Seconds{took_s}, cost_of(status_.effort));
    status_.chunks = total_chunks_;
    status_.name = stand_in ? stand_in_.info().name : info_->name;
    const double length_s = chunk.frames() > 1 ? static_cast<double>(chunk.frames()) *
                                                     (chunk.stamps[1].time - chunk.stamps[0].time).value : 0.0;
    if (!stand_in && worker_chunks_ > 1) keep_pace(took_s, length_s);  // the first may have to warm up
    const double p50_s = planner_.latency().p50().value;
    status_.chunk_ms_p50 = 1e3 * p50_s;
    status_.chunk_ms_p95 = 1e3 * planner_.latency().p95().value;
    status_.rtf = p50_s > 0 ? length_s / p50_s : 0.0;
    if (!chunk.stamps.empty()) made_until_ = chunk.stamps.front().time + Seconds{length_s};
}

// What is asked for, as far as the generator knows how to make it.
int GenerationLoop::steps_for(const ParamValues& params) const {
    return std::clamp(static_cast<int>(std::lround(params[ParamId::kSteps])), info_->least_steps, info_->most_steps);
}

// Nothing where there is nothing to leave out.
std::optional<EffortWish> GenerationLoop::pace_wish(const ParamValues& params) const {
    if (!info_ || info_->most_steps == 0 || !params.on(ParamId::kKeepPace)) return std::nullopt;
    return EffortWish{steps_for(params), info_->least_scale, info_->least_steps};
}

Effort GenerationLoop::effort_for(const ParamValues& params) const {
    if (!info_ || info_->most_steps == 0) return {0, 1.0};
    if (const auto wish = pace_wish(params)) return pace_.effort(*wish);
    return {steps_for(params), 1.0};
}

void GenerationLoop::choose_effort(ChunkRequest& request) {
    std::string words = request.prompt + '\n' + request.negative_prompt;
    new_words_ = words == words_ ? 0 : new_words_ + 1;
    words_ = std::move(words);
    if (const std::string notice = unknown_words_.news(info_->words, request.prompt); !notice.empty()) place_.notice(notice);
    // To read new words takes its time, which says nothing of the next chunk, unless every chunk has new ones.
    paced_ = new_words_ == 0 || new_words_ > kFewNewWords ? pace_wish(request.params) : std::nullopt;
    status_.effort = effort_for(request.params);
    if (status_.effort.steps > 0) request.params[ParamId::kSteps] = static_cast<float>(status_.effort.steps);
    request.scale = status_.effort.scale;
}

void GenerationLoop::keep_pace(double took_s, double length_s) {
    if (!paced_ || length_s <= 0) return;
    pace_.took(took_s / length_s, *paced_);
    const Effort asked{paced_->steps, 1.0}, now = pace_.effort(*paced_);
    if (cost_of(now) < cost_of(asked) && !std::exchange(told_of_pace_, true))
        place_.notice(pace_notice(took_s * cost_of(asked) / cost_of(status_.effort), length_s, paced_->steps, now));
}

ChunkJob GenerationLoop::make_job(const GeneratorInfo& info, std::int64_t index, Seconds start) {
    ChunkJob job;
    ChunkRequest& request = job.request;
    request.index = index;
    request.start = start;
    request.new_frames = frames_of_chunk(info, index);
    request.frame_rate = info.frame_rate;
    const Prompts prompts = place_.prompts.read();
    request.prompt = prompts.prompt;
    request.negative_prompt = prompts.negative_prompt;
    request.params = place_.params.snapshot();
    request.seed = static_cast<std::uint64_t>(request.params[ParamId::kSeed]) +
                   (request.params.on(ParamId::kSeedWalk) ? static_cast<std::uint64_t>(total_chunks_) : 0);
    request.grid = place_.heard.grid.get();
    const bool hears_tokens = info.layers > 0;
    const Seconds end = start + seconds_of(Frames{request.new_frames}, info.frame_rate);
    const Seconds before = hears_tokens ? info.context + info.look_back : Seconds{kSettle_s};
    const auto playing = place_.playing();
    job.sound = chunk_sound(place_.heard, playing ? &*playing : nullptr, start - before, end + kLookAhead, request.grid);
    if (hears_tokens) job.sound.look_back = info.look_back;
    else request.features = features_of(job.sound, start, request.new_frames, info.frame_rate);
    return job;
}

void GenerationLoop::deliver(const VideoChunk& chunk, std::stop_token stop) {
    if (chunk.bytes_per_frame() > place_.slots.bytes_each()) {
        place_.notice("expected frames of at most " + std::to_string(place_.slots.bytes_each()) + " bytes, got " +
                      std::to_string(chunk.bytes_per_frame()) + "; choose a smaller size");
        return;
    }
    for (std::size_t i = 0; i < chunk.frames(); ++i) {
        auto slot = place_.slots.take();
        while (!slot && !stop.stop_requested()) {  // the render thread gives slots back as frames grow old
            std::this_thread::sleep_for(std::chrono::milliseconds(kPause_ms));
            slot = place_.slots.take();
        }
        if (!slot) return;
        std::memcpy(place_.slots.bytes(*slot).data(), chunk.frame(i), chunk.bytes_per_frame());
        place_.frames.push(VideoFrame{*slot, chunk.width, chunk.height, chunk.stamps[i], total_chunks_});
    }
}

void GenerationLoop::publish() {
    status_.made_until_s = made_until_ ? std::optional(made_until_->value) : std::nullopt;
    place_.status.post(status_);
}

}  // namespace chladni
