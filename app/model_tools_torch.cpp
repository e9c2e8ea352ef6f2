// Chosen where LibTorch is built in.
#include <algorithm>
#include <sstream>

#include "app/model_tools.h"
#include "engine/analysis/song_analysis.h"
#include "engine/audio/audio_clock.h"
#include "engine/audio/resample.h"
#include "engine/base/check.h"
#include "engine/base/plain_tensors.h"
#include "engine/encode/audio_encoder.h"
#include "engine/encode/verify_audio.h"
#include "engine/generate/parts_folder.h"
#include "engine/ltx/convert_model.h"
#include "engine/ltx/load_times.h"
#include "engine/ltx/model_info.h"
#include "engine/ltx/synth_model.h"
#include "engine/ltx/verify.h"
#include "engine/runtime/sound_files.h"

namespace chladni {

namespace {

void check_dtype(const std::string& dtype) {
    if (dtype != "float32" && dtype != "bfloat16" && dtype != "float16")
        throw UsageError("--dtype: expected float32, bfloat16 or float16, got '" + dtype + "'");
}

// What lies after the last frame asked for is not heard, so that a longer file gives the same tokens.
std::vector<float> heard_part(const AudioBuffer& sound, double length_s) {
    std::vector<float> mono = mono_of(sound);
    mono.resize(static_cast<std::size_t>(samples_in(Seconds{length_s}, sound.sample_rate).value), 0.0f);
    return mono;
}

ltx::VerifyJob job_of(const VerifyWishes& wishes) {
    ltx::VerifyJob job;
    job.model = wishes.model;
    job.component = wishes.component;
    job.inputs = wishes.inputs;
    job.outputs = wishes.outputs;
    job.dtype = wishes.dtype;
    job.device = wishes.device;
    job.settings = wishes.settings;
    return job;
}

std::vector<float> noise(std::size_t count) {
    std::vector<float> samples(count);
    std::uint32_t state = 1;
    for (float& s : samples) {
        state = state * 1664525u + 1013904223u;  // Numerical Recipes' generator: any sound will do here
        s = static_cast<float>(state >> 8) / 16777216.0f - 0.5f;
    }
    return samples;
}

}  // namespace

void verify(const VerifyWishes& wishes) {
    check_dtype(wishes.dtype);
    if (is_verifiable_audio(wishes.component))
        return verify_audio(wishes.model, wishes.component, wishes.inputs, wishes.outputs, wishes.settings);
    if (!ltx::is_verifiable(wishes.component))
        throw UsageError("--component: expected transformer, vae.decode, vae.encode, text, scheduler, pipeline or audio.spectrogram, got '" +
                         wishes.component + "'");
    ltx::verify_component(job_of(wishes));
}

OrderedJson model_facts(const std::filesystem::path& place) { return model_info(place); }

std::string words_of_model(const OrderedJson& model) {
    std::ostringstream out;
    out << model["model"].get<std::string>() << ": " << model["version"].get<std::string>() << " (" << model["layout"].get<std::string>() << ")\n";
    for (const auto& [name, part] : model["parts"].items()) {
        out << "  " << name;
        for (const auto& [key, value] : part.items()) out << "  " << key << " " << value.dump();
        out << "\n";
    }
    for (const auto& [name, without] : model["missing"].items()) out << "  no " << name << "/: " << without.get<std::string>() << "\n";
    if (model["hears"].get<bool>()) out << "It hears the sound.\n";
    return out.str();
}

void import_model(const std::filesystem::path& from, const std::filesystem::path& to) { convert_model(from, to); }

std::vector<double> time_component(const VerifyWishes& wishes, int runs) {
    check_dtype(wishes.dtype);
    std::vector<double> times_ms;
    ltx::VerifyJob job = job_of(wishes);
    job.outputs.clear();
    job.around = [&](const std::function<void()>& compute) {
        compute();  // warms up
        for (int i = 0; i < runs; ++i) {
            const std::int64_t began_ns = AudioClock::now_ns();
            compute();
            times_ms.push_back(static_cast<double>(AudioClock::now_ns() - began_ns) * 1e-6);
        }
    };
    ltx::verify_component(job);
    return times_ms;
}

OrderedJson time_loading(const std::filesystem::path& model, const std::string& device, const std::string& dtype, int runs) {
    OrderedJson result = OrderedJson::object();
    const auto now_s = [] { return static_cast<double>(AudioClock::now_ns()) * 1e-9; };
    for (const ltx::LoadTimes& part : ltx::time_loading(model, device, dtype, runs, now_s))
        result[part.part] = {{"gb", part.gb}, {"load_s", part.load_s}, {"read_s", part.read_s}, {"share", part.read_s / part.load_s}};
    return result;
}

void synthesize(const std::filesystem::path& folder, const std::string& geometry, std::uint64_t seed) {
    synthesize_model(folder, geometry, seed);
}

void encode_file(const std::filesystem::path& audio, std::int64_t frames, const std::filesystem::path& model,
                 const std::filesystem::path& output) {
    const auto encoder = load_audio_encoder(parts_folder(model) / "audio_encoder");
    const AudioEncoderConfig& config = encoder->config();
    const AudioBuffer sound = load_sound_file(audio.string());
    const std::vector<float> mono = heard_part(sound, static_cast<double>(frames) / config.frames_per_second);
    const SongAnalysis song = analyze_song(mono, sound.sample_rate, false);
    const AudioTokens tokens = encoder->encode(resample(mono, sound.sample_rate, config.sample_rate), Seconds{0}, frames, song.beats_s);
    const auto count = static_cast<std::int64_t>(tokens.count()), dim = static_cast<std::int64_t>(tokens.dim);
    write_plain_tensors(output, {{"tokens", {1, count, dim}, tokens.values},
                                 {"times", {count}, std::vector<float>(tokens.times_s.begin(), tokens.times_s.end())}});
}

std::vector<double> time_encoder(const std::filesystem::path& model, std::int64_t frames, int runs) {
    const auto encoder = load_audio_encoder(parts_folder(model) / "audio_encoder");
    const double length_s = static_cast<double>(frames) / encoder->config().frames_per_second;
    const std::vector<float> mono = noise(static_cast<std::size_t>(length_s * encoder->config().sample_rate));
    std::vector<double> times_s;
    for (int run = -1; run < runs; ++run) {  // the first one warms up
        const std::int64_t began_ns = AudioClock::now_ns();
        encoder->encode(mono, Seconds{0}, frames, {});
        if (run >= 0) times_s.push_back(static_cast<double>(AudioClock::now_ns() - began_ns) * 1e-9);
    }
    return times_s;
}

}  // namespace chladni
