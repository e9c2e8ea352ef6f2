#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/audio/clip_deck.h"

namespace chladni {

/// Decodes a file (media's loader). Throws Error.
using ClipLoader = std::function<AudioBuffer(const std::string& path)>;

/// A playlist on a deck: decodes the next file while one plays, so that no gap comes between. Device keeper only, but for
/// what is said otherwise.
class PlaylistPlayer {
public:
    /// Decodes the first file that can be; throws Error where none can.
    PlaylistPlayer(std::vector<std::string> paths, ClipLoader load, bool loop);

    const std::shared_ptr<ClipDeck>& deck() const { return deck_; }
    std::size_t size() const { return paths_.size(); }
    void set_loop(bool on) { loop_ = on; }      ///< any thread
    bool loops() const { return loop_; }        ///< any thread
    /// Now and then: has the next file ready.
    void tend();
    /// To the next (+1) or the previous (-1) file. Back goes to the beginning of this one, once it has played for some seconds.
    void step(int by);
    /// What is wrong with files that were left out; "" where nothing is.
    const std::string& complaint() const { return complaint_; }

private:
    std::optional<std::size_t> after(std::size_t index, int by) const;
    TrackPtr load(std::size_t index);
    TrackPtr first_readable(std::size_t index, int by);

    std::vector<std::string> paths_;
    ClipLoader load_;
    std::atomic<bool> loop_;
    std::shared_ptr<ClipDeck> deck_;
    std::set<std::size_t> broken_;
    std::size_t index_ = 0;  // of the file that plays
    std::optional<std::size_t> waiting_;  // of the file that was put on as the next
    bool wraps_ = false;
    std::string complaint_;
};

}  // namespace chladni
