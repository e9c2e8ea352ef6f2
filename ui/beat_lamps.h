#pragma once

#include <QWidget>
#include <array>

namespace chladni {

/// A lamp for each beat of the bar, that flash and fade; the first is a square. Dim while the tracker is unsure.
class BeatLamps : public QWidget {
public:
    explicit BeatLamps(QWidget* parent = nullptr);
    /// `beat_in_bar` counts beats from the first of the bar, with their fraction; confidence 0..1.
    void show_beat(double beat_in_bar, double confidence, int beats_per_bar = 4);
    /// 0 dark, 1 fully lit.
    double light(std::size_t lamp) const { return light_[lamp]; }
    QSize sizeHint() const override { return {96, 20}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    static constexpr std::size_t kMost = 12;
    std::array<double, kMost> light_{};
    std::size_t lamps_ = 4;
};

/// How bright a lamp is at a phase of its beat, for a confidence.
double beat_light(double phase, double confidence);

}  // namespace chladni
