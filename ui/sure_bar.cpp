#include "ui/sure_bar.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "engine/types/beat_grid.h"
#include "ui/tempo_panel.h"
#include "ui/theme.h"

namespace chladni {

SureBar::SureBar(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName("Confidence");
    setToolTip("How sure the tracker is of the beat. In the red the picture goes by seconds, not by beats.");
}

void SureBar::show_confidence(double confidence) {
    const double shown = std::isfinite(confidence) ? std::clamp(confidence, 0.0, 1.0) : 0.0;
    if (shown == confidence_) return;
    confidence_ = shown;
    update();
}

QColor SureBar::colour() const {
    if (confidence_ < static_cast<double>(BeatGrid::kTrusted)) return theme::kBad;
    return confidence_ < kSureTempo ? theme::kAccent : theme::kGood;
}

void SureBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme::kNight);
    painter.fillRect(QRectF(0, 0, width() * confidence_, height()), colour());
    painter.fillRect(QRectF(width() * static_cast<double>(BeatGrid::kTrusted), 0, 1, height()), theme::kPanel);
}

}  // namespace chladni
