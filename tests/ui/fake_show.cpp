#include "tests/ui/fake_show.h"

#include "engine/base/check.h"

namespace chladni {

struct Show::State : FakeShow {};

Show::Show(const ShowConfig&) : state_(std::make_unique<State>()) {}
Show::~Show() = default;

void Show::start_picture(SurfaceProvider*, SurfaceProvider*) {
    ++state_->pictures;
    throw Error("expected a Vulkan driver, found none");
}
void Show::stop_picture() { ++state_->stops; }
bool Show::picture_running() const { return false; }
ParameterStore& Show::params() { return *state_; }
ShowStatus Show::status() const { return state_->status; }
std::vector<InputName> Show::audio_devices() { return state_->devices; }
void Show::choose_input(const std::string& input) { state_->input = input; }
void Show::choose_inputs(const std::vector<std::string>& inputs) { state_->input = inputs.front(); }
void Show::seek(double seconds) { state_->sought_s = seconds; }
std::pair<std::string, std::string> Show::prompts() const { return state_->prompts; }
void Show::set_prompts(const std::string& prompt, const std::string& negative) { state_->prompts = {prompt, negative}; }
void Show::tap() { ++state_->taps; }
void Show::beat(BeatCommand command) { state_->beats.push_back(command); }
void Show::listen(Listening& to) const {
    ++state_->listens;
    to = state_->sound;
    state_->sound.hops.clear();
}
void Show::panic() { ++state_->panics; }
void Show::choose_midi(std::vector<std::string> ports) { state_->midi_ports = std::move(ports); }
void Show::forget(ParamId param) { state_->forgotten = param; }
void Show::learn(std::optional<ParamId> param) { state_->learning = param; }
void Show::load_preset(const std::string& path) {
    require(path.find("broken") == std::string::npos, "expected a preset, got a broken one");
    state_->preset = path;
}
void Show::save_preset(const std::string& path) const { state_->saved = path; }
void Show::screenshot(const std::string& path) {
    require(state_->refusal.empty(), state_->refusal);
    state_->screenshot = path;
}
bool Show::quit_requested() const { return state_->quits; }
void Show::stop() { stop_picture(); }
bool Show::left_a_thread_behind() const { return false; }
void Show::record(const std::string& path) { state_->recorded = path; }
void Show::note_ui_alive() { ++state_->alive; }
void Show::set_output_state(const std::string& display, const std::string& state) {
    state_->output_display = display;
    state_->output_state = state;
}

FakeShow& fake(Show& show) { return static_cast<FakeShow&>(show.params()); }

}  // namespace chladni
