#include "engine/measure/moment_agreement.h"

namespace chladni {

MomentAgreement agree_moments(const std::vector<double>& heard_s, const std::vector<double>& seen_s, const NullShifts& null) {
    MomentAgreement out{heard_s.size(), seen_s.size(), {}, {}};
    if (heard_s.empty() || seen_s.empty()) return out;
    out.alignment = align_beats(null.turned(heard_s, 0.0), seen_s);
    std::vector<double> by_chance;
    for (const double shift_s : null.shifts_s) by_chance.push_back(align_beats(null.turned(heard_s, shift_s), seen_s).both);
    out.standing = standing_of(out.alignment.both, by_chance);
    return out;
}

}  // namespace chladni
