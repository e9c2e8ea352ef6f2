#include "engine/tensor/bf16_kernels.h"

// For CPUs of another kind: available() says no, and nothing else is called.
namespace chladni::bf16 {

bool available() { return false; }
void pack_keys(const std::uint16_t*, std::int64_t, Keys, std::uint16_t*) {}
void pack_values(const std::uint16_t*, std::int64_t, Keys, std::uint16_t*) {}
void attend_rows(Queries, const std::uint16_t*, const std::uint16_t*, Keys, float, std::uint16_t*, std::int64_t, float*) {}
void rms_norm(Row, const std::uint16_t*, std::uint16_t*) {}
void rms_norm_modulated(Row, const std::uint16_t*, const std::uint16_t*, std::uint16_t*) {}
void rms_norm_turned(Row, const std::uint16_t*, const float*, std::uint16_t*) {}
void rms_norm_silu(Row, const std::uint16_t*, const std::uint16_t*, std::uint16_t*) {}
void rms_norm_plain(Row, std::uint16_t*) {}
void rms_norm_back(Row, const std::uint16_t*, std::uint16_t*) {}
void turn(const std::uint16_t*, std::int64_t, const float*, bool, std::uint16_t*) {}
void gelu_tanh(std::uint16_t*, std::int64_t) {}

}  // namespace chladni::bf16
