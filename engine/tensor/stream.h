#pragma once

#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <optional>

#include "engine/tensor/torch.h"

namespace chladni {

/// A queue of a device's own, so that generating does not wait for others on that device. The CPU has none.
inline std::optional<c10::Stream> own_stream(at::Device device) {
    if (device.is_cpu()) return std::nullopt;
    return c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device, true);
}

/// While it lives, what this thread computes goes into that stream, where there is one.
using OnStream = c10::OptionalStreamGuard;

}  // namespace chladni
