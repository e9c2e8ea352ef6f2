#pragma once

#include <string>
#include <string_view>

namespace chladni {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

/// Progress and log go to standard error; results go to standard output. Any thread but the audio thread.
void log_debug(std::string_view text);
void log_info(std::string_view text);
void log_warning(std::string_view text);
void log_error(std::string_view text);

/// Main thread, once.
void set_log_level(LogLevel level);

/// "debug", "info", "warning", "error" or "off"; throws UsageError on any other word.
LogLevel log_level_from(const std::string& word);

}  // namespace chladni
