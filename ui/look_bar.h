#pragma once

#include <QWidget>
#include <filesystem>
#include <vector>

class QPushButton;
class QComboBox;

namespace chladni {

class Show;

/// The looks at hand: back, the one that is on, next. Controllers choose through the parameter `look`.
class LookBar : public QWidget {
    Q_OBJECT

public:
    LookBar(Show& show, std::vector<std::filesystem::path> looks, QWidget* parent = nullptr);
    void go(int direction);
    void choose(std::size_t index);
    /// A file that is not among them.
    void load(const QString& path);
    /// Follows the parameter.
    void refresh();
    QComboBox* names() const { return names_; }

Q_SIGNALS:
    void failed(const QString& why);

private:
    QPushButton* arrow(const QString& text, int direction);
    Show& show_;
    std::vector<std::filesystem::path> looks_;
    QComboBox* names_;
    int followed_ = 0;  // the parameter's value that has been obeyed
};

}  // namespace chladni
