#pragma once

#include <QWidget>

namespace chladni {

/// Peak level from -60 to 0 dBFS with a held peak and a clip lamp. Green to -20, amber to -9, red above. GUI thread.
class LevelMeter : public QWidget {
public:
    explicit LevelMeter(QWidget* parent = nullptr);
    /// Falls back by 20 dB in 1.7 s, as meters in studios do.
    void show_level(double peak_db, bool clipped, double time_s);
    double level_db() const { return level_db_; }
    bool clip_lamp() const { return clipped_; }
    QSize sizeHint() const override { return {120, 14}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double level_db_ = -120, held_db_ = -120, held_since_s_ = 0, time_s_ = 0;
    bool clipped_ = false;
};

}  // namespace chladni
