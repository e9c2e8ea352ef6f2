#pragma once

#include <QPlainTextEdit>

namespace chladni {

/// A text field of as many lines as its words need, between two bounds. Enter applies, Shift+Enter breaks the line, Esc leaves.
class GrowingEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    GrowingEdit(int fewest_lines, int most_lines, QWidget* parent = nullptr);

Q_SIGNALS:
    void entered();
    void left();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    int fewest_, most_;
};

}  // namespace chladni
