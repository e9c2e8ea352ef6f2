#pragma once

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "tests/runtime/eventually.h"
#include "tests/support/temp_folder.h"

namespace chladni {

/// A PulseAudio without hardware that belongs to this process, which finds it through the environment. Two sinks to nowhere,
/// "a" and "b", whose monitors hear what is played to them, and a source "tone" that plays 440 Hz. Main thread only.
class PulseServer {
public:
    PulseServer() {
        setenv("PULSE_SERVER", ("unix:" + socket()).c_str(), 1);
        start();
    }
    ~PulseServer() { end_by(SIGKILL); }
    PulseServer(const PulseServer&) = delete;
    PulseServer& operator=(const PulseServer&) = delete;

    static bool installed() { return system("command -v pulseaudio >/dev/null && command -v pactl >/dev/null") == 0; }
    static constexpr const char* kSkip = "there is no pulseaudio and pactl on this machine";
    static constexpr const char* kHelp = "expected a PulseAudio of the test's own to start, it did not";

    void start() {
        const std::string native = "module-native-protocol-unix auth-anonymous=1 socket=" + socket();
        pid_ = fork();
        if (pid_ != 0) return;
        prctl(PR_SET_PDEATHSIG, SIGTERM);  // none is left over from a test that crashed
        for (const char* variable : {"PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "HOME"}) setenv(variable, folder_.path().c_str(), 1);
        unsetenv("PULSE_SERVER");
        const int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execlp("pulseaudio", "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--realtime=no",
               "--high-priority=no", "-L", "module-null-sink sink_name=a rate=48000", "-L",
               "module-null-sink sink_name=b rate=44100 channels=1", "-L", "module-sine-source source_name=tone rate=48000 frequency=440",
               "-L", native.c_str(), nullptr);
        _exit(127);
    }
    /// Dies at once, like a server that crashed.
    void crash() { end_by(SIGKILL); }
    bool up() {
        return eventually([this] { return control("info"); });
    }
    /// What `pactl WORDS` did: false where it failed.
    static bool control(const std::string& words) { return system(("timeout 5 pactl " + words + " >/dev/null 2>&1").c_str()) == 0; }

private:
    std::string socket() const { return (folder_.path() / "native").string(); }
    void end_by(int signal) {
        if (pid_ <= 0) return;
        kill(pid_, signal);
        waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

    TempFolder folder_;
    pid_t pid_ = 0;
};

}  // namespace chladni
