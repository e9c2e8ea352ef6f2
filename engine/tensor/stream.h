#pragma once

#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include "engine/tensor/torch.h"

namespace chladni {

/// A queue of a device's own, so that generating does not wait for others on that device. On the CPU, which has none, it
/// does nothing.
inline c10::Stream own_stream(at::Device device) {
    const c10::impl::VirtualGuardImpl guard(device.type());
    return device.is_cpu() ? guard.getDefaultStream(device) : guard.getStreamFromGlobalPool(device, true);
}

/// While it lives, what this thread computes goes into that stream.
using OnStream = c10::StreamGuard;

}  // namespace chladni
