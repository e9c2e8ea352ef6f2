#include "engine/ltx/vae_tiling.h"

#include <gtest/gtest.h>

#include "tests/ltx/vae_golden.h"

namespace chladni::ltx {
namespace {

std::vector<std::pair<std::int64_t, std::int64_t>> spans(const TileAxis& axis) {
    std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
    for (const TileSpan span : tile_spans(axis)) pairs.emplace_back(span.begin, span.end);
    return pairs;
}

using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

TEST(VaeTiles, CoverTheAxisAndShareTheirOverlap) {
    EXPECT_EQ(spans({.size = 10, .tile = 4, .overlap = 1}), (Pairs{{0, 4}, {3, 7}, {6, 10}}));
    EXPECT_EQ(spans({.size = 9, .tile = 4, .overlap = 1}), (Pairs{{0, 4}, {3, 7}, {5, 9}}));
    EXPECT_EQ(spans({.size = 9, .tile = 4, .overlap = 1, .in_time = true}), (Pairs{{0, 4}, {2, 6}, {4, 8}, {5, 9}}));
    EXPECT_EQ(spans({.size = 4, .tile = 4, .overlap = 1}), (Pairs{{0, 4}}));
    EXPECT_EQ(spans({.size = 9}), (Pairs{{0, 9}}));
    EXPECT_THROW(spans({.size = 9, .tile = 2, .overlap = 2}), Error);
    EXPECT_THROW(spans({.size = 9, .tile = 2, .overlap = 1, .in_time = true}), Error);
}

// Tile k is k everywhere: what is shared is a straight line from one to the next.
TEST(VaeTiles, AreBlendedLinearly) {
    double value = 0.0;
    const at::Tensor joined = join_tiles({.size = 6, .tile = 4, .overlap = 2, .scale = 2}, [&](TileSpan span) {
        return at::full({2 * (span.end - span.begin)}, value++, at::kDouble);  // [2 cells]
    });
    const at::Tensor expected = at::tensor({0., 0., 0., 0., .2, .4, .6, .8, 1., 1., 1., 1.}, at::kDouble);
    EXPECT_TRUE(at::allclose(joined, expected)) << joined;
}

// Each result says where it stands: nothing is moved, lost or doubled, whatever the tiles.
TEST(VaeTiles, InTimeStandWhereTheyBelong) {
    for (const TileAxis axis : {TileAxis{.size = 9, .tile = 4, .overlap = 1, .scale = 8, .in_time = true},
                                TileAxis{.size = 9, .tile = 5, .overlap = 3, .scale = 1, .in_time = true},
                                TileAxis{.size = 6, .tile = 3, .overlap = 0, .scale = 4, .in_time = true}}) {
        const at::Tensor joined = join_tiles(axis, [&](TileSpan span) {
            at::Tensor tile = at::arange(span.begin * axis.scale, (span.end - 1) * axis.scale + 1, at::kDouble);
            if (span.begin > 0) tile[0] = -99.0;  // the frame that is to be thrown away
            return tile;
        });
        EXPECT_TRUE(at::allclose(joined, at::arange((axis.size - 1) * axis.scale + 1, at::kDouble))) << joined;
    }
}

// A VAE whose kernels see no neighbour in the picture, or in time: what it makes cannot depend on tiles. A causal kernel's
// own frame is its last.
VaeGolden short_sighted(const std::string& version, bool in_time) {
    VaeGolden golden(version);
    for (auto& [name, kernel] : golden.weights) {
        if (kernel.dim() != 5 || kernel.size(4) != 3) continue;
        const at::Tensor seen = at::zeros({3, 3, 3});
        in_time ? seen.select(0, name.starts_with("encoder") ? 2 : 1).fill_(1.0) : seen.select(1, 1).select(1, 1).fill_(1.0);
        kernel.mul_(seen);  // [out, in, 3, 3, 3]
    }
    return golden;
}

class VaeTilingOf : public testing::TestWithParam<const char*> {
protected:
    const c10::InferenceMode guard_;
};

TEST_P(VaeTilingOf, DecodingIsSeamlessInSpace) {
    VaeGolden golden = short_sighted(GetParam(), false);
    golden.fill("per_channel_scale", 0.3);
    const VideoVae vae = golden.load();
    const at::Tensor latents = some_latents(1, 2, 9, 7);
    const at::Tensor tiled = vae.decode(latents, {.tiling = {.tile = 4, .overlap = 2}});
    EXPECT_LT(relative_error(tiled, vae.decode(latents)), 1e-5);
}

TEST_P(VaeTilingOf, DecodingIsSeamlessInTime) {
    const VideoVae vae = short_sighted(GetParam(), true).load();
    const at::Tensor latents = some_latents(1, 9, 2, 2);
    const at::Tensor tiled =
        vae.decode(latents, {.noise_scale = 0.2, .tiling = {.tile_frames = 4, .frame_overlap = 1}});
    EXPECT_LT(relative_error(tiled, vae.decode(latents, {.noise_scale = 0.2})), 1e-5);
}

// Frames [1, 3, 4 k + 1, 8 h, 8 w].
at::Tensor some_frames(std::int64_t latents, std::int64_t height, std::int64_t width) {
    const at::Generator source = at::make_generator<at::CPUGeneratorImpl>(6);
    return at::rand({1, 3, 4 * (latents - 1) + 1, 8 * height, 8 * width}, source, at::kFloat) * 2 - 1;
}

TEST_P(VaeTilingOf, EncodingIsSeamlessInSpace) {
    const VideoVae vae = short_sighted(GetParam(), false).load();
    const at::Tensor frames = some_frames(3, 5, 7);
    EXPECT_LT(relative_error(vae.encode(frames, {.tile = 4, .overlap = 1}), vae.encode(frames)), 1e-5);
}

TEST_P(VaeTilingOf, EncodingIsSeamlessInTime) {
    const VideoVae vae = short_sighted(GetParam(), true).load();
    const at::Tensor frames = some_frames(9, 2, 1);
    EXPECT_LT(relative_error(vae.encode(frames, {.tile_frames = 4, .frame_overlap = 1}), vae.encode(frames)), 1e-5);
}

TEST_P(VaeTilingOf, WhatIsConstantIsEncodedSeamlessly) {
    const VideoVae vae = VaeGolden(GetParam()).load();
    const at::Tensor frames = some_frames(1, 2, 2).expand({1, 3, 33, 16, 16});
    const at::Tensor whole = vae.encode(frames), tiled = vae.encode(frames, {.tile_frames = 5, .frame_overlap = 1});
    EXPECT_LT(relative_error(tiled, whole), 1e-5);
}

TEST_P(VaeTilingOf, TilesAsLargeAsTheFilmChangeNothing) {
    const VideoVae vae = VaeGolden(GetParam()).load();
    const at::Tensor latents = some_latents(1, 3, 4, 3), frames = some_frames(3, 4, 3);
    const VaeTiling large{.tile = 4, .overlap = 1, .tile_frames = 3};
    EXPECT_TRUE(at::equal(vae.decode(latents, {.tiling = large}), vae.decode(latents)));
    EXPECT_TRUE(at::equal(vae.encode(frames, large), vae.encode(frames)));
}

double error_of(const at::Tensor& got, const at::Tensor& expected) {
    return ((got - expected).square().mean().sqrt() / expected.std()).item<double>();
}

TEST_P(VaeTilingOf, MoreOverlapComesNearerToTheWhole) {
    const VideoVae vae = VaeGolden(GetParam()).load();
    const at::Tensor latents = some_latents(1, 14, 12, 12), whole = vae.decode(latents);
    const at::Tensor frames = some_frames(8, 12, 12), encoded = vae.encode(frames);
    std::vector<double> decoding, in_time, encoding;
    for (const std::int64_t overlap : {1, 3, 4}) {  // with each, tiles of 6 fill 14 latent frames exactly
        const VaeTiling tiling{.tile_frames = 6, .frame_overlap = overlap};
        in_time.push_back(error_of(vae.decode(latents, {.tiling = tiling}), whole));
    }
    for (const std::int64_t overlap : {0, 3, 4}) {  // and 12 cells
        const VaeTiling tiling{.tile = 6, .overlap = overlap};
        decoding.push_back(error_of(vae.decode(latents, {.tiling = tiling}), whole));
        encoding.push_back(error_of(vae.encode(frames, tiling), encoded));
    }
    for (const auto& errors : {decoding, in_time, encoding}) {
        EXPECT_GT(errors[0], errors[1]);
        EXPECT_GT(errors[1], errors[2]);
        EXPECT_GT(errors[2], 0.0);
    }
}

INSTANTIATE_TEST_SUITE_P(Published, VaeTilingOf, testing::Values("0.9", "0.9.1", "0.9.5"));

TEST(VaeTiling, AutomaticallyOnlyAbove512PixelsAnd16LatentFrames) {
    VaeConfig config;
    const VaeTiling tiling = VaeTiling::automatic(config);  // 32 px per cell
    EXPECT_EQ(tile_spans(row_axis(tiling, 16, 1)).size(), 1u);
    EXPECT_EQ(tile_spans(row_axis(tiling, 17, 1)).size(), 2u);
    EXPECT_EQ(tile_spans(time_axis(tiling, 16, 1)).size(), 1u);
    EXPECT_EQ(tile_spans(time_axis(tiling, 17, 1)).size(), 2u);
    EXPECT_EQ(tile_spans(time_axis(VaeTiling{}, 99, 1)).size(), 1u);
}

}  // namespace
}  // namespace chladni::ltx
