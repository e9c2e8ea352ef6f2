#include "ui/onset_view.h"

#include <QImage>
#include <QPainter>
#include <array>
#include <cmath>

#include "ui/share.h"
#include "ui/theme.h"

namespace chladni {

namespace {

constexpr double kNames_px = 40, kHit_px = 11, kCap_px = 7, kGap_px = 4;

constexpr std::size_t kShades = 32;
constexpr int kLongestSlope_px = 8;

struct Hit {
    const char* name;
    float OnsetScroll::Moment::*strength;
    QColor colour;
};
constexpr std::array<Hit, 3> kHits{{{"hat", &OnsetScroll::Moment::hat, theme::kDim},
                                    {"snare", &OnsetScroll::Moment::snare, theme::kAccent},
                                    {"kick", &OnsetScroll::Moment::kick, theme::kBad}}};

QColor faded(QColor colour, double alpha) {
    colour.setAlphaF(static_cast<float>(std::clamp(alpha, 0.0, 1.0)));
    return colour;
}


}  // namespace

OnsetView::OnsetView(QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName("Onsets and beats");
    setToolTip("What is struck in the sound, over the last eight seconds. Lines are beats, amber ones start a bar; right of now "
               "are those that are expected.");
}

void OnsetView::show_sound(const Listening& sound) {
    scroll_.take(sound);
    update();
}

double OnsetView::x_of(double at_s) const {
    const double span_s = OnsetScroll::kPast_s + OnsetScroll::kFuture_s;
    return kNames_px + (width() - kNames_px) * (at_s - scroll_.now_s() + OnsetScroll::kPast_s) / span_s;
}

double OnsetView::curve_height() const { return height() - kHits.size() * kHit_px - kGap_px; }

void OnsetView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme::kNight);
    painter.fillRect(QRectF(x_of(scroll_.now_s()), 0, width(), height()), theme::mix(theme::kNight, theme::kPanel, 0.7));
    paint_seconds(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paint_beats(painter);
    paint_curve(painter);
    paint_hits(painter);
    paint_now(painter);
    paint_names(painter);
}

void OnsetView::paint_seconds(QPainter& painter) const {
    const double first = std::ceil(scroll_.now_s() - OnsetScroll::kPast_s);
    for (double t = first; t < scroll_.now_s() + OnsetScroll::kFuture_s; ++t)
        painter.fillRect(QRectF(x_of(t), 0, 1, curve_height()), theme::kPanel);
}

// Told beats are solid; those to come are dashed, and as faint as the tracker is unsure.
void OnsetView::paint_beats(QPainter& painter) const {
    const auto paint = [&](const OnsetScroll::Beat& beat, Qt::PenStyle style, double alpha) {
        const QColor colour = beat.downbeat ? theme::kAccent : theme::kDim;
        const double x = x_of(beat.at_s);
        if (x < kNames_px) return;
        painter.setPen(QPen(faded(colour, alpha), beat.downbeat ? 2.0 : 1.2, style, Qt::FlatCap));
        painter.drawLine(QPointF(x, beat.downbeat ? 0 : kCap_px), QPointF(x, curve_height()));
    };
    for (const OnsetScroll::Beat& beat : scroll_.announced()) paint(beat, Qt::SolidLine, beat.downbeat ? 0.95 : 0.6);
    const double sure = 0.25 + 0.6 * static_cast<double>(scroll_.confidence());
    for (const OnsetScroll::Beat& beat : scroll_.predicted()) paint(beat, Qt::DashLine, sure);
}

// One strength a pixel. A pixel is always the same stretch of time, so the hills move without trembling.
std::vector<double> OnsetView::columns(float OnsetScroll::Moment::*strength, int count) const {
    const double per_s = count / OnsetScroll::kPast_s, newest = std::floor(scroll_.now_s() * per_s);
    std::vector<double> columns(static_cast<std::size_t>(count), 0.0);
    int last = -1;
    for (const OnsetScroll::Moment& moment : scroll_.moments()) {
        const int x = static_cast<int>(std::floor(moment.at_s * per_s) - newest) + count - 1;
        if (x < 0 || x >= count) continue;
        const auto at = static_cast<std::size_t>(x);
        columns[at] = std::max(columns[at], share(moment.*strength));
        // Where a pixel is shorter than a hop, a slope lies between.
        for (int gap = last + 1; last >= 0 && gap < x && x - last <= kLongestSlope_px; ++gap)
            columns[static_cast<std::size_t>(gap)] = std::lerp(columns[static_cast<std::size_t>(last)], columns[at], static_cast<double>(gap - last) / (x - last));
        last = x;
    }
    return columns;
}

// Pixel by pixel: a path of this length would take Qt twenty milliseconds.
void OnsetView::paint_curve(QPainter& painter) const {
    const double scale = devicePixelRatioF();
    const int count = std::max(1, static_cast<int>((x_of(scroll_.now_s()) - kNames_px) * scale));
    const int rows = std::max(1, static_cast<int>(curve_height() * scale)), reach = rows - static_cast<int>(kCap_px * scale);
    QImage image(count, rows, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    const QRgb edge = theme::kGood.rgb(), body = qPremultiply(faded(theme::kGood, 0.3).rgba());
    const int thick = std::max(1, static_cast<int>(std::lround(scale)));
    int before = rows;
    const std::vector<double> strengths = columns(&OnsetScroll::Moment::onset, count);
    for (int x = 0; x < count; ++x) {
        const int top = rows - 1 - static_cast<int>(std::lround(std::max(0, reach) * strengths[static_cast<std::size_t>(x)]));
        const int edge_end = std::min(rows, std::max(top + thick, before));
        for (int y = std::min(top, before); y < rows; ++y)
            if (y >= top || y < edge_end) reinterpret_cast<QRgb*>(image.scanLine(y))[x] = y < edge_end ? edge : body;
        before = top;
    }
    image.setDevicePixelRatio(scale);
    painter.drawImage(QPointF(kNames_px, 0), image);
}

// A row of pixels for each kind, stretched to its height.
void OnsetView::paint_hits(QPainter& painter) const {
    const int left = static_cast<int>(kNames_px), count = std::max(1, static_cast<int>(x_of(scroll_.now_s())) - left);
    QImage rows(count, static_cast<int>(kHits.size()), QImage::Format_RGB32);
    for (std::size_t row = 0; row < kHits.size(); ++row) {
        std::array<QRgb, kShades> shades;
        for (std::size_t i = 0; i < kShades; ++i)
            shades[i] = theme::mix(theme::kPanel, kHits[row].colour, static_cast<double>(i) / (kShades - 1)).rgb();
        auto* pixels = reinterpret_cast<QRgb*>(rows.scanLine(static_cast<int>(row)));
        for (const double strength : columns(kHits[row].strength, count)) *pixels++ = shades[static_cast<std::size_t>(strength * (kShades - 1) + 0.5)];
    }
    painter.drawImage(QRectF(left, height() - kHits.size() * kHit_px, count, kHits.size() * kHit_px), rows);
}

void OnsetView::paint_now(QPainter& painter) const {
    const double x = x_of(scroll_.now_s());
    const QColor colour = theme::mix(theme::kDim, theme::kText, scroll_.beat_light());
    painter.fillRect(QRectF(x - 0.75, 0, 1.5, height()), colour);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme::mix(theme::kField, theme::kAccent, scroll_.beat_light()));
    painter.drawPolygon(QPolygonF{{x - 6, 0}, {x + 6, 0}, {x, 8}});
}

void OnsetView::paint_names(QPainter& painter) const {
    QFont small = font();
    small.setPixelSize(9);
    painter.setFont(small);
    painter.setPen(theme::kDim);
    painter.drawText(QRectF(2, kCap_px, kNames_px - 6, 14), Qt::AlignLeft | Qt::AlignVCenter, "onset");
    for (std::size_t i = 0; i < kHits.size(); ++i)
        painter.drawText(QRectF(2, height() - static_cast<double>(kHits.size() - i) * kHit_px, kNames_px - 6, kHit_px),
                         Qt::AlignLeft | Qt::AlignVCenter, kHits[i].name);
}

}  // namespace chladni
