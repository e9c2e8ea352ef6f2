#include <cmath>
#include <fstream>
#include <iostream>
#include <sstream>

#include "app/command.h"
#include "app/words.h"
#include "engine/analysis/beat_metrics.h"
#include "engine/base/check.h"
#include "engine/base/json.h"

namespace chladni {

namespace {

struct ScoreCommand {
    std::string annotated, heard;
    bool json = false;
};

struct BeatList {
    std::vector<double> beats_s, downbeats_s;
};

/// Lines of a time in seconds and, perhaps, the beat's number in its bar (1 starts one); what begins with # is left out.
BeatList read_beats(const std::string& path) {
    std::ifstream in(path);
    require(in.is_open(), "expected a file of beats '" + path + "', it cannot be read; name another");
    BeatList list;
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        std::istringstream words(line);
        double time_s = 0, place = 0;
        if (line.empty() || line.starts_with('#')) continue;
        require(static_cast<bool>(words >> time_s) && std::isfinite(time_s) && (list.beats_s.empty() || time_s >= list.beats_s.back()),
                "expected a time in seconds, later than the one before, in line " + std::to_string(number) + " of '" + path + "', got '" + line.substr(0, 40) + "'");
        list.beats_s.push_back(time_s);
        if (words >> place && place == 1.0) list.downbeats_s.push_back(time_s);
    }
    return list;
}

Json json_of(const BeatScores& s) {
    return {{"f_measure", s.f_measure}, {"cemgil", s.cemgil}, {"cemgil_best", s.cemgil_best}, {"goto", s.goto_score}, {"p_score", s.p_score},
            {"cml_c", s.cml_c}, {"cml_t", s.cml_t}, {"aml_c", s.aml_c}, {"aml_t", s.aml_t}, {"information_gain", s.information_gain}};
}

int run_score(const ScoreCommand& options, const Program&) {
    const BeatList annotated = read_beats(options.annotated), heard = read_beats(options.heard);
    const BeatScores beats = score_beats(annotated.beats_s, heard.beats_s), bars = score_beats(annotated.downbeats_s, heard.downbeats_s);
    const BeatErrors errors = beat_errors(annotated.beats_s, heard.beats_s);
    if (options.json) {
        Json out = json_of(beats);
        out["downbeat_f_measure"] = bars.f_measure;
        out["mean_offset_s"] = errors.mean_s, out["median_error_s"] = errors.median_abs_s, out["p95_error_s"] = errors.p95_abs_s;
        std::cout << out.dump() << "\n";
        return 0;
    }
    std::cout << "F-measure " << with_digits(beats.f_measure, 3) << ", of downbeats " << with_digits(bars.f_measure, 3) << "\ncontinuity: CMLt "
              << with_digits(beats.cml_t, 3) << ", AMLt " << with_digits(beats.aml_t, 3) << "\nbeats are " << with_digits(1e3 * errors.mean_s, 1)
              << " ms late on average, off by " << with_digits(1e3 * errors.median_abs_s, 1) << " ms (median)\n";
    return 0;
}

}  // namespace

void add_score(CLI::App& app, const Program& program, Action& action) {
    const auto options = std::make_shared<ScoreCommand>();
    CLI::App& command = *add_command(app, "score", "how well beats agree with annotated ones", action, options, run_score, program);
    command.add_option("annotated", options->annotated, "lines of a time in seconds and the beat's number in its bar")->required()->type_name("ANNOTATED");
    command.add_option("heard", options->heard, "the same, of the beats to be judged")->required()->type_name("HEARD");
    command.add_flag("--json", options->json, "print one JSON object");
}

}  // namespace chladni
