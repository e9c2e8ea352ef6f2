#include <algorithm>
#include <iostream>

#include "app/bench_show.h"
#include "app/command.h"
#include "app/machine.h"
#include "app/model_options.h"
#include "app/model_tools.h"
#include "app/words.h"
#include "engine/analysis/song_analysis.h"
#include "engine/audio/audio_clock.h"
#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/music/composer.h"
#include "engine/music/performer.h"
#include "engine/runtime/generator_factory.h"
#include "engine/runtime/picture.h"

namespace chladni {

namespace {

struct BenchCommand {
    std::string output, generator = "ltx", generate_size;
    int chunks = 6, steps = 0;
    double show_s = 10;
    bool json = false;
    ModelOptions model;
    std::string component, inputs;
    int runs = 5;
};

// Nearest-rank quantiles of times in seconds, as milliseconds.
OrderedJson quantiles(std::vector<double> times_s) {
    if (times_s.empty()) return nullptr;
    std::ranges::sort(times_s);
    const auto at = [&](double q) { return 1e3 * times_s[static_cast<std::size_t>(q * static_cast<double>(times_s.size() - 1) + 0.5)]; };
    return {{"p50_ms", at(0.5)}, {"p95_ms", at(0.95)}, {"runs", times_s.size()}};
}

template <typename Work>
double timed_s(Work&& work) {
    const std::int64_t began_ns = AudioClock::now_ns();
    work();
    return static_cast<double>(AudioClock::now_ns() - began_ns) * 1e-9;
}

template <typename Work>
std::vector<double> times_of(int runs, Work&& work) {
    std::vector<double> times_s;
    work();  // warms up
    for (int i = 0; i < runs; ++i) times_s.push_back(timed_s(work));
    return times_s;
}

double median(std::vector<double> values) {
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

// The live analysis of twenty seconds of music, as a share of one core.
OrderedJson bench_analysis() {
    const AudioBuffer sound = perform(compose(1, 20.0));
    const std::vector<float> mono = mono_of(sound);
    const double took_s = median(times_of(3, [&] { analyze_song(mono, sound.sample_rate, true); }));
    return {{"ms_per_s", 1e3 * took_s / sound.duration().value}, {"share_of_core", took_s / sound.duration().value}};
}

// All effects on a picture of 1280x720, drawn and read back.
OrderedJson bench_effects() {
    try {
        const auto picture = make_vulkan_picture({});
        const std::vector<std::uint8_t> made(320 * 180 * 4, 128);
        PictureRequest request;
        request.from = request.to = {made.data(), 320, 180};
        std::vector<std::uint8_t> out;
        return quantiles(times_of(20, [&] { picture->draw(request); picture->read_back(out); }));
    } catch (const Error&) {
        return nullptr;
    }
}

ShowConfig generator_config(const BenchCommand& options, const std::filesystem::path& model) {
    ShowConfig config;
    config.generator = options.generator;
    config.model = model;
    config.device = options.model.device;
    config.dtype = options.model.dtype;
    std::tie(config.generate_width, config.generate_height) = parse_size("--generate-size", options.generate_size);
    return config;
}

/// Chunks after chunks of one generator.
class ChunkBench {
public:
    ChunkBench(const BenchCommand& options, const std::filesystem::path& model) {
        const ShowConfig config = generator_config(options, model);
        load_s_ = timed_s([&] { maker_ = generator_factory(config)(); });
        if (options.steps > 0) params_[ParamId::kSteps] = static_cast<float>(options.steps);
    }

    const GeneratorInfo& info() const { return maker_.generator->info(); }
    int steps() const { return std::clamp(static_cast<int>(params_[ParamId::kSteps]), info().least_steps, std::max(info().least_steps, info().most_steps)); }
    double load_s() const { return load_s_; }

    /// A chunk with its sound encoded, as in a show.
    double chunk_s(int steps, const std::string& prompt) {
        ChunkRequest request;
        request.index = index_;
        request.new_frames = frames_of_chunk(info(), index_++);
        request.frame_rate = info().frame_rate;
        request.params = params_;
        request.params[ParamId::kSteps] = static_cast<float>(steps);
        request.prompt = prompt;
        request.features.resize(static_cast<std::size_t>(request.new_frames));
        return timed_s([&] {
            if (maker_.encode) request.audio = maker_.encode(silence(request.new_frames), context() + request.new_frames);
            maker_.generator->generate(request, {});
        });
    }

private:
    std::int64_t context() const { return frames_in(info().context, info().frame_rate).value; }
    ChunkSound silence(std::int64_t frames) const {
        ChunkSound sound;
        sound.mono.assign(static_cast<std::size_t>(48000.0 * static_cast<double>(context() + frames) / info().frame_rate), 0.0f);
        return sound;
    }

    ListeningGenerator maker_;
    ParamValues params_ = initial_values();
    std::int64_t index_ = 0;
    double load_s_ = 0;
};

std::vector<double> chunks_s(ChunkBench& bench, int runs, int steps) {
    std::vector<double> times_s;
    for (int i = 0; i < runs; ++i) times_s.push_back(bench.chunk_s(steps, "ink"));
    return times_s;
}

// As few steps as the model makes tell best what is no step; where it makes hardly fewer, more of them do.
int other_steps(const GeneratorInfo& info, int steps) {
    const int few = std::max(1, info.least_steps), more = std::min(steps + 4, info.most_steps);
    return steps >= 2 * few || more <= steps ? few : more;
}

// Two numbers of steps tell what a step costs; the rest, without the sound, is decoding. A new prompt shows the text.
void add_model_stages(OrderedJson& stages, ChunkBench& bench, const std::vector<double>& full_s, int runs, double encode_s) {
    const int steps = bench.steps(), others = other_steps(bench.info(), steps);
    const double chunk_s = median(full_s), other_s = median(chunks_s(bench, std::max(2, runs / 2), others));
    const double step_s = std::max(0.0, (other_s - chunk_s) / (others - steps));
    stages["denoise"] = {{"p50_ms", 1e3 * step_s * steps}, {"step_ms", 1e3 * step_s}, {"steps", steps}};
    stages["vae.decode"] = {{"p50_ms", 1e3 * std::max(0.0, chunk_s - step_s * steps - encode_s)}};
    stages["text"] = {{"p50_ms", 1e3 * std::max(0.0, bench.chunk_s(steps, "a new prompt") - chunk_s)}};
}

// The show as a whole: the pattern generator tells what the picture costs, the model what a stage would get.
OrderedJson bench_shows(const BenchCommand& options, const std::filesystem::path& model, const Program& program) {
    OrderedJson shows = OrderedJson::array();
    ShowConfig config = generator_config(options, model);
    config.input = "file:" + program.resources.demo_track().string();
    config.audible = false;
    std::vector<std::string> generators{"pattern"};
    if (options.generator != "pattern") generators.push_back(options.generator);
    for (const std::string& generator : generators) {
        config.generator = generator;
        shows.push_back(bench_show(config, options.show_s));
    }
    return shows;
}

OrderedJson measure(const BenchCommand& options, const Program& program) {
    OrderedJson result{{"machine", machine_facts()}};
    const bool is_model = options.generator == "ltx";
    const std::filesystem::path model = is_model ? model_folder(options.model, program) : "";
    const OrderedJson shows = options.show_s > 0 ? bench_shows(options, model, program) : OrderedJson::array();
    OrderedJson stages{{"analysis", bench_analysis()}, {"effects", bench_effects()}};
    ChunkBench bench(options, model);
    bench.chunk_s(bench.steps(), "ink");  // the first one warms up, and has no context
    const std::vector<double> times_s = chunks_s(bench, options.chunks, bench.steps());
    if (is_model) {
        const std::vector<double> encode_s = time_encoder(model, bench.info().next_frames, 5);
        stages["audio.encode"] = quantiles(encode_s);
        add_model_stages(stages, bench, times_s, options.chunks, median(encode_s));
    }
    OrderedJson chunk = quantiles(times_s);
    chunk["seconds"] = static_cast<double>(bench.info().next_frames) / bench.info().frame_rate;
    chunk["rtf"] = 1e3 * chunk["seconds"].get<double>() / chunk["p50_ms"].get<double>();
    chunk["width"] = bench.info().width;
    chunk["height"] = bench.info().height;
    result["generator"] = {{"name", bench.info().name}, {"model", model.string()}, {"load_s", bench.load_s()}};
    result["stages"] = stages;
    result["chunk"] = chunk;
    result["shows"] = shows;
    return result;
}

// One component on given tensors, for a comparison with another program on the same ones.
OrderedJson measure_component(const BenchCommand& options, const Program& program) {
    VerifyWishes wishes;
    wishes.model = model_folder(options.model, program).string();
    wishes.component = options.component;
    wishes.inputs = options.inputs;
    wishes.dtype = options.model.dtype == "auto" ? "float32" : options.model.dtype;
    wishes.device = options.model.device;
    const std::vector<double> runs_ms = time_component(wishes, options.runs);
    return {{"component", options.component}, {"runs_ms", runs_ms}, {"p50_ms", median(runs_ms)}};
}

int run_bench(const BenchCommand& options, const Program& program) {
    if (options.component == "load") {
        std::cout << time_loading(model_folder(options.model, program), options.model.device, options.model.dtype, options.runs).dump() << "\n";
        return 0;
    }
    if (options.component == "audio") {
        check_range("--runs", options.runs, 1, 10000);
        std::cout << time_ears(model_folder(options.model, program), options.model.device, options.model.dtype, options.runs).dump() << "\n";
        return 0;
    }
    if (!options.component.empty()) {
        check_range("--runs", options.runs, 1, 10000);
        std::cout << measure_component(options, program).dump() << "\n";
        return 0;
    }
    check_range("--chunks", options.chunks, 1, 1000);
    check_range("--show-seconds", options.show_s, 0, 3600);
    check_range("--steps", options.steps, 0, row_of(ParamId::kSteps).max - 4);
    const OrderedJson result = measure(options, program);
    if (!options.output.empty()) write_file_atomically(options.output, result.dump(2) + "\n");
    std::cout << (options.json ? result.dump() : result.dump(2)) << "\n";
    return 0;
}

}  // namespace

void add_bench(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<BenchCommand>();
    CLI::App& command = *add_command(app, "bench", "how long each stage takes on this machine", action, options, run_bench, program);
    command.add_flag("--json", options->json, "print one JSON object on one line");
    command.add_option("-o,--output", options->output, "write it to a file as well");
    command.add_option("--generator", options->generator, "ltx or pattern")->capture_default_str();
    command.add_option("--generate-size", options->generate_size, "of generated frames, WxH");
    command.add_option("--chunks", options->chunks, "how many chunks to time")->capture_default_str();
    command.add_option("--show-seconds", options->show_s, "how long each of the shows runs; 0: none")->capture_default_str();
    command.add_option("--steps", options->steps, "denoising steps per chunk; the table's own where not given");
    command.add_option("--component", options->component, "time only this: transformer, vae.decode, vae.encode or text, as model verify runs it; or load; or audio, what a second of sound costs each kind of ear");
    command.add_option("--inputs", options->inputs, "safetensors with its inputs");
    command.add_option("--runs", options->runs, "how often")->capture_default_str();
    add_model_options(command, options->model);
}

}  // namespace chladni
