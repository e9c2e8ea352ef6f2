#include "engine/music/composer.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/check.h"
#include "engine/music/parts.h"
#include "engine/music/random.h"

namespace chladni {

namespace {

constexpr std::array kKinds = {SectionKind::kFull,     SectionKind::kFull,     SectionKind::kFull, SectionKind::kBreak,
                               SectionKind::kHatsOnly, SectionKind::kKickOnly, SectionKind::kPad,  SectionKind::kSilence};

std::vector<SectionPlan> draw_form(Random& random, int beats) {
    std::vector<SectionPlan> form;
    for (int done = 0; done < beats; done += form.back().beats) {
        SectionKind kind = form.size() == 1 ? SectionKind::kBreak : kKinds[random.below(kKinds.size())];
        if (form.empty()) kind = SectionKind::kFull;
        form.push_back({kind, 4 * (1 + static_cast<int>(random.below(4))), static_cast<float>(random.between(0.5, 1.0))});
    }
    return form;
}

void lay_out(Score& score, const std::vector<SectionPlan>& form) {
    const double beat_s = 60.0 / score.bpm;
    int beat = 0;
    for (std::size_t i = 0; static_cast<double>(beat) * beat_s < score.duration_s - 1e-9; ++i) {
        const SectionPlan& plan = form[i % form.size()];
        const int end = beat + plan.beats;
        score.sections.push_back({plan.kind, beat * beat_s, std::min(end * beat_s, score.duration_s), plan.beats, plan.gain});
        for (; beat < end && beat * beat_s < score.duration_s - 1e-9; ++beat) {
            score.beats_s.push_back(beat * beat_s);
            if (beat % score.beats_per_bar == 0) score.downbeats_s.push_back(beat * beat_s);
        }
    }
}

}  // namespace

Score compose(std::uint64_t seed, double duration_s, const ComposeOptions& options) {
    require(duration_s > 0 && duration_s <= 24 * 3600.0, "expected a piece of more than 0 s and at most a day, got another duration");
    require(std::ranges::all_of(options.form, [](const SectionPlan& p) { return p.beats > 0; }),
            "expected sections of at least one beat, got a shorter one");
    Random random(seed);
    Score score;
    score.seed = seed;
    score.duration_s = duration_s;
    const double drawn_bpm = std::round(random.between(80.0, 160.0)), drawn_fade_s = random.between(0.0, 4.0);
    score.bpm = options.bpm > 0 ? options.bpm : drawn_bpm;
    score.fade_in_s = options.fade_in_s;
    score.fade_out_s = std::min(options.fade_out_s >= 0 ? options.fade_out_s : drawn_fade_s, duration_s / 2);
    const auto beats = static_cast<int>(std::ceil(duration_s * score.bpm / 60.0));
    lay_out(score, options.form.empty() ? draw_form(random, beats) : options.form);
    write_parts(score, random);
    return score;
}

Score demo_score() {
    using enum SectionKind;
    ComposeOptions options;
    options.bpm = 128.0;
    options.form = {{kPad, 8, 0.85f},      {kHatsOnly, 8, 0.85f}, {kFull, 32, 0.95f}, {kBreak, 16, 0.8f},
                    {kKickOnly, 8, 0.85f}, {kFull, 40, 1.0f},     {kFull, 16, 0.9f}};
    options.fade_in_s = 0.5;
    options.fade_out_s = 7.5;
    return compose(2025, 60.0, options);
}

}  // namespace chladni
