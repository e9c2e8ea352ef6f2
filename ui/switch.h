#pragma once

#include <QAbstractButton>

namespace chladni {

/// An on/off switch, drawn: it reads in the dark without its label.
class Switch : public QAbstractButton {
    Q_OBJECT

public:
    explicit Switch(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {34, 18}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace chladni
