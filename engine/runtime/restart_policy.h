#pragma once

#include "engine/base/units.h"

namespace chladni {

/// What to do with a generator that failed: try it again after a pause, or let the pattern generator take over. Pure.
class RestartPolicy {
public:
    enum class Fault { kThrew, kOutOfMemory, kHung };
    struct Verdict {
        bool replace = false;
        Seconds pause{};  ///< before it is tried again
    };

    /// A hang leaves a thread and its memory behind, so it is forgiven once; the rest three times in a row.
    Verdict failed(Fault fault) {
        faults_ += fault == Fault::kHung ? 2 : 1;
        good_ = 0;
        return {faults_ > 3, Seconds{0.5 * static_cast<double>(1 << (faults_ - 1 > 3 ? 3 : faults_ - 1))}};
    }

    /// A minute of chunks without a fault clears the record.
    void succeeded() {
        if (++good_ >= 60) faults_ = 0;
    }

private:
    int faults_ = 0;
    int good_ = 0;
};

}  // namespace chladni
