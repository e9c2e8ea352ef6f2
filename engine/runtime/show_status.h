#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/json.h"
#include "engine/types/transport_status.h"

namespace chladni {

/// Everything the window and the status socket may show. Plain values, a copy per reader.
struct ShowStatus {
    double time_s = 0;
    struct {
        std::string state, device, message;
        std::int64_t frames = 0;
        std::uint64_t xruns = 0;
        double peak_db = -120;      // after the input gain, before all that follows
        std::string api{};          // jack, pulse, alsa ...; empty for files
        int channels = 0;
        std::uint64_t clipped = 0;  // how often the converter ran out of range
        double heard_db = -120;     // peak of what the analysis gets
        double gain_db = 0, limited_db = 0;  // all gains together; the limiter's part
        bool gated = false;
    } audio;
    std::optional<TransportStatus> transport;  ///< of a file
    struct { double bpm = 0, confidence = 0, beat = 0, phase = 0; std::string source; int beats_per_bar = 4; double beat_in_bar = 0; } tempo;
    struct {
        std::string state, name, message;  // state: starting, running, failed, hung, replaced
        double queue_s = 0, chunk_ms_p50 = 0, chunk_ms_p95 = 0, rtf = 0;
        std::int64_t late = 0, chunks = 0;
        std::size_t layers = 0;
        int steps = 0;          // of the chunk asked for last; 0: the stand-in makes it
        double scale = 1;       // of its width and height while it was made
    } gen;
    // max_gap_ms: on the status socket since the previous line, else the longest ever
    struct { bool running = false; double fps = 0, max_gap_ms = 0; std::int64_t missed = 0, frames = 0; std::string device; } render;
    struct { double max_gap_ms = 0; bool present = false; } ui;
    struct { double audio_to_photon_ms = 0, param_to_photon_ms = 0; } latency;
    struct { std::string display, state; } output;
    struct { std::vector<std::string> ports, missing; std::string last, message; } midi;
    struct { double flashes_per_s = 0; bool limited = false; } safety;
    struct { float bands[8] = {}; float level = 0, onset = 0; } sound;
    struct { std::string state, path; double seconds = 0; } record;
    std::vector<std::string> notices;   ///< newest last; plain words for the person at the desk
    std::vector<std::pair<std::string_view, float>> params;  ///< every parameter by its id
    double rss_mb = 0;
};

/// One line of the status socket (contract: section 5).
Json to_json(const ShowStatus& status);

}  // namespace chladni
