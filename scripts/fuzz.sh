#!/usr/bin/env bash
# Feeds noise to the readers of what comes from outside (tests/fuzz): the safetensors header, a model's configurations, what
# controllers send and the maps they are read by, samples on their way into the analysis, sound files.
# Stops at the first finding and names the file that shows it. Needs clang with its runtime (clang, libclang-rt-dev).
# Usage: scripts/fuzz.sh [RUNS] [header | configs | midi | analyze | sound]      so many inputs for each, or for that one;
# default 10000000, which takes half an hour on a core for each of the first three. A song takes longer than a header: analyze gets
# a two-thousandth of the runs, sound a hundredth.
# What was learnt stays in build-fuzz/corpus-* and is where the next call begins.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = -h ] || [ "${1:-}" = --help ]; then sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0"; exit 0; fi
runs="${1:-10000000}"
all="header configs midi analyze sound"
names="${2:-$all}"
case " $all " in *" $names "*) ;; *) echo "fuzz: expected one of $all, got '$names'" >&2; exit 2 ;; esac
case "$runs" in *[!0-9]* | "") echo "fuzz: expected a number of runs, got '$runs'" >&2; exit 2 ;; esac

build() {
    cmake -S . -B build-fuzz -G Ninja -DCHLADNI_FUZZ=ON -DCMAKE_CXX_COMPILER=clang++ >/dev/null
    cmake --build build-fuzz --target $(printf 'fuzz_%s ' $names) >&2
}

# A text as a seed of a fuzzer: seed FUZZER NAME TEXT
seed() {
    mkdir -p "build-fuzz/seeds-$1"
    printf '%s' "$3" >"build-fuzz/seeds-$1/$2"
}

# The header's fuzzer writes the length itself where the first byte is even; the second is how many bytes of tensors follow.
seed_headers() {
    seed header empty '0 {}'
    seed header one '0'$'\x08''{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
    seed header two '0'$'\x0c''{"a":{"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[8,12]}}'
    seed header metadata '0'$'\x01''{"__metadata__":{"k":"v"},"s":{"dtype":"F8_E4M3","shape":[],"data_offsets":[0,1]}}'
    seed header whole '1'$'\x02''{}'
}

seed_configs() {
    seed configs transformer '{"in_channels":8,"num_layers":2,"num_attention_heads":2,"attention_head_dim":32,"cross_attention_dim":64,"caption_channels":32,"norm_eps":1e-6,"qk_norm":"rms_norm_across_heads","attention_bias":true}'
    seed configs vae_old '{"latent_channels":8,"block_out_channels":[8,16],"down_block_types":["LTXVideoDownBlock3D"],"layers_per_block":[1,1,1],"spatio_temporal_scaling":[true,false],"decoder_block_out_channels":[8],"decoder_layers_per_block":[1,1],"decoder_spatio_temporal_scaling":[true]}'
    seed configs vae_new '{"latent_channels":8,"block_out_channels":[32,64,128],"down_block_types":["LTXVideo095DownBlock3D"],"layers_per_block":[2,2,1],"spatio_temporal_scaling":[true,true],"downsample_type":["spatiotemporal","spatiotemporal"],"decoder_block_out_channels":[64,128],"decoder_layers_per_block":[2,2,1],"decoder_spatio_temporal_scaling":[true,true],"decoder_inject_noise":[false,true,false],"upsample_residual":[true,false],"upsample_factor":[2,2],"timestep_conditioning":true}'
    seed configs scheduler '{"shift":1.0,"use_dynamic_shifting":true,"base_shift":0.95,"max_shift":2.05,"base_image_seq_len":1024,"max_image_seq_len":4096,"shift_terminal":0.1,"time_shift_type":"linear"}'
    seed configs t5 '{"feed_forward_proj":"gated-gelu","vocab_size":512,"d_model":32,"d_kv":16,"num_heads":2,"d_ff":64,"num_layers":1,"relative_attention_num_buckets":32,"relative_attention_max_distance":128}'
    seed configs adapter '{"injection_mode":"cross_attention","injection_layers":[0,3],"window_s":0.5,"audio_hidden_dim":64,"rotary_theta":100,"rotary_span_s":20}'
}

seed_midi() {
    seed midi note $'\x90\x24\x64'
    seed midi control $'\xb0\x07\x40'
    seed midi rest $'\xf8\xc1\x05\x80\x24\x40'
    seed midi map '{"bindings":[{"kind":"cc","channel":0,"number":16,"param":"audio_scale","from":2,"to":0},{"kind":"note","channel":10,"number":36,"param":"layer.0"},{"kind":"note","number":40,"beat":"tap"}]}'
    cp presets/midi/*.json build-fuzz/seeds-midi/
}

# Sixteen bytes that say how to cut and how often to repeat, then floats: a click among zeros, full scale, and this text.
seed_analyze() {
    mkdir -p build-fuzz/seeds-analyze
    { printf '\x10\x20\x01\xff\x07\x0b\x03\x40\x3c\xa9\x00\x00\x08\x20\x00\x00'; printf '\x00\x00\x80\x3f'; head -c 8000 /dev/zero; } >build-fuzz/seeds-analyze/clicks
    { printf '\x10\x20\x01\xff\x07\x0b\x03\x40\x98\xb7\x00\x00\x02\x02\x01\x00'; for _ in $(seq 500); do printf '\x00\x00\x80\x3f\x00\x00\x80\xbf'; done; } >build-fuzz/seeds-analyze/square
    head -c 6000 "$0" >build-fuzz/seeds-analyze/text
}

# A wave file by hand, and a piece of our own where the program is built.
seed_sound() {
    mkdir -p build-fuzz/seeds-sound
    { printf 'RIFF\x64\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data\x40\x00\x00\x00'; head -c 64 "$0"; } >build-fuzz/seeds-sound/a.wav
    if [ -x build/chladni ]; then
        build/chladni --quiet compose -o build-fuzz/seeds-sound/a.flac --duration 1 && head -c 6000 build-fuzz/seeds-sound/a.flac >build-fuzz/seeds-sound/cut.flac && rm build-fuzz/seeds-sound/a.flac
    fi
}

# Every word that the readers know.
write_words() {
    grep -oh '"[A-Za-z0-9_-]\{2,40\}"' engine/tensor/{dtypes,safetensors_header}.cpp engine/ltx/{*_config,scheduler,audio_adapter,t5_encoder}.cpp \
        engine/control/{beat_words,midi_map}.cpp engine/params/param_table.cpp |
        sort -u | sed 's/^"\(.*\)"$/"\\"\1\\""/' >build-fuzz/words.dict
}

# Noise of up to so many bytes, so many times: fuzz FUZZER BYTES RUNS
fuzz() {
    local name=$1 runs=$3
    mkdir -p "build-fuzz/corpus-$name"
    build-fuzz/fuzz_"$name" -runs="$runs" -max_len="$2" -dict=build-fuzz/words.dict -print_final_stats=1 -verbosity=1 \
        -artifact_prefix="build-fuzz/$name-" "build-fuzz/corpus-$name" "build-fuzz/seeds-$name" >"build-fuzz/$name.log" 2>&1 ||
        { tail -40 "build-fuzz/$name.log" >&2; echo "fuzz: $name: a finding; the input is named above" >&2; exit 1; }
    awk -v name="$name" '/stat::number_of_executed_units/ { runs = $2 } /cov: / { cov = $4 } /^Done/ { seconds = $(NF - 1) }
        END { print "fuzz: " name ": " runs " inputs in " seconds " s, " cov " edges seen, no finding" }' "build-fuzz/$name.log"
}

build
seed_headers
seed_configs
seed_midi
seed_analyze
seed_sound
write_words
for name in $names; do
    case "$name" in
        header) fuzz header 4096 "$runs" ;;
        configs) fuzz configs 1500 "$runs" ;;  # the longest real one has 900
        midi) fuzz midi 1500 "$runs" ;;
        analyze) fuzz analyze 16000 $((runs / 2000)) ;;
        sound) fuzz sound 8000 $((runs / 100)) ;;
    esac
done
