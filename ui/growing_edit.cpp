#include "ui/growing_edit.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <algorithm>

namespace chladni {

GrowingEdit::GrowingEdit(int fewest_lines, int most_lines, QWidget* parent)
    : QPlainTextEdit(parent), fewest_(fewest_lines), most_(most_lines) {
    setTabChangesFocus(true);
    setFocusPolicy(Qt::ClickFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    document()->setDocumentMargin(2);
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, [this] { fit(); });
    fit();
}

void GrowingEdit::fit() {
    // A plain text document measures its height in lines.
    const int lines = std::clamp(static_cast<int>(document()->size().height()), fewest_, most_);
    const QMargins edges = viewportMargins() + contentsMargins();
    const int frame = 2 * frameWidth() + edges.top() + edges.bottom() + 2 * static_cast<int>(document()->documentMargin());
    const int wanted = lines * fontMetrics().lineSpacing() + frame + 4;
    if (wanted != height()) setFixedHeight(wanted);
}

void GrowingEdit::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && !(event->modifiers() & Qt::ShiftModifier)) return Q_EMIT entered();
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier) return Q_EMIT left();
    QPlainTextEdit::keyPressEvent(event);
}

void GrowingEdit::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    fit();
}

}  // namespace chladni
