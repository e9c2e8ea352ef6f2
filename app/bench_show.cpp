#include "app/bench_show.h"

#include <chrono>
#include <thread>

#include "engine/audio/audio_clock.h"
#include "engine/base/check.h"
#include "engine/runtime/show.h"

namespace chladni {

namespace {

constexpr double kPatience_s = 60.0;  // for a first picture, or a first chunk

double since_s(std::int64_t began_ns) { return static_cast<double>(AudioClock::now_ns() - began_ns) * 1e-9; }

// Looks every two milliseconds. Null where it did not come true.
template <typename Fact>
OrderedJson time_until(std::int64_t began_ns, const Show& show, Fact&& fact) {
    while (since_s(began_ns) < kPatience_s) {
        if (fact(show.status())) return since_s(began_ns);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return nullptr;
}

OrderedJson measured(const ShowConfig& config, double seconds, Show& show, std::int64_t began_ns) {
    const std::string wanted = config.generator;
    OrderedJson out{{"generator", wanted}, {"width", config.width}, {"height", config.height}};
    out["first_picture_s"] =
        time_until(began_ns, show, [](const ShowStatus& s) { return s.render.frames > 0; });
    out["first_chunk_s"] = time_until(began_ns, show,
                                      [&](const ShowStatus& s) { return s.gen.chunks > 0 && s.gen.name == wanted; });
    const ShowStatus first = show.status();
    const std::int64_t from_ns = AudioClock::now_ns();
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    const double took_s = since_s(from_ns);
    const ShowStatus last = show.status();
    out["seconds"] = took_s;
    out["fps"] = static_cast<double>(last.render.frames - first.render.frames) / took_s;
    out["missed"] = last.render.missed - first.render.missed;
    out["longest_gap_ms"] = last.render.max_gap_ms;
    out["chunk_rtf"] = last.gen.rtf;
    out["steps"] = last.gen.steps;
    out["scale"] = last.gen.scale;
    out["late"] = last.gen.late;
    out["rss_mb"] = last.rss_mb;
    return out;
}

}  // namespace

OrderedJson bench_show(const ShowConfig& config, double seconds) {
    const std::int64_t began_ns = AudioClock::now_ns();
    try {
        Show show(config);
        show.start_picture(nullptr, nullptr);
        OrderedJson out = measured(config, seconds, show, began_ns);
        show.stop();
        return out;
    } catch (const Error& error) {
        return {{"generator", config.generator}, {"error", error.what()}};
    }
}

}  // namespace chladni
