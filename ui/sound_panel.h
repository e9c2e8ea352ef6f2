#pragma once

#include <cstdint>

#include "ui/input_combo.h"
#include "ui/section.h"
#include "ui/silence_watch.h"

namespace chladni {

class LevelMeter;
class Show;
class TransportRow;
struct ShowStatus;

/// Which sound the show listens to, and how loud it is.
class SoundPanel : public Section {
    Q_OBJECT

public:
    explicit SoundPanel(Show& show, QWidget* parent = nullptr);
    void show_status(const ShowStatus& status);
    /// Makes it the input; show_choice() only shows it, where it has been chosen already.
    void choose(const QString& input);
    void show_choice(const QString& input);
    InputCombo* input() const { return input_; }
    LevelMeter* meter() const { return meter_; }
    QLabel* state() const { return state_; }
    TransportRow* transport() const { return transport_; }

Q_SIGNALS:
    void file_wanted();

private:
    void list_inputs();
    void take_choice(int row);
    Show& show_;
    SilenceWatch silence_;
    InputCombo* input_;
    LevelMeter* meter_;
    QLabel* peak_;
    QLabel* state_;
    TransportRow* transport_;  // seen while a file is the input
    std::uint64_t clips_ = 0;
    double clipped_s_ = -1;
};

/// What the line under the meter says: plain words, and whether they are bad news.
struct SoundWords {
    QString text;
    bool alert = false;
};
SoundWords sound_words(const ShowStatus& status, bool silent);

}  // namespace chladni
