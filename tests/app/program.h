#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/temp_folder.h"

extern char** environ;

namespace chladni {

inline std::string content_of(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// The program, started with these arguments; what it says goes to files.
class RunningProgram {
public:
    explicit RunningProgram(std::vector<std::string> words) {
        words.emplace(words.begin(), CHLADNI_PROGRAM);
        std::vector<char*> pointers;
        for (std::string& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_addopen(&files, 1, out_path().c_str(), O_WRONLY | O_CREAT, 0600);
        posix_spawn_file_actions_addopen(&files, 2, err_path().c_str(), O_WRONLY | O_CREAT, 0600);
        if (posix_spawn(&pid_, CHLADNI_PROGRAM, &files, nullptr, pointers.data(), environ) != 0) pid_ = -1;
        posix_spawn_file_actions_destroy(&files);
    }

    pid_t pid() const { return pid_; }
    std::string out() const { return content_of(out_path()); }
    std::string err() const { return content_of(err_path()); }

    /// The exit code; 128 and more for a signal.
    int wait() {
        int status = 0;
        waitpid(pid_, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

private:
    std::filesystem::path out_path() const { return folder_.path() / "out"; }
    std::filesystem::path err_path() const { return folder_.path() / "err"; }
    TempFolder folder_;
    pid_t pid_ = -1;
};

struct Said {
    int code = -1;
    std::string out, err;
};

inline Said run_program(const std::vector<std::string>& words) {
    RunningProgram program(words);
    const int code = program.wait();
    return {code, program.out(), program.err()};
}

}  // namespace chladni
