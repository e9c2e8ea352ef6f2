#pragma once

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QStyleOptionButton>

namespace chladni {

// What a label needs against what it has. Labels that wrap need a word's width and their lines' height.
inline QString clipping(const QLabel* label) {
    if (label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored) return {};  // elided or cut by design
    const int width = label->contentsRect().width();
    const QRect needed = label->fontMetrics().boundingRect(QRect(0, 0, width, 4000),
                                                           (label->wordWrap() ? Qt::TextWordWrap : 0), label->text());
    if (needed.width() <= width && needed.height() <= label->contentsRect().height() + 1) return {};
    return QStringLiteral("label “%1” needs %2x%3, has %4x%5").arg(label->text()).arg(needed.width()).arg(needed.height())
        .arg(width).arg(label->contentsRect().height());
}

inline QString clipping(const QAbstractButton* button) {
    QStyleOptionButton option;
    option.initFrom(button);
    const int room = button->style()->subElementRect(QStyle::SE_PushButtonContents, &option, button).width();
    const int needed = button->fontMetrics().horizontalAdvance(button->text());
    return needed <= room ? QString() : QStringLiteral("button “%1” needs %2, has %3").arg(button->text()).arg(needed).arg(room);
}

inline QString clipping(const QLineEdit* field) {
    const int needed = field->fontMetrics().horizontalAdvance(field->text());
    return needed <= field->width() - 8 ? QString() : QStringLiteral("field “%1”").arg(field->text());
}

/// Which texts of a window have too little room, in words.
inline QStringList clipped_in(const QWidget& window) {
    QStringList found;
    for (const auto* label : window.findChildren<QLabel*>())
        if (label->isVisible()) found << clipping(label);
    for (const auto* button : window.findChildren<QAbstractButton*>())
        if (button->isVisible() && !button->text().isEmpty()) found << clipping(button);
    for (const auto* field : window.findChildren<QLineEdit*>())
        if (field->isVisible()) found << clipping(field);
    found.removeAll(QString());
    return found;
}

}  // namespace chladni
