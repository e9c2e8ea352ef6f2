#pragma once

#include <QComboBox>

namespace chladni {

/// A combo box that asks for its entries each time it is opened: devices come and go.
class InputCombo : public QComboBox {
    Q_OBJECT

public:
    using QComboBox::QComboBox;
    void showPopup() override;

Q_SIGNALS:
    void about_to_open();
};

}  // namespace chladni
