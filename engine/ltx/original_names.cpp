#include "engine/ltx/original_names.h"

namespace chladni::ltx {

namespace {

bool begins(const std::string& text, const std::string& with) { return text.compare(0, with.size(), with) == 0; }

// `text` with the longest beginning that the table knows exchanged.
template <typename From, typename To>
std::string other_beginning(const std::string& text, const NameTable::Pairs& pairs, From from, To to) {
    const std::pair<std::string, std::string>* best = nullptr;
    for (const auto& pair : pairs)
        if (begins(text, pair.*from) && (!best || (pair.*from).size() > ((*best).*from).size())) best = &pair;
    return best ? (*best).*to + text.substr(((*best).*from).size()) : text;
}

// `text` with every word of the table exchanged, each at most once and never one that came from another.
template <typename From, typename To>
std::string other_words(const std::string& text, const NameTable::Pairs& pairs, From from, To to) {
    for (const auto& pair : pairs) {
        const std::size_t at = text.find(pair.*from);
        if (at != std::string::npos) {
            const std::string rest = other_words(text.substr(at + (pair.*from).size()), pairs, from, to);
            return text.substr(0, at) + pair.*to + rest;
        }
    }
    return text;
}

using Pair = std::pair<std::string, std::string>;

}  // namespace

std::optional<std::string> NameTable::to_diffusers(const std::string& original) const {
    if (!begins(original, prefix_)) return std::nullopt;
    const std::string name = other_words(original.substr(prefix_.size()), words_, &Pair::first, &Pair::second);
    return other_beginning(name, blocks_, &Pair::first, &Pair::second);
}

std::string NameTable::to_original(const std::string& diffusers) const {
    const std::string name = other_beginning(diffusers, blocks_, &Pair::second, &Pair::first);
    return prefix_ + other_words(name, words_, &Pair::second, &Pair::first);
}

NameTable transformer_names(const std::string& prefix) {
    return {prefix,
            {{"patchify_proj.", "proj_in."}, {"adaln_single.", "time_embed."}},
            {{".q_norm.", ".norm_q."}, {".k_norm.", ".norm_k."}}};
}

NameTable vae_names(NameTable::Pairs blocks) {
    blocks.emplace_back("per_channel_statistics.mean-of-means", "latents_mean");
    blocks.emplace_back("per_channel_statistics.std-of-means", "latents_std");
    blocks.emplace_back("decoder.last_time_embedder.", "decoder.time_embedder.");
    blocks.emplace_back("decoder.last_scale_shift_table", "decoder.scale_shift_table");
    return {kVaePrefix,
            std::move(blocks),
            {{".res_blocks.", ".resnets."}, {".conv_shortcut.", ".conv_shortcut.conv."}, {".norm3.norm.", ".norm3."}}};
}

}  // namespace chladni::ltx
