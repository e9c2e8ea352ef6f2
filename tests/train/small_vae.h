#pragma once

#include "engine/train/decoder_start.h"
#include "engine/train/encoder_start.h"
#include "engine/train/vae_folder.h"
#include "tests/train/soft_clips.h"

namespace chladni::train {

/// An autoencoder of one step, 8 x 8 px and 2 frames a latent cell, with films of its own and its closed-form start: made in a second.
struct SmallVae {
    static OrderedJson geometry() {
        OrderedJson json = vae_geometry(64);
        json["latent_channels"] = 12;
        json["block_out_channels"] = {32, 64};
        json["down_block_types"] = {"LTXVideo095DownBlock3D"};
        json["downsample_type"] = {"spatiotemporal"};
        for (const char* key : {"layers_per_block", "decoder_layers_per_block"}) json[key] = {1, 1};
        json["decoder_block_out_channels"] = OrderedJson::array({64});
        json["decoder_inject_noise"] = {false, false};
        for (const char* key : {"spatio_temporal_scaling", "decoder_spatio_temporal_scaling"}) json[key] = OrderedJson::array({true});
        json["upsample_residual"] = OrderedJson::array({false});
        json["upsample_factor"] = OrderedJson::array({2});
        json["spatial_compression_ratio"] = 8;
        json["temporal_compression_ratio"] = 2;
        return json;
    }

    SmallVae() {
        const at::NoGradGuard guard;
        const SoftClips clips(64, 48, 9);
        for (std::uint64_t i = 0; i < 24; ++i) films.add(clips(i));
        for (std::uint64_t i = 0; i < 6; ++i) held_back.add(clips(1000 + i));
        pyramid = BlockPyramid::of(config, films, 200, 1);
        weights = identity_weights(config, 1);
        start_encoder(config, pyramid, films, recipe, weights);
        std::vector<at::Tensor> latents;
        for (std::size_t i = 0; i < films.size(); ++i) latents.push_back(wanted_latents(config, pyramid, films.film(i)));
        start_decoder(config, pyramid, films, latents, recipe, weights);
    }

    ltx::VaeConfig config = vae_config_of(geometry());
    FilmBank films{config, 9}, held_back{config, 9};
    StartRecipe recipe{.places = 600, .ridge = 1e-3};
    BlockPyramid pyramid;
    NamedTensors weights;
};

}  // namespace chladni::train
