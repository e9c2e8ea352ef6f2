// Chosen where FFmpeg is built in.
#include "engine/analysis/song_listener.h"
#include "engine/base/check.h"
#include "engine/media/audio_file.h"
#include "engine/media/audio_reader.h"
#include "engine/runtime/sound_files.h"

namespace chladni {

AudioBuffer load_sound_file(const std::string& path) { return load_audio_file(path); }
AudioBuffer load_sound_beginning(const std::string& path, double limit_s) { return load_audio_file(path, limit_s); }

SongAnalysis analyze_sound_file(const std::string& path, bool causal, const BeatNets& nets) {
    AudioReader reader(path);
    SongListener listener(reader.sample_rate(), causal, nets);
    std::vector<float> mono;
    bool heard = false;
    for (auto piece = reader.next(); !piece.empty(); piece = reader.next()) {
        mix_to_mono(piece, reader.channels(), mono);
        listener.take(mono);
        heard = true;
    }
    require(heard, "expected sound in '" + path + "', none of it could be decoded");
    return listener.finish();
}

}  // namespace chladni
