#include "ui/listening_panel.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>

#include "engine/runtime/show.h"
#include "ui/band_view.h"
#include "ui/onset_view.h"
#include "ui/sure_bar.h"
#include "ui/tempo_panel.h"

namespace chladni {

namespace {

constexpr int kPaintEvery_ms = 16;
constexpr int kTempoWidth_px = 148;

void say(QLabel* label, const QString& words) {
    if (label->text() != words) label->setText(words);
}

QString source_text(const ShowStatus& status) {
    if (status.tempo.bpm <= 0) return "no beat yet";
    const QString bar = QStringLiteral("%1 to the bar").arg(status.tempo.beats_per_bar);
    return status.tempo.source.empty() ? bar : QString::fromStdString(status.tempo.source) + ", " + bar;
}

}  // namespace

ListeningPanel::ListeningPanel(Show& show, QWidget* parent)
    : Section("LISTENING", parent), show_(show), onsets_(new OnsetView), bands_(new BandView), bpm_(new QLabel("–")), sure_(new SureBar),
      percent_(dim_label("0 %")), source_(dim_label()) {
    add_button(StageAction::kTap, "Tap");
    add_button(StageAction::kNudgeEarlier, "◂ Earlier");
    add_button(StageAction::kNudgeLater, "Later ▸");
    add_button(StageAction::kHalve, "÷ 2");
    add_button(StageAction::kDouble, "× 2");
    add_button(StageAction::kResync, "Downbeat");
    add_hold_button();
    add_button(StageAction::kFollow, "Follow");
    auto* line = new QHBoxLayout;
    line->setSpacing(12);
    line->addWidget(tempo_block());
    line->addWidget(onsets_, 1);
    line->addWidget(bands_);
    body()->addLayout(line, 1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, [this] { refresh(); });
}

QWidget* ListeningPanel::tempo_block() {
    auto* block = new QWidget;
    auto* column = new QVBoxLayout(block);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    QFont large = bpm_->font();
    large.setPointSizeF(large.pointSizeF() * 2.6);
    large.setBold(true);
    bpm_->setFont(large);
    percent_->setMinimumWidth(percent_->fontMetrics().horizontalAdvance("100 %"));
    percent_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* sure = new QHBoxLayout;
    sure->addWidget(sure_, 1);
    sure->addWidget(percent_);
    column->addStretch(1);
    auto* number = new QHBoxLayout;
    number->addWidget(bpm_);
    number->addStretch(1);
    number->addWidget(dim_label("BPM"), 0, Qt::AlignBottom);
    column->addLayout(number);
    column->addLayout(sure);
    column->addWidget(source_);
    column->addStretch(1);
    block->setFixedWidth(std::max(kTempoWidth_px, QFontMetrics(large).horizontalAdvance("188.8 ?") + 40));
    return block;
}

QPushButton* ListeningPanel::make_button(StageAction action, const QString& text) {
    auto* button = new QPushButton(text);
    button->setProperty("compact", true);
    button->setFocusPolicy(Qt::NoFocus);
    button->setToolTip(QStringLiteral("<p>%1</p><p>%2</p>").arg(row_of(action).help, key_text(row_of(action))));
    head()->addWidget(button);
    buttons_.emplace_back(action, button);
    return button;
}

// Pressed, not released: a tap is the moment the finger comes down.
void ListeningPanel::add_button(StageAction action, const QString& text) {
    connect(make_button(action, text), &QPushButton::pressed, this, [this, action] { Q_EMIT wanted(action); });
}

void ListeningPanel::add_hold_button() {
    QPushButton* hold = make_button(StageAction::kHold, "Hold");
    hold->setCheckable(true);
    connect(hold, &QPushButton::toggled, this, [this](bool on) { show_.beat(on ? BeatCommand::kHold : BeatCommand::kFollow); });
}

QPushButton* ListeningPanel::button(StageAction action) const {
    const auto found = std::ranges::find(buttons_, action, &std::pair<StageAction, QPushButton*>::first);
    return found == buttons_.end() ? nullptr : found->second;
}

void ListeningPanel::show_status(const ShowStatus& status) {
    if (!isVisible()) return;
    say(bpm_, bpm_text(status.tempo.bpm, status.tempo.confidence));
    set_look(bpm_, "dim", status.tempo.confidence < kSureTempo);
    sure_->show_confidence(status.tempo.bpm > 0 ? status.tempo.confidence : 0.0);
    say(percent_, QStringLiteral("%1 %").arg(qRound(sure_->confidence() * 100)));
    say(source_, source_text(status));
    const QSignalBlocker quiet(button(StageAction::kHold));
    button(StageAction::kHold)->setChecked(status.tempo.source == "hold");
}

void ListeningPanel::refresh() {
    show_.listen(sound_);
    onsets_->show_sound(sound_);
    if (!sound_.hops.empty()) bands_->show_frame(sound_.hops.back().features);
}

void ListeningPanel::flip_hold() { button(StageAction::kHold)->toggle(); }

void ListeningPanel::showEvent(QShowEvent* event) {
    timer_.start(kPaintEvery_ms);
    Section::showEvent(event);
}

void ListeningPanel::hideEvent(QHideEvent* event) {
    timer_.stop();
    Section::hideEvent(event);
}

}  // namespace chladni
