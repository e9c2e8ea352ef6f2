#include "engine/ltx/conditioning.h"

#include "engine/base/check.h"
#include "engine/ltx/denoise.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

namespace {

constexpr std::int64_t kLoose = 2;  // latents of a later item that do not look like the middle of a film

/// Mixes items into a window and collects the tokens that stand in front of it.
class Conditioner {
public:
    Conditioner(const at::Tensor& noise, const LatentGrid& grid, std::optional<at::Generator> random)
        : grid_(grid), random_(std::move(random)), latents_(noise.to(at::kFloat).clone()), strength_(at::zeros({grid.frames, grid.height, grid.width})) {}

    void add(const ConditioningItem& item) {
        check(item);
        const std::int64_t count = item.latents.size(2), begin = item.frame / grid_.temporal_ratio;
        if (item.frame == 0) return mix(item, 0, 0, count);
        const std::int64_t loose = std::min(count, kLoose);
        stand_in_front(item, loose);
        if (count > loose) mix(item, loose, begin + loose, count - loose);
    }

    ConditionedTokens finish(at::Device device) {
        std::int64_t extra = 0;
        for (const at::Tensor& front : tokens_) extra += front.size(1);
        tokens_.push_back(tokens_of(latents_));
        strengths_.push_back(strength_.flatten().unsqueeze(0));
        coords_.push_back(make_coordinates(grid_, at::kCPU));
        return {at::cat(tokens_, 1), at::cat(strengths_, 1), at::cat(coords_, 2).to(device), extra};
    }

private:
    void check(const ConditioningItem& item) const {
        const at::Tensor& z = item.latents;
        const bool shaped = z.dim() == 5 && (z.size(0) == 1 || z.size(0) == latents_.size(0)) && z.size(1) == latents_.size(1) &&
                            z.size(2) > 0 && z.size(3) == grid_.height && z.size(4) == grid_.width;
        require(shaped, "expected conditioning latents [1, " + std::to_string(latents_.size(1)) + ", f, " + std::to_string(grid_.height) + ", " +
                            std::to_string(grid_.width) + "], got " + text_of(z.sizes()));
        require(item.strength >= 0 && item.strength <= 1, "expected a conditioning strength from 0 to 1, got " + std::to_string(item.strength));
        const std::int64_t last = grid_.video_frames() - 1, ratio = grid_.temporal_ratio;
        require(item.frame >= 0 && item.frame <= last, "expected a conditioning frame from 0 to " + std::to_string(last) + ", got " + std::to_string(item.frame));
        require(z.size(2) == 1 || item.frame % ratio == 0, "expected several latents to begin at a multiple of " + std::to_string(ratio) +
                                                               " frames, got frame " + std::to_string(item.frame));
        const std::int64_t room = item.frame > 0 && z.size(2) == 1 ? 1 : grid_.frames - item.frame / ratio;
        require(z.size(2) <= room, "expected at most " + std::to_string(room) + " conditioning latents from frame " + std::to_string(item.frame) +
                                       " on, got " + std::to_string(z.size(2)));
        const bool masked = item.mask.defined();
        require(!masked || (item.frame == 0 && item.mask.sizes() == at::IntArrayRef({z.size(2), z.size(3), z.size(4)})),
                "expected a conditioning mask only at frame 0 and as large as its latents, got " + (masked ? text_of(item.mask.sizes()) : ""));
    }

    // `count` of the item's latents from `from` on, into the window from `to` on.
    void mix(const ConditioningItem& item, std::int64_t from, std::int64_t to, std::int64_t count) {
        at::Tensor weight = at::full({count, grid_.height, grid_.width}, item.strength);           // [f, H, W]
        if (item.mask.defined()) weight = weight * item.mask.to(at::kCPU, at::kFloat);             // [f, H, W]
        at::Tensor here = latents_.narrow(2, to, count);                                          // [B, C, f, H, W]
        here.copy_(at::lerp(here, item.latents.to(here.options()).narrow(2, from, count).expand_as(here), weight.to(here.device())));
        strength_.narrow(0, to, count).copy_(weight);
    }

    void stand_in_front(const ConditioningItem& item, std::int64_t count) {
        LatentGrid own = grid_;
        own.frames = count;
        const at::Tensor z = tokens_of(item.latents.to(latents_.options()).narrow(2, 0, count)).expand({latents_.size(0), -1, -1});  // [B, P, C]
        tokens_.push_back(item.strength < 1.0 ? at::lerp(noise_like(z), z, item.strength) : z);
        strengths_.push_back(at::full({1, own.tokens()}, item.strength));
        own.first_frame = item.frame;
        coords_.push_back(make_coordinates(own, at::kCPU));  // [1, 3, P]
    }

    at::Tensor noise_like(const at::Tensor& z) { return at::randn(z.sizes(), random_, at::TensorOptions().dtype(at::kFloat)).to(z.device()); }  // [B, P, C]

    LatentGrid grid_;
    std::optional<at::Generator> random_;
    at::Tensor latents_;   // [B, C, F, H, W]
    at::Tensor strength_;  // [F, H, W]
    std::vector<at::Tensor> tokens_, strengths_, coords_;
};

}  // namespace

ConditionedTokens conditioned(const at::Tensor& noise, const LatentGrid& grid, const std::vector<ConditioningItem>& items,
                              std::optional<at::Generator> random) {
    if (items.empty()) return {tokens_of(noise.to(at::kFloat)), {}, make_coordinates(grid, noise.device()), 0};
    Conditioner conditioner(noise, grid, std::move(random));
    for (const ConditioningItem& item : items) conditioner.add(item);
    return conditioner.finish(noise.device());
}

}  // namespace chladni::ltx
