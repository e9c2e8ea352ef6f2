#include "engine/media/film_writer.h"

#include <array>
#include <optional>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/media/film_stream.h"

namespace chladni {

namespace {

// One row per --codec: how pictures and sound are packed, and the extensions that hold them.
struct CodecRow {
    const char* name;
    const char* pictures;
    AVPixelFormat format;
    const char* sound;
    const char* options;     // before crf
    bool has_crf;
    std::array<const char*, 3> extensions;
};

// Without x264's macroblock tree: on CPUs with AVX-512 that (of Debian 12) reads what nobody wrote, at widths that are no multiple of 256 or so,
// and the same pictures become another film now and then.
constexpr std::array kCodecs{
    CodecRow{"h264", "libx264", AV_PIX_FMT_YUV420P, "aac", "preset=veryfast:mbtree=0:threads=2", true, {".mp4", ".mov", ".mkv"}},
    CodecRow{"vp9", "libvpx-vp9", AV_PIX_FMT_YUV420P, "libopus", "deadline=realtime:cpu-used=8:row-mt=1:b=0", true, {".webm", ".mkv", ".mkv"}},
    CodecRow{"prores", "prores_ks", AV_PIX_FMT_YUV422P10LE, "pcm_s16le", "profile=3:vendor=apl0", false, {".mov", ".mkv", ".mov"}},
};

const CodecRow& codec_named(const std::string& name) {
    for (const CodecRow& row : kCodecs)
        if (name == row.name) return row;
    throw UsageError("--codec: expected h264, vp9 or prores, got '" + name + "'");
}

void check_format(const std::filesystem::path& path, const FilmFormat& format, const CodecRow& codec) {
    const std::string size = std::to_string(format.width) + "x" + std::to_string(format.height);
    if (format.width < 16 || format.height < 16 || format.width > 16384 || format.height > 16384 || format.width % 2 || format.height % 2)
        throw UsageError("expected a film size of even numbers from 16 to 16384, got " + size);
    if (!(format.frame_rate >= 1 && format.frame_rate <= 240))
        throw UsageError("expected 1 to 240 frames per second, got " + std::to_string(format.frame_rate));
    const std::string extension = path.extension().string();
    for (const char* allowed : codec.extensions)
        if (extension == allowed) return;
    throw UsageError(std::string("expected a name ending in ") + codec.extensions[0] + " for " + codec.name + ", got '" + path.string() + "'");
}

}  // namespace

struct FilmWriter::State {
    State(const std::filesystem::path& path, const FilmFormat& format, const CodecRow& codec)
        : file(path), output(file.path()),
          pictures(output, {codec.pictures, format.width, format.height, format.frame_rate, codec.format,
                            std::string(codec.options) + (codec.has_crf ? ":crf=" + std::to_string(format.crf) : "")}) {
        // Opus knows 48 kHz only; the caller resamples.
        if (format.audio_rate > 0) sound.emplace(output, SoundCoding{codec.sound, format.audio_rate, format.audio_channels, 192000});
        output.begin(format.in_fragments);
    }
    AtomicFile file;
    OutputFile output;
    PictureStream pictures;
    std::optional<SoundStream> sound;
};

FilmWriter::FilmWriter(const std::filesystem::path& path, const FilmFormat& format) {
    const CodecRow& codec = codec_named(format.codec);
    check_format(path, format, codec);
    state_ = std::make_unique<State>(path, format, codec);
}

FilmWriter::~FilmWriter() = default;

void FilmWriter::write_frame(const PictureView& picture) { state_->pictures.write(picture); }

void FilmWriter::write_audio(std::span<const float> interleaved) {
    require(state_->sound.has_value(), "expected a film with sound to write sound to, this one has none");
    state_->sound->write(interleaved);
}

std::int64_t FilmWriter::frames_written() const { return state_->pictures.written(); }

void FilmWriter::finish() {
    state_->pictures.finish();
    if (state_->sound) state_->sound->finish();
    state_->output.finish();
    state_->file.commit();
}

void FilmWriter::keep() {
    state_->output.leave();
    state_->file.commit();
}

}  // namespace chladni
