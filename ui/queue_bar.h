#pragma once

#include <QWidget>

namespace chladni {

/// How many seconds of picture lie ready, as a bar with a mark per second. GUI thread.
class QueueBar : public QWidget {
public:
    explicit QueueBar(QWidget* parent = nullptr);
    void show_queue(double seconds);
    /// 0 empty, 1 full.
    double filled() const;
    QSize sizeHint() const override { return {120, 12}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double seconds_ = 0;
};

}  // namespace chladni
