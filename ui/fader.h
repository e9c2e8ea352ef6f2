#pragma once

#include <QWidget>

namespace chladni {

/// A horizontal fader. Dragging moves it from where it stands, never to the pointer; with Shift ten times finer. GUI thread.
class Fader : public QWidget {
    Q_OBJECT

public:
    explicit Fader(QWidget* parent = nullptr);
    /// All in 0..1: where it stands, where it began, and where its bar grows from (0, or the middle of a two-sided range).
    void set_position(double position);
    void set_marks(double initial, double origin);
    void set_bar_height(int px);
    double position() const { return position_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void moved(double position);
    /// Arrow keys and Page keys, in notches.
    void stepped(int notches, bool fine);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int notches_of(int key) const;
    double position_ = 0, initial_ = 0, origin_ = 0;
    double dragged_ = 0;  // unclamped while dragging, so that overshooting and coming back feels right
    double last_x_ = 0;
    int bar_height_ = 6;
};

}  // namespace chladni
