#include "ui/transport_row.h"

#include <QBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include "engine/runtime/show.h"
#include "ui/param_button.h"
#include "ui/section.h"

namespace chladni {

namespace {

constexpr int kSteps = 1000;  // of the place

struct Button {
    ParamId id;
    const char* text;
};
constexpr Button kButtons[] = {{ParamId::kPreviousTrack, "◀◀"}, {ParamId::kPlay, "▶"}, {ParamId::kNextTrack, "▶▶"},
                               {ParamId::kLoopIn, "A"},         {ParamId::kLoopOut, "B"}, {ParamId::kLoopSpan, "A–B"},
                               {ParamId::kLoop, "↻"}};

QString clock_text(double seconds) {
    const int whole = static_cast<int>(std::max(0.0, seconds));
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QChar('0'));
}

}  // namespace

QString time_text(const TransportStatus& transport) {
    const QString time = clock_text(transport.position_s) + " / " + clock_text(transport.length_s);
    return transport.tracks < 2 ? time : QStringLiteral("%1 of %2   %3").arg(transport.track + 1).arg(transport.tracks).arg(time);
}

TransportRow::TransportRow(Show& show, QWidget* parent)
    : QWidget(parent), show_(show), place_(new QSlider(Qt::Horizontal)), time_(dim_label("0:00 / 0:00")) {
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(2);
    auto* upper = new QHBoxLayout;
    upper->addWidget(place_, 1);
    upper->addWidget(time_);
    rows->addLayout(upper);
    auto* lower = new QHBoxLayout;
    lower->setSpacing(2);
    for (const Button& button : kButtons) {
        controls_.push_back(new ParamButton(show, button.id, button.text));
        lower->addWidget(controls_.back());
    }
    rows->addLayout(lower);
    place_->setRange(0, kSteps);
    place_->setFocusPolicy(Qt::NoFocus);
    place_->setAccessibleName("Place in the file");
    place_->setToolTip("Where the file stands. Drag to go elsewhere.");
    connect(place_, &QSlider::sliderReleased, this, [this] { show_.seek(length_s_ * place_->value() / kSteps); });
}

void TransportRow::show_transport(const TransportStatus& transport) {
    length_s_ = transport.length_s;
    time_->setText(time_text(transport));
    for (ParamControl* control : controls_) control->refresh();
    if (place_->isSliderDown()) return;
    const QSignalBlocker quiet(place_);
    place_->setValue(length_s_ > 0 ? static_cast<int>(kSteps * transport.position_s / length_s_) : 0);
}

}  // namespace chladni
