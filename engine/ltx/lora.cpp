#include "engine/ltx/lora.h"

#include <array>

#include "engine/base/check.h"
#include "engine/ltx/original_names.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

namespace {

/// One layer's tensors in the file.
struct LoraPair {
    std::string down, up, alpha;  // stored names, empty: none
};

std::string without_beginning(std::string name) {
    for (const std::string beginning : {"transformer.", "diffusion_model.", "model.diffusion_model."})
        if (name.starts_with(beginning)) return name.substr(beginning.size());
    return name;
}

// "x.lora_A.weight" -> where in its layer's pair it belongs.
std::string* slot_for(const std::string& name, std::map<std::string, LoraPair>& pairs) {
    constexpr std::array<std::pair<const char*, std::string LoraPair::*>, 5> kEndings{{{".lora_A.weight", &LoraPair::down},
                                                                                      {".lora_down.weight", &LoraPair::down},
                                                                                      {".lora_B.weight", &LoraPair::up},
                                                                                      {".lora_up.weight", &LoraPair::up},
                                                                                      {".alpha", &LoraPair::alpha}}};
    static const NameTable names = transformer_names("");
    for (const auto& [ending, slot] : kEndings)
        if (name.ends_with(ending)) {
            const std::string layer = without_beginning(name.substr(0, name.size() - std::string(ending).size()));
            const std::string known = *names.to_diffusers(layer + ".");
            return &(pairs[known.substr(0, known.size() - 1)].*slot);
        }
    return nullptr;
}

/// Checks pairs against the transformer's layers and adds them; what is wrong is collected.
class Attacher {
public:
    Attacher(const SafetensorsFile& file, const Transformer& transformer) : file_(file), transformer_(transformer) {}

    void check(const std::string& layer, const LoraPair& pair) {
        const auto point = transformer_.branch_points().find(layer);
        if (point == transformer_.branch_points().end()) return complain(layer + " (no such layer)");
        if (pair.down.empty() || pair.up.empty()) return complain(layer + " (one half of a pair)");
        const auto &down = shape(pair.down), &up = shape(pair.up);
        const bool fits = down.size() == 2 && up.size() == 2 && down[0] == up[1] && down[0] > 0 && down[1] == point->second.in && up[0] == point->second.out;
        if (!fits)
            complain(layer + " (expected [r, " + std::to_string(point->second.in) + "] and [" + std::to_string(point->second.out) + ", r], got " +
                     text_of(down) + " and " + text_of(up) + ")");
        if (!pair.alpha.empty() && file_.tensor(pair.alpha).numel() != 1) complain(layer + " (an alpha of more than one number)");
    }

    void finish() const {
        if (wrong_.empty()) return;
        throw Error("expected a LoRA for this transformer in '" + file_.path().string() + "', found " + std::to_string(count_) +
                    " layers that do not fit: " + wrong_);
    }

    void add(const std::string& layer, const LoraPair& pair, const std::shared_ptr<double>& strength) const {
        const auto here = [&](const std::string& name) { return file_.tensor(name).to(transformer_.device(), at::kFloat, false, /*copy=*/true); };
        const at::Tensor down = here(pair.down);  // [r, in]
        const double alpha = pair.alpha.empty() ? static_cast<double>(down.size(0)) : file_.tensor(pair.alpha).to(at::kFloat).item<double>();
        const at::Tensor up = here(pair.up) * (alpha / static_cast<double>(down.size(0)));  // [out, r]
        transformer_.branch_points().at(layer).branches->push_back({down.to(transformer_.dtype()), up.to(transformer_.dtype()), strength});
    }

private:
    const std::vector<std::int64_t>& shape(const std::string& name) const { return file_.entries().at(name).shape; }

    void complain(const std::string& what) {
        constexpr std::size_t kShown = 8;
        if (++count_ <= kShown) wrong_ += (wrong_.empty() ? "" : ", ") + what;
    }

    const SafetensorsFile& file_;
    const Transformer& transformer_;
    std::string wrong_;
    std::size_t count_ = 0;
};

}  // namespace

Lora Lora::attach(const std::filesystem::path& path, const Transformer& transformer) {
    const SafetensorsFile file(path);
    std::map<std::string, LoraPair> pairs;
    for (const auto& [name, entry] : file.entries())
        if (std::string* slot = slot_for(name, pairs)) *slot = name;
    require(!pairs.empty(), "expected LoRA tensors (lora_A and lora_B, or lora_down and lora_up) in '" + path.string() + "', found none");
    Attacher attacher(file, transformer);
    for (const auto& [layer, pair] : pairs) attacher.check(layer, pair);
    attacher.finish();
    Lora lora;
    for (const auto& [layer, pair] : pairs) attacher.add(layer, pair, lora.strength_);
    lora.layers_ = pairs.size();
    return lora;
}

}  // namespace chladni::ltx
