// Chosen where FFmpeg is built in.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/analysis/song_listener.h"
#include "engine/base/check.h"
#include "engine/measure/scene_cuts.h"
#include "engine/media/audio_reader.h"
#include "engine/media/film_reader.h"
#include "engine/runtime/film_scan.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

namespace {

constexpr int kLooked_px = 64;           // enough to tell scenes apart
constexpr double kMostMissing_s = 1.0;   // what a header may be wrong by
constexpr double kMostBack_s = 0.5;      // two pictures in the wrong order, not two films in one
constexpr double kUnstatedRate = 25.0;

std::string seconds(double s) { return std::to_string(std::lround(s * 10) / 10) + "." + std::to_string(std::lround(s * 10) % 10) + " s"; }

/// One film being scanned.
class Scan {
public:
    explicit Scan(const std::filesystem::path& film) : name_("'" + film.string() + "'"), film_(film), reader_(film, 0) {
        reader_.resize(kLooked_px, kLooked_px);
    }

    /// False where it was stopped.
    bool look(std::stop_token stop) {
        while (reader_.advance()) {
            if (stop.stop_requested()) return false;
            const double time_s = reader_.time_s();
            if (!times_.empty() && time_s <= times_.back()) {
                require(time_s > times_.back() - kMostBack_s, "expected times that go forward in " + name_ + ", they fall back at " + seconds(times_.back()));
                continue;
            }
            times_.push_back(time_s);
            cuts_.take(PictureLook(reader_.picture()), time_s);
        }
        cuts_.finish();
        check();
        return true;
    }

    FilmIndex index() const {
        FilmIndex index{reader_.width(), reader_.height(), reader_.pixel_aspect(), reader_.frame_rate(), times_.size(), {}, {}, reader_.has_sound(), {}};
        for (const std::size_t cut : cuts_.cuts()) index.cuts.push_back({cut, times_[cut]});
        const std::vector<std::size_t> still = standstills(times_);
        std::vector<std::size_t> breaks;
        std::ranges::set_union(cuts_.cuts(), still, std::back_inserter(breaks));
        index.stretches = stretches_of(times_, breaks, 1.0 / (index.frame_rate > 0 ? index.frame_rate : kUnstatedRate));
        return index;
    }

private:
    void check() const {
        require(times_.size() > 1, "expected moving pictures in " + name_ + ", found " + (times_.empty() ? "none that can be decoded" : "a single one"));
        require(reader_.missing_s() <= kMostMissing_s, "expected the whole of " + name_ + ", it ends " + seconds(reader_.missing_s()) + " before it says: the file was cut short");
        require(reader_.faults() == 0, "expected an undamaged film in " + name_ + ", " + std::to_string(reader_.faults()) + " faults were found while its pictures were decoded");
    }

    std::string name_;
    std::filesystem::path film_;
    FilmReader reader_;
    SceneCuts cuts_;
    std::vector<double> times_;
};

// False where it was stopped.
bool hear(const std::filesystem::path& film, const BeatNets& nets, std::stop_token stop, std::vector<double>& beats_s) {
    AudioReader reader(film);
    SongListener listener(reader.sample_rate(), false, nets);
    std::vector<float> mono;
    for (auto piece = reader.next(); !piece.empty(); piece = reader.next()) {
        if (stop.stop_requested()) return false;
        mix_to_mono(piece, reader.channels(), mono);
        listener.take(mono);
    }
    beats_s = listener.finish().beats_s;
    for (double& beat : beats_s) beat += reader.start_s();
    return true;
}

}  // namespace

std::optional<FilmIndex> scan_film(const std::filesystem::path& film, const BeatNets& nets, std::stop_token stop) {
    Scan scan(film);
    if (!scan.look(stop)) return std::nullopt;
    FilmIndex index = scan.index();
    if (index.has_sound && !hear(film, nets, stop, index.beats_s)) return std::nullopt;
    return index;
}

}  // namespace chladni
