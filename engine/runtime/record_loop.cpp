#include "engine/runtime/record_loop.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <optional>
#include <thread>

#include "engine/base/check.h"
#include "engine/base/slot_pool.h"
#include "engine/media/film_writer.h"

namespace chladni {

namespace {

constexpr double kFrameRate = 30.0;
constexpr std::size_t kFilmSlots = 8;

// The history from `start` on. Where another input came meanwhile, with another rate: on straight lines between its samples.
std::vector<float> sound_of(const Heard& heard, Seconds start, std::int64_t count, int rate) {
    std::vector<float> sound(static_cast<std::size_t>(count));
    const int heard_rate = heard.rate.load();
    const Samples first = samples_in(start, heard_rate);
    if (heard_rate == rate) {
        heard.history.read(first, sound);
        return sound;
    }
    const double step = static_cast<double>(heard_rate) / rate;
    std::vector<float> other(static_cast<std::size_t>(std::ceil(static_cast<double>(count) * step)) + 1);
    heard.history.read(first, other);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double at = static_cast<double>(i) * step;
        const auto before = static_cast<std::size_t>(at);
        sound[i] = std::lerp(other[before], other[before + 1], static_cast<float>(at - std::floor(at)));
    }
    return sound;
}

}  // namespace

// One film, from its first frame to its last. The thread owns the writer; the render thread owns taken slots.
struct RecordLoop::Film {
    struct Frame {
        SlotIndex slot = 0;
        std::int64_t number = 0;  // of the film
    };

    Film(std::string film_path, int film_width, int film_height, int sound_rate)
        : path(std::move(film_path)), width(film_width), height(film_height), rate(sound_rate),
          slots(kFilmSlots, static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4), frames(kFilmSlots) {}

    const std::string path;
    const int width, height, rate;
    SlotPool slots;                  // taken by the render thread, given back by the record thread
    SpscRing<Frame> frames;          // render thread -> record thread; as large as the pool: never full
    std::atomic<double> began_s{-1.0};
    std::atomic<std::int64_t> written{0};
    std::atomic<bool> failed{false};
    std::atomic<bool> over{false};   // the thread has nothing left to do
    std::int64_t next_number = 0;    // render thread's own
    std::optional<SlotIndex> slot;   // render thread's own: for the next picture, also where one could not be read
    std::vector<std::uint8_t> pixels;
    Worker thread;

    void film(FilmWriter& writer, const Heard& heard, std::stop_token stop);
    void write(FilmWriter& writer, const Frame& frame);
    void write_sound(FilmWriter& writer, const Heard& heard, Seconds until);
    double filmed_s() const { return static_cast<double>(written.load()) / kFrameRate; }
    std::int64_t sound_written = 0;  // record thread's own
    std::vector<std::uint8_t> last;  // the newest picture, repeated where one was left out
};

void RecordLoop::Film::film(FilmWriter& writer, const Heard& heard, std::stop_token stop) {
    for (Frame frame;;) {
        if (frames.pop(frame)) {
            write(writer, frame);
            // A picture is ahead of its sound: what was not heard yet comes with a later one.
            const Seconds heard_until = seconds_of(heard.history.end(), heard.rate.load()) - Seconds{began_s.load()};
            write_sound(writer, heard, std::min(heard_until, Seconds{filmed_s()}));
        } else if (stop.stop_requested()) {
            return write_sound(writer, heard, Seconds{filmed_s()});
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
}

void RecordLoop::Film::write(FilmWriter& writer, const Film::Frame& frame) {
    const auto bytes = slots.bytes(frame.slot);
    if (last.empty()) last.assign(bytes.begin(), bytes.end());
    while (written < frame.number) {  // left out: the picture before stands for it
        writer.write_frame({last.data(), width, height});
        ++written;
    }
    last.assign(bytes.begin(), bytes.end());
    slots.give_back(frame.slot);
    writer.write_frame({last.data(), width, height});
    ++written;
}

void RecordLoop::Film::write_sound(FilmWriter& writer, const Heard& heard, Seconds until) {
    const std::int64_t count = samples_in(until, rate).value - sound_written;
    if (count <= 0) return;
    writer.write_audio(sound_of(heard, Seconds{began_s.load()} + seconds_of(Samples{sound_written}, rate), count, rate));
    sound_written += count;
}

RecordLoop::RecordLoop(const Heard& heard, std::function<void(const std::string&)> notice)
    : heard_(heard), notice_(std::move(notice)) {}

RecordLoop::~RecordLoop() { stop(); }

void RecordLoop::start(const std::string& path, int width, int height) {
    require(!holds(path), "expected another file than '" + path + "', whose film is not finished yet");
    end();
    auto film = std::make_shared<Film>(path, width, height, heard_.rate.load());
    // The thread borrows the film: it is joined before the film goes.
    film->thread = Worker("record", [this, f = film.get()](std::stop_token stop) {
        try {
            FilmWriter writer(f->path, {f->width, f->height, kFrameRate, f->rate, 1, "h264", 20, true});
            try {
                f->film(writer, heard_, stop);
            } catch (const std::exception& error) {  // a full disk: what was filmed so far is kept
                f->failed = true;
                writer.keep();
                notice_(std::string("recording ended early: ") + error.what() + "; " + f->path + " holds what was filmed");
            }
            if (!f->failed) {
                writer.finish();
                notice_("film written to " + f->path);
            }
        } catch (const std::exception& error) {
            f->failed = true;
            notice_(std::string("recording ended: ") + error.what());
        }
        f->over = true;
    });
    film_.store(std::move(film));
}

bool RecordLoop::holds(const std::string& path) {
    const std::lock_guard lock(mutex_);
    const auto now = film_.load();
    const auto is_of = [&](const auto& film) { return !film->over && film->path == path; };
    return (now && is_of(now)) || std::ranges::any_of(ending_, is_of);
}

void RecordLoop::end() {
    const std::lock_guard lock(mutex_);
    std::erase_if(ending_, [](const auto& film) { return film->over.load(); });
    if (const auto film = film_.exchange(nullptr)) {
        film->thread.request_stop();
        ending_.push_back(film);
    }
}

void RecordLoop::stop() {
    end();
    const std::lock_guard lock(mutex_);
    for (const auto& film : ending_) film->thread.join();
    ending_.clear();
}

bool RecordLoop::recording() const {
    const auto film = film_.load();
    return film && !film->failed;
}

std::string RecordLoop::path() const {
    const auto film = film_.load();
    return film ? film->path : "";
}

double RecordLoop::seconds() const {
    const auto film = film_.load();
    return film ? film->filmed_s() : 0.0;
}

void RecordLoop::offer(Picture& picture, Seconds now) {
    const auto film = film_.load();
    if (!film || film->failed) return;
    if (film->began_s < 0) film->began_s = now.value;
    const auto number = static_cast<std::int64_t>((now.value - film->began_s) * kFrameRate);
    if (number < film->next_number) return;
    if (!film->slot) film->slot = film->slots.take();
    if (!film->slot) return;  // the encoder is behind: this picture is left out
    picture.read_back(film->pixels);
    const auto bytes = film->slots.bytes(*film->slot);
    std::memcpy(bytes.data(), film->pixels.data(), std::min(bytes.size(), film->pixels.size()));
    film->frames.push({*film->slot, number});
    film->slot.reset();
    film->next_number = number + 1;
}

}  // namespace chladni
