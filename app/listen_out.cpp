#include "app/listen_out.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "app/words.h"

namespace chladni {

namespace {

constexpr double kSure = 0.05, kSurer = 0.01;  // a lag is told in words where p is no more, or that against other tempi

// To `per_one` steps in 1: as short as it can be written.
double rounded(double value, double per_one = 1e4) { return finite(std::round(value * per_one) / per_one, 0.0); }

// The light of the picture, 0 to 1 from black to white: of the sound's curves that it surely goes with the one that it goes with most.
const PairAgreement* deepest_of(const Agreement& agreement) {
    const PairAgreement* deepest = nullptr;
    for (const PairAgreement& pair : agreement.pairs.pairs)
        if (pair.seen == "brightness" && pair.standing.p <= kSure && (!deepest || pair.depth > deepest->depth)) deepest = &pair;
    return deepest;
}

OrderedJson milliseconds(double lag_s) { return rounded(1e3 * lag_s, 10.0); }

void add(OrderedJson& out, const Standing& standing) {
    out["z"] = rounded(standing.z);
    out["p"] = finite(standing.p, 1.0);
}

OrderedJson json_of(const PairAgreement& pair) {
    OrderedJson out;
    out["r"] = rounded(pair.peak.r);
    out["lag_ms"] = pair.peak.counted > 0.0 ? milliseconds(pair.peak.lag_s) : OrderedJson(nullptr);
    out["r_at_0"] = rounded(pair.r_by_lag.empty() ? 0.0 : pair.r_by_lag[pair.r_by_lag.size() / 2]);
    add(out, pair.standing);
    return out;
}

OrderedJson json_of(const BeatModulation& modulation) {
    OrderedJson out{{"transfer", rounded(modulation.transfer)}, {"on_beat", rounded(modulation.on_beat)},
                    {"after_beat", rounded(modulation.after_beat)}};
    add(out, modulation.standing);
    return out;
}

OrderedJson json_of(const MomentAgreement& moments) {
    OrderedJson out{{"heard", moments.heard}, {"seen", moments.seen}, {"sound_to_picture", rounded(moments.alignment.sound_to_picture)},
                    {"picture_to_sound", rounded(moments.alignment.picture_to_sound)}, {"both", rounded(moments.alignment.both)}};
    add(out, moments.standing);
    return out;
}

OrderedJson null_of(const Agreement& agreement, bool chance) {
    const std::vector<double>& values = agreement.pairs.largest.by_chance;
    double mean = 0.0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    OrderedJson out{{"shifts", values.size()}, {"guard_s", rounded(agreement.null.guard_s)}, {"statistic", rounded(agreement.pairs.largest.statistic)},
                    {"mean", rounded(mean)}, {"deviation", rounded(deviation_of(values))}, {"p95", rounded(quantile_of(values, 0.95))},
                    {"largest", rounded(quantile_of(values, 1.0))}};
    if (!chance) return out;
    out["turned_s"] = rounded(agreement.null.turned_s);
    OrderedJson list = OrderedJson::array();
    for (std::size_t i = 0; i < values.size(); ++i)
        list.push_back(OrderedJson{{"shift_s", rounded(agreement.null.shifts_s[i])}, {"statistic", rounded(values[i])}});
    out["values"] = std::move(list);
    return out;
}

OrderedJson features_of(const Agreement& agreement) {
    OrderedJson out = OrderedJson::object();
    for (const BeatModulation& modulation : agreement.modulations) out[modulation.seen]["beat_modulation"] = json_of(modulation);
    for (const PairAgreement& pair : agreement.pairs.pairs) out[pair.seen][pair.heard] = json_of(pair);
    out["beats"] = json_of(agreement.beats);
    out["onsets"] = json_of(agreement.onsets);
    return out;
}

std::string signed_words(double value, int digits) { return (value > 0 ? "+" : "") + with_digits(value, digits); }

std::string moment_words(const char* what, const MomentAgreement& moments) {
    if (!moments.heard || !moments.seen) return std::string(what) + ": " + std::to_string(moments.heard) + " heard, " + std::to_string(moments.seen) + " seen\n";
    return std::string(what) + ": " + std::to_string(moments.heard) + " heard, " + std::to_string(moments.seen) + " seen, alignment " +
           with_digits(moments.alignment.both, 2) + " (heard are seen " + with_digits(moments.alignment.sound_to_picture, 2) + ", seen are heard " +
           with_digits(moments.alignment.picture_to_sound, 2) + "), z " + signed_words(moments.standing.z, 1) + ", p " + p_words(moments.standing.p) + "\n";
}

}  // namespace

std::string p_words(double p) { return p < 1e-4 ? "below 0.0001" : with_digits(p, p < 0.01 ? 4 : p < 0.1 ? 3 : 2); }

std::string lag_words(const Agreement& agreement) {
    if (!agreement.pairs.timed) return "nothing to compare";
    const PairAgreement& pair = agreement.pairs.pairs[*agreement.pairs.timed];
    if (agreement.pairs.largest.standing.p > kSure && agreement.other_tempi.standing.p > kSurer) return "no lag to be told: no better than by chance";
    return "the picture is " + with_digits(std::abs(1e3 * pair.peak.lag_s), 0) + " ms " + (pair.peak.lag_s < 0 ? "before" : "after") + " the sound";
}

OrderedJson json_of(const ListenReport& report, bool chance) {
    const Agreement& agreement = report.agreement;
    OrderedJson out;
    add(out, agreement.pairs.largest.standing);
    out["lag_ms"] = agreement.pairs.timed ? milliseconds(agreement.pairs.pairs[*agreement.pairs.timed].peak.lag_s) : OrderedJson(nullptr);
    out["beat_alignment"] = rounded(agreement.beats.alignment.both);
    const PairAgreement* deepest = deepest_of(agreement);
    out["depth"] = rounded(deepest ? deepest->depth : 0.0, 1e5);
    out["best"] = nullptr;
    if (agreement.pairs.largest.best) {
        const PairAgreement& pair = agreement.pairs.pairs[*agreement.pairs.largest.best];
        out["best"] = OrderedJson{{"seen", pair.seen}, {"heard", pair.heard}, {"r", rounded(pair.peak.r)}};
    }
    out["null"] = null_of(agreement, chance);
    out["other_tempi"] = OrderedJson{{"worlds", agreement.other_tempi.worlds}};
    add(out["other_tempi"], agreement.other_tempi.standing);
    out["per_feature"] = features_of(agreement);
    out["film"] = OrderedJson{{"width", report.width}, {"height", report.height}, {"frames", report.frames}, {"frame_rate", rounded(report.frame_rate, 1e3)},
                              {"pictures_s", rounded(report.pictures_s)}, {"sound_s", rounded(report.sound_s)}, {"judged_s", rounded(agreement.null.period_s)},
                              {"tempo_bpm", report.tempo_bpm > 0 ? OrderedJson(rounded(report.tempo_bpm)) : OrderedJson(nullptr)},
                              {"beat_confidence", rounded(report.beat_confidence)}};
    return out;
}

std::string words_of(const ListenReport& report) {
    const Agreement& agreement = report.agreement;
    std::ostringstream out;
    out << with_digits(agreement.null.period_s, 1) << " s seen and heard, " << report.frames << " frames at " << with_digits(report.frame_rate, 2) << " a second\n"
        << "agreement: z " << signed_words(agreement.pairs.largest.standing.z, 1) << ", p " << p_words(agreement.pairs.largest.standing.p) << " against " << agreement.pairs.largest.by_chance.size()
        << " shifts of the sound; z " << signed_words(agreement.other_tempi.standing.z, 1) << " against the sound at other tempi\n";
    if (agreement.null.turned_s > 0) out << "(the sound turned by " << with_digits(agreement.null.turned_s, 1) << " s, judged as if it were the film's)\n";
    if (agreement.pairs.largest.best) {
        const PairAgreement &best = agreement.pairs.pairs[*agreement.pairs.largest.best], &timed = agreement.pairs.pairs[*agreement.pairs.timed];
        out << "most with each other: " << best.seen << " of the picture and " << best.heard << " of the sound, correlation "
            << with_digits(best.peak.r, 2) << "\n";
        if (const PairAgreement* deepest = deepest_of(agreement))
            out << "the picture's light goes with " << deepest->heard << " of the sound, by a deviation of " << with_digits(100.0 * deepest->depth, 1) << " % of black to white\n";
        out << lag_words(agreement) << " (" << timed.seen << ", " << timed.heard << ")\n";
    } else {
        out << "nothing to compare: the picture or the sound stands still\n";
    }
    out << moment_words("beats", agreement.beats) << moment_words("onsets", agreement.onsets);
    return out.str();
}

}  // namespace chladni
