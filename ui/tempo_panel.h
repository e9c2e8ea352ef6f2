#pragma once

#include "ui/section.h"

class QPushButton;

namespace chladni {

class BeatLamps;
class Show;
struct ShowStatus;

/// Beats per minute, where the beat is, how sure the tracker is, and a button to tap along.
class TempoPanel : public Section {
public:
    explicit TempoPanel(Show& show, QWidget* parent = nullptr);
    void show_status(const ShowStatus& status);
    BeatLamps* lamps() const { return lamps_; }
    QLabel* bpm() const { return bpm_; }
    QPushButton* tap() const { return tap_; }
    QPushButton* listening() const { return listening_; }  ///< opens the page of that name

private:
    BeatLamps* lamps_;
    QLabel* bpm_;
    QLabel* source_;
    QPushButton* tap_;
    QPushButton* listening_;
};

/// Below this the tempo is shown as a guess.
inline constexpr double kSureTempo = 0.5;

/// "128.0", "128.0 ?" while unsure, a dash where there is none.
QString bpm_text(double bpm, double confidence);

}  // namespace chladni
