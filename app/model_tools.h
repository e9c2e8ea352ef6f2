#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/base/json.h"

namespace chladni {

struct VerifyWishes {
    std::string model, component, inputs, outputs;
    std::string dtype = "float32", device = "auto";
    std::map<std::string, std::string> settings;
};

// What needs LibTorch; without it each of these throws Error.

/// One part of a model on given tensors (contract: section 7).
void verify(const VerifyWishes& wishes);

/// A model folder of random weights, with that kind of ear.
void synthesize(const std::filesystem::path& folder, const std::string& geometry, const std::string& ears, std::uint64_t seed);

/// What a model is (see engine/ltx/model_info.h), as JSON and in words.
OrderedJson model_facts(const std::filesystem::path& place);
std::string words_of_model(const OrderedJson& facts);

/// A model in the other layout: single file <-> folder.
void import_model(const std::filesystem::path& from, const std::filesystem::path& to);

/// Milliseconds of each of `runs` calls of a component on given tensors, after one that warms up.
std::vector<double> time_component(const VerifyWishes& wishes, int runs);

/// How fast a model's transformer and VAE load, beside plainly reading their files: {part: {gb, load_s, read_s, share}}.
OrderedJson time_loading(const std::filesystem::path& model, const std::string& device, const std::string& dtype, int runs);

struct EncodeWishes {
    std::filesystem::path audio, model, output;
    std::int64_t frames = 0;
    bool features = false;
    std::string device = "cpu", dtype = "float32";
    std::filesystem::path beat_nets;  ///< a folder of nets that help to hear the beat; empty: none
};

/// The audio tokens of a file as safetensors: tokens [1, A, D] and times [A]; features [1, T, d] and feature_times [T].
void encode_file(const EncodeWishes& wishes);

/// Seconds that one pass of the model's audio encoder takes for each of `runs` windows of `frames` frames of noise.
std::vector<double> time_encoder(const std::filesystem::path& model, std::int64_t frames, int runs);

/// What a second of sound costs each kind of ear, encoded whole and as a stream: {kind: {whole_ms_per_s, stream_ms_per_s, ...}}. The
/// model's own ear, and of the other kinds one of random weights and published size.
OrderedJson time_ears(const std::filesystem::path& model, const std::string& device, const std::string& dtype, int runs);

}  // namespace chladni
