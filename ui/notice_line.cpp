#include "ui/notice_line.h"

#include <QBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include "engine/runtime/new_notices.h"
#include "engine/runtime/show_status.h"
#include "ui/section.h"

namespace chladni {

namespace {

constexpr int kKept = 200;

QString health_text(const ShowStatus& status) {
    QString text = QStringLiteral("%1 fps, %2 missed").arg(qRound(status.render.fps)).arg(status.render.missed);
    if (status.latency.audio_to_photon_ms > 0)
        text += QStringLiteral(", sound to light %1 ms").arg(qRound(status.latency.audio_to_photon_ms));
    if (status.safety.limited) text += ", flashes limited";
    return text;
}

}  // namespace

NoticeLine::NoticeLine(QWidget* parent)
    : QFrame(parent), newest_(new QLabel), health_(dim_label()), unfold_(new QPushButton), list_(new QListWidget) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4, 0, 4, 0);
    auto* line = new QHBoxLayout;
    line->addWidget(unfold_);
    line->addWidget(newest_, 1);
    line->addWidget(health_);
    column->addLayout(line);
    column->addWidget(list_);
    newest_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    newest_->setFocusPolicy(Qt::NoFocus);
    newest_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    list_->setMaximumHeight(120);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->hide();
    unfold_->setCheckable(true);
    unfold_->setProperty("compact", true);
    unfold_->setToolTip("All notices");
    unfold_->hide();
    connect(unfold_, &QPushButton::toggled, list_, &QListWidget::setVisible);
}

void NoticeLine::say(const QString& text) {
    list_->insertItem(0, text);
    if (list_->count() > kKept) delete list_->takeItem(kKept);
    newest_->setText(text);
    newest_->setToolTip(text);
    unfold_->setText(QString::number(list_->count()));
    unfold_->show();
}

void NoticeLine::show_status(const ShowStatus& status) {
    for (const std::string& notice : new_notices(seen_, status.notices)) say(QString::fromStdString(notice));
    if (seen_ != status.notices) seen_ = status.notices;
    health_->setText(health_text(status));
}

}  // namespace chladni
