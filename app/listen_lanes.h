#pragma once

#include <ostream>

#include "engine/runtime/listen_film.h"

namespace chladni {

/// Sound above, picture below, over a stretch of time: hills of onsets and motion, light and loudness behind them. Pure.
class ListenLanes {
public:
    struct Place {
        double left = 0, top = 0, width = 0, lane_height = 46;  ///< px
        double from_s = 0, to_s = 1;                            ///< sound's time
        bool moments = false;  ///< beats and events are marked
    };

    ListenLanes(const ListenReport& report, const Place& place) : report_(report), place_(place) {}
    void draw(std::ostream& out) const;
    static double height_of(double lane_height);

private:
    double x(double time_s) const { return place_.left + place_.width * (time_s - place_.from_s) / (place_.to_s - place_.from_s); }
    double sound_floor() const { return place_.top + place_.lane_height; }
    double picture_floor() const { return sound_floor() + kGap_px + place_.lane_height; }
    void draw_ground(std::ostream& out) const;
    void draw_hill(std::ostream& out, const char* kind, const TimedCurve& curve, double turned_s, double floor, double part, bool closed) const;
    void draw_marks(std::ostream& out, const char* kind, const std::vector<double>& moments_s, double top, double bottom) const;
    void draw_time(std::ostream& out) const;

    static constexpr double kGap_px = 6;
    const ListenReport& report_;
    Place place_;
};

}  // namespace chladni
