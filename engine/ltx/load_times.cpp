#include "engine/ltx/load_times.h"

#include <algorithm>
#include <fstream>

#include "engine/ltx/model_source.h"
#include "engine/ltx/transformer.h"
#include "engine/ltx/video_vae.h"
#include "engine/tensor/device.h"

namespace chladni::ltx {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> files_of(const fs::path& place) {
    if (fs::is_regular_file(place)) return {place};
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(place))
        if (entry.path().extension() == ".safetensors") files.push_back(entry.path());
    return files;
}

double read_plainly(const std::vector<fs::path>& files) {
    std::vector<char> buffer(8u << 20);
    double bytes = 0;
    for (const fs::path& file : files) {
        std::ifstream in(file, std::ios::binary);
        while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), in.gcount() > 0) bytes += static_cast<double>(in.gcount());
    }
    return bytes;
}

double median_of(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

LoadTimes timed(const std::string& part, const fs::path& place, int runs, const std::function<double()>& now_s, const std::function<void()>& load) {
    const std::vector<fs::path> files = files_of(place);
    std::vector<double> loads, reads;
    double bytes = 0;
    for (int i = 0; i < runs; ++i) {
        const double began = now_s();
        bytes = read_plainly(files);
        const double between = now_s();
        load();
        loads.push_back(now_s() - between);
        reads.push_back(between - began);
    }
    return {part, bytes / 1e9, median_of(loads), median_of(reads)};
}

}  // namespace

std::vector<LoadTimes> time_loading(const fs::path& model, const std::string& device_word, const std::string& dtype_word, int runs,
                                    const std::function<double()>& now_s) {
    const c10::InferenceMode inference;
    const at::Device device = device_from(device_word);
    const at::ScalarType dtype = dtype_from(dtype_word, device);
    const ModelSource source = ModelSource::open(model);
    return {timed("transformer", source.transformer().files.place, runs, now_s, [&] { Transformer::load(source.transformer(), device, dtype); }),
            timed("vae", source.vae().files.place, runs, now_s, [&] { VideoVae::load(source.vae(), device, dtype); })};
}

}  // namespace chladni::ltx
