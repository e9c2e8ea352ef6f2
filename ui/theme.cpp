#include "ui/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>
#include <algorithm>

// Outside any namespace, as Qt demands; a static library's resources are not there by themselves.
static void take_in_resources() { Q_INIT_RESOURCE(resources); }

namespace chladni::theme {

namespace {

// %1 night, %2 panel, %3 field, %4 line, %5 text, %6 dim, %7 accent, %8 bad
constexpr const char* kSheet = R"(
QWidget { color: %5; }
QMainWindow, QDialog, QScrollArea, QScrollArea > QWidget > QWidget#column { background: %1; }
QMenuBar { background: %1; color: %6; padding: 1px 4px; }
QMenuBar::item { background: transparent; padding: 3px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: %3; color: %5; }
QMenu { background: %2; border: 1px solid %4; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: %3; }
QMenu::item:disabled { color: %6; }
QMenu::separator { height: 1px; background: %4; margin: 4px 8px; }
QToolTip { background: %3; color: %5; border: 1px solid %4; padding: 4px; }
QFrame#section { background: %2; border-radius: 8px; }
QLabel#title { color: %6; font-weight: bold; }
QLabel[dim="true"] { color: %6; }
QLabel[alert="true"] { color: %8; }
QLabel#big { font-weight: bold; }
QPushButton, QToolButton { background: %3; border: 1px solid %4; border-radius: 6px; padding: 4px 10px; }
QPushButton:hover, QToolButton:hover { border-color: %6; }
QPushButton:pressed, QToolButton:pressed { background: %4; }
QPushButton:focus, QToolButton:focus { border-color: %7; }
QPushButton:checked, QToolButton:checked { background: %7; border-color: %7; color: #17130b; }
QPushButton[danger="true"]:checked { background: %8; border-color: %8; color: #170b0a; }
QPushButton:disabled, QToolButton:disabled { color: #5c646e; border-color: %3; }
QPushButton[news="true"] { border-color: %7; color: %7; }
QPushButton[compact="true"], QToolButton[compact="true"] { padding: 2px 6px; border-radius: 4px; }
QToolButton::menu-indicator { image: none; }
QPlainTextEdit, QLineEdit, QSpinBox, QComboBox { background: %3; border: 1px solid %4; border-radius: 6px; padding: 3px 6px;
    selection-background-color: %7; selection-color: #17130b; }
QPlainTextEdit:focus, QLineEdit:focus, QSpinBox:focus, QComboBox:focus { border-color: %7; }
QLineEdit[wrong="true"] { border-color: %8; }
QLineEdit#value { background: transparent; border: 1px solid transparent; padding: 1px 3px; }
QLineEdit#value:hover { border-color: %4; }
QLineEdit#value:focus { background: %3; border-color: %7; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(:/icons/arrow.svg); width: 10px; height: 6px; }
QComboBox QAbstractItemView { background: %2; border: 1px solid %4; selection-background-color: %3; outline: none; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QScrollArea { border: none; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar::handle:vertical { background: %4; border-radius: 4px; min-height: 28px; }
QScrollBar::handle:vertical:hover { background: %6; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QListWidget, QTreeView, QListView { background: %2; border: 1px solid %4; border-radius: 6px; outline: none; }
QWidget#stage { background: #000; border-radius: 8px; }
)";

QPalette night_palette() {
    QPalette palette;
    palette.setColor(QPalette::Window, kNight);
    palette.setColor(QPalette::Base, kPanel);
    palette.setColor(QPalette::AlternateBase, kField);
    palette.setColor(QPalette::Button, kField);
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, kText);
    palette.setColor(QPalette::PlaceholderText, kDim);
    palette.setColor(QPalette::ToolTipBase, kField);
    palette.setColor(QPalette::Highlight, kAccent);
    palette.setColor(QPalette::HighlightedText, kNight);
    palette.setColor(QPalette::Link, kAccent);
    return palette;
}

}  // namespace

void apply(QApplication& app) {
    take_in_resources();
    app.setStyle(QStyleFactory::create("Fusion"));
    app.setPalette(night_palette());
    app.setStyleSheet(QString::fromUtf8(kSheet)
                          .arg(kNight.name(), kPanel.name(), kField.name(), kLine.name(), kText.name(), kDim.name(),
                               kAccent.name(), kBad.name()));
}

QColor mix(const QColor& from, const QColor& to, double amount) {
    const double t = std::clamp(amount, 0.0, 1.0);
    return QColor::fromRgbF(static_cast<float>(from.redF() + (to.redF() - from.redF()) * t),
                            static_cast<float>(from.greenF() + (to.greenF() - from.greenF()) * t),
                            static_cast<float>(from.blueF() + (to.blueF() - from.blueF()) * t));
}

}  // namespace chladni::theme
