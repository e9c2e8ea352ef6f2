#pragma once

#include <QFrame>
#include <string>
#include <vector>

class QLabel;
class QListWidget;
class QPushButton;

namespace chladni {

struct ShowStatus;

/// What the show has to tell, in plain words: the newest on one line, all of them when unfolded. Never in the way.
class NoticeLine : public QFrame {
public:
    explicit NoticeLine(QWidget* parent = nullptr);
    void show_status(const ShowStatus& status);
    /// A notice of the window's own.
    void say(const QString& text);
    QLabel* newest() const { return newest_; }
    QListWidget* list() const { return list_; }
    QPushButton* unfold() const { return unfold_; }

private:
    QLabel* newest_;
    QLabel* health_;
    QPushButton* unfold_;
    QListWidget* list_;
    std::vector<std::string> seen_;
};

}  // namespace chladni
