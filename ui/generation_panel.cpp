#include "ui/generation_panel.h"

#include <QBoxLayout>
#include <QLabel>

#include "engine/runtime/show_status.h"
#include "ui/queue_bar.h"

namespace chladni {

namespace {

QString chunk_text(const ShowStatus& status) {
    if (status.gen.chunk_ms_p50 <= 0) return "no chunk yet";
    QString text = QStringLiteral("chunk %1 / %2 ms").arg(qRound(status.gen.chunk_ms_p50)).arg(qRound(status.gen.chunk_ms_p95));
    if (status.gen.steps > 0) text += QStringLiteral(", %1 steps").arg(status.gen.steps);
    if (status.gen.scale < 1) text += QStringLiteral(", %1 % size").arg(qRound(100 * status.gen.scale));
    return text;
}

QString pace_text(const ShowStatus& status) {
    return QStringLiteral("%1× real time, %2 late").arg(status.gen.rtf, 0, 'f', 1).arg(status.gen.late);
}

bool is_trouble(const std::string& state) { return state == "failed" || state == "hung" || state == "replaced"; }

}  // namespace

GenerationPanel::GenerationPanel(QWidget* parent)
    : Section("GENERATOR", parent), state_(dim_label()), queue_(new QueueBar), queue_text_(dim_label("0.0 s")),
      chunk_(dim_label()), message_(dim_label()) {
    head()->addWidget(state_);
    auto* line = new QHBoxLayout;
    line->addWidget(queue_, 1);
    line->addWidget(queue_text_);
    body()->addLayout(line);
    body()->addWidget(chunk_);
    body()->addWidget(message_);
    body()->addStretch(1);
    queue_text_->setMinimumWidth(queue_text_->fontMetrics().horizontalAdvance("88.8 s"));
    queue_text_->setAlignment(Qt::AlignRight);
    chunk_->setToolTip("Time that a chunk takes: the middle one of the recent ones, and the slowest of twenty; the steps it was made in, "
                       "and its size while it was made, where it was not the whole.");
    message_->setWordWrap(true);
}

void GenerationPanel::show_status(const ShowStatus& status) {
    const QString name = QString::fromStdString(status.gen.name), state = QString::fromStdString(status.gen.state);
    state_->setText(name.isEmpty() || state.isEmpty() ? name + state : name + ", " + state);
    set_look(state_, "alert", is_trouble(status.gen.state));
    queue_->show_queue(status.gen.queue_s);
    queue_text_->setText(QStringLiteral("%1 s").arg(status.gen.queue_s, 0, 'f', 1));
    chunk_->setText(chunk_text(status));
    const QString message = QString::fromStdString(status.gen.message);
    message_->setText(message.isEmpty() ? pace_text(status) : pace_text(status) + '\n' + message);
}

}  // namespace chladni
