#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/audio/device_keeper.h"
#include "engine/runtime/generation_loop.h"
#include "engine/runtime/hands.h"
#include "engine/runtime/record_loop.h"
#include "engine/runtime/render_loop.h"
#include "engine/runtime/show.h"
#include "engine/runtime/status_socket.h"
#include "engine/runtime/transport_knobs.h"
#include "engine/runtime/true_future.h"

namespace chladni {

/// The parts of a show in the order in which they start; they end in the reverse order.
struct Show::State {
    explicit State(const ShowConfig& config);
    ~State();

    void notice(const std::string& words);
    std::function<void(const std::string&)> noticer();
    /// One command of the status socket, answered (contract: section 5). Throws Error with what is wrong.
    void command(const Json& words);
    ParamId param_in(const Json& words) const;
    bool transport_command(const std::string& name, const Json& words);  // false where the name is none of its
    void loop_command(const Json& words);
    void choose(const std::vector<std::string>& inputs);
    BeatCommand beat_in(const Json& words) const;
    void use_preset(const std::string& path);
    void panic();
    void take_screenshot(const std::string& path);
    void record(const std::string& path);
    ShowStatus status() const;
    Json status_line();  // the same, with the gaps since the last line

    ShowConfig config;
    ParameterStore params;
    Bulletin<Prompts> prompts;
    std::shared_ptr<Bulletin<std::vector<std::string>>> notices;
    std::atomic<bool> quit{false};

    Heard heard;
    AudioInput input;
    std::shared_ptr<ServerGate> jack;  // sound and MIDI are clients of one library
    DeviceKeeper keeper;
    TransportKnobs knobs;              // analysis thread's
    AnalysisLoop analysis;

    TrueFuture future;                 // generation thread's
    SlotPool slots;                    // generation thread takes, render thread gives back
    SpscRing<VideoFrame> frames;       // generation thread -> render thread; as large as the pool: never full
    Bulletin<GenerationStatus> generation_status;
    std::unique_ptr<GenerationLoop> generation;

    RenderDesk desk;
    RecordLoop recorder;
    std::unique_ptr<RenderLoop> render;  // GUI thread only: others read the desk

    Hands hands;
    std::atomic<std::int64_t> ui_seen_ns{0};
    std::atomic<double> ui_max_gap_ms{0.0};
    Bulletin<std::pair<std::string, std::string>> output;  // display, state
    std::unique_ptr<StatusSocket> socket;
};

}  // namespace chladni
