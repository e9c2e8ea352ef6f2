#pragma once

#include <QWidget>
#include <array>

namespace chladni {

/// Four lamps that flash with the beats and fade; the first of the bar is a square. Dim while the tracker is unsure.
class BeatLamps : public QWidget {
public:
    explicit BeatLamps(QWidget* parent = nullptr);
    /// `beat` counts beats with their fraction; confidence 0..1.
    void show_beat(double beat, double confidence);
    /// 0 dark, 1 fully lit.
    double light(std::size_t lamp) const { return light_[lamp]; }
    QSize sizeHint() const override { return {96, 20}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::array<double, 4> light_{};
};

/// How bright a lamp is at a phase of its beat, for a confidence.
double beat_light(double phase, double confidence);

}  // namespace chladni
