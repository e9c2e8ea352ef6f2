#pragma once

#include <string>

#include "engine/base/json.h"

namespace chladni {

/// What this machine has. Main thread; none of these throw.
OrderedJson audio_devices();                       ///< [{id, name, label, api, inputs, outputs, rate, default, monitor, problem}]
OrderedJson default_input();                       ///< {id, why}: what --input device: would open; id null where there is none
OrderedJson midi_ports(const std::string& api);    ///< {ports: [...], message}
OrderedJson gpu_name();                            ///< of the Vulkan device; null where there is none
OrderedJson machine_facts();                       ///< {cpu, threads, memory_mb, gpu}

}  // namespace chladni
