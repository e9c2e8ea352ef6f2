#include "ui/param_control.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QWheelEvent>
#include <string>

#include "engine/runtime/show.h"
#include "ui/param_slider.h"
#include "ui/param_spin.h"
#include "ui/param_text.h"
#include "ui/param_toggle.h"
#include "ui/section.h"

namespace chladni {

ParamControl::ParamControl(Show& show, ParamId id, QWidget* parent)
    : QWidget(parent), show_(show), id_(id), name_(dim_label(QString::fromStdString(std::string(row().name)))) {
    name_->setParent(this);
    setToolTip(tooltip_of(row()));
    setAccessibleName(name_->text());
}

float ParamControl::value() const { return show_.params().get(id_); }

void ParamControl::store(float value) {
    show_.params().set(id_, value);
    refresh();
}

void ParamControl::reset() { store(row().initial); }

void ParamControl::step_by(int notches, bool fine) {
    store(value() + static_cast<float>(notches) * step_of(row(), fine));
}

void ParamControl::mouseDoubleClickEvent(QMouseEvent*) { reset(); }

void ParamControl::wheelEvent(QWheelEvent* event) {
    if (childAt(event->position().toPoint()) == name_) return event->ignore();  // over names the panel scrolls
    wheel_ += event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
    const int notches = wheel_ / QWheelEvent::DefaultDeltasPerStep;
    wheel_ -= notches * QWheelEvent::DefaultDeltasPerStep;
    if (notches != 0) step_by(notches, event->modifiers() & Qt::ShiftModifier);
    event->accept();
}

void ParamControl::contextMenuEvent(QContextMenuEvent* event) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(QStringLiteral("MIDI learn"), this, [this] { Q_EMIT learn_wanted(this); });
    menu->addAction(QStringLiteral("MIDI forget"), this, [this] { show_.forget(id_); });
    menu->addAction(QStringLiteral("Reset to %1").arg(format_value(row(), row().initial)), this, [this] { reset(); });
    menu->popup(event->globalPos());
}

ParamControl* make_control(Show& show, ParamId id, QWidget* parent) {
    switch (row_of(id).kind) {
        case ParamKind::kToggle: return new ParamToggle(show, id, parent);
        case ParamKind::kInteger: return new ParamSpin(show, id, parent);
        case ParamKind::kContinuous: break;
    }
    return new ParamSlider(show, id, parent);
}

}  // namespace chladni
