// Chosen where FFmpeg is built in.
#include "app/clip_out.h"
#include "engine/base/atomic_file.h"
#include "engine/media/film_writer.h"

namespace chladni {

namespace {

void write_pictures(FilmWriter& writer, const FilmClip& clip) {
    const std::size_t pixels = clip.bytes_per_frame() / 3;
    std::vector<std::uint8_t> rgba(4 * pixels, 255);
    for (std::size_t k = 0; k < clip.frames(); ++k) {
        const std::uint8_t* rgb = clip.rgb.data() + k * clip.bytes_per_frame();
        for (std::size_t i = 0; i < pixels; ++i)
            for (std::size_t c = 0; c < 3; ++c) rgba[4 * i + c] = rgb[3 * i + c];
        writer.write_frame({rgba.data(), clip.width, clip.height});
    }
}

}  // namespace

void save_clip(const std::filesystem::path& path, const FilmClip& clip) {
    FilmFormat format;
    format.width = clip.width;
    format.height = clip.height;
    format.frame_rate = clip.frame_rate;
    format.audio_rate = static_cast<int>(clip.sample_rate);
    format.audio_channels = 1;
    FilmWriter writer(path, format);
    writer.write_audio(clip.mono);
    write_pictures(writer, clip);
    writer.finish();
    std::filesystem::path beside = path;
    write_file_atomically(beside.replace_extension(".txt"), clip.caption + "\n");
}

}  // namespace chladni
