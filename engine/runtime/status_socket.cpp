#include "engine/runtime/status_socket.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr std::size_t kLongestLine = 64 * 1024;    // of a command
constexpr std::size_t kMostUnread = 1024 * 1024;   // of a client that does not read
constexpr std::size_t kMostClients = 32;
constexpr int kLine_ms = 50;
constexpr int kPiecesAtOnce = 64;                  // then the others get their turn

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    require(!path.empty() && path.size() < sizeof(address.sun_path),
            "--status-socket: expected a path of 1 to " + std::to_string(sizeof(address.sun_path) - 1) + " characters, got " +
                std::to_string(path.size()));
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    return address;
}

int open_socket() {
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    require(fd >= 0, std::string("expected to open a status socket, got: ") + std::strerror(errno));
    return fd;
}

// Somebody answers there: connecting works, or would if it were given time.
bool in_use(const sockaddr_un& address) {
    const int fd = open_socket();
    const bool answered = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 || errno == EAGAIN;
    close(fd);
    return answered;
}

int listen_at(const std::filesystem::path& path) {
    const sockaddr_un address = address_of(path.string());
    std::error_code ignored;
    if (std::filesystem::is_socket(path, ignored)) {
        require(!in_use(address), "expected a free path for the status socket, '" + path.string() + "' is in use; end the other show or choose another path");
        std::filesystem::remove(path, ignored);
    }
    const int fd = open_socket();
    if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(fd, 16) != 0) {
        const std::string reason = std::strerror(errno);
        close(fd);
        throw Error("expected to open the status socket '" + path.string() + "', got: " + reason);
    }
    return fd;
}

}  // namespace

StatusSocket::StatusSocket(std::filesystem::path path, std::function<Json()> status, std::function<void(const Json&)> command)
    : path_(std::move(path)), status_(std::move(status)), command_(std::move(command)), listening_(listen_at(path_)) {
    thread_ = Worker("status", [this](std::stop_token stop) { run(stop); });
}

StatusSocket::~StatusSocket() {
    thread_.request_stop();
    thread_.join();
    for (Client& client : clients_) close(client.fd);
    close(listening_);
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

void StatusSocket::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        std::vector<pollfd> watched{{listening_, POLLIN, 0}};
        for (const Client& client : clients_) watched.push_back({client.fd, POLLIN, 0});
        poll(watched.data(), watched.size(), kLine_ms);
        accept_clients();
        for (Client& client : clients_) read_from(client);
        if (!clients_.empty()) {
            const std::string line = status_().dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
            for (Client& client : clients_) {
                client.out += line;
                write_to(client);
            }
        }
        std::erase_if(clients_, [](const Client& client) {
            if (client.gone) close(client.fd);
            return client.gone;
        });
    }
}

void StatusSocket::accept_clients() {
    for (;;) {
        const int fd = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0) return;
        if (clients_.size() < kMostClients) clients_.push_back({fd, "", "", false});
        else close(fd);
    }
}

void StatusSocket::read_from(Client& client) {
    char buffer[4096];
    for (int piece = 0; piece < kPiecesAtOnce && !client.gone; ++piece) {
        const ssize_t got = recv(client.fd, buffer, sizeof buffer, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) break;
        if (got <= 0) {
            client.gone = true;
            return;
        }
        client.in.append(buffer, static_cast<std::size_t>(got));
        for (std::size_t end; (end = client.in.find('\n')) != std::string::npos; client.in.erase(0, end + 1))
            answer(client, client.in.substr(0, end));
        if (client.in.size() > kLongestLine) {
            answer(client, "");  // no object: answered by an error
            client.gone = true;
        }
    }
}

void StatusSocket::answer(Client& client, const std::string& line) {
    Json reply = {{"ok", true}};
    try {
        const Json words = parse_shallow(line);
        require(words.is_object(), "expected one JSON object a line, such as {\"cmd\": \"tap\"}");
        command_(words);
    } catch (const std::exception& error) {
        reply = {{"ok", false}, {"error", error.what()}};
    }
    client.out += reply.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    write_to(client);
}

void StatusSocket::write_to(Client& client) {
    while (!client.out.empty()) {
        const ssize_t sent = send(client.fd, client.out.data(), client.out.size(), MSG_NOSIGNAL);
        if (sent < 0) {
            client.gone |= errno != EAGAIN && errno != EINTR;
            break;
        }
        client.out.erase(0, static_cast<std::size_t>(sent));
    }
    client.gone |= client.out.size() > kMostUnread;
}

}  // namespace chladni
