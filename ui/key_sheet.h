#pragma once

#include <QDialog>

namespace chladni {

/// The sheet of keys, from the table of actions. Not modal; Esc or its own key closes it.
class KeySheet : public QDialog {
public:
    explicit KeySheet(QWidget* parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace chladni
