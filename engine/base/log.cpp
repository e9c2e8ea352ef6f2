#include "engine/base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "engine/base/check.h"

namespace chladni {

namespace {

spdlog::logger& logger() {
    static const auto instance = [] {
        auto created = std::make_shared<spdlog::logger>("chladni", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
        created->set_pattern("%^%l%$: %v");
        return created;
    }();
    return *instance;
}

}  // namespace

void log_debug(std::string_view text) { logger().debug("{}", text); }
void log_info(std::string_view text) { logger().info("{}", text); }
void log_warning(std::string_view text) { logger().warn("{}", text); }
void log_error(std::string_view text) { logger().error("{}", text); }

void set_log_level(LogLevel level) {
    constexpr spdlog::level::level_enum levels[] = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                                    spdlog::level::err, spdlog::level::off};
    logger().set_level(levels[static_cast<int>(level)]);
}

LogLevel log_level_from(const std::string& word) {
    constexpr const char* words[] = {"debug", "info", "warning", "error", "off"};
    for (int i = 0; i < 5; ++i)
        if (word == words[i]) return static_cast<LogLevel>(i);
    throw UsageError("--log-level expected debug, info, warning, error or off, got '" + word + "'");
}

}  // namespace chladni
