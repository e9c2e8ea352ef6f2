#include "ui/param_spin.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLineEdit>
#include <QSpinBox>
#include <QWheelEvent>

namespace chladni {

namespace {
// The field itself is protected in QSpinBox; the one child of that class is it.
QLineEdit* field_of(QSpinBox* spin) { return spin->findChild<QLineEdit*>(); }
}  // namespace

ParamSpin::ParamSpin(Show& show, ParamId id, QWidget* parent) : ParamControl(show, id, parent), spin_(new QSpinBox) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    line->addWidget(name_label());
    line->addWidget(spin_, 1);
    spin_->setRange(static_cast<int>(row().min), static_cast<int>(row().max));
    spin_->setAlignment(Qt::AlignRight);
    spin_->setFocusPolicy(Qt::ClickFocus);
    spin_->setKeyboardTracking(false);  // a half-typed number is no value yet
    spin_->setContextMenuPolicy(Qt::NoContextMenu);
    field_of(spin_)->setContextMenuPolicy(Qt::NoContextMenu);
    spin_->installEventFilter(this);
    field_of(spin_)->installEventFilter(this);
    connect(spin_, &QSpinBox::valueChanged, this, [this](int now) { store(static_cast<float>(now)); });
    refresh();
}

void ParamSpin::add_beside(QWidget* widget) { layout()->addWidget(widget); }

void ParamSpin::refresh() {
    const int now = static_cast<int>(value());
    if (spin_->hasFocus() && field_of(spin_)->isModified()) return;
    if (now == spin_->value() && !field_of(spin_)->isModified()) return;  // a spin box paints itself anew for an equal value, too
    const QSignalBlocker quiet(spin_);
    spin_->setValue(now);
}

bool ParamSpin::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Wheel) {
        event->ignore();  // left to the row, which treats all parameters alike
        return true;
    }
    if (event->type() == QEvent::MouseButtonDblClick) {
        field_of(spin_)->setModified(false);
        reset();
        return true;
    }
    return ParamControl::eventFilter(watched, event);
}

}  // namespace chladni
