// Chosen where LibTorch is built in.
#include <algorithm>
#include <sstream>

#include "app/model_tools.h"
#include "engine/audio/audio_clock.h"
#include "engine/audio/resample.h"
#include "engine/base/check.h"
#include "engine/base/joined.h"
#include "engine/base/plain_tensors.h"
#include "engine/encode/audio_encoder.h"
#include "engine/encode/streaming_encoder.h"
#include "engine/encode/synth_ears.h"
#include "engine/encode/verify_audio.h"
#include "engine/generate/parts_folder.h"
#include "engine/ltx/convert_model.h"
#include "engine/ltx/load_times.h"
#include "engine/ltx/model_info.h"
#include "engine/ltx/synth_model.h"
#include "engine/ltx/verify.h"
#include "engine/train/verify_gradients.h"
#include "engine/runtime/encode_sound.h"

namespace chladni {

namespace {

void check_dtype(const std::string& dtype) {
    if (dtype != "float32" && dtype != "bfloat16" && dtype != "float16")
        throw UsageError("--dtype: expected float32, bfloat16 or float16, got '" + dtype + "'");
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

VerifyAudioJob audio_job_of(const VerifyWishes& wishes) {
    VerifyAudioJob job{wishes.model, wishes.component, wishes.inputs, wishes.outputs, {wishes.device == "auto" ? "cpu" : wishes.device, wishes.dtype}, wishes.settings, {}};
    job.resample = [](std::span<const float> mono, double from_hz, double to_hz) { return resample(mono, from_hz, to_hz); };
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
        return verify_audio(audio_job_of(wishes));
    if (wishes.component == "train.gradients") return verify_gradients(job_of(wishes));
    if (!ltx::is_verifiable(wishes.component))
        throw UsageError("--component: expected transformer, vae.decode, vae.encode, text, scheduler, pipeline, upsample, train.gradients, audio.spectrogram, audio.clap or audio.wav2vec2, got '" +
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
    if (!model["words"].empty()) out << "Words it knows: " << joined(model["words"].get<std::vector<std::string>>(), " ") << "\n";
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

void synthesize(const std::filesystem::path& folder, const std::string& geometry, const std::string& ears, std::uint64_t seed) {
    if (ears != "spectrogram" && ears != "clap" && ears != "wav2vec2") throw UsageError("--encoder: expected spectrogram, clap or wav2vec2, got '" + ears + "'");
    synthesize_model(folder, geometry, seed);
    const std::filesystem::path part = folder / "audio_encoder";
    const std::int64_t hidden_dim = load_audio_encoder_config(part / "config.json").hidden_dim;
    synthesize_ears(part, {ears, hidden_dim, geometry == "2b" || geometry == "13b", seed});
}

void encode_file(const EncodeWishes& wishes) {
    const auto encoder = load_audio_encoder(parts_folder(wishes.model) / "audio_encoder", {wishes.device, wishes.dtype});
    const EncodedSound made = encode_sound(*encoder, wishes.audio, {wishes.frames, wishes.features, {}, load_beat_nets(wishes.beat_nets)});
    const auto rows = [](const std::string& name, const AudioTokens& tokens) {
        const auto count = static_cast<std::int64_t>(tokens.count()), dim = static_cast<std::int64_t>(tokens.dim);
        return PlainTensor{name, {1, count, dim}, tokens.values};
    };
    const auto times = [](const std::string& name, const AudioTokens& tokens) {
        return PlainTensor{name, {static_cast<std::int64_t>(tokens.count())}, std::vector<float>(tokens.times_s.begin(), tokens.times_s.end())};
    };
    std::vector<PlainTensor> out{rows("tokens", made.tokens), times("times", made.tokens)};
    if (wishes.features) out.insert(out.end(), {rows("features", made.features), times("feature_times", made.features)});
    write_plain_tensors(wishes.output, out);
}

std::vector<double> time_encoder(const std::filesystem::path& model, std::int64_t frames, int runs) {
    const auto encoder = load_audio_encoder(parts_folder(model) / "audio_encoder");
    const double length_s = static_cast<double>(frames) / encoder->config().frames_per_second;
    const std::vector<float> mono = noise(static_cast<std::size_t>(length_s * encoder->sample_rate()));
    std::vector<double> times_s;
    for (int run = -1; run < runs; ++run) {  // the first one warms up
        const std::int64_t began_ns = AudioClock::now_ns();
        encoder->encode(mono, Seconds{0}, frames, {});
        if (run >= 0) times_s.push_back(static_cast<double>(AudioClock::now_ns() - began_ns) * 1e-9);
    }
    return times_s;
}

namespace {

double now_s() { return static_cast<double>(AudioClock::now_ns()) * 1e-9; }

double median_of(std::vector<double> values) {
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

// Ten seconds at once, then as a stream that goes on by a group at a time; each per second of sound.
OrderedJson ear_times(std::shared_ptr<AudioEncoder> encoder, int runs) {
    constexpr double kWhole_s = 10.0, kGroup_s = 0.5;
    const auto frames = static_cast<std::int64_t>(kWhole_s * encoder->config().frames_per_second);
    const std::vector<float> whole = noise(static_cast<std::size_t>(kWhole_s * encoder->sample_rate()));
    std::vector<double> whole_s, group_s;
    StreamingEncoder stream(encoder, kGroup_s);
    stream.push(whole, {});  // until its windows are as long as they get; warms up
    for (int run = 0; run < runs; ++run) {
        const double began = now_s();
        encoder->encode(whole, Seconds{0}, frames, {});
        whole_s.push_back(now_s() - began);
        const Seconds made = stream.made_until();
        const double went_on = now_s();
        while (stream.made_until() < made + Seconds{kGroup_s}) stream.push(std::span(whole).first(static_cast<std::size_t>(kGroup_s * encoder->sample_rate())), {});
        group_s.push_back((now_s() - went_on) / (stream.made_until() - made).value);
    }
    return {{"whole_ms_per_s", 1e3 * median_of(whole_s) / kWhole_s}, {"stream_ms_per_s", 1e3 * median_of(group_s)}, {"stream_delay_s", stream.delay_s()}, {"sample_rate", encoder->sample_rate()}};
}

// A folder that is gone with it.
class PassingFolder {
public:
    PassingFolder() : path_(std::filesystem::temp_directory_path() / ("chladni-ears-" + std::to_string(AudioClock::now_ns()))) { std::filesystem::create_directories(path_); }
    ~PassingFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace

OrderedJson time_ears(const std::filesystem::path& model, const std::string& device, const std::string& dtype, int runs) {
    const std::filesystem::path own = parts_folder(model) / "audio_encoder";
    const std::string has = load_audio_encoder_config(own / "config.json").encoder_type;
    const EncoderPlace place{device == "auto" ? "cpu" : device, dtype == "auto" ? "float32" : dtype};
    OrderedJson result = OrderedJson::object();
    for (const char* kind : {"spectrogram", "clap", "wav2vec2"}) {
        const PassingFolder made;
        if (kind != has) synthesize_ears(made.path(), {kind, 2048, true, 1});
        result[kind] = ear_times(load_audio_encoder(kind == has ? own : made.path(), place), runs);
        result[kind]["weights"] = kind == has ? "the model's" : "random, of published size";
    }
    return result;
}

}  // namespace chladni
