#include "engine/runtime/show_status.h"

#include <cmath>

namespace chladni {

namespace {

// JSON knows no NaN and no infinity, and three decimals say all there is to say.
double tidy(double value) { return std::isfinite(value) ? std::round(value * 1000.0) / 1000.0 : 0.0; }

Json transport_line(const TransportStatus& t) {
    return {{"track", t.track}, {"tracks", t.tracks}, {"position_s", tidy(t.position_s)}, {"length_s", tidy(t.length_s)},
            {"playing", t.playing}, {"loop", t.loops}, {"in_span", t.in_span}, {"from_s", tidy(t.span_from_s)}, {"to_s", tidy(t.span_to_s)}};
}

}  // namespace

Json to_json(const ShowStatus& s) {
    Json line = {
        {"time", tidy(s.time_s)},
        {"audio", {{"state", s.audio.state}, {"device", s.audio.device}, {"frames", s.audio.frames},
                   {"xruns", s.audio.xruns}, {"peak_db", tidy(s.audio.peak_db)}, {"message", s.audio.message},
                   {"api", s.audio.api}, {"channels", s.audio.channels}, {"clipped", s.audio.clipped},
                   {"heard_db", tidy(s.audio.heard_db)}, {"gain_db", tidy(s.audio.gain_db)},
                   {"limited_db", tidy(s.audio.limited_db)}, {"gated", s.audio.gated}}},
        {"tempo", {{"bpm", tidy(s.tempo.bpm)}, {"confidence", tidy(s.tempo.confidence)}, {"beat", tidy(s.tempo.beat)},
                   {"phase", tidy(s.tempo.phase)}, {"source", s.tempo.source}, {"beats_per_bar", s.tempo.beats_per_bar},
                   {"beat_in_bar", tidy(s.tempo.beat_in_bar)}}},
        {"gen", {{"state", s.gen.state}, {"name", s.gen.name}, {"queue_s", tidy(s.gen.queue_s)},
                 {"chunk_ms_p50", tidy(s.gen.chunk_ms_p50)}, {"chunk_ms_p95", tidy(s.gen.chunk_ms_p95)},
                 {"rtf", tidy(s.gen.rtf)}, {"late", s.gen.late}, {"chunks", s.gen.chunks}, {"steps", s.gen.steps}, {"scale", tidy(s.gen.scale)},
                 {"message", s.gen.message}}},
        {"latency", {{"audio_to_photon_ms", tidy(s.latency.audio_to_photon_ms)},
                     {"param_to_photon_ms", tidy(s.latency.param_to_photon_ms)}}},
        {"midi", {{"ports", s.midi.ports}, {"missing", s.midi.missing}, {"last", s.midi.last}, {"message", s.midi.message}}},
        {"notices", s.notices},
        {"rss_mb", tidy(s.rss_mb)},
    };
    if (s.render.running) {
        line["render"] = {{"fps", tidy(s.render.fps)}, {"missed", s.render.missed}, {"frames", s.render.frames},
                          {"max_gap_ms", tidy(s.render.max_gap_ms)}, {"device", s.render.device}};
        line["safety"] = {{"flashes_per_s", tidy(s.safety.flashes_per_s)}, {"limited", s.safety.limited}};
    }
    if (s.transport) line["transport"] = transport_line(*s.transport);
    if (s.ui.present) line["ui"] = {{"max_gap_ms", tidy(s.ui.max_gap_ms)}};
    if (!s.output.state.empty()) line["output"] = {{"display", s.output.display}, {"state", s.output.state}};
    if (s.record.state == "recording") line["record"] = {{"path", s.record.path}, {"seconds", tidy(s.record.seconds)}};
    Json& params = line["params"] = Json::object();
    for (const auto& [id, value] : s.params) params[std::string(id)] = tidy(value);
    return line;
}

}  // namespace chladni
