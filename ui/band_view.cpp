#include "ui/band_view.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/share.h"
#include "ui/theme.h"

namespace chladni {

namespace {

constexpr double kLampRow_px = 16, kTextRow_px = 15, kQuietest_lufs = -60, kSilence_lufs = -69.5;


}  // namespace

QString loudness_text(double lufs) {
    if (!std::isfinite(lufs) || lufs < kSilence_lufs) return "silence";
    return QStringLiteral("%1%2 LUFS").arg(lufs < 0 ? "−" : "").arg(std::abs(lufs), 0, 'f', 1);
}

BandView::BandView(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setAccessibleName("Bands and loudness");
    setToolTip("Eight bands from 30 Hz to 16 kHz against their own recent past, what was struck just now, and the loudness of the "
               "last 400 ms.");
}

void BandView::show_frame(const FeatureFrame& frame) {
    frame_ = frame;
    update();
}

void BandView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme::kPanel);
    painter.setRenderHint(QPainter::Antialiasing);
    const double below = kLampRow_px + kTextRow_px;
    paint_bands(painter, QRectF(0, 0, width(), height() - below - 3));
    paint_lamps(painter, QRectF(0, height() - below, width(), kLampRow_px));
    paint_loudness(painter, QRectF(0, height() - kTextRow_px, width(), kTextRow_px));
}

void BandView::paint_bands(QPainter& painter, const QRectF& area) const {
    const double step = area.width() / kBands;
    for (std::size_t band = 0; band < kBands; ++band) {
        const QRectF slot(area.left() + static_cast<double>(band) * step + 1, area.top(), step - 2, area.height());
        const double lit = share(frame_.bands[band]);
        painter.fillRect(slot, theme::kNight);
        painter.fillRect(QRectF(slot.left(), slot.bottom() - slot.height() * lit, slot.width(), slot.height() * lit),
                         theme::mix(theme::kGood, theme::kAccent, lit));
    }
}

void BandView::paint_lamps(QPainter& painter, const QRectF& area) const {
    const struct { const char* name; float strength; QColor colour; } lamps[] = {
        {"kick", frame_.kick, theme::kBad}, {"snare", frame_.snare, theme::kAccent}, {"hat", frame_.hat, theme::kText}};
    QFont small = font();
    small.setPixelSize(10);
    painter.setFont(small);
    for (int i = 0; i < 3; ++i) {
        const double left = area.left() + area.width() * i / 3;
        painter.setPen(QPen(theme::kLine, 1));
        painter.setBrush(theme::mix(theme::kField, lamps[i].colour, share(lamps[i].strength)));
        painter.drawEllipse(QRectF(left + 2, area.top() + 3, 10, 10));
        painter.setPen(theme::kDim);
        painter.drawText(QRectF(left + 16, area.top(), area.width() / 3 - 16, area.height()), Qt::AlignLeft | Qt::AlignVCenter, lamps[i].name);
    }
}

void BandView::paint_loudness(QPainter& painter, const QRectF& area) const {
    const QRectF bar(area.left() + 2, area.center().y() - 2.5, area.width() - 82, 5);
    const double lufs = static_cast<double>(frame_.loudness_lufs);
    const double lit = std::isfinite(lufs) ? std::clamp((lufs - kQuietest_lufs) / -kQuietest_lufs, 0.0, 1.0) : 0.0;
    painter.fillRect(bar, theme::kNight);
    painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * lit, bar.height()), theme::kGood);
    painter.setPen(theme::kText);
    painter.drawText(QRectF(bar.right() + 4, area.top(), area.right() - bar.right() - 4, area.height()), Qt::AlignRight | Qt::AlignVCenter,
                     loudness_text(lufs));
}

}  // namespace chladni
