#pragma once

#include <array>
#include <vector>

#include "engine/analysis/bar_places.h"
#include "engine/analysis/tempo_space.h"
#include "engine/analysis/tempo_taste.h"

namespace chladni {

/// How likely what was heard in a hop is at a beat that starts no bar, at one that does, and between beats.
struct BeatLikelihood {
    float beat = 0.0f, downbeat = 0.0f, between = 1.0f;
};

/// What the pointer believes: the beat's length, where in it the sound is, how much of the belief that tempo holds, and
/// which beat of which bar it is.
struct BarBelief {
    static constexpr std::size_t kPlaces = kBarPlaces;  ///< bars of four: 0..3, bars of three: 4..6
    double interval_hops = 50.0;
    double phase = 0.0;  ///< 0..1, 0 is the beat
    double turned = 0.0;  ///< 0..1, how far the beat whose place is believed has gone: 0 a little before its sound
    double mass = 0.0;   ///< 0..1
    std::array<double, kPlaces> places{};  ///< of the mass, how much each place holds; together 1
};

/// The forward algorithm over tempo, phase, and place in a bar of four or three: exact inference of where the beat is, from
/// the past alone. (Bar pointer of Whiteley, Cemgil and Godsill, ISMIR 2006, in the states of Krebs, Böck and Widmer, ISMIR
/// 2015.) No heap after construction (but for prefer()). One thread.
class BarPointer {
public:
    BarPointer();

    /// One hop. Returns the evidence for a beat, ln of the likelihood ratio against sound without one.
    double step(const BeatLikelihood& heard);
    /// One hop with nothing to hear: the belief runs on.
    void coast();
    void reset();
    /// The beat that has just ended started a bar, so much more likely than not.
    void weigh_last_beat(double ratio);
    /// Mixes in a tempo and phase known from elsewhere (a hand that taps).
    void suggest(double interval_hops, double phase, double weight);
    /// The beat that sounds starts a bar, where it has `begun`; else the next one does.
    void start_bar(bool begun);
    void prefer(const TempoTaste& taste) { factors_ = taste.per_hop(space_); }
    BarBelief belief() const;

private:
    void move();
    double observe(const BeatLikelihood& heard);
    void settle();
    float* place(std::size_t p) { return belief_.data() + p * space_.states(); }
    const float* place(std::size_t p) const { return belief_.data() + p * space_.states(); }

    TempoSpace space_;
    std::vector<float> factors_;       // [rows]
    std::vector<float> belief_;        // [places, states]
    std::vector<float> change_;        // [rows, rows], from by to
    std::vector<float> ends_, starts_; // [places, rows]
    std::vector<float> cos_, sin_;     // [states], of 2 pi phase
};

}  // namespace chladni
