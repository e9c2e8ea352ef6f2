#pragma once

#include <QTimer>
#include <vector>

#include "engine/runtime/listening.h"
#include "ui/action_table.h"
#include "ui/section.h"

class QPushButton;

namespace chladni {

class BandView;
class OnsetView;
class Show;
class SureBar;
struct ShowStatus;

/// What the program hears, live, and a musician's hands on the beat. Reads the show sixty times a second while it is
/// seen, not at all while it is not, and repaints what moves and nothing else. GUI thread.
class ListeningPanel : public Section {
    Q_OBJECT

public:
    explicit ListeningPanel(Show& show, QWidget* parent = nullptr);
    /// Texts: as often as the rest of the window.
    void show_status(const ShowStatus& status);
    /// What moves; the timer does it too.
    void refresh();
    /// Holds the tempo, or lets it follow the sound again.
    void flip_hold();
    /// Whether it asks the show for what is heard: while it is seen.
    bool listens() const { return timer_.isActive(); }
    OnsetView* onsets() const { return onsets_; }
    BandView* bands() const { return bands_; }
    QLabel* bpm() const { return bpm_; }
    SureBar* sure() const { return sure_; }
    QPushButton* button(StageAction action) const;

Q_SIGNALS:
    void wanted(StageAction action);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QPushButton* make_button(StageAction action, const QString& text);
    void add_button(StageAction action, const QString& text);
    void add_hold_button();
    QWidget* tempo_block();

    Show& show_;
    Listening sound_;
    OnsetView* onsets_;
    BandView* bands_;
    QLabel* bpm_;
    SureBar* sure_;
    QLabel* percent_;
    QLabel* source_;
    std::vector<std::pair<StageAction, QPushButton*>> buttons_;
    QTimer timer_;
};

}  // namespace chladni
