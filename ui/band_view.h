#pragma once

#include <QWidget>

#include "engine/types/feature_frame.h"

namespace chladni {

/// The sound of this moment: eight bands from low to high, lamps for kick, snare and hat, and the loudness. GUI thread.
class BandView : public QWidget {
public:
    explicit BandView(QWidget* parent = nullptr);
    void show_frame(const FeatureFrame& frame);
    const FeatureFrame& frame() const { return frame_; }
    QSize sizeHint() const override { return {168, 132}; }
    QSize minimumSizeHint() const override { return {150, 62}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paint_bands(QPainter& painter, const QRectF& area) const;
    void paint_lamps(QPainter& painter, const QRectF& area) const;
    void paint_loudness(QPainter& painter, const QRectF& area) const;
    FeatureFrame frame_;
};

/// "−12.3 LUFS"; "silence" where there is nothing to hear.
QString loudness_text(double lufs);

}  // namespace chladni
