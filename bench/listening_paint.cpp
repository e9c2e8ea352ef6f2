// How long the parts of the page "Listening" take to paint, in milliseconds: the middle one of 300 frames of eight busy
// seconds, and the slowest of twenty. Usage: ui_paint_bench [WIDTH HEIGHT]; without a display QT_QPA_PLATFORM=offscreen.
#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <algorithm>
#include <cstdio>
#include <vector>

#include "ui/band_view.h"
#include "ui/onset_view.h"
#include "ui/theme.h"

using namespace chladni;

namespace {

// A hop of a busy song: something is struck every 120 ms, and a beat announced every half second.
HeardHop hop_at(int number) {
    HeardHop hop;
    hop.at = Seconds{0.01 * number};
    const float since = static_cast<float>(number % 12) / 12.0f;
    hop.features.onset = hop.features.kick = hop.features.snare = hop.features.hat = 1.0f - since;
    hop.features.bands.fill(1.0f - since);
    hop.features.loudness_lufs = -12.0f;
    hop.beat = number % 50 == 0;
    hop.downbeat = number % 200 == 0;
    hop.beat_time = hop.at;
    return hop;
}

Listening frame_of(int frame) {
    Listening sound;
    sound.now = Seconds{8.0 + frame / 60.0};
    const int end = static_cast<int>(sound.now.value * 100), begin = frame == 0 ? 0 : static_cast<int>((8.0 + (frame - 1) / 60.0) * 100);
    for (int number = begin; number < end; ++number) sound.hops.push_back(hop_at(number));
    sound.grid.source = BeatSource::kTracker;
    sound.grid.confidence = 0.9f;
    return sound;
}

template <typename Widget>
double paint_ms(Widget& widget, QImage& paper) {
    QElapsedTimer timer;
    timer.start();
    widget.render(&paper);
    return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

void say(const char* name, std::vector<double> times_ms) {
    std::ranges::sort(times_ms);
    std::printf("%s p50 %.3f ms, p95 %.3f ms\n", name, times_ms[times_ms.size() / 2], times_ms[times_ms.size() * 19 / 20]);
}

}  // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    theme::apply(app);
    const QSize size = argc > 2 ? QSize(QString(argv[1]).toInt(), QString(argv[2]).toInt()) : QSize(900, 132);
    OnsetView onsets;
    BandView bands;
    onsets.resize(size);
    bands.resize(168, size.height());
    QImage paper(size.expandedTo(bands.size()), QImage::Format_RGB32);
    std::vector<double> onsets_ms, bands_ms;
    for (int frame = 0; frame < 300; ++frame) {
        const Listening sound = frame_of(frame);
        onsets.show_sound(sound);
        if (!sound.hops.empty()) bands.show_frame(sound.hops.back().features);
        onsets_ms.push_back(paint_ms(onsets, paper));
        bands_ms.push_back(paint_ms(bands, paper));
    }
    say("onsets", std::move(onsets_ms));
    say("bands", std::move(bands_ms));
}
