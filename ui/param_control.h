#pragma once

#include <QLabel>
#include <QWidget>

#include "engine/params/param_table.h"

namespace chladni {

class Show;

/// What all controls of a parameter share: the store is the truth, double-click resets, the wheel steps (with Shift fine),
/// the right button offers reset, MIDI learn and MIDI forget. GUI thread.
class ParamControl : public QWidget {
    Q_OBJECT

public:
    ParamControl(Show& show, ParamId id, QWidget* parent = nullptr);
    ParamId id() const { return id_; }
    const ParamRow& row() const { return row_of(id_); }
    /// Shows what the store holds; thirty times a second.
    virtual void refresh() = 0;
    void reset();
    void step_by(int notches, bool fine);
    /// The names of a column start their controls on one line.
    void set_name_width(int width) { name_->setFixedWidth(width); }
    int name_width() const { return name_->sizeHint().width(); }

Q_SIGNALS:
    void learn_wanted(chladni::ParamControl* self);

protected:
    float value() const;
    void store(float value);
    QLabel* name_label() const { return name_; }
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    Show& show_;
    ParamId id_;
    QLabel* name_;
    int wheel_ = 0;  // eighths of a degree that are not a whole notch yet
};

/// The control that suits a row: a slider, a number, or a switch.
ParamControl* make_control(Show& show, ParamId id, QWidget* parent = nullptr);

}  // namespace chladni
