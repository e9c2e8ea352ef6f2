#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "engine/measure/black_fades.h"
#include "engine/measure/picture_look.h"

namespace chladni {

/// Finds where a film cuts from one scene to another, picture by picture as they come. A cut is a change that is large, far
/// larger than those around it, and stays: a flash returns to what was there before within half a second, a change of light
/// leaves the edges where they were, and a pan changes every picture. A fade through black to another scene is a cut at its
/// darkest picture; one scene dissolving into another is not found. Keeps half a second of looks. One thread.
class SceneCuts {
public:
    /// The next picture, shown at a time that is later than the last one's.
    void take(const PictureLook& look, double time_s);
    /// Once, at the end.
    void finish();
    /// Pictures, counted from 0, that begin a new scene; all that are known so far, ascending.
    const std::vector<std::size_t>& cuts() const { return cuts_; }

private:
    struct Seen {
        PictureLook look;
        double time_s = 0;
        double change = 0;  // to it from the picture before
    };
    bool may_judge() const;
    void judge();
    double usual_change() const;
    bool is_cut();
    bool returns();

    std::deque<Seen> seen_;           // from a few before `next_` to the newest
    std::size_t first_ = 0;           // number of seen_.front()
    std::size_t next_ = 0;            // the picture to judge
    std::size_t returned_ = 0;        // the picture with which a flash is over
    BlackFades fades_;
    std::vector<std::size_t> cuts_;
};

}  // namespace chladni
