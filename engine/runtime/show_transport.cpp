// What the status socket takes for the sound input and the file player (docs/live.md).
#include "engine/base/check.h"
#include "engine/runtime/show_state.h"

namespace chladni {

namespace {

double number_in(const Json& words, const char* key) {
    const auto number = words.find(key);
    require(number != words.end() && number->is_number(), std::string("expected a number as \"") + key + "\", got " + words.dump());
    return number->get<double>();
}

std::vector<std::string> inputs_in(const Json& words) {
    const auto input = words.find("input");
    if (input != words.end() && input->is_string()) return {input->get<std::string>()};
    require(input != words.end() && input->is_array() && !input->empty(),
            "expected \"input\" with device:NAME, none, file:PATH or a list of file:PATH, got " + words.dump());
    std::vector<std::string> inputs;
    for (const Json& one : *input) {
        require(one.is_string(), "expected a list of file:PATH as \"input\", got " + words.dump());
        inputs.push_back(one.get<std::string>());
    }
    return inputs;
}

}  // namespace

void Show::State::loop_command(const Json& words) {
    if (const auto on = words.find("on"); on != words.end()) {
        require(on->is_boolean(), "expected \"on\": true or false, got " + words.dump());
        return void(params.set(ParamId::kLoop, on->get<bool>() ? 1.0f : 0.0f));
    }
    const double from = number_in(words, "from"), to = number_in(words, "to");
    require(from >= 0 && from < to, "expected \"from\" before \"to\", in seconds of the file, got " + words.dump());
    keeper.set_span(Seconds{from}, Seconds{to});
    params.set(ParamId::kLoopSpan, 1);
}

bool Show::State::transport_command(const std::string& name, const Json& words) {
    if (name == "play" || name == "pause") params.set(ParamId::kPlay, name == "play" ? 1.0f : 0.0f);
    else if (name == "seek") keeper.seek(Seconds{number_in(words, "seconds")});
    else if (name == "next") keeper.step(+1);
    else if (name == "previous") keeper.step(-1);
    else if (name == "loop") loop_command(words);
    else if (name == "input") choose(inputs_in(words));
    else return false;
    return true;
}

}  // namespace chladni
