#include "ui/tempo_panel.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "engine/runtime/show.h"
#include "ui/action_table.h"
#include "ui/beat_lamps.h"

namespace chladni {

QString bpm_text(double bpm, double confidence) {
    if (bpm <= 0) return "–";
    const QString number = QString::number(bpm, 'f', 1);
    return confidence < kSureTempo ? number + " ?" : number;
}

TempoPanel::TempoPanel(Show& show, QWidget* parent)
    : Section("TEMPO, BPM", parent), lamps_(new BeatLamps), bpm_(new QLabel("–")), source_(dim_label()), tap_(new QPushButton("Tap")),
      listening_(new QPushButton("Listening")) {
    QFont large = bpm_->font();
    large.setPointSizeF(large.pointSizeF() * 2.0);
    large.setBold(true);
    bpm_->setFont(large);
    bpm_->setMinimumWidth(QFontMetrics(large).horizontalAdvance("188.8 ?"));
    tap_->setToolTip(QStringLiteral("Tap along (%1)").arg(key_text(row_of(StageAction::kTap))));
    tap_->setFocusPolicy(Qt::NoFocus);
    connect(tap_, &QPushButton::pressed, this, [&show] { show.tap(); });
    const ActionRow& listening = row_of(StageAction::kListening);
    listening_->setToolTip(QStringLiteral("<p>%1</p><p>%2</p>").arg(listening.help, key_text(listening)));
    listening_->setFocusPolicy(Qt::NoFocus);
    listening_->setCheckable(true);
    listening_->setProperty("compact", true);
    head()->addWidget(listening_);
    auto* line = new QHBoxLayout;
    line->addWidget(bpm_);
    line->addStretch(1);
    line->addWidget(tap_);
    body()->addLayout(line);
    body()->addWidget(lamps_);
    body()->addWidget(source_);
    body()->addStretch(1);
}

void TempoPanel::show_status(const ShowStatus& status) {
    const auto& tempo = status.tempo;
    bpm_->setText(bpm_text(tempo.bpm, tempo.confidence));
    set_look(bpm_, "dim", tempo.confidence < kSureTempo);
    lamps_->show_beat(tempo.beat_in_bar, tempo.bpm > 0 ? tempo.confidence : 0.0, tempo.beats_per_bar);
    const QString source = QString::fromStdString(tempo.source);
    const QString sure = QStringLiteral("sure to %1 %").arg(qRound(tempo.confidence * 100));
    source_->setText(tempo.bpm <= 0 ? "no beat yet" : source.isEmpty() ? sure : source + ", " + sure);
}

}  // namespace chladni
