#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <thread>

namespace chladni {

/// A named thread with a stop token. The destructor asks it to stop and joins it.
class Worker {
public:
    Worker() = default;
    Worker(const std::string& name, std::function<void(std::stop_token)> body);

    void request_stop() { thread_.request_stop(); }
    bool joinable() const { return thread_.joinable(); }
    void join() { if (thread_.joinable()) thread_.join(); }

    /// Lets a thread that hangs go on alone. Everything its body touches must be owned by the body.
    void abandon() { thread_.request_stop(); thread_.detach(); }

private:
    std::jthread thread_;
};

/// Gives the calling thread the name that debuggers and `top -H` show (15 characters at most).
void name_this_thread(const std::string& name);

}  // namespace chladni
