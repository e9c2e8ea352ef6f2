#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/worker.h"

namespace chladni {

/// A Unix stream socket that tells how the show goes, twenty JSON lines a second to every client, and takes commands. A
/// client that does not read is dropped, never waited for. Its own thread.
class StatusSocket {
public:
    /// `status` is called for each line, `command` for each object a client sends; it throws Error with what is wrong.
    /// A socket file left by a dead process is replaced; one in use ends in an Error.
    StatusSocket(std::filesystem::path path, std::function<Json()> status, std::function<void(const Json&)> command);
    ~StatusSocket();
    StatusSocket(const StatusSocket&) = delete;
    StatusSocket& operator=(const StatusSocket&) = delete;

private:
    struct Client {
        int fd = -1;
        std::string in, out;
        bool gone = false;
    };
    void run(std::stop_token stop);
    void accept_clients();
    void read_from(Client& client);
    void answer(Client& client, const std::string& line);
    void write_to(Client& client);

    std::filesystem::path path_;
    std::function<Json()> status_;
    std::function<void(const Json&)> command_;
    int listening_ = -1;
    std::vector<Client> clients_;
    Worker thread_;
};

}  // namespace chladni
