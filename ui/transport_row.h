#pragma once

#include <QWidget>
#include <vector>

class QLabel;
class QSlider;

namespace chladni {

class ParamControl;
class Show;
struct TransportStatus;

/// The hands on a file that plays: where it stands, previous, play, next, the A-B loop. GUI thread.
class TransportRow : public QWidget {
    Q_OBJECT

public:
    explicit TransportRow(Show& show, QWidget* parent = nullptr);
    void show_transport(const TransportStatus& transport);
    QSlider* place() const { return place_; }
    QLabel* time() const { return time_; }
    const std::vector<ParamControl*>& controls() const { return controls_; }

private:
    Show& show_;
    QSlider* place_;
    QLabel* time_;
    std::vector<ParamControl*> controls_;
    double length_s_ = 0;
};

/// "1:05 / 3:20", and "2 of 5" before it in a playlist.
QString time_text(const TransportStatus& transport);

}  // namespace chladni
