#include <algorithm>
#include <cmath>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/media/audio_file.h"
#include "engine/media/film_stream.h"

namespace chladni {

void save_audio_file(const std::filesystem::path& path, const AudioBuffer& buffer) {
    const std::string extension = path.extension().string();
    require(extension == ".wav" || extension == ".flac", "expected a .wav or .flac name to save sound to, got '" + path.string() + "'");
    AtomicFile file(path);
    OutputFile output(file.path());
    SoundStream sound(output, {extension == ".wav" ? "pcm_s16le" : "flac", buffer.sample_rate, buffer.channels, 0});
    output.begin();
    sound.write(buffer.samples);
    sound.finish();
    output.finish();
    file.commit();
}

}  // namespace chladni
