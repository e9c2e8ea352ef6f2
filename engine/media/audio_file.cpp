#include "engine/media/audio_file.h"

#include "engine/base/check.h"
#include "engine/media/audio_reader.h"

namespace chladni {

AudioBuffer load_audio_file(const std::filesystem::path& path, double limit_s) {
    AudioReader reader(path);
    AudioBuffer out{reader.sample_rate(), reader.channels(), {}};
    const double limit_samples = limit_s * out.sample_rate;
    while (static_cast<double>(out.length().value) < limit_samples) {
        const std::span<const float> piece = reader.next();
        if (piece.empty()) break;
        out.samples.insert(out.samples.end(), piece.begin(), piece.end());
    }
    require(!out.samples.empty(), "expected sound in '" + path.string() + "', none of it could be decoded");
    return out;
}

}  // namespace chladni
