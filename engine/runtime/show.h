#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/params/parameter_store.h"
#include "engine/render/surface_provider.h"
#include "engine/runtime/listening.h"
#include "engine/runtime/show_config.h"
#include "engine/runtime/show_status.h"
#include "engine/types/beat_command.h"

namespace chladni {

/// A sound input that may be chosen: the words for choose_input, and words for people.
struct InputName {
    std::string input, label;
};

/// The live show: builds every stage, starts and stops the threads in order. The one facade that ui/ and app/ talk to.
/// All methods: GUI or main thread unless said; none waits for a stage.
class Show {
public:
    /// Starts all but the picture. Throws Error only for what the user can mend before a show (a preset that does not
    /// parse, a socket in use); a missing device or a failing model is a notice, and the show runs.
    explicit Show(const ShowConfig& config);
    ~Show();

    /// Starts the render thread: on the windows given, or offscreen where both are null. Throws Error without Vulkan.
    void start_picture(SurfaceProvider* preview, SurfaceProvider* output);
    /// Before a window goes away.
    void stop_picture();
    bool picture_running() const;

    ParameterStore& params();              ///< any thread
    ShowStatus status() const;             ///< any thread
    std::vector<InputName> audio_devices();          ///< those known now; a new look at the world begins
    void choose_input(const std::string& input);     ///< device:NAME, file:PATH, none
    void choose_inputs(const std::vector<std::string>& inputs);  ///< one of those, or several file:PATH: a playlist
    void seek(double seconds);                       ///< in the file that plays
    std::pair<std::string, std::string> prompts() const;
    void set_prompts(const std::string& prompt, const std::string& negative_prompt);
    void tap();                            ///< any thread
    void beat(BeatCommand command);        ///< any thread: what a hand does to the beat
    void listen(Listening& to) const;      ///< any thread, each with a Listening of its own: brings it up to date
    void panic();                          ///< everything back to a safe picture: blackout and freeze off, effects to their start
    void choose_midi(std::vector<std::string> ports);
    void learn(std::optional<ParamId> param);        ///< the next controller message moves this parameter; none: ends it
    void forget(ParamId param);                      ///< what was learned to move it
    void load_preset(const std::string& path);       ///< throws Error; unknown names become notices
    void save_preset(const std::string& path) const; ///< throws Error
    void screenshot(const std::string& path);        ///< PNG of the program picture, soon; a notice tells
    void record(const std::string& path);            ///< any thread: a film of the show from now on; "" ends it. Throws Error where that file's film is not finished yet
    void note_ui_alive();                  ///< GUI thread, by timer: measures ui.max_gap_ms
    void set_output_state(const std::string& display, const std::string& state);
    void request_quit();                   ///< any thread; the program's main loop looks at quit_requested()
    bool quit_requested() const;
    /// The end of the show: finishes the film, ends the picture and the generator, in two seconds at most.
    void stop();
    /// After stop(). True where a generator hangs in a thread of its own: then end the process at once, wait for nothing.
    bool left_a_thread_behind() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chladni
