// Chosen where FFmpeg is built in.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "engine/base/check.h"
#include "engine/media/film_reader.h"
#include "engine/runtime/cover.h"
#include "engine/runtime/film_clips.h"
#include "engine/runtime/film_sound.h"

namespace chladni {

namespace {

constexpr double kTimeRounding_s = 1e-6;

/// One film being cut into clips.
class Cutter {
public:
    Cutter(const std::filesystem::path& film, const FilmIndex& index, const ClipFormat& format, std::span<const double> begins_s,
           const std::function<bool(std::size_t, FilmClip&&)>& take)
        : index_(index), format_(format), begins_(begins_s), take_(take), reader_(film, 0),
          cover_(Cover::of(reader_.width(), reader_.height(), reader_.pixel_aspect(), format.width, format.height)) {
        reader_.resize(cover_.width, cover_.height);
        if (index.has_sound) sound_.emplace(film);
        begin_clip();
    }

    /// False where `take` or `stop` ended it.
    bool run(std::stop_token stop) {
        while (!done() && reader_.advance()) {
            if (stop.stop_requested()) return false;
            const double time_s = reader_.time_s();
            if (held_ && time_s <= held_s_) continue;  // as the scan does
            if (held_ && !give_until((held_s_ + time_s) / 2)) return false;
            hold(time_s);
        }
        return !held_ || give_until(held_s_ + kLongestStill_s);
    }

    bool done() const { return clip_ == begins_.size(); }

private:
    double next_frame_s() const { return begins_[clip_] + static_cast<double>(clip_frames_) / format_.frame_rate; }

    // The picture is kept where a wanted frame may be nearest to it.
    void hold(double time_s) {
        held_ = true;
        held_s_ = time_s;
        if (!done() && next_frame_s() <= time_s + kLongestStill_s / 2 + kTimeRounding_s) keep_middle(reader_.picture());
    }

    void keep_middle(const PictureView& picture) {
        middle_.resize(static_cast<std::size_t>(format_.width) * static_cast<std::size_t>(format_.height) * 3);
        std::uint8_t* to = middle_.data();
        for (int y = 0; y < format_.height; ++y) {
            const std::uint8_t* from = picture.rgba + (static_cast<std::ptrdiff_t>(y + cover_.top) * picture.width + cover_.left) * 4;
            for (int x = 0; x < format_.width; ++x, from += 4) to = std::copy(from, from + 3, to);
        }
    }

    // All frames up to then show the held picture.
    bool give_until(double until_s) {
        while (!done() && next_frame_s() <= until_s + kTimeRounding_s) {
            rgb_.insert(rgb_.end(), middle_.begin(), middle_.end());
            if (++clip_frames_ == format_.frames && !give_clip()) return false;
        }
        return true;
    }

    bool give_clip() {
        const double begin_s = begins_[clip_], duration_s = format_.frames / format_.frame_rate;
        FilmClip clip{"", "", format_.width, format_.height, format_.frame_rate, std::move(rgb_), format_.sample_rate, {}, {}};
        if (sound_) clip.mono = sound_->take(begin_s, duration_s, format_.sample_rate);
        else clip.mono.assign(static_cast<std::size_t>(std::llround(duration_s * format_.sample_rate)), 0.0f);
        for (const double beat_s : index_.beats_s)
            if (beat_s >= begin_s && beat_s < begin_s + duration_s) clip.beats_s.push_back(beat_s - begin_s);
        const bool more = take_(clip_, std::move(clip));
        ++clip_;
        begin_clip();
        return more;
    }

    void begin_clip() {
        clip_frames_ = 0;
        rgb_.clear();
    }

    const FilmIndex& index_;
    const ClipFormat& format_;
    std::span<const double> begins_;
    const std::function<bool(std::size_t, FilmClip&&)>& take_;
    FilmReader reader_;
    Cover cover_;
    std::optional<FilmSound> sound_;
    std::size_t clip_ = 0;               // the one being filled
    int clip_frames_ = 0;                // that it has
    std::vector<std::uint8_t> rgb_;      // of these, [frames, height, width, 3]
    std::vector<std::uint8_t> middle_;   // of the held picture, [height, width, 3]
    double held_s_ = 0;
    bool held_ = false;
};

}  // namespace

bool cut_film(const std::filesystem::path& film, const FilmIndex& index, const ClipFormat& format, std::span<const double> begins_s,
              std::stop_token stop, const std::function<bool(std::size_t, FilmClip&&)>& take) {
    Cutter cutter(film, index, format, begins_s, take);
    if (!cutter.run(stop)) return false;
    require(cutter.done(), "expected '" + film.string() + "' to be as long as when it was read first, it is shorter");
    return true;
}

}  // namespace chladni
