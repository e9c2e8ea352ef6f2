#include "engine/control/learned_map.h"

#include <utility>

#include "engine/base/check.h"

namespace chladni {

LearnedMap::LearnedMap(std::filesystem::path file, std::function<void(const std::string&)> notice) : file_(std::move(file)), notice_(std::move(notice)) {
    read();
    if (!file_.empty()) keeper_ = std::jthread([this](const std::stop_token& stop) { keep(stop); });
}

LearnedMap::~LearnedMap() = default;

void LearnedMap::read() {
    std::error_code none;
    if (file_.empty() || !std::filesystem::exists(file_, none)) return;
    try {
        map_ = MidiMap::load(file_);
    } catch (const Error& error) {
        notice_(std::string(error.what()) + "; what is learned now is not kept until that file is mended or removed");
        file_.clear();
    }
}

MidiMap LearnedMap::over(MidiMap map) const {
    const std::lock_guard lock(mutex_);
    for (const MidiBinding& binding : map_.bindings()) map.bind(binding);
    return map;
}

void LearnedMap::learn(const MidiBinding& binding) {
    const std::lock_guard lock(mutex_);
    map_.bind(binding);
    unsaved_ = true;
    changed_.notify_one();
}

bool LearnedMap::forget(ParamId param) {
    const std::lock_guard lock(mutex_);
    if (!map_.unbind(param)) return false;
    unsaved_ = true;
    changed_.notify_one();
    return true;
}

void LearnedMap::keep(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return unsaved_; })) {
        const MidiMap map = map_;
        unsaved_ = false;
        lock.unlock();
        write(map);
        lock.lock();
    }
}

void LearnedMap::write(const MidiMap& map) const {
    try {
        if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path());
        map.save(file_);
    } catch (const std::exception& error) {
        notice_(std::string("what was learned is not kept: ") + error.what());
    }
}

}  // namespace chladni
