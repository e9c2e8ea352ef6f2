#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace chladni {

/// A titled panel of the desk: all parts of the window have this frame.
class Section : public QFrame {
public:
    explicit Section(const QString& title, QWidget* parent = nullptr);
    /// Beside the title, at the right end.
    QHBoxLayout* head() const { return head_; }
    QVBoxLayout* body() const { return body_; }

private:
    QVBoxLayout* body_;
    QHBoxLayout* head_;
};

/// A quiet label: units, names, counters.
QLabel* dim_label(const QString& text = {});
/// Sets a dynamic property and lets the style sheet see it.
void set_look(QWidget* widget, const char* property, bool on);

}  // namespace chladni
