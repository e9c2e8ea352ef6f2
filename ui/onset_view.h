#pragma once

#include <QWidget>

#include "ui/onset_scroll.h"

namespace chladni {

/// The sound as it scrolls by: onset strength over the last eight seconds with the beats that were told, a line for now,
/// and the beats that are foreseen right of it; below, when kick, snare and hat were struck. GUI thread.
class OnsetView : public QWidget {
public:
    explicit OnsetView(QWidget* parent = nullptr);
    /// What is new; repaints this widget and nothing else.
    void show_sound(const Listening& sound);
    const OnsetScroll& scroll() const { return scroll_; }
    double x_of(double at_s) const;
    QSize sizeHint() const override { return {640, 132}; }
    QSize minimumSizeHint() const override { return {240, 62}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double curve_height() const;
    std::vector<double> columns(float OnsetScroll::Moment::*strength, int count) const;
    void paint_seconds(QPainter& painter) const;
    void paint_beats(QPainter& painter) const;
    void paint_curve(QPainter& painter) const;
    void paint_hits(QPainter& painter) const;
    void paint_now(QPainter& painter) const;
    void paint_names(QPainter& painter) const;

    OnsetScroll scroll_;
};

}  // namespace chladni
