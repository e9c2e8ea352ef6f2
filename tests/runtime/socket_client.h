#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/base/json.h"

namespace chladni {

inline sockaddr_un socket_address(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    return address;
}

/// A program that reads the status socket, as others write it: connect, read lines, send lines.
class SocketClient {
public:
    explicit SocketClient(const std::filesystem::path& path) : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const sockaddr_un address = socket_address(path);
        connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~SocketClient() { close(fd_); }
    SocketClient(const SocketClient&) = delete;
    SocketClient& operator=(const SocketClient&) = delete;

    bool connected() const { return connected_; }

    /// False where the other side hung up.
    bool send_text(const std::string& text) {
        for (std::size_t at = 0; at < text.size();) {
            const ssize_t sent = send(fd_, text.data() + at, text.size() - at, MSG_NOSIGNAL);
            if (sent <= 0) return false;
            at += static_cast<std::size_t>(sent);
        }
        return true;
    }

    /// The next line without its end; nothing where the other side hung up or says nothing for long.
    std::optional<std::string> line() {
        for (;;) {
            if (const auto end = in_.find('\n'); end != std::string::npos) {
                const std::string first = in_.substr(0, end);
                in_.erase(0, end + 1);
                return first;
            }
            pollfd readable{fd_, POLLIN, 0};
            char buffer[4096];
            if (poll(&readable, 1, 30000) <= 0) return std::nullopt;
            const ssize_t got = recv(fd_, buffer, sizeof buffer, 0);
            if (got <= 0) return std::nullopt;
            in_.append(buffer, static_cast<std::size_t>(got));
        }
    }

    /// The next line that answers a command; status lines before it are passed over.
    Json answer() {
        for (;;) {
            const auto text = line();
            if (!text) return nullptr;
            const Json words = Json::parse(*text, nullptr, false);
            if (words.is_discarded() || words.contains("ok")) return words;
        }
    }
    Json ask(const std::string& words) {
        send_text(words + "\n");
        return answer();
    }

    /// The next status line.
    Json status() {
        for (;;) {
            const auto text = line();
            if (!text) return nullptr;
            const Json words = Json::parse(*text, nullptr, false);
            if (words.is_discarded() || !words.contains("ok")) return words;
        }
    }

private:
    int fd_ = -1;
    bool connected_ = false;
    std::string in_;
};

}  // namespace chladni
