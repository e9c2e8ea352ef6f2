#include "ui/input_combo.h"

namespace chladni {

void InputCombo::showPopup() {
    Q_EMIT about_to_open();
    QComboBox::showPopup();
}

}  // namespace chladni
