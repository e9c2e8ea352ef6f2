#include "ui/section.h"

#include <QBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QVariant>

namespace chladni {

Section::Section(const QString& title, QWidget* parent) : QFrame(parent), body_(new QVBoxLayout(this)), head_(new QHBoxLayout) {
    setObjectName("section");
    body_->setContentsMargins(12, 8, 12, 10);
    body_->setSpacing(6);
    auto* name = new QLabel(title);
    name->setObjectName("title");
    head_->addWidget(name);
    head_->addStretch(1);
    body_->addLayout(head_);
}

QLabel* dim_label(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("dim", true);
    return label;
}

void set_look(QWidget* widget, const char* property, bool on) {
    if (widget->property(property).toBool() == on) return;
    widget->setProperty(property, on);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

}  // namespace chladni
