// Chosen where FFmpeg is not built in.
#include "engine/runtime/record_loop.h"

namespace chladni {

struct RecordLoop::Film {};

RecordLoop::RecordLoop(const Heard& heard, std::function<void(const std::string&)> notice)
    : heard_(heard), notice_(std::move(notice)) {}
RecordLoop::~RecordLoop() = default;
void RecordLoop::start(const std::string& path, int, int) {
    (void)heard_;
    notice_("expected a program built with FFmpeg to record '" + path + "', this one is not");
}
void RecordLoop::end() {}
void RecordLoop::stop() {}
bool RecordLoop::recording() const { return false; }
std::string RecordLoop::path() const { return ""; }
double RecordLoop::seconds() const { return 0.0; }
void RecordLoop::offer(Picture&, Seconds) {}

}  // namespace chladni
