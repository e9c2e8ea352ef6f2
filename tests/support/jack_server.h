#pragma once

#include <fcntl.h>
#include <jack/jack.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <string>

#include "tests/runtime/eventually.h"

namespace chladni {

/// Silences libjack: a test that looks for a server before it is there would fill the terminal.
inline void hush_jack() {
    jack_set_error_function([](const char*) {});
    jack_set_info_function([](const char*) {});
}

/// A JACK server without hardware that belongs to this process: all its clients find it through the environment, so
/// several test programs run side by side. It can be killed and started again under the same name. Main thread only.
class JackServer {
public:
    /// `use` makes the name, the same in every run: JACK keeps a list of eight servers, and a crashed one stays in it
    /// until the next of its name. A server that must not lose a sample asks for `realtime`, which it gets where that
    /// is allowed.
    explicit JackServer(const std::string& use, int period = 256, bool realtime = false)
        : name_("chladni-" + use), period_(std::to_string(period)), realtime_(realtime && may_be_realtime()) {
        setenv("JACK_DEFAULT_SERVER", name_.c_str(), 1);
        setenv("JACK_NO_AUDIO_RESERVATION", "1", 1);
        setenv("JACK_NO_START_SERVER", "1", 1);
        hush_jack();
        own_shared_memory();
        start();
    }
    // JACK's registry has eight places for servers, for the whole machine. A server that was killed keeps its place
    // until one of its name ends in order.
    ~JackServer() {
        if (own_shared_memory()) {
            end_by(SIGKILL);  // nothing of it outlives this process
        } else {
            if (pid_ <= 0) start();
            if (!served_) up();
            end_by(SIGTERM);
        }
    }
    JackServer(const JackServer&) = delete;
    JackServer& operator=(const JackServer&) = delete;

    static constexpr const char* kHelp =
        "expected a JACK server of the test's own to start, it did not; where no jackd runs, remove "
        "/dev/shm/jack-shm-registry, which eight killed servers fill";

    static bool installed() { return system("command -v jackd >/dev/null") == 0; }

    void start() {
        served_ = false;
        // -S: a cycle waits for its clients, so a busy machine makes sound late rather than wrong.
        const char* words[] = {"jackd", "-n",    name_.c_str(), realtime_ ? "-R" : "-r", "-S", "-d", "dummy",
                               "-r",    "48000", "-p",          period_.c_str(),         "-C", "2",  "-P",
                               "2",     nullptr};
        pid_ = fork();
        if (pid_ == 0) {
            prctl(PR_SET_PDEATHSIG, SIGTERM);  // no server is left over from a test that crashed
            const int null = open("/dev/null", O_WRONLY);
            dup2(null, STDOUT_FILENO);
            dup2(null, STDERR_FILENO);
            execvp(words[0], const_cast<char**>(words));
            _exit(127);
        }
    }

    /// Dies at once, like a server that crashed.
    void crash() { end_by(SIGKILL); }

    /// After a crash: there again, under the same name. jackd itself does not always come up where its forerunner was
    /// killed at a bad moment; then it is tried again.
    bool back() {
        for (int i = 0; i < 4; ++i) {
            start();
            if (served_within(std::chrono::seconds(15))) return true;
            std::cout << "[ machine  ] jackd did not come up: it is started again\n";
            crash();
        }
        return false;
    }

    /// True once clients can come; waits for that.
    bool up() { return served_within(std::chrono::seconds(60)); }

private:
    bool served_within(std::chrono::seconds deadline) {
        const auto served = [] {
            jack_client_t* client = jack_client_open("probe", JackNoStartServer, nullptr);
            if (client) jack_client_close(client);
            return client != nullptr;
        };
        return served_ = pid_ > 0 && eventually(served, deadline);
    }

    // What JACK servers of one user share lies in /dev/shm: eight places for servers, and a data base that each server
    // deletes as it ends, under the feet of the others' clients, which may end by it. So a test program has a /dev/shm
    // of its own wherever it may; with threads that were there before it, it would have two.
    static bool own_shared_memory() {
        static const bool own = [] {
            if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
            return mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   mount("tmpfs", "/dev/shm", "tmpfs", 0, "mode=1777") == 0;
        }();
        return own;
    }

    static bool may_be_realtime() {
        sched_param wanted{}, before{};
        const int policy = sched_getscheduler(0);
        sched_getparam(0, &before);
        wanted.sched_priority = 10;
        if (sched_setscheduler(0, SCHED_FIFO, &wanted) != 0) return false;
        sched_setscheduler(0, policy, &before);
        return true;
    }

    void end_by(int signal) {
        if (pid_ <= 0) return;
        kill(pid_, signal);
        waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

    std::string name_, period_;
    bool realtime_;
    bool served_ = false;  // since it was started
    pid_t pid_ = 0;
};

}  // namespace chladni
